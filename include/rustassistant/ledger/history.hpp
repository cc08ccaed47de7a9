// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"

namespace rustassistant::ledger {

enum class Grouping : std::uint8_t { day, week, month, model, provider, repo, type, extension, file };
[[nodiscard]] std::string_view name_of(Grouping grouping);
[[nodiscard]] std::optional<Grouping> grouping_named(std::string_view name);

struct HistoryQuery {
  int from_day = 0;         // 20261101, in the ledger's zone
  int to_day = 99'991'231;  // inclusive
  Grouping by = Grouping::day;
  std::int64_t top = 0;      // the rows that cost most; what is left is summed up in `others`. 0: all
  std::string repo_id = {};  // 8 hex digits: of that repository alone, under its former ids, too; empty: of all
};

struct HistoryRow {
  std::string key;         // "2026-11-21", "2026-11-16" (a week's Monday), "openai gpt-4.1-nano", a path, …
  std::int64_t calls = 0;  // settled
  std::int64_t unknown_costs = 0;
  std::int64_t estimated_calls = 0;
  Tokens input_tokens = 0;
  Tokens cached_tokens = 0;
  Tokens output_tokens = 0;
  NanoUsd spent;
  NanoUsd reserved;  // by calls that are still open

  HistoryRow& operator+=(const HistoryRow& other);
};

struct History {
  std::vector<HistoryRow> rows;  // times in their order, all else the most expensive first
  std::optional<HistoryRow> others;
  HistoryRow total;  // the same whatever the grouping
};

}  // namespace rustassistant::ledger
