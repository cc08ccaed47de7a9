// SPDX-License-Identifier: MIT
#include "reuse_lines.hpp"

#include <fmt/format.h>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::render {

std::string reused_text(const cache::ReuseCounts& reused) {
  return fmt::format("{}: {} of {} asked, saved ~{}", counted(reused.answers, "answer", "answers"),
                     format_count(reused.asked), counted(reused.units, "unit", "units"),
                     domain::format_usd(reused.saved));
}

Json reused_json(const cache::ReuseCounts& reused) {
  return {{"answers", reused.answers},
          {"units", reused.units},
          {"asked", reused.asked},
          {"saved_nano_usd", reused.saved.value}};
}

}  // namespace rustassistant::render
