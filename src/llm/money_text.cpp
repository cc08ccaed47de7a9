// SPDX-License-Identifier: MIT
#include "money_text.hpp"

#include <cstdint>

#include "rustassistant/base/text.hpp"

namespace rustassistant::llm {
namespace {

constexpr int kNanoDecimals = 9;
constexpr std::int64_t kMostNano = 1'000'000'000'000'000;  // a million dollars
constexpr int kMostDigits = 18;
constexpr int kMostExponent = 40;

struct Decimal {
  std::int64_t digits = 0;
  std::int64_t exponent = 0;  // of ten
};

std::optional<Decimal> parse_decimal(std::string_view number) {
  const std::size_t e = number.find_first_of("eE");
  Decimal decimal;
  if (e != std::string_view::npos) {
    std::string_view exponent = number.substr(e + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    const auto value = parse_integer(exponent);
    if (!value || *value < -kMostExponent || *value > kMostExponent) return std::nullopt;
    decimal.exponent = *value;
  }
  bool after_point = false;
  bool any_digit = false;
  int count = 0;
  for (const char c : number.substr(0, e)) {
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    any_digit = true;
    if (after_point) --decimal.exponent;
    if (decimal.digits != 0 || c != '0') ++count;
    if (count > kMostDigits) return std::nullopt;
    decimal.digits = decimal.digits * 10 + (c - '0');
  }
  if (!any_digit) return std::nullopt;
  return decimal;
}

}  // namespace

std::optional<NanoUsd> parse_usd(std::string_view number, int decimals) {
  auto decimal = parse_decimal(number);
  if (!decimal) return std::nullopt;
  std::int64_t amount = decimal->digits;
  for (std::int64_t shift = decimal->exponent + kNanoDecimals - decimals; shift != 0 && amount != 0;) {
    if (shift > 0) {
      if (amount > kMostNano / 10) return std::nullopt;
      amount *= 10;
      --shift;
    } else {
      amount = (amount + 9) / 10;  // rounding up at every place rounds up once over all
      ++shift;
    }
  }
  if (amount > kMostNano) return std::nullopt;
  return NanoUsd{amount};
}

}  // namespace rustassistant::llm
