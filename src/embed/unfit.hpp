// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>

#include "rustassistant/base/result.hpp"

namespace rustassistant::embed {

// What comes with a model cannot be used.
[[nodiscard]] inline tl::unexpected<Error> unfit(std::string what) {
  return fail(Errc::input, std::move(what));
}

}  // namespace rustassistant::embed
