// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "world.hpp"

// A model that answers about each function by its text alone, whatever else it is shown. It knows functions named
// function_N that end with a `return`, in any language.
namespace rustassistant::test {

inline constexpr int kFunctions = 40;

// A file of that many functions, in Python.
struct Source {
  std::vector<int> numbers = std::vector<int>(kFunctions, 0);  // by function; what its body is made of
  std::string heading = "# What the module is for.\n\nimport os\n\n";
  int last_calls = 0;  // the function that the last one calls; -1: helper

  [[nodiscard]] std::string text() const;
};

// The part of a question's body that shows the file, whatever the provider.
[[nodiscard]] std::string shown_file(const nlohmann::json& body);

// What it finds at a line.
[[nodiscard]] nlohmann::json smell_at(int line, const std::string& name, const std::string& text);

// Its answer to a question; `extra` may add what it should not.
[[nodiscard]] std::string answer_by_text(const nlohmann::json& body,
                                         const std::function<void(nlohmann::json&)>& extra = {});

}  // namespace rustassistant::test
