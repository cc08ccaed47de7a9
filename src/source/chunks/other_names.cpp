// SPDX-License-Identifier: MIT
#include "other_names.hpp"

#include <algorithm>

#include "children.hpp"
#include "names.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxName = 256;       // bytes
constexpr std::size_t kMaxQualifier = 512;  // bytes
constexpr std::size_t kMostAround = 64;     // deeper down nothing is named for others
constexpr std::size_t kMostUsed = 10'000;   // nodes of one `use`

constexpr WordList kNamespaces = " namespace_definition mod_item internal_module module ";

std::string_view type_of(TSNode node) {
  return ts_node_is_null(node) ? std::string_view() : ts_node_type(node);
}

TSNode child_of(TSNode node, std::string_view type) {
  TSNode found{};
  for_each_child(node, [&](TSNode child, std::string_view /*field*/) {
    if (ts_node_is_null(found) && type_of(child) == type) found = child;
  });
  return found;
}

bool is_name(std::string_view text) {
  const auto fits = [](char c) { return is_word_byte(c) || c == '$' || c == '#'; };
  return !text.empty() && text.size() <= kMaxName && std::all_of(text.begin(), text.end(), fits);
}

// Of `int *a[3]` the node of "a"; none where a function is declared.
TSNode declared_name(TSNode declarator) {
  bool points = false;
  for (std::size_t steps = 0; steps < kMostAround && !ts_node_is_null(declarator); ++steps) {
    const std::string_view type = type_of(declarator);
    if (has_word(" identifier field_identifier type_identifier qualified_identifier ", type)) return declarator;
    TSNode inner = child_named(declarator, "declarator");
    if (ts_node_is_null(inner) && has_word(" reference_declarator parenthesized_declarator ", type))
      inner = ts_node_named_child(declarator, 0);
    points = points || type_of(inner) == "parenthesized_declarator";
    if (type == "function_declarator" && !points) return {};
    declarator = inner;
  }
  return {};
}

// "b" of "a::b" and "a.b".
std::string_view last_part(std::string_view text) {
  return text.substr(text.find_last_of(".:") + 1);
}

}  // namespace

OtherNames::OtherNames(const ParsedText& parsed, const ItemFinder& items)
    : Listener(kNaming),
      parsed_(parsed),
      items_(items),
      text_(parsed.text()),
      language_(parsed.grammar()->facts().language) {}

OtherNames::Where OtherNames::where(Around around) {
  Where found = Where::top;
  for (std::size_t i = around.size(); i-- > 0;) {
    if (around.size() - i > kMostAround || (around[i].roles & (kFunction | kLambda)) != 0) return Where::in_function;
    if ((around[i].roles & kItem) != 0 && !has_word(kNamespaces, type_of(around[i].node))) found = Where::in_type;
  }
  return found;
}

void OtherNames::enter(const Visit& visit, Around around) {
  if (found_.size() >= kMaxItems) return;
  const Where place = where(around);
  if (place == Where::in_function) return;
  if (language_ == "rust") {
    read_rust(visit.node);
  } else if (has_word(" c cpp ", language_)) {
    read_c(visit.node, place);
  } else if (language_ == "python") {
    read_python(visit, around, place);
  } else if (has_word(" javascript typescript tsx ", language_)) {
    read_ecma(visit, around, place);
  } else {
    read_others(visit.node, around, place);
  }
}

// `pub use a::{b, c as d}`.
void OtherNames::read_rust(TSNode use) {
  if (ts_node_is_null(child_of(use, "visibility_modifier"))) return;
  std::vector<TSNode> pending{child_named(use, "argument")};
  for (std::size_t seen = 0; !pending.empty() && seen < kMostUsed; ++seen) {
    const TSNode node = pending.back();
    pending.pop_back();
    const std::string_view type = type_of(node);
    if (type == "use_as_clause") {
      add(text_of(child_named(node, "alias"), text_), "export", node, Defined::elsewhere);
    } else if (type == "scoped_use_list") {
      pending.push_back(child_named(node, "list"));
    } else if (type == "use_list") {
      const std::size_t first = pending.size();
      for_each_named_child(node, [&](TSNode part) { pending.push_back(part); });
      std::reverse(pending.begin() + static_cast<std::ptrdiff_t>(first), pending.end());
    } else if (has_word(" identifier scoped_identifier ", type)) {
      add(last_part(text_of(node, text_)), "export", node, Defined::elsewhere);
    }
  }
}

void OtherNames::read_c(TSNode node, Where where) {
  const std::string_view type = type_of(node);
  if (has_word(" using_declaration namespace_alias_definition ", type)) return read_using(node);
  if (type == "type_definition") return read_typedef(node, where);
  if ((type == "field_declaration") != (where == Where::in_type)) return;
  const TSNode storage = child_of(node, "storage_class_specifier");
  const bool is_extern = !ts_node_is_null(storage) && text_of(storage, text_) == "extern";
  for_each_child(node, [&](TSNode child, std::string_view field) {
    if (field != "declarator") return;
    const TSNode variable = declared_name(child);
    if (ts_node_is_null(variable)) return;
    const Defined defined = where == Where::in_type ? Defined::within
                            : is_extern             ? Defined::elsewhere
                                                    : Defined::by_itself;
    add(text_of(variable, text_), where == Where::in_type ? "field" : "variable", node, defined);
  });
}

// `typedef struct { … } a, *b;`, of which the first name is an item.
void OtherNames::read_typedef(TSNode node, Where where) {
  const Defined defined = where == Where::in_type ? Defined::within : Defined::by_itself;
  bool is_first = true;
  for_each_child(node, [&](TSNode child, std::string_view field) {
    if (field != "declarator") return;
    const TSNode type = declared_name(child);
    if (!is_first && !ts_node_is_null(type)) add(text_of(type, text_), "type", node, defined);
    is_first = false;
  });
}

// `using a::b;` and `namespace a = b;`
void OtherNames::read_using(TSNode node) {
  const TSNode alias = child_named(node, "name");
  if (!ts_node_is_null(alias)) return add(text_of(alias, text_), "namespace", node, Defined::elsewhere);
  const TSNode used = child_of(node, "qualified_identifier");
  const bool of_namespace = !ts_node_is_null(child_of(node, "namespace"));
  if (!ts_node_is_null(used) && !of_namespace) add(last_part(text_of(used, text_)), "export", node, Defined::elsewhere);
}

void OtherNames::read_python(const Visit& visit, Around around, Where where) {
  const TSNode node = visit.node;
  if (type_of(node) == "aliased_import") {
    // `import a as a` hands it on.
    const std::string_view name = text_of(child_named(node, "name"), text_);
    if (name == text_of(child_named(node, "alias"), text_)) add(name, "export", node, Defined::elsewhere);
    return;
  }
  const TSNode left = child_named(node, "left");
  if (type_of(left) != "identifier") return;
  const std::string_view name = text_of(left, text_);
  if (name == "__all__" && where == Where::top) {
    for_each_named_child(child_named(node, "right"), [&](TSNode element) {
      const std::string_view text = text_of(element, text_);
      if (text.size() > 2 && type_of(element) == "string")
        add(text.substr(1, text.size() - 2), "export", element, Defined::elsewhere);
    });
    return;
  }
  if (where == Where::in_type) return add_part(name, "field", node, around);
  if (assigned_.emplace(name).second) add(name, "variable", node, Defined::by_itself);
}

void OtherNames::read_ecma(const Visit& visit, Around around, Where where) {
  const TSNode node = visit.node;
  const std::string_view type = type_of(node);
  if (type == "export_specifier") {
    const TSNode alias = child_named(node, "alias");
    const std::string_view name = text_of(ts_node_is_null(alias) ? child_named(node, "name") : alias, text_);
    if (name != "default") add(name, "export", node, Defined::elsewhere);
  } else if (type == "namespace_export") {
    add(text_of(ts_node_named_child(node, 0), text_), "export", node, Defined::elsewhere);
  } else if (type == "enum_body") {
    for_each_named_child(node, [&](TSNode part) {
      const TSNode name = type_of(part) == "enum_assignment" ? child_named(part, "name") : part;
      if (type_of(name) == "property_identifier") add_part(text_of(name, text_), "enumerator", part, around);
    });
  } else if (has_word(" variable_declarator assignment_expression ", type)) {
    read_ecma_value(node, around, where);
  } else {
    read_ecma_part(node, around, where);
  }
}

// `const a = 1` at the top, `exports.a = 1`. What names a function is an item.
void OtherNames::read_ecma_value(TSNode node, Around around, Where where) {
  const bool declares = type_of(node) == "variable_declarator";
  if (where != Where::top || around.size() < 2) return;
  const TSNode value = child_named(node, declares ? "value" : "right");
  if (!ts_node_is_null(value) && (parsed_.grammar()->roles(value) & kLambda) != 0) return;
  const TSNode statement = around.back().node;
  constexpr WordList kTops = " program export_statement ambient_declaration ";
  const std::string_view outer = type_of(around[around.size() - 2].node);
  const bool in_namespace =
      outer == "statement_block" && around.size() > 2 && has_word(kNamespaces, type_of(around[around.size() - 3].node));
  if (!has_word(kTops, outer) && !in_namespace) return;
  if (declares) {
    const std::string_view word = text_of(ts_node_child(statement, 0), text_) == "const" ? "constant" : "variable";
    return add(text_of(child_named(node, "name"), text_), word, node, Defined::by_itself);
  }
  const TSNode left = child_named(node, "left");
  if (type_of(left) != "member_expression") return;
  const std::string_view written = text_of(left, text_);
  if (written != "module.exports") add(last_part(written), "constant", node, Defined::by_itself);
}

// What a class, an interface or an object has. What names a function is an item.
void OtherNames::read_ecma_part(TSNode node, Around around, Where where) {
  const std::string_view type = type_of(node);
  if (type != "pair" && type != "shorthand_property_identifier") {
    const TSNode value = child_named(node, "value");
    const bool function = !ts_node_is_null(value) && (parsed_.grammar()->roles(value) & kLambda) != 0;
    TSNode name = child_named(node, "name");
    if (ts_node_is_null(name)) name = child_named(node, "property");
    if (where == Where::in_type && !function && !ts_node_is_null(name))
      add_part(text_of(name, text_), "field", node, around);
    return;
  }
  // Of the object that is the value of what stands at the top.
  if (where != Where::top || around.size() < 4) return;
  const TSNode holder = around[around.size() - 2].node;
  const bool exported =
      type_of(holder) == "assignment_expression" && text_of(child_named(holder, "left"), text_) == "module.exports";
  if (type == "shorthand_property_identifier") {
    if (exported) add(text_of(node, text_), "export", node, Defined::elsewhere);
    return;
  }
  if (!exported && type_of(holder) != "variable_declarator") return;
  if (!has_word(" program export_statement ", type_of(around[around.size() - 4].node))) return;
  const TSNode value = child_named(node, "value");
  if ((parsed_.grammar()->roles(value) & kLambda) != 0) return;
  add_part(text_of(child_named(node, "key"), text_), "field", node, around);
}

// Go, Java, Bash.
void OtherNames::read_others(TSNode node, Around around, Where where) {
  const std::string_view type = type_of(node);
  if (type == "variable_assignment") {
    const std::string_view name = text_of(child_named(node, "name"), text_);
    if (where == Where::top && assigned_.emplace(name).second) add(name, "variable", node, Defined::by_itself);
    return;
  }
  if (where != Where::in_type) return;
  if (type == "annotation_type_element_declaration")
    return add_part(text_of(child_named(node, "name"), text_), "method", node, around);
  for_each_child(node, [&](TSNode child, std::string_view field) {
    if (field == "name") add_part(text_of(child, text_), "field", node, around);
    if (field == "declarator") add_part(text_of(child_named(child, "name"), text_), "field", node, around);
  });
}

void OtherNames::add(std::string_view name, std::string_view kind, TSNode node, Defined defined) {
  const std::string_view bare = last_part(name);
  if (!is_name(bare) || found_.size() >= kMaxItems) return;
  const FoundItem* const outer = items_.innermost();
  std::string qualified;
  if (outer != nullptr && defined != Defined::elsewhere && outer->item.qualified_name.size() <= kMaxQualifier)
    qualified = outer->item.qualified_name + std::string(parsed_.grammar()->facts().separator);
  qualified += name.substr(0, kMaxQualifier);
  found_.push_back(
      {std::string(bare), std::move(qualified), std::string(kind), first_line(node), last_line(node), defined});
}

void OtherNames::add_part(std::string_view name, std::string_view kind, TSNode node, Around around) {
  const std::string type = type_around(around);
  if (!is_name(name)) return;
  add(name, kind, node, Defined::within);
  if (!found_.empty() && !type.empty() && items_.innermost() == nullptr)
    found_.back().qualified_name = type + std::string(parsed_.grammar()->facts().separator) + std::string(name);
}

// The name of the type or constant around a part.
std::string OtherNames::type_around(Around around) const {
  const std::size_t outermost = around.size() - std::min(around.size(), kMostAround);
  for (std::size_t i = around.size(); i-- > outermost;) {
    const TSNode node = around[i].node;
    if ((around[i].roles & kItem) == 0 && type_of(node) != "variable_declarator") continue;
    const TSNode name = child_named(node, "name");
    if (!ts_node_is_null(name)) return shown_name(text_of(name, text_), kMaxName);
  }
  return {};
}

std::vector<ChunkDefinition> OtherNames::take() {
  std::stable_sort(found_.begin(), found_.end(),
                   [](const ChunkDefinition& a, const ChunkDefinition& b) { return a.line_start < b.line_start; });
  return std::move(found_);
}

}  // namespace rustassistant::source
