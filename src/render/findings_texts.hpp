// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/cost_report.hpp"
#include "rustassistant/base/time_zone.hpp"

namespace rustassistant::render {

// What is said of the findings of a repository, in sentences.
struct FindingsTexts {
  std::string found;    // how many there are
  std::string known;    // of how many files they are
  std::string changed;  // since the last report; after the first one, that there is none
};
[[nodiscard]] FindingsTexts findings_texts(const app::RepositoryFindings& findings, const TimeZone& zone);

}  // namespace rustassistant::render
