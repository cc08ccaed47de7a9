// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
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

}  // namespace rustassistant::source
