// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cassert>

#include "fields.hpp"

namespace rustassistant::render {
namespace {

bool take_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

// A name of a path, without the marks of a list.
std::string_view bare(std::string_view name) {
  take_end(name, "[]");
  return name;
}

// The node that a path leads to, all of whose names are described.
Node& node_at(Node& root, std::string_view path) {
  Node* node = &root;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string_view name = bare(path.substr(0, dot));
    const auto found = std::ranges::find(node->children, name, &Node::name);
    assert(found != node->children.end());
    node = &*found;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return *node;
}

void add(Node& root, std::span<const Field> fields, const std::string& below) {
  for (const Field& field : fields) {
    if (field.kind.starts_with('+')) {
      add(root, shape_named(field.kind.substr(1))->fields,
          field.path.empty() ? below : below + std::string(field.path) + ".");
      continue;
    }
    Node node;
    std::string_view path = field.path;
    node.optional = take_end(path, "?");
    node.list = take_end(path, "[]");
    node.kind = field.kind;
    node.nullable = take_end(node.kind, "?");
    node.meaning = field.meaning;
    node.example = field.example;
    const std::string whole = below + std::string(path);
    const std::size_t dot = whole.rfind('.');
    node.name = dot == std::string::npos ? whole : whole.substr(dot + 1);
    node_at(root, dot == std::string::npos ? std::string_view() : std::string_view(whole).substr(0, dot))
        .children.push_back(std::move(node));
  }
}

// Beside each amount stands a text for people, in every JSON document (document.hpp).
void add_shown_amounts(Node& node) {
  constexpr std::string_view kUnit = "nano_usd";
  std::vector<Node> children;
  for (Node& child : node.children) {
    add_shown_amounts(child);
    Node shown = child;
    children.push_back(std::move(child));
    const std::size_t unit = shown.name.find(kUnit);
    if (unit == std::string::npos) continue;
    shown.name.replace(unit, kUnit.size(), "usd");
    shown.kind = shown.kind == "@rates" ? "@shown-rates" : "shown-dollars";
    shown.meaning = "The same as text";
    shown.example = {};
    children.push_back(std::move(shown));
  }
  node.children = std::move(children);
}

// A repository is two columns of a table.
void split_repository(Node& row) {
  const auto found = std::ranges::find(row.children, "@repository", &Node::kind);
  if (found == row.children.end()) return;
  Node path = *found;
  path.name = "repo_path";
  path.kind = "path";
  path.meaning = "The top folder of that repository; empty if it is not known";
  path.example = "\"/home/me/project\"";
  found->name = "repo";
  found->kind = "repository-id";
  found->meaning = "The id of the file's repository";
  row.children.insert(found + 1, std::move(path));
}

constexpr Field kHead[] = {
    {"schema", "text", "Its name and version"},
    {"tool_version", "text", "The version of the program"},
};

}  // namespace

Node tree_of(std::span<const Field> fields, Form form) {
  Node root;
  root.kind = "object";
  if (form == Form::document || form == Form::first_line) add(root, kHead, "");
  add(root, fields, "");
  if (form == Form::document) add_shown_amounts(root);
  if (form == Form::csv) split_repository(root);
  return root;
}

Node tree_of(const Shape& shape) {
  Node root = tree_of(shape.fields, Form::line);
  add_shown_amounts(root);
  return root;
}

}  // namespace rustassistant::render
