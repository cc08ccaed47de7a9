// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "rustassistant/app/history.hpp"

namespace rustassistant::render {

inline NanoUsd figured_cents(std::int64_t count) {
  return {count * 10'000'000};
}

// A row in which every figure is another one, from `first` + 1 on; without look-ups.
inline app::HistoryRow figured_row(const std::string& key, std::int64_t first) {
  app::HistoryRow row;
  row.key = key;
  row.calls = first + 1;
  row.unknown_costs = first + 2;
  row.estimated_calls = first + 3;
  row.input_tokens = first + 4;
  row.cached_tokens = first + 5;
  row.output_tokens = first + 6;
  row.spent = figured_cents(first + 7);
  row.reserved = figured_cents(first + 8);
  return row;
}

}  // namespace rustassistant::render
