// SPDX-License-Identifier: MIT
#include "rustassistant/app/file_result.hpp"

#include <array>

namespace rustassistant::app {

std::string_view name_of(FallbackReason reason) {
  constexpr std::array<std::string_view, 9> kNames{"no_key",        "offline",  "unreachable", "provider",   "budget",
                                                   "unknown_price", "withheld", "ledger",      "interrupted"};
  return kNames.at(static_cast<std::size_t>(reason));
}

void Spending::add_booked(std::optional<NanoUsd> cost, bool is_estimate) {
  if (!cost) ++unknown_calls;
  booked += cost.value_or(NanoUsd{});
  estimated = estimated || is_estimate;
}

void Spending::add_open(std::optional<NanoUsd> reserved) {
  ++open_calls;
  if (!reserved) ++unknown_calls;
  open += reserved.value_or(NanoUsd{});
}

Spending& Spending::operator+=(const Spending& other) {
  booked += other.booked;
  open += other.open;
  open_calls += other.open_calls;
  unknown_calls += other.unknown_calls;
  estimated = estimated || other.estimated;
  over_cap = over_cap || other.over_cap;
  return *this;
}

std::optional<NanoUsd> Spending::cost() const {
  if (unknown_calls > 0) return std::nullopt;
  return booked + open;
}

FileStatus FileResult::status() const {
  if (answer) return FileStatus::ok;
  const Errc code = answer.error().code;
  return code == Errc::interrupted || code == Errc::terminated ? FileStatus::skipped : FileStatus::failed;
}

}  // namespace rustassistant::app
