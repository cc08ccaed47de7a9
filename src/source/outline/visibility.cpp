// SPDX-License-Identifier: MIT
#include "visibility.hpp"

#include <map>
#include <set>
#include <string_view>

#include "rustassistant/base/ascii.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

// What the rules of a language look at.
struct File {
  const ParsedText& parsed;
  const std::vector<FoundItem>& items;
  std::set<std::string_view> exported = {};  // ECMAScript: by `export { a }`
  bool is_module = false;                    // ECMAScript: it imports or exports
};

std::string_view node_kind(TSNode node) {
  return ts_node_type(node);
}

// The text of the first child of a kind; empty where there is none.
std::string_view text_of_child(TSNode node, std::string_view kind, std::string_view text) {
  const std::uint32_t count = ts_node_child_count(node);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_child(node, i);
    if (node_kind(child) == kind) return text_of(child, text);
  }
  return {};
}

const FoundItem* around(const File& file, const FoundItem& item) {
  return item.around == kNoItem ? nullptr : &file.items[item.around];
}

std::string_view kind_around(const File& file, const FoundItem& item) {
  const FoundItem* outer = around(file, item);
  return outer == nullptr ? std::string_view() : node_kind(outer->node);
}

bool is_rust_public(const File& file, const FoundItem& item) {
  const std::string_view outer = kind_around(file, item);
  const std::string_view kind = node_kind(item.node);
  if (outer == "trait_item" || kind == "enum_variant") return true;
  if (kind == "impl_item" || kind == "field_declaration") return false;
  if (kind == "macro_definition") {
    const TSNode before = ts_node_prev_named_sibling(item.node);
    return !ts_node_is_null(before) &&
           text_of(before, file.parsed.text()).find("macro_export") != std::string_view::npos;
  }
  return text_of_child(item.node, "visibility_modifier", file.parsed.text()) == "pub";
}

bool is_static(TSNode node, std::string_view text) {
  const std::uint32_t count = ts_node_child_count(node);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_child(node, i);
    if (node_kind(child) == "storage_class_specifier" && text_of(child, text) == "static") return true;
  }
  return false;
}

// What `public:` and the like say of a member; without them a class is private.
bool is_public_member(TSNode member, std::string_view class_kind, std::string_view text) {
  for (TSNode before = ts_node_prev_named_sibling(member); !ts_node_is_null(before);
       before = ts_node_prev_named_sibling(before)) {
    if (node_kind(before) == "access_specifier") return text_of(before, text).starts_with("public");
  }
  return class_kind != "class_specifier";
}

bool is_c_public(const File& file, const FoundItem& item) {
  const std::string_view kind = node_kind(item.node);
  if (kind == "preproc_def" || kind == "enumerator") return false;
  if (kind == "namespace_definition") return true;
  const std::string_view outer = kind_around(file, item);
  const std::string_view text = file.parsed.text();
  if (outer.ends_with("_specifier")) {
    // A member that is declared stands in its own declaration.
    return is_public_member(item.statement, outer, text) && is_public_member(item.node, outer, text);
  }
  for (TSNode node = ts_node_parent(item.node); !ts_node_is_null(node); node = ts_node_parent(node)) {
    if (node_kind(node) == "namespace_definition" && ts_node_is_null(child_named(node, "name"))) return false;
  }
  return !is_static(item.node, text) && !is_static(item.statement, text);
}

bool is_python_public(const File& /*file*/, const FoundItem& item) {
  return !item.item.name.starts_with('_') || item.item.name == "__init__";
}

bool is_ecma_public(const File& file, const FoundItem& item) {
  if (item.around != kNoItem) {
    const std::string_view access = text_of_child(item.node, "accessibility_modifier", file.parsed.text());
    return !item.item.name.starts_with('#') && access != "private" && access != "protected";
  }
  return !file.is_module || node_kind(item.statement) == "export_statement" || file.exported.contains(item.item.name);
}

bool is_go_public(const File& /*file*/, const FoundItem& item) {
  const std::string& name = item.item.qualified_name;
  const auto dot = name.find('.');
  const bool receiver_is_public = dot == std::string::npos || !ascii::is_lower(name.front());
  return receiver_is_public && !item.item.name.empty() && !ascii::is_lower(item.item.name.front()) &&
         item.item.name.front() != '_';
}

bool is_java_public(const File& file, const FoundItem& item) {
  const std::string_view modifiers = text_of_child(item.node, "modifiers", file.parsed.text());
  const auto has = [&](std::string_view word) {
    for (std::size_t at = modifiers.find(word); at != std::string_view::npos; at = modifiers.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if ((at == 0 || !ascii::is_letter(modifiers[at - 1])) &&
          (end == modifiers.size() || !ascii::is_letter(modifiers[end])))
        return true;
    }
    return false;
  };
  const std::string_view outer = kind_around(file, item);
  if (outer == "interface_declaration" || outer == "annotation_type_declaration") return !has("private");
  return node_kind(item.node) == "enum_constant" || has("public");
}

bool is_bash_public(const File& /*file*/, const FoundItem& item) {
  return !item.item.name.starts_with('_');
}

struct Rule {
  std::string_view languages;
  bool (*is_public)(const File& file, const FoundItem& item);
};
constexpr Rule kRules[] = {
    {" rust ", is_rust_public},     {" c cpp ", is_c_public},
    {" python ", is_python_public}, {" javascript typescript tsx ", is_ecma_public},
    {" go ", is_go_public},         {" java ", is_java_public},
    {" bash ", is_bash_public},
};

// What the statements at the top of a module say.
void read_exports(File& file) {
  const TSNode root = file.parsed.root();
  const std::uint32_t count = ts_node_named_child_count(root);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode statement = ts_node_named_child(root, i);
    const std::string_view kind = node_kind(statement);
    if (kind == "import_statement" || kind == "export_statement") file.is_module = true;
    if (kind != "export_statement") continue;
    const std::uint32_t parts = ts_node_named_child_count(statement);
    for (std::uint32_t j = 0; j < parts; ++j) {
      const TSNode part = ts_node_named_child(statement, j);
      if (node_kind(part) == "identifier") file.exported.insert(text_of(part, file.parsed.text()));
      if (node_kind(part) != "export_clause") continue;
      const std::uint32_t names = ts_node_named_child_count(part);
      for (std::uint32_t k = 0; k < names; ++k) {
        const TSNode name = child_named(ts_node_named_child(part, k), "name");
        if (!ts_node_is_null(name)) file.exported.insert(text_of(name, file.parsed.text()));
      }
    }
  }
}

}  // namespace

std::vector<bool> public_items(const ParsedText& parsed, const std::vector<FoundItem>& items) {
  const std::string_view language = parsed.grammar()->facts().language;
  const Rule* rule = nullptr;
  for (const Rule& row : kRules) {
    if (has_word(row.languages, language)) rule = &row;
  }
  File file{parsed, items};
  if (rule != nullptr && rule->is_public == is_ecma_public) read_exports(file);
  std::map<std::string_view, bool> types;  // of Rust, by name: whether they are public
  for (const FoundItem& item : items) {
    if (rule != nullptr && rule->is_public == is_rust_public && node_kind(item.node) != "impl_item")
      types.emplace(item.item.qualified_name, is_rust_public(file, item));
  }
  std::vector<bool> shown(items.size(), false);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const FoundItem& item = items[i];
    if (rule == nullptr || !rule->is_public(file, item)) continue;
    const FoundItem* outer = around(file, item);
    // An implementation of Rust is no item of its own: its type is, which may stand in another file.
    if (outer != nullptr && node_kind(outer->node) == "impl_item") {
      const auto type = types.find(outer->item.qualified_name);
      shown[i] = type == types.end() || type->second;
    } else {
      shown[i] = outer == nullptr || (shown[item.around] && outer->item.kind != ItemKind::function);
    }
  }
  return shown;
}

}  // namespace rustassistant::source
