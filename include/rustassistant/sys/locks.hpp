// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::sys {

// An exclusive lock on one byte of a file, held by this object alone: other objects, in this process or another, wait.
// The kernel frees it when the object or the process dies (Linux open file description locks, fcntl(2)).
class ByteLock {
 public:
  // Waits until the byte is free, or until `give_up` (may be empty) says true. Nothing where the lock cannot be had:
  // the file cannot be created or the file system knows no locks.
  [[nodiscard]] static std::optional<ByteLock> acquire(const std::string& path, std::int64_t offset, Clock& clock,
                                                       bool (*give_up)());

  // Whether somebody holds the byte, in this process or another. False where that cannot be found out.
  [[nodiscard]] static bool is_held(const std::string& path, std::int64_t offset);

  // Whether another holder was waited for.
  [[nodiscard]] bool waited() const { return waited_; }

 private:
  ByteLock(FileHandle file, bool waited) : file_(std::move(file)), waited_(waited) {}

  FileHandle file_;
  bool waited_ = false;
};

// An offset that no other lock of a file has, but by chance: a number of 62 bits.
[[nodiscard]] std::int64_t random_offset();

}  // namespace rustassistant::sys
