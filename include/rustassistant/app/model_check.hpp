// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::app {

// How the vectors of an embedding model differ from those that somebody else computed with it.
struct ModelCheck {
  std::string model;
  std::string pooling;
  std::int64_t dimension = 0;
  std::int64_t texts = 0;
  double largest_difference = 0;  // of a number, both vectors at length 1
  std::string worst;              // the text where that is; from outside
  double tolerance = 0;

  [[nodiscard]] bool agrees() const { return largest_difference <= tolerance; }
};

// Compares the model of the settings with a JSON file of the user's: an array of objects with "text" and "vector".
// Errors: config (no model), input (the model or the file cannot be used, or vectors of another size).
[[nodiscard]] Result<ModelCheck> check_model(const std::string& reference, const config::SearchSettings& settings,
                                             const sys::Environment& environment);

}  // namespace rustassistant::app
