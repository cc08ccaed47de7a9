// SPDX-License-Identifier: MIT
#include "rustassistant/source/chunks.hpp"

#include <algorithm>

#include "cuts.hpp"
#include "definition_words.hpp"
#include "found_items.hpp"
#include "kind_words.hpp"
#include "names.hpp"
#include "other_names.hpp"
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

Defined defined(const std::vector<FoundItem>& items, std::size_t index) {
  const FoundItem& found = items[index];
  const std::string_view type = ts_node_type(found.node);
  const bool is_prototype =
      type == "declaration" || (type == "field_declaration" && !ts_node_is_null(child_named(found.node, "declarator")));
  // `mod a;` of Rust: its text is another file.
  if (is_prototype || (type == "mod_item" && !has_body(found.node))) return Defined::elsewhere;
  // "TableBuilder::add" of C++, written outside of its class.
  if (type == "function_definition" && found.item.name.find("::") != std::string::npos) return Defined::within;
  if (found.around == kNoItem) return type == "method_declaration" ? Defined::within : Defined::by_itself;
  constexpr WordList kNamespaces = " namespace_definition mod_item internal_module module ";
  return has_word(kNamespaces, ts_node_type(items[found.around].node)) ? Defined::by_itself : Defined::within;
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

// All that has a name, in order of lines.
std::vector<ChunkDefinition> definitions_of(const std::vector<FoundItem>& items, std::vector<ChunkDefinition> others) {
  std::vector<ChunkDefinition> all;
  all.reserve(items.size() + others.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i].item;
    if (!is_definition(items[i])) continue;
    all.push_back(
        {item.name, item.qualified_name, kind_word(items, i), item.line_start, item.line_end, defined(items, i)});
  }
  const auto middle = static_cast<std::ptrdiff_t>(all.size());
  std::move(others.begin(), others.end(), std::back_inserter(all));
  std::inplace_merge(all.begin(), all.begin() + middle, all.end(),
                     [](const ChunkDefinition& a, const ChunkDefinition& b) { return a.line_start < b.line_start; });
  return all;
}

void name_chunks(std::vector<Chunk>& chunks, const std::vector<FoundItem>& items, std::vector<ChunkDefinition> others) {
  std::vector<ChunkDefinition> definitions = definitions_of(items, std::move(others));
  std::size_t next = 0;
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    Chunk& chunk = chunks[i];
    const std::size_t around = item_before(items, chunk.line_start);
    if (around != kNoItem) {
      chunk.scope = items[around].item.qualified_name;
      chunk.scope_kind = kind_word(items, around);
    }
    const bool last = i + 1 == chunks.size();
    for (; next < definitions.size() && (last || definitions[next].line_start < chunks[i + 1].line_start); ++next)
      chunk.definitions.push_back(std::move(definitions[next]));
  }
}

void name_chunks(std::vector<Chunk>& chunks, std::string_view content, std::string_view language) {
  for (Chunk& chunk : chunks) {
    const std::string_view text = content.substr(chunk.start, chunk.end - chunk.start);
    chunk.definitions = defined_by_words(text, language, chunk.line_start);
  }
}

}  // namespace

std::vector<Chunk> chunks_of(std::string_view content, std::string_view language) {
  if (content.empty()) return {};
  const ParsedText parsed(content, language);
  std::vector<Chunk> chunks;
  if (parsed.parsed()) {
    chunks = cut(content, units_of(parsed));
    ItemFinder items(parsed, Prototypes::include);
    OtherNames others(parsed, items);
    Listener* const listeners[] = {&items, &others};
    scan(parsed, listeners);
    name_chunks(chunks, items.take(), others.take());
    if (language == "rust") mark_tests(chunks);
  } else {
    chunks = cut(content, lines_as_units(content));
    name_chunks(chunks, content, language);
  }
  return chunks;
}

}  // namespace rustassistant::source
