// SPDX-License-Identifier: MIT
#include "rustassistant/source/chunks.hpp"

#include <algorithm>

#include "cuts.hpp"
#include "definition_words.hpp"
#include "found_items.hpp"
#include "kind_words.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

std::vector<Chunk> cut(std::string_view content, std::vector<Unit> units) {
  const std::vector<std::size_t> cuts = cuts_of(content, std::move(units));
  std::vector<Chunk> chunks;
  chunks.reserve(cuts.size());
  int line = 1;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    Chunk chunk;
    chunk.start = cuts[i];
    chunk.end = i + 1 < cuts.size() ? cuts[i + 1] : content.size();
    chunk.line_start = line;
    const std::string_view text = content.substr(chunk.start, chunk.end - chunk.start);
    line += static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    chunk.line_end = std::max(chunk.line_start, text.ends_with('\n') ? line - 1 : line);
    chunks.push_back(std::move(chunk));
  }
  return chunks;
}

// The innermost item that holds a line and begins before it, or kNoItem.
std::size_t item_before(const std::vector<FoundItem>& items, int line) {
  const auto first = std::partition_point(items.begin(), items.end(),
                                          [line](const FoundItem& found) { return found.item.line_start < line; });
  for (auto i = static_cast<std::size_t>(first - items.begin()); i-- > 0;) {
    if (items[i].item.line_end >= line && items[i].item.kind != ItemKind::other) return i;
    if (items[i].item.depth == 0) break;
  }
  return kNoItem;
}

// What holds others and is no definition of its name, and what nobody looks for by itself.
bool is_definition(const FoundItem& found) {
  return !has_word(" namespace_definition impl_item field_declaration_list ", ts_node_type(found.node));
}

bool is_declared_only(const FoundItem& found) {
  const std::string_view type = ts_node_type(found.node);
  return type == "declaration" ||
         (type == "field_declaration" && !ts_node_is_null(child_named(found.node, "declarator")));
}

bool is_test_module(std::string_view qualified_name) {
  const std::string_view outermost = qualified_name.substr(0, qualified_name.find("::"));
  return outermost == "tests" || outermost == "test";
}

void mark_tests(std::vector<Chunk>& chunks) {
  for (Chunk& chunk : chunks) {
    const bool begins = !chunk.definitions.empty() && chunk.definitions.front().kind == "module" &&
                        is_test_module(chunk.definitions.front().qualified_name);
    chunk.is_test = begins || is_test_module(chunk.scope);
  }
}

void name_chunks(std::vector<Chunk>& chunks, const std::vector<FoundItem>& items) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    Chunk& chunk = chunks[i];
    const std::size_t around = item_before(items, chunk.line_start);
    if (around != kNoItem) {
      chunk.scope = items[around].item.qualified_name;
      chunk.scope_kind = kind_word(items, around);
    }
    const bool last = i + 1 == chunks.size();
    for (; next < items.size() && (last || items[next].item.line_start < chunks[i + 1].line_start); ++next) {
      const Item& item = items[next].item;
      if (!is_definition(items[next])) continue;
      chunk.definitions.push_back({item.name, item.qualified_name, kind_word(items, next), item.line_start,
                                   item.line_end, is_declared_only(items[next])});
    }
  }
}

void name_chunks(std::vector<Chunk>& chunks, std::string_view content) {
  for (Chunk& chunk : chunks)
    chunk.definitions = defined_by_words(content.substr(chunk.start, chunk.end - chunk.start), chunk.line_start);
}

}  // namespace

std::vector<Chunk> chunks_of(std::string_view content, std::string_view language) {
  if (content.empty()) return {};
  const ParsedText parsed(content, language);
  std::vector<Chunk> chunks;
  if (parsed.parsed()) {
    chunks = cut(content, units_of(parsed));
    name_chunks(chunks, find_items(parsed, Prototypes::include));
    if (language == "rust") mark_tests(chunks);
  } else {
    chunks = cut(content, lines_as_units(content));
    name_chunks(chunks, content);
  }
  return chunks;
}

}  // namespace rustassistant::source
