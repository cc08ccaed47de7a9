// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "analysis.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::render {
namespace {

// More of them are named by their age.
constexpr std::size_t kMostIds = 20;

}  // namespace

std::string settle_command(const ledger::OpenMoney& open) {
  std::string command = "rustassistant budget settle";
  if (open.ids.size() > kMostIds) return command + " --all --older-than 1h --none";
  for (const std::int64_t id : open.ids) command += " " + std::to_string(id);
  return command + " --none";
}

std::string left_open_text(const ledger::OpenMoney& open) {
  if (open.ids.empty()) return {};
  const std::string calls = counted(static_cast<std::int64_t>(open.ids.size()), "call", "calls");
  return fmt::format(
      "{} stay charged for {} that may have been billed; once the provider's records tell:\n  {}\n"
      "  (or --cost USD in place of --none, if they were billed)\n",
      domain::format_usd(open.amount), calls, settle_command(open));
}

}  // namespace rustassistant::render
