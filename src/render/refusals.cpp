// SPDX-License-Identifier: MIT
#include "refusals.hpp"

#include "rustassistant/base/text.hpp"

namespace rustassistant::render {

std::string refusals_text(const std::vector<app::Refused>& refusals, std::string_view whole) {
  std::string text;
  for (const app::Refused& refused : refusals) {
    text += (refused.line == 0 ? std::string(whole) : "line " + std::to_string(refused.line)) + ": " +
            neutralise(refused.reason) + "\n";
  }
  return text;
}

Json refusals_json(const std::vector<app::Refused>& refusals) {
  Json list = Json::array();
  for (const app::Refused& refused : refusals) {
    list.push_back(
        {{"line", refused.line == 0 ? Json(nullptr) : Json(refused.line)}, {"reason", json_text(refused.reason)}});
  }
  return list;
}

}  // namespace rustassistant::render
