// SPDX-License-Identifier: MIT
#include "dictionary_lines.hpp"

#include <fmt/format.h>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {

std::string dictionary_text(const cache::DictionaryInfo& dictionary) {
  if (dictionary.builtin) return "built in";
  return fmt::format("{}, trained on {} on {}", format_size(dictionary.bytes),
                     counted(dictionary.samples, "result", "results"), to_rfc3339(dictionary.created));
}

Json dictionary_json(const cache::DictionaryInfo& dictionary) {
  return {{"id", dictionary.id},
          {"builtin", dictionary.builtin},
          {"bytes", dictionary.bytes},
          {"created", dictionary.builtin ? Json(nullptr) : Json(to_rfc3339(dictionary.created))},
          {"samples", dictionary.samples}};
}

}  // namespace rustassistant::render
