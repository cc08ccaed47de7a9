// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <unordered_map>

#include "repository_index.hpp"

namespace rustassistant::source {
namespace {

// A type is found by the package that its file declares, whatever folders stand above.
class JavaResolver : public LanguageResolver {
 public:
  explicit JavaResolver(const RepositoryIndex& index) : index_(index) {
    for (std::size_t i = 0; i < index.size(); ++i) {
      const SourceFile& file = index.file(i);
      if (file.language != "java") continue;
      for (const std::string& type : file.imports.defines) types_[qualified(file.imports.package, type)].push_back(i);
      packages_.insert(file.imports.package);
    }
  }

  void resolve(std::size_t from, EdgeCollector& edges) const override {
    const FileImports& imports = index_.file(from).imports;
    std::set<std::string_view> imported;  // simple names
    for (const Import& import : imports.imports) {
      if (import.form == ImportForm::wildcard) continue;
      if (import.form == ImportForm::module) imported.insert(last_part(import.target));
      const bool found = follow(from, import, edges);
      if (!found && import.form == ImportForm::module) edges.leave_out(import, Unresolved::outside);
    }
    for (const std::string& name : imports.names) {
      if (imported.contains(name)) continue;
      if (add_type(from, qualified(imports.package, name), 0, {}, edges)) imported.insert(name);
    }
    for (const Import& import : imports.imports) {
      if (import.form == ImportForm::wildcard) expand(from, import, imported, edges);
    }
  }

 private:
  static std::string qualified(std::string_view package, std::string_view name) {
    return package.empty() ? std::string(name) : std::string(package) + "." + std::string(name);
  }
  static std::string_view last_part(std::string_view path) { return path.substr(path.rfind('.') + 1); }

  bool add_type(std::size_t from, const std::string& name, int line, std::string_view member,
                EdgeCollector& edges) const {
    const auto found = types_.find(name);
    if (found == types_.end()) return false;
    std::vector<std::string> symbols{std::string(last_part(name))};
    if (!member.empty()) symbols.emplace_back(member);
    const auto nearest = index_.nearest(found->second, index_.file(from).path);
    edges.add(nearest ? *nearest : found->second.front(), line, std::move(symbols));
    return true;
  }

  // The longest part of the path that is a type.
  bool follow(std::size_t from, const Import& import, EdgeCollector& edges) const {
    std::string name = import.target;
    for (;;) {
      const std::string_view rest =
          std::string_view(import.target).substr(std::min(name.size() + 1, import.target.size()));
      if (add_type(from, name, import.line, rest.substr(0, rest.find('.')), edges)) return true;
      const std::size_t dot = name.rfind('.');
      if (dot == std::string::npos) return false;
      name.resize(dot);
    }
  }

  void expand(std::size_t from, const Import& import, const std::set<std::string_view>& imported,
              EdgeCollector& edges) const {
    if (!packages_.contains(import.target)) {
      if (!follow(from, import, edges)) edges.leave_out(import, Unresolved::outside);
      return;
    }
    for (const std::string& name : index_.file(from).imports.names) {
      if (!imported.contains(name)) add_type(from, qualified(import.target, name), import.line, {}, edges);
    }
  }

  const RepositoryIndex& index_;
  std::unordered_map<std::string, std::vector<std::size_t>> types_;
  std::set<std::string, std::less<>> packages_;
};

}  // namespace

std::unique_ptr<LanguageResolver> java_resolver(const RepositoryIndex& index) {
  return std::make_unique<JavaResolver>(index);
}

}  // namespace rustassistant::source
