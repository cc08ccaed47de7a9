// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/render/view.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {

// Where a result goes: standard output at once, or a file that is written whole or not at all.
class Output {
 public:
  // An empty path: standard output. Error (storage): the file cannot be created.
  [[nodiscard]] static Result<Output> open(const std::string& path);

  void write(std::string_view text);
  // Whether nobody reads standard output any more; what is written then is dropped.
  [[nodiscard]] bool closed() const;
  // Puts the file in its place; tells what went wrong, then or before (storage).
  [[nodiscard]] Result<void> finish();

 private:
  std::optional<sys::AtomicFile> file_;  // nothing: standard output
  bool closed_ = false;
  std::optional<Error> error_;
};

// A result without lines that a runner in CI takes for commands, where it is text.
[[nodiscard]] std::string harmless(std::string text, render::Format format);

}  // namespace rustassistant::cli
