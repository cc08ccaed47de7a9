// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "rustassistant/base/result.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::sys {

// A file without a name: it is gone with this object, whatever happens to the process. Errors are of kind storage.
class ScratchFile {
 public:
  // On the disk of that folder.
  [[nodiscard]] static Result<ScratchFile> create(const std::string& folder);

  [[nodiscard]] Result<void> write(std::string_view content);
  [[nodiscard]] std::int64_t size() const { return size_; }
  // Reads begin at the first byte again.
  [[nodiscard]] Result<void> rewind();
  // At most `most` bytes; empty at the end.
  [[nodiscard]] Result<std::string> read(std::size_t most);

 private:
  explicit ScratchFile(FileHandle file) : file_(std::move(file)) {}

  FileHandle file_;
  std::int64_t size_ = 0;
};

}  // namespace rustassistant::sys
