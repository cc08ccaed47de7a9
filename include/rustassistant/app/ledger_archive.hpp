// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/app/refused.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/ledger/call.hpp"

// A whole ledger as JSON Lines, and back (docs/budget.md). Memory does not grow with the number of calls.
namespace rustassistant::app {

// Writes caps, time zone and calls, as of one moment, piece by piece to `sink`. Returns the number of calls. A ledger
// that does not exist is written as an empty one.
[[nodiscard]] Result<std::int64_t> export_ledger(const Services& services,
                                                 const std::function<void(std::string_view)>& sink);

struct LedgerImport {
  ledger::ImportCount calls;
  std::int64_t refused = 0;       // calls that are not as they should be
  std::vector<Refused> refusals;  // the first hundred of them, and what is wrong with the file as a whole
};

// Reads what export_ledger() wrote from `source`, piece by piece; an empty piece is its end. The caps and the time zone
// of the file replace those of the ledger, which is made where there is none, even where one has vanished. Doing it
// again changes nothing. Error (input): this is no such file.
[[nodiscard]] Result<LedgerImport> import_ledger(const Services& services,
                                                 const std::function<Result<std::string>()>& source);

}  // namespace rustassistant::app
