// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "command.hpp"
#include "rustassistant/base/units.hpp"

// Values of options that several budget commands take. Errors are of kind usage and name the option.
namespace rustassistant::cli {

// US dollars with at most nine decimals, up to a million; nothing where the option was not given.
[[nodiscard]] Result<std::optional<NanoUsd>> usd_of(const Arguments& arguments, std::string_view option);
[[nodiscard]] Result<NanoUsd> parse_usd(std::string_view text, std::string_view option);
// A whole number within bounds.
[[nodiscard]] Result<std::optional<std::int64_t>> whole_number_of(const Arguments& arguments, std::string_view option,
                                                                  std::int64_t low, std::int64_t high);
// "2026-11-21" as 20261121.
[[nodiscard]] Result<std::optional<int>> day_of(const Arguments& arguments, std::string_view option);

// --since as a day, or as how long ago, in milliseconds: "2026-11-01" or "30d". At most one of the two.
struct Since {
  std::optional<int> day;
  std::optional<std::int64_t> age;
};
[[nodiscard]] Result<Since> since_of(const Arguments& arguments);

}  // namespace rustassistant::cli
