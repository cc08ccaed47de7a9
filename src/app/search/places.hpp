// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/app/search.hpp"
#include "rustassistant/search/passage.hpp"

// What of a file that was found is shown. Pure.
namespace rustassistant::app {

struct ShownPlace {
  int line_start = 0;  // from 1, both included
  int line_end = 0;
  std::string symbol;
  std::string kind;
};

// Where each line of a text begins, and behind the last one its end.
[[nodiscard]] std::vector<std::size_t> line_starts(std::string_view text);

// The definition of a passage that the query is about: one of a wanted name, else one whose lines hold nearly all of
// the terms that the passage holds. Else the whole passage, named by what goes on in it. `lines` are of the text; none:
// the text is not there, and names decide alone.
[[nodiscard]] ShownPlace shown_place(const search::Passage& passage, std::string_view text,
                                     std::span<const std::size_t> lines, const search::Query& query);

// The terms of a query that a text holds, in the query's order.
[[nodiscard]] std::vector<std::string> held_terms(std::string_view text, const search::Query& query);

// The lines of a place, or the part of at most that many lines that holds most terms.
[[nodiscard]] std::optional<Snippet> snippet_of(const ShownPlace& place, std::string_view text,
                                                std::span<const std::size_t> lines, const search::Query& query,
                                                SnippetSize size);

}  // namespace rustassistant::app
