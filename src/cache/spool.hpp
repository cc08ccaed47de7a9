// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/cache/entry.hpp"
#include "rustassistant/sys/files.hpp"

// Answers that were paid for and could not be stored, because the database was busy or the disk was full. Each stands
// in a line of its own, as in an archive (docs/cache.md), until a later run takes it into the cache.
namespace rustassistant::cache {

// The file that belongs to a database.
[[nodiscard]] std::string spool_path(const std::string& database);

// Appends one answer and flushes it to the disk; the file is private. Error (storage): nothing was appended.
[[nodiscard]] Result<void> append_to_spool(const std::string& path, const Entry& entry);

// The answers in a spool, which no other process changes or takes as long as this lives.
class OpenedSpool {
 public:
  // Where there is none, or it cannot be opened, it is empty. What cannot be read as an answer is left out.
  OpenedSpool(const std::string& path, UnixMillis now);
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  // Removes the file, once its answers are stored.
  void remove();

 private:
  std::string path_;
  sys::FileHandle file_;
  std::vector<Entry> entries_;
};

}  // namespace rustassistant::cache
