// SPDX-License-Identifier: MIT
#pragma once

#include <tree_sitter/api.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsed.hpp"
#include "rustassistant/source/imports.hpp"

namespace rustassistant::source {

// Collects the imports of one file while its tree is gone through.
class ImportReader {
 public:
  ImportReader(const ParsedText& parsed, FileImports& found) : parsed_(parsed), found_(found) {}

  [[nodiscard]] std::string_view text() const { return parsed_.text(); }
  // Empty for a null node.
  [[nodiscard]] std::string_view text(TSNode node) const {
    return ts_node_is_null(node) ? std::string_view() : text_of(node, parsed_.text());
  }
  [[nodiscard]] FileImports& found() { return found_; }

  // Keeps an import unless it is empty, too long, or one too many.
  void add(Import import);
  // The same for a reference, once for each target and scope.
  void refer(std::string target, std::string scope, TSNode node);
  // What is within the node is not looked at.
  void pass_over(TSNode node) { passed_ = ts_node_end_byte(node); }
  // Rust: whether a path is the beginning of one that was read; else it is the next that was.
  [[nodiscard]] bool begins_known_path(TSNode node) {
    const std::uint32_t start = ts_node_start_byte(node);
    const std::uint32_t end = ts_node_end_byte(node);
    if (start == known_path_.first && end <= known_path_.second) return true;
    known_path_ = {start, end};
    return false;
  }
  [[nodiscard]] bool is_passed(TSNode node) const { return ts_node_start_byte(node) < passed_; }

  // Rust: the inline modules around a node, and that one begins.
  [[nodiscard]] std::string scope_at(TSNode node);
  void open_scope(TSNode module, std::string_view name) { scopes_.emplace_back(ts_node_end_byte(module), name); }
  // Rust: the next token of a macro's arguments.
  void macro_token(TSNode leaf);
  // Go, Java: a name that the file gives a meaning, at its top or further in.
  void define(std::string_view name, bool at_top) {
    if (at_top) found_.defines.emplace_back(name);
    defined_.emplace(name);
  }
  [[nodiscard]] bool is_defined(std::string_view name) const { return defined_.contains(name); }
  // Go: a name that is taken from a package.
  void select(std::string_view package, std::string_view name) { selected_[std::string(package)].emplace(name); }
  [[nodiscard]] const std::set<std::string>& selected(const std::string& package) { return selected_[package]; }

 private:
  const ParsedText& parsed_;
  FileImports& found_;
  std::set<std::pair<std::string, std::string>> referred_;
  std::map<std::string, std::set<std::string>> selected_;
  std::set<std::string, std::less<>> defined_;
  std::vector<std::pair<std::uint32_t, std::string>> scopes_;
  std::uint32_t passed_ = 0;
  std::pair<std::uint32_t, std::uint32_t> known_path_{0, 0};
  std::string path_;  // of a macro's arguments, as far as read
  std::uint32_t path_end_ = 0;
  bool after_mod_ = false;  // the token before was `mod`
};

// What one kind of node means. `field` is the node's in its parent.
struct ImportRule {
  std::string_view kinds;  // between single spaces
  void (*read)(ImportReader& reader, TSNode node);
};

[[nodiscard]] std::span<const ImportRule> rust_import_rules();
[[nodiscard]] std::span<const ImportRule> python_import_rules();
[[nodiscard]] std::span<const ImportRule> ecma_import_rules();
[[nodiscard]] std::span<const ImportRule> go_import_rules();
[[nodiscard]] std::span<const ImportRule> java_import_rules();
[[nodiscard]] std::span<const ImportRule> bash_import_rules();

// C and C++ are read from their directives.
void read_includes(std::string_view content, FileImports& found);

// Go: gives each import the names that are taken from it.
void attach_selected(ImportReader& reader);

// imports_of() for a text that is parsed already.
[[nodiscard]] FileImports imports_in(const ParsedText& parsed);

// The text of a string without its quotes; empty where parts of it are computed.
[[nodiscard]] std::string plain_string(TSNode node, std::string_view text);

}  // namespace rustassistant::source
