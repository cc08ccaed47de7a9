// SPDX-License-Identifier: MIT
#pragma once

#include "review_options.hpp"

// The options of the cache's commands.
namespace rustassistant::cli {

inline constexpr Option kCacheStatusOptions[] = {
    kFormat,
    {"-p,--path,--repo", "PATH", "Of this repository only"},
    {"--pruning", "", "Also show the last twenty prunings"},
};

inline constexpr Option kCachePruneOptions[] = {
    kFormat,
    {"--max-size", "SIZE", "Remove entries until the cache takes at most this, such as 500M or 500MiB"},
    {"--strategy", "NAME", "What to remove first", "cost-aware|lru|oldest|largest|most-expensive"},
    {"--older-than", "AGE", "Remove entries that were not used for this long, such as 12h, 30d or 8w"},
    {"--keep-repo", "PATH", "Keep the entries of this repository; may be repeated", {}, {}, true},
    {"-y,--yes", "", "Do not ask before removing more than half of the paid answers"},
    {"--dry-run", "", "Show what would be removed; nothing is"},
};

inline constexpr Option kCacheClearOptions[] = {
    kFormat,
    {"-t,--cache-type,--type", "TYPE", "Entries of this analysis type", "refactor|docs|analysis|todos"},
    {"-p,--path,--repo", "PATH", "Entries of this repository"},
    {"--file", "PATH", "Entries of this file"},
    {"--provider", "NAME", "Entries of this provider", "xai|openai|anthropic|google|openai-compatible|builtin"},
    {"--model", "ID", "Entries of this model"},
    {"--from", "KEYID", "Entries that came from a team's store, written by this key (16 hexadecimal digits)"},
    {"-a,--all", "", "Every entry"},
    {"-y,--yes", "", "Do not ask"},
    {"--dry-run", "", "Show what would be removed; nothing is"},
};

inline constexpr Option kCacheVerifyOptions[] = {
    kFormat,
    {"--repair", "", "Remove damaged entries and recount the statistics"},
};

inline constexpr Option kCacheOptimizeOptions[] = {
    kFormat,
    {"--level", "N", "zstd level of the results, 1 to 19 (default: 9)"},
};

inline constexpr Option kCacheMigrateOptions[] = {
    kFormat,
    {"-s,-p,--path,--source",
     "PATH",
     "A folder of repositories, a JSON cache, or an SQLite file of the older tool; may be repeated",
     {},
     {},
     true},
    {"--all-under", "DIR", "Every repository with a JSON cache below this folder"},
    {"-d,--destination", "FILE", "Cache to migrate into (default: the cache in use)"},
    {"-b,--backup", "", "First copy each source to SOURCE.backup"},
    {"-v,--verify", "", "Afterwards compare every entry with its source"},
    {"--dry-run", "", "Show what would be done; nothing is written"},
};

inline constexpr Option kCacheWhyOptions[] = {
    kFormat,
    {"-t,--type", "TYPE", "Of this analysis type (default: refactor)", "refactor|docs|analysis|todos"},
    {"--provider", "NAME", "As if this provider were asked",
     "auto|xai|openai|anthropic|google|openai-compatible|builtin", "llm.provider"},
    {"--model", "ID", "As if this model were asked", {}, "llm.model"},
    kContext,
};

}  // namespace rustassistant::cli
