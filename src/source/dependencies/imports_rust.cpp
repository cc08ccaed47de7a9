// SPDX-License-Identifier: MIT
#include <array>
#include <string>

#include "children.hpp"
#include "import_reader.hpp"
#include "rustassistant/base/ascii.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxSegments = 64;
constexpr std::size_t kMaxUseNodes = 20'000;

std::string_view rust_kind(TSNode node) {
  return ts_node_is_null(node) ? std::string_view() : ts_node_type(node);
}

std::string joined_path(const std::string& prefix, const std::string& path) {
  if (prefix.empty()) return path;
  return path.empty() ? prefix : prefix + "::" + path;
}

// "a::b" of a path without its type arguments; empty for one that is not made of names, and for a null node.
std::string rust_path(TSNode node, const ImportReader& reader) {
  std::vector<std::string_view> parts;
  while (parts.size() < kMaxSegments) {
    const std::string_view kind = rust_kind(node);
    if (kind == "generic_type" || kind == "generic_type_with_turbofish") {
      node = child_named(node, "type");
      if (ts_node_is_null(node)) return {};
      continue;
    }
    if (has_word(" scoped_identifier scoped_type_identifier scoped_use_list ", kind)) {
      if (kind != "scoped_use_list") parts.push_back(reader.text(child_named(node, "name")));
      const TSNode path = child_named(node, "path");
      if (ts_node_is_null(path)) {
        parts.emplace_back();  // `::a`
        break;
      }
      node = path;
      continue;
    }
    if (!has_word(" identifier type_identifier crate self super metavariable ", kind)) return {};
    parts.push_back(kind == "metavariable" ? std::string_view("crate") : reader.text(node));
    break;
  }
  std::string path;
  for (std::size_t i = parts.size(); i-- > 0;) {
    path += parts[i];
    if (i > 0) path += "::";
  }
  return path;
}

struct UseNode {
  TSNode node{};
  std::string prefix;
};

void read_use(ImportReader& reader, TSNode declaration) {
  const std::string scope = reader.scope_at(declaration);
  std::vector<UseNode> pending{{child_named(declaration, "argument"), {}}};
  for (std::size_t seen = 0; !pending.empty() && seen < kMaxUseNodes; ++seen) {
    const UseNode use = std::move(pending.back());
    pending.pop_back();
    if (ts_node_is_null(use.node) || use.prefix.size() > kMaxImportBytes) continue;
    const std::string_view kind = rust_kind(use.node);
    if (kind.find("comment") != std::string_view::npos) continue;
    if (kind == "scoped_use_list" || kind == "use_list") {
      const bool scoped = kind == "scoped_use_list";
      const TSNode head = scoped ? child_named(use.node, "path") : TSNode{};
      std::string prefix = use.prefix;
      if (scoped && ts_node_is_null(head)) prefix = "";  // `use ::{a}`
      if (scoped && !ts_node_is_null(head)) prefix = joined_path(use.prefix, rust_path(head, reader));
      const TSNode list = scoped ? child_named(use.node, "list") : use.node;
      std::vector<TSNode> parts;
      for_each_named_child(list, [&](TSNode part) { parts.push_back(part); });
      for (std::size_t i = parts.size(); i-- > 0;) pending.push_back({parts[i], prefix});
    } else if (kind == "use_wildcard") {
      const std::string path = rust_path(ts_node_named_child(use.node, 0), reader);
      reader.add({ImportForm::wildcard, first_line(use.node), joined_path(use.prefix, path), {}, {}, scope, {}});
    } else {
      const bool renamed = kind == "use_as_clause";
      std::string path = rust_path(renamed ? child_named(use.node, "path") : use.node, reader);
      if (path == "self" && !use.prefix.empty()) path.clear();
      std::string alias;
      if (renamed) alias = reader.text(child_named(use.node, "alias"));
      const std::string target = joined_path(use.prefix, path);
      reader.add({ImportForm::module, first_line(use.node), target, {}, alias == "_" ? "" : alias, scope, {}});
    }
  }
  reader.pass_over(declaration);
}

// The file of `#[path = "x.rs"]` before a module; empty without one.
std::string path_attribute(ImportReader& reader, TSNode module) {
  for (TSNode before = ts_node_prev_named_sibling(module); !ts_node_is_null(before);
       before = ts_node_prev_named_sibling(before)) {
    const std::string_view kind = rust_kind(before);
    if (kind != "attribute_item" && kind.find("comment") == std::string_view::npos) return {};
    const TSNode attribute = ts_node_named_child(before, 0);
    if (kind != "attribute_item" || ts_node_is_null(attribute)) continue;
    const TSNode name = ts_node_named_child(attribute, 0);
    const TSNode value = child_named(attribute, "value");
    if (ts_node_is_null(name) || ts_node_is_null(value) || reader.text(name) != "path") continue;
    return plain_string(value, reader.text());
  }
  return {};
}

void read_mod(ImportReader& reader, TSNode module) {
  const TSNode name = child_named(module, "name");
  if (ts_node_is_null(name)) return;
  if (!ts_node_is_null(child_named(module, "body"))) return reader.open_scope(module, reader.text(name));
  std::string path = path_attribute(reader, module);
  std::string scope = reader.scope_at(module);
  reader.add({ImportForm::declared,
              first_line(module),
              std::string(reader.text(name)),
              {},
              {},
              std::move(scope),
              std::move(path)});
}

void read_extern_crate(ImportReader& reader, TSNode node) {
  const TSNode name = child_named(node, "name");
  const TSNode alias = child_named(node, "alias");
  if (ts_node_is_null(name)) return;
  reader.add({ImportForm::module,
              first_line(node),
              "::" + std::string(reader.text(name)),
              {},
              ts_node_is_null(alias) ? std::string() : std::string(reader.text(alias)),
              reader.scope_at(node),
              {}});
  reader.pass_over(node);
}

// Whether a path may begin at a module: types begin with an upper-case letter.
bool may_be_module(std::string_view path) {
  if (path.find("::") == std::string_view::npos) return false;
  return !ascii::is_upper(path.front());
}

void read_rust_path(ImportReader& reader, TSNode node) {
  if (reader.begins_known_path(node)) return;
  std::string path = rust_path(node, reader);
  if (may_be_module(path)) reader.refer(std::move(path), reader.scope_at(node), node);
}

void read_visibility(ImportReader& reader, TSNode node) {
  reader.pass_over(node);
}

// `include!("x.rs")`
void read_macro_call(ImportReader& reader, TSNode node) {
  if (reader.text(child_named(node, "macro")) != "include") return;
  const std::uint32_t count = ts_node_named_child_count(node);
  if (count < 2) return;
  const TSNode arguments = ts_node_named_child(node, count - 1);
  const TSNode literal = ts_node_named_child(arguments, 0);
  if (ts_node_is_null(literal) || rust_kind(literal) != "string_literal") return;
  reader.add({ImportForm::module, first_line(node), "include!", {}, {}, {}, plain_string(literal, reader.text())});
}

constexpr auto kRustRules = std::to_array<ImportRule>({
    {" use_declaration ", read_use},
    {" mod_item ", read_mod},
    {" extern_crate_declaration ", read_extern_crate},
    {" scoped_identifier scoped_type_identifier ", read_rust_path},
    {" visibility_modifier ", read_visibility},
    {" macro_invocation ", read_macro_call},
});

}  // namespace

std::string ImportReader::scope_at(TSNode node) {
  while (!scopes_.empty() && scopes_.back().first <= ts_node_start_byte(node)) scopes_.pop_back();
  std::string scope;
  for (const auto& [end, name] : scopes_) scope += (scope.empty() ? "" : "::") + name;
  return scope.size() > kMaxImportBytes ? std::string() : scope;
}

void ImportReader::macro_token(TSNode leaf) {
  const std::string_view token = text(leaf);
  const std::string_view kind = rust_kind(leaf);
  const bool name = has_word(" identifier crate self super ", kind) || token == "$crate";
  const bool joined = ts_node_start_byte(leaf) == path_end_;
  if (after_mod_ && name) {
    // `mod a;` as an argument, as in `cfg_if!`.
    const std::size_t next = parsed_.text().find_first_not_of(" \t\r\n", ts_node_end_byte(leaf));
    if (next != std::string_view::npos && parsed_.text()[next] == ';')
      add({ImportForm::declared, first_line(leaf), std::string(token), {}, {}, scope_at(leaf), {}});
  }
  after_mod_ = token == "mod";
  if (token == "::" && joined && !path_.empty()) {
    path_ += "::";
  } else if (name && joined && path_.ends_with("::")) {
    path_ += token;
    if (may_be_module(path_)) {
      // The longest that is read replaces the shorter ones.
      const std::size_t shorter = path_.rfind("::");
      if (!found_.imports.empty() && found_.imports.back().form == ImportForm::reference &&
          found_.imports.back().target == path_.substr(0, shorter) && found_.imports.back().line == first_line(leaf))
        found_.imports.pop_back();
      refer(path_, scope_at(leaf), leaf);
    }
  } else {
    path_ = name ? (token == "$crate" ? std::string("crate") : std::string(token)) : std::string();
  }
  path_end_ = ts_node_end_byte(leaf);
}

std::span<const ImportRule> rust_import_rules() {
  return kRustRules;
}

}  // namespace rustassistant::source
