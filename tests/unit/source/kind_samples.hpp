// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/source/analyzer.hpp"

// What the tests of kinds share: a text, and what one kind says of it with every kind on.
namespace rustassistant::source {

inline std::vector<domain::Smell> of_kind(domain::SmellType kind, std::string_view content, std::string_view language,
                                          FileRole role = FileRole::product) {
  std::vector<domain::Smell> found = analyze(content, language, {}, role, {true, true, true, true}).value().smells;
  std::erase_if(found, [&](const domain::Smell& smell) { return smell.type != kind; });
  return found;
}

struct Sample {
  std::string_view language;
  std::string_view content;
  std::string_view says;  // of the only finding; empty for none
};

inline void check(domain::SmellType kind, const Sample& sample) {
  INFO(sample.content);
  const auto found = of_kind(kind, sample.content, sample.language);
  if (sample.says.empty()) {
    CHECK(found.empty());
    return;
  }
  REQUIRE(found.size() == 1);
  CHECK(found[0].description == sample.says);
}

// All that a kind says of a text: lines and words of each finding, in their order.
inline std::string told(domain::SmellType kind, std::string_view content, std::string_view language) {
  std::string text;
  for (const domain::Smell& smell : of_kind(kind, content, language)) {
    if (!text.empty()) text += "; ";
    text += std::to_string(smell.location.line_start) + "-" + std::to_string(smell.location.line_end) + " " +
            smell.description;
  }
  return text;
}

inline void check_told(domain::SmellType kind, const std::vector<Sample>& samples) {
  for (const Sample& sample : samples) {
    INFO(sample.language << "\n" << sample.content);
    CHECK(told(kind, sample.content, sample.language) == sample.says);
  }
}

}  // namespace rustassistant::source
