// SPDX-License-Identifier: MIT
#include "places.hpp"

#include <algorithm>
#include <cstdint>

#include "rustassistant/search/terms.hpp"

namespace rustassistant::app {
namespace {

constexpr int kLongDefinition = 120;  // lines; of a longer one only what is in the passage is shown

// The terms of a query as bits.
std::uint64_t terms_held(std::string_view text, const search::Query& query) {
  std::uint64_t held = 0;
  search::for_each_term(text, [&](std::string_view term) {
    for (std::size_t i = 0; i < query.terms.size(); ++i) {
      if (query.terms[i] == term) held |= std::uint64_t{1} << i;
    }
  });
  return held;
}

int count_of(std::uint64_t bits) {
  int count = 0;
  for (; bits != 0; bits &= bits - 1) ++count;
  return count;
}

std::string_view lines_of(std::string_view text, std::span<const std::size_t> lines, int first, int last) {
  const auto count = static_cast<int>(lines.size()) - 1;
  if (first < 1 || first > count || last < first) return {};
  const std::size_t start = lines[static_cast<std::size_t>(first - 1)];
  return text.substr(start, lines[static_cast<std::size_t>(std::min(last, count))] - start);
}

// The definition of what the query names, if that is all it does: as written before others, whole before parts.
const search::Definition* wanted_of(const search::Passage& passage, const search::Query& query) {
  const auto is_named = [&](const search::Definition& one, auto names) {
    const auto fits = [&](const std::string& wanted) { return names(wanted, one.name, one.qualified_name); };
    return (!query.symbol.empty() && fits(query.symbol)) ||
           std::any_of(query.symbols.begin(), query.symbols.end(), fits);
  };
  const search::Definition* best = nullptr;
  for (const auto names : {search::names, search::names_loosely}) {
    for (const search::Definition& one : passage.definitions) {
      if (is_named(one, names) && (best == nullptr || one.defined < best->defined)) best = &one;
    }
    if (best != nullptr) return best;
  }
  return nullptr;
}

ShownPlace shown(const search::Definition& definition, const search::Passage& passage) {
  const bool is_long = definition.line_end - definition.line_start >= kLongDefinition;
  return {definition.line_start, is_long ? std::min(definition.line_end, passage.line_end) : definition.line_end,
          definition.qualified_name, definition.kind};
}

}  // namespace

std::vector<std::size_t> line_starts(std::string_view text) {
  std::vector<std::size_t> starts{0};
  for (std::size_t feed = text.find('\n'); feed != std::string_view::npos; feed = text.find('\n', feed + 1))
    starts.push_back(feed + 1);
  if (starts.back() != text.size()) starts.push_back(text.size());
  return starts;
}

ShownPlace shown_place(const search::Passage& passage, std::string_view text, std::span<const std::size_t> lines,
                       const search::Query& query) {
  if (const search::Definition* const wanted = wanted_of(passage, query)) return shown(*wanted, passage);
  const search::Definition* best = nullptr;
  int most = 0;
  for (const search::Definition& definition : passage.definitions) {
    const int last = std::min(definition.line_end, passage.line_end);
    const std::string_view body = lines_of(text, lines, definition.line_start, last);
    const int held = count_of(terms_held(body, query)) + count_of(terms_held(definition.name, query));
    const bool better =
        held > most || (held == most && best != nullptr &&
                        definition.line_end - definition.line_start < best->line_end - best->line_start);
    if (!better) continue;
    best = &definition;
    most = held;
  }
  const int all = count_of(terms_held(lines_of(text, lines, passage.line_start, passage.line_end), query));
  if (best != nullptr && most * 4 >= all * 3) return shown(*best, passage);
  ShownPlace whole{passage.line_start, passage.line_end, passage.scope, passage.scope_kind};
  if (whole.symbol.empty() && best != nullptr) {
    whole.symbol = best->qualified_name;
    whole.kind = best->kind;
  }
  return whole;
}

std::vector<std::string> held_terms(std::string_view text, const search::Query& query) {
  const std::uint64_t held = terms_held(text, query);
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < query.terms.size(); ++i) {
    if ((held >> i & 1U) != 0) terms.push_back(query.terms[i]);
  }
  return terms;
}

std::optional<Snippet> snippet_of(const ShownPlace& place, std::string_view text, std::span<const std::size_t> lines,
                                  const search::Query& query, SnippetSize size) {
  const int last = std::min(place.line_end, static_cast<int>(lines.size()) - 1);
  if (size.most_lines == SnippetSize::kNone || place.line_start < 1 || place.line_start > last) return std::nullopt;
  const auto count = static_cast<std::size_t>(last) - static_cast<std::size_t>(place.line_start) + 1;
  if (count <= size.most_lines)
    return Snippet{std::string(lines_of(text, lines, place.line_start, last)), place.line_start, false};
  std::vector<std::uint64_t> held;
  held.reserve(count);
  for (int line = place.line_start; line <= last; ++line)
    held.push_back(terms_held(lines_of(text, lines, line, line), query));
  std::size_t best = 0;
  int most = -1;
  for (std::size_t first = 0; first + size.most_lines <= count; ++first) {
    std::uint64_t all = 0;
    for (std::size_t i = first; i < first + size.most_lines; ++i) all |= held[i];
    if (count_of(all) > most) {
      most = count_of(all);
      best = first;
    }
  }
  const int start = place.line_start + static_cast<int>(best);
  const int end = start + static_cast<int>(size.most_lines) - 1;
  return Snippet{std::string(lines_of(text, lines, start, end)), start, true};
}

}  // namespace rustassistant::app
