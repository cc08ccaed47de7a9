// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"

namespace rustassistant::cli {

// Where a result goes: standard output at once, or a file that is written whole at the end or not at all.
class Output {
 public:
  // An empty path: standard output.
  explicit Output(std::string path) : path_(std::move(path)) {}

  void write(std::string_view text);
  // Writes the file; tells what went wrong, then or before (storage).
  [[nodiscard]] Result<void> finish();

 private:
  std::string path_;
  std::string held_;
  std::optional<Error> error_;
};

}  // namespace rustassistant::cli
