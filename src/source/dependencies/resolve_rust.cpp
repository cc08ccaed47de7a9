// SPDX-License-Identifier: MIT
#include <algorithm>
#include <unordered_map>

#include "repository_index.hpp"
#include "rust_crates.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::source {
namespace {

constexpr int kMaxSubstitutions = 8;
constexpr std::size_t kMaxWildcards = 64;  // of a file that are looked through

using RustPath = std::vector<std::string>;

RustPath segments_of(std::string_view path) {
  RustPath segments;
  bool first = true;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find("::", start), path.size());
    if (end > start || first) segments.emplace_back(path.substr(start, end - start));
    first = false;
    start = end + 2;
  }
  return segments;
}

std::string joined_modules(const RustPath& segments, std::size_t count) {
  std::string module;
  for (std::size_t i = 0; i < count; ++i) module += (i > 0 ? "::" : "") + segments[i];
  return module;
}

struct RustPlace {
  std::size_t crate = 0;
  RustPath module;
  RustPath rest;
};

// What the names of a file may stand for.
struct FileNames {
  std::size_t file = 0;
  std::unordered_multimap<std::string_view, const Import*> bound;  // by an import
  std::vector<const Import*> wildcards;
};

FileNames names_in_file(std::size_t index, const SourceFile& file) {
  FileNames names;
  names.file = index;
  for (const Import& import : file.imports.imports) {
    if (import.form == ImportForm::wildcard && names.wildcards.size() < kMaxWildcards)
      names.wildcards.push_back(&import);
    if (import.form != ImportForm::module) continue;
    const std::size_t last = import.target.rfind("::");
    const std::string_view own = std::string_view(import.target).substr(last == std::string::npos ? 0 : last + 2);
    if (import.alias.empty() && last == std::string::npos) continue;  // `use a;` gives no other name
    names.bound.emplace(import.alias.empty() ? own : std::string_view(import.alias), &import);
  }
  return names;
}

struct Leads {
  std::size_t file = 0;
  std::size_t crate = 0;
  std::string module;  // of the file
  std::string symbol;  // what is named of it
};

// A path leads to the longest part of it that is a module with a file of its own.
class RustResolver : public LanguageResolver {
 public:
  explicit RustResolver(const RepositoryIndex& index) : index_(index), crates_(index) {}

  void resolve(std::size_t from, EdgeCollector& edges) const override {
    const FileNames names = names_in_file(from, index_.file(from));
    for (const Import& import : index_.file(from).imports.imports) {
      if (import.form == ImportForm::declared || import.target == "include!") {
        const auto file = crates_.declared_file(from, import);
        if (file) {
          edges.add(*file, import.line);
        } else {
          edges.leave_out(import, Unresolved::missing);
        }
        continue;
      }
      const auto found = follow(names, import.target, import, 0);
      if (found) {
        std::vector<std::string> symbols;
        if (!found->symbol.empty()) symbols.push_back(found->symbol);
        edges.add(found->file, import.line, std::move(symbols));
      } else if (import.form != ImportForm::reference) {
        edges.leave_out(import, Unresolved::outside);
      }
    }
  }

 private:
  [[nodiscard]] RustPath module_of(std::size_t from, const std::string& scope) const {
    const std::string& module = crates_.position(from).module;
    RustPath path = module.empty() ? RustPath() : segments_of(module);
    if (scope.empty()) return path;
    for (std::string& part : segments_of(scope)) path.push_back(std::move(part));
    return path;
  }

  [[nodiscard]] std::optional<Leads> walk_down(const RustPlace& place) const {
    RustPath path = place.module;
    std::size_t known = path.size();
    // An inline module has no file: the one around it has.
    while (known > 0 && !crates_.module_file(place.crate, joined_modules(path, known))) --known;
    const bool inline_start = known < path.size();
    path.insert(path.end(), place.rest.begin(), place.rest.end());
    while (!inline_start && known < path.size() && crates_.module_file(place.crate, joined_modules(path, known + 1)))
      ++known;
    const std::string module = joined_modules(path, known);
    const auto file = crates_.module_file(place.crate, module);
    if (!file) return std::nullopt;
    return Leads{*file, place.crate, module, known < path.size() ? path[known] : std::string()};
  }

  // What a name at the beginning of a path is bound to by another import of the same file.
  static const Import* bound(const FileNames& names, const std::string& name, const Import& except) {
    const auto [first, last] = names.bound.equal_range(name);
    for (auto row = first; row != last; ++row) {
      if (row->second != &except && row->second->scope == except.scope) return row->second;
    }
    return nullptr;
  }

  [[nodiscard]] std::optional<Leads> follow(const FileNames& names, const std::string& target, const Import& import,
                                            int depth) const {
    const std::size_t from = names.file;
    RustPath path = segments_of(target);
    const std::size_t crate = crates_.position(from).crate;
    RustPath here = module_of(from, import.scope);
    const std::string first = path.front();
    path.erase(path.begin());
    if (first == "crate") return walk_down({crate, {}, path});
    if (first == "self" || first == "super") {
      if (first == "super" && !up(here)) return std::nullopt;
      while (!path.empty() && path.front() == "super") {
        if (!up(here)) return std::nullopt;
        path.erase(path.begin());
      }
      return walk_down({crate, here, path});
    }
    if (first.empty()) return in_crate(from, path);
    return by_name(names, first, path, import, depth);
  }

  static bool up(RustPath& module) {
    if (module.empty()) return false;
    module.pop_back();
    return true;
  }

  [[nodiscard]] std::optional<Leads> in_crate(std::size_t from, const RustPath& path) const {
    if (path.empty()) return std::nullopt;
    const auto other = crates_.crate_named(from, path.front());
    if (!other) return std::nullopt;
    return walk_down({*other, {}, RustPath(path.begin() + 1, path.end())});
  }

  [[nodiscard]] std::optional<Leads> by_name(const FileNames& names, const std::string& first, const RustPath& rest,
                                             const Import& import, int depth) const {
    const std::size_t from = names.file;
    const std::size_t crate = crates_.position(from).crate;
    const RustPath here = module_of(from, import.scope);
    RustPath child = here;
    child.push_back(first);
    if (crates_.module_file(crate, joined_modules(child, child.size()))) return walk_down({crate, child, rest});
    if (depth < kMaxSubstitutions) {
      if (const Import* other = bound(names, first, import)) {
        std::string target = other->target;
        for (const std::string& part : rest) target += "::" + part;
        return follow(names, target, *other, depth + 1);
      }
    }
    if (depth == 0) {
      if (auto found = through_wildcards(names, first, rest, import)) return found;
    }
    RustPath whole{first};
    whole.insert(whole.end(), rest.begin(), rest.end());
    if (auto found = in_crate(from, whole)) return found;
    // Edition 2015: uses begin at the root.
    if (import.form != ImportForm::reference && crates_.module_file(crate, first)) return walk_down({crate, {}, whole});
    return std::nullopt;
  }

  // `use super::*;` may bring a module of that name.
  [[nodiscard]] std::optional<Leads> through_wildcards(const FileNames& names, const std::string& first,
                                                       const RustPath& rest, const Import& import) const {
    for (const Import* other : names.wildcards) {
      if (other == &import || other->scope != import.scope) continue;
      const auto found = follow(names, other->target, *other, 1);
      if (!found || !found->symbol.empty()) continue;
      RustPath path = found->module.empty() ? RustPath() : segments_of(found->module);
      path.push_back(first);
      if (crates_.module_file(found->crate, joined_modules(path, path.size())))
        return walk_down({found->crate, path, rest});
    }
    return std::nullopt;
  }

  const RepositoryIndex& index_;
  RustCrates crates_;
};

}  // namespace

std::unique_ptr<LanguageResolver> rust_resolver(const RepositoryIndex& index) {
  return std::make_unique<RustResolver>(index);
}

}  // namespace rustassistant::source
