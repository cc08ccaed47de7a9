// SPDX-License-Identifier: MIT
#include "severity_lines.hpp"

#include <numeric>

#include "rustassistant/base/quantity.hpp"

namespace rustassistant::render {

std::int64_t count_of(const domain::SeverityCounts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

std::string severities_text(const domain::SeverityCounts& counts) {
  std::string text;
  for (std::size_t i = counts.size(); i-- > 0;) {
    if (counts.at(i) == 0) continue;
    text += (text.empty() ? "" : ", ") + format_count(counts.at(i)) + " ";
    text += name_of(static_cast<domain::Severity>(i));
  }
  return text;
}

Json severities_json(const domain::SeverityCounts& counts) {
  Json json = Json::object();
  for (std::size_t i = counts.size(); i-- > 0;)
    json[std::string(name_of(static_cast<domain::Severity>(i)))] = counts.at(i);
  return json;
}

}  // namespace rustassistant::render
