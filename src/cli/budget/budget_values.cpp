// SPDX-License-Identifier: MIT
#include "budget_values.hpp"

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_zone.hpp"

namespace rustassistant::cli {
namespace {

tl::unexpected<Error> bad_value(std::string_view text, std::string_view option, std::string hint) {
  return fail(Errc::usage, "bad value '" + neutralise(text) + "' for " + std::string(option), std::move(hint));
}

}  // namespace

Result<NanoUsd> parse_usd(std::string_view text, std::string_view option) {
  const auto amount = parse_decimal(text, 9);
  if (!amount) return bad_value(text, option, "US dollars such as 3.00, at most 1000000 and nine decimals");
  return NanoUsd{*amount};
}

Result<std::optional<NanoUsd>> usd_of(const Arguments& arguments, std::string_view option) {
  if (!arguments.has(option)) return std::nullopt;
  TRY_ASSIGN(const NanoUsd amount, parse_usd(arguments.value(option), option));
  return amount;
}

Result<std::optional<std::int64_t>> whole_number_of(const Arguments& arguments, std::string_view option,
                                                    std::int64_t low, std::int64_t high) {
  if (!arguments.has(option)) return std::nullopt;
  const auto number = parse_integer(arguments.value(option));
  if (!number || *number < low || *number > high) {
    return bad_value(arguments.value(option), option,
                     "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return *number;
}

Result<std::optional<int>> day_of(const Arguments& arguments, std::string_view option) {
  if (!arguments.has(option)) return std::nullopt;
  const auto day = parse_day(arguments.value(option));
  if (!day)
    return bad_value(
        arguments.value(option), option,
        option == "--since" ? "a date such as 2026-11-21, or an age such as 30d" : "a date such as 2026-11-21");
  return *day;
}

Result<Since> since_of(const Arguments& arguments) {
  // "30d", and "1m", which parse_age() refuses with its reason; not "2026-11-21".
  const std::string text = arguments.value("--since");
  Since since;
  if (!text.empty() && ascii::is_digit(text.front()) && text.find('-') == std::string::npos) {
    TRY_ASSIGN(since.age, parse_age(text));
  } else {
    TRY_ASSIGN(since.day, day_of(arguments, "--since"));
  }
  return since;
}

}  // namespace rustassistant::cli
