// SPDX-License-Identifier: MIT
#pragma once

namespace rustassistant::domain {

// Above these a function or file smells. They change answers, so they are part of every cache key.
struct Thresholds {
  int function_lines = 50;
  int parameters = 4;
  int nesting = 4;
  int complexity = 10;  // cyclomatic, of one function: McCabe, A Complexity Measure, 1976
  int module_lines = 1000;
};

}  // namespace rustassistant::domain
