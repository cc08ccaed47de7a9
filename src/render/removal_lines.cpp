// SPDX-License-Identifier: MIT
#include "removal_lines.hpp"

#include <fmt/format.h>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::render {

LabelledRows removal_rows(const cache::Removal& removal, cache::DryRun dry_run) {
  const bool dry = dry_run == cache::DryRun::yes;
  std::string worth = domain::format_usd(removal.cost);
  if (removal.unknown_costs > 0)
    worth += fmt::format(" and {} of unknown cost", counted(removal.unknown_costs, "entry", "entries"));
  LabelledRows rows{{dry ? "would remove" : "removed", counted(removal.entries, "entry", "entries")}};
  if (removal.entries > 0) {
    rows.emplace_back(
        "results", fmt::format("{}, stored in {}", format_size(removal.raw_bytes), format_size(removal.stored_bytes)));
    rows.emplace_back("cost to regenerate", worth);
  }
  if (!dry) {
    rows.emplace_back("space freed", fmt::format("{}; the cache now takes {}",
                                                 format_size(removal.file_bytes_before - removal.file_bytes_after),
                                                 format_size(removal.file_bytes_after)));
  }
  return rows;
}

Json removal_json(const cache::Removal& removal) {
  return {{"entries", removal.entries},
          {"raw_bytes", removal.raw_bytes},
          {"stored_bytes", removal.stored_bytes},
          {"regenerate_nano_usd", removal.cost.value},
          {"unknown_costs", removal.unknown_costs},
          {"bytes_before", removal.file_bytes_before},
          {"bytes_after", removal.file_bytes_after}};
}

}  // namespace rustassistant::render
