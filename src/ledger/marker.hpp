// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/result.hpp"

// A small file beside a ledger, by which one that vanished is told from one that never was.
namespace rustassistant::ledger {

[[nodiscard]] std::string marker_of(const std::string& ledger);

// Error (storage) where there is a marker and no ledger, or a ledger that is too short to be a database: a power cut
// may leave such a file. Nothing is changed.
[[nodiscard]] Result<void> check_presence(const std::string& ledger);

// What the user can do about a ledger that is damaged.
[[nodiscard]] std::string recovery_hint(const std::string& ledger);

// Leaves the marker where there is none. A failure is not told: the ledger itself holds.
void leave_marker(const std::string& ledger);

}  // namespace rustassistant::ledger
