// SPDX-License-Identifier: MIT
#include "dictionary_lines.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "rows.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/time_text.hpp"

namespace rustassistant::cli {

std::string dictionary_text(const cache::DictionaryInfo& dictionary) {
  if (dictionary.builtin) return "built in";
  return fmt::format("{}, trained on {} on {}", format_size(dictionary.bytes),
                     counted(dictionary.samples, "result", "results"), to_rfc3339(dictionary.created));
}

nlohmann::ordered_json dictionary_json(const cache::DictionaryInfo& dictionary) {
  using Json = nlohmann::ordered_json;
  return {{"id", dictionary.id},
          {"builtin", dictionary.builtin},
          {"bytes", dictionary.bytes},
          {"created", dictionary.builtin ? Json(nullptr) : Json(to_rfc3339(dictionary.created))},
          {"samples", dictionary.samples}};
}

}  // namespace rustassistant::cli
