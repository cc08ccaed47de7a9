// SPDX-License-Identifier: MIT
#pragma once

#include "command.hpp"

namespace rustassistant::cli {

inline constexpr Option kSearchOptions[] = {
    {"--format", "FORMAT", "Output format; jsonl is a line for each result", "text|json|jsonl"},
    {"--lang", "LANGUAGE", "Only files in this language, such as rust; may be repeated", {}, {}, true},
    {"--path", "GLOB", "Only files that fit this pattern, such as src/**; may be repeated", {}, {}, true},
    {"--exclude", "GLOB", "No files that fit this pattern; may be repeated", {}, {}, true},
    {"--symbol", "", "Only look at the names of definitions"},
    {"--tests", "WHICH", "Tests and examples: rank them lower (also, the default), alone, or leave them out",
     "also|only|no"},
    {"-n,--limit", "N", "Show at most this many files (default: 10)"},
    {"--snippet", "LINES", "Lines to show of each place: a number (default: 5), none or full"},
    {"--explain", "", "Show what each score is made of"},
    {"--no-refresh", "", "Use the index as it is, without looking for changed files"},
    {"--dense", "WHICH", "Order by meaning, too, with an embedding model: not, the best 20 files, or all",
     "off|rerank|all", "search.dense"},
};

inline constexpr Option kIndexBuildDense{"--dense", "WHICH",
                                         "Also give every chunk a vector with an embedding model (all), or not (off)",
                                         "off|all", "search.dense"};

}  // namespace rustassistant::cli
