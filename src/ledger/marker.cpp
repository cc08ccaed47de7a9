// SPDX-License-Identifier: MIT
#include "marker.hpp"

#include "rustassistant/sys/files.hpp"

namespace rustassistant::ledger {
namespace {

// SQLite's header; every database is longer.
constexpr std::int64_t kShortest = 100;

constexpr std::string_view kText =
    "This file records that there is a ledger next to it. If the ledger disappears, paid calls stop until it is "
    "restored.\n"
    "Remove this file only to start an empty ledger.\n";

}  // namespace

std::string marker_of(const std::string& ledger) {
  return ledger + ".marker";
}

Result<void> check_presence(const std::string& ledger) {
  // Asked first: another process may begin the ledger meanwhile, and leaves its marker last.
  const bool was_there = sys::exists(marker_of(ledger));
  if (!sys::exists(ledger)) {
    if (!was_there) return {};
    return fail(Errc::storage,
                "cannot use the ledger: " + sys::quoted(ledger) + " is missing, so what was spent is unknown",
                "restore it with `rustassistant restore FILE` or `rustassistant budget import FILE`; to start an empty "
                "one, remove " +
                    sys::quoted(marker_of(ledger)));
  }
  const auto size = sys::file_size(ledger);
  if (!size || *size >= kShortest) return {};
  return fail(Errc::storage,
              "cannot use the ledger: " + sys::quoted(ledger) + " is damaged: it is " + std::to_string(*size) +
                  (*size == 1 ? " byte long" : " bytes long"),
              recovery_hint(ledger));
}

void leave_marker(const std::string& ledger) {
  const std::string marker = marker_of(ledger);
  if (!sys::exists(marker)) static_cast<void>(sys::write_file_atomically(marker, kText, 0600));
}

std::string recovery_hint(const std::string& ledger) {
  return "the ledger is never replaced automatically: `rustassistant restore FILE` restores a backup, `rustassistant "
         "budget "
         "import FILE` what `budget export --full` wrote; or move " +
         sys::quoted(ledger) + " away, remove " + sys::quoted(marker_of(ledger)) +
         ", and lower the cap by what this month has cost";
}

}  // namespace rustassistant::ledger
