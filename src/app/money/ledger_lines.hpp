// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/ledger/archive.hpp"
#include "rustassistant/ledger/call.hpp"

// The lines of a ledger's archive: a head, a line for each call, and the number of calls. What is read is checked.
namespace rustassistant::app {

inline constexpr std::size_t kMaxLedgerLine = 1U << 20U;  // bytes

// Without their line feeds.
[[nodiscard]] std::string head_line(const ledger::LedgerHead& head);
[[nodiscard]] std::string call_line(const ledger::CallRecord& call);
[[nodiscard]] std::string end_line(std::int64_t calls);

// Errors are of kind input.
[[nodiscard]] Result<ledger::LedgerHead> parse_head_line(std::string_view line);
// A call, or the end: the number of calls.
struct LedgerLine {
  std::optional<ledger::CallRecord> call;
  std::int64_t calls = 0;
};
[[nodiscard]] Result<LedgerLine> parse_ledger_line(std::string_view line);

}  // namespace rustassistant::app
