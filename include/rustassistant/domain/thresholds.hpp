// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string_view>

namespace rustassistant::domain {

// Above these a function or file is reported. They change answers, so they are part of every cache key.
struct Thresholds {
  int function_lines = 50;
  int parameters = 4;
  int nesting = 4;
  int complexity = 10;  // cyclomatic, of one function: McCabe, A Complexity Measure, 1976
  int module_lines = 1000;
};

struct Threshold {
  std::string_view name;  // in the key's options and in prompts
  int Thresholds::* value;
  std::string_view setting;
  std::string_view help;
};

// In hashing order. Keys, prompts, settings and the check of a repository's own settings all read this table.
inline constexpr std::array<Threshold, 5> kThresholds{{
    {"function_lines", &Thresholds::function_lines, "analysis.max_function_lines", "longer functions are reported"},
    {"parameters", &Thresholds::parameters, "analysis.max_parameters", "functions with more parameters are reported"},
    {"nesting", &Thresholds::nesting, "analysis.max_nesting", "deeper nested control flow is reported"},
    {"complexity", &Thresholds::complexity, "analysis.max_complexity",
     "functions with a greater cyclomatic complexity are reported"},
    {"module_lines", &Thresholds::module_lines, "analysis.max_module_lines", "longer files are reported"},
}};
static_assert(sizeof(Thresholds) == kThresholds.size() * sizeof(int), "a threshold is missing in the table");

}  // namespace rustassistant::domain
