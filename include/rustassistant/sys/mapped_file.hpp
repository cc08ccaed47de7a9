// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "rustassistant/base/result.hpp"

namespace rustassistant::sys {

// A regular file in memory, read-only, as pages that the kernel may drop and read again: for large files that nobody
// changes. Who shortens the file meanwhile ends this process (SIGBUS).
class MappedFile {
 public:
  // Error (input): there is none, it is no regular file, or memory does not hold it.
  [[nodiscard]] static Result<MappedFile> open(const std::string& path);

  // Valid for as long as any copy of this lives.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {first_.get(), size_}; }

 private:
  std::shared_ptr<const std::uint8_t> first_;
  std::size_t size_ = 0;
};

}  // namespace rustassistant::sys
