// SPDX-License-Identifier: MIT
#include "rustassistant/render/model_check.hpp"

#include <fmt/format.h>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {

std::string model_check(const app::ModelCheck& check, const View& view) {
  if (view.format == Format::json) {
    Json json = document("rustassistant.models-verify/1");
    json["model"] = json_text(check.model);
    json["pooling"] = check.pooling;
    json["dimension"] = check.dimension;
    json["texts"] = check.texts;
    json["largest_difference"] = check.largest_difference;
    json["tolerance"] = check.tolerance;
    json["agrees"] = check.agrees();
    json["worst"] = json_text(check.worst);
    return to_text(json);
  }
  const LabelledRows rows{
      {"model", fmt::format("{}, {} numbers, {} pooling", neutralise(check.model), check.dimension, check.pooling)},
      {"compared", counted(check.texts, "text", "texts")},
      {"largest difference", fmt::format("{:.2e}, for {}", check.largest_difference, neutralise(check.worst))},
      {"agrees", fmt::format("{} (at most {:.0e})", check.agrees() ? "yes" : "no", check.tolerance)}};
  return aligned(rows, view.columns);
}

}  // namespace rustassistant::render
