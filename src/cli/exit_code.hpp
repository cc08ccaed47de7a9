// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <span>
#include <string_view>

#include "rustassistant/base/result.hpp"

namespace rustassistant::cli {

struct ExitCode {
  int code;
  std::string_view meaning;
};
// All of them, in rising order; for help and docs.
[[nodiscard]] std::span<const ExitCode> exit_codes();

[[nodiscard]] int exit_code_of(Errc code);
// Of a run with several outcomes: the first of 130, 143, 7, 2, 4, 6, 5, 8, 3, 1, 0 that occurred.
[[nodiscard]] int exit_code_of(const std::set<Errc>& outcomes, bool findings_at_threshold);

}  // namespace rustassistant::cli
