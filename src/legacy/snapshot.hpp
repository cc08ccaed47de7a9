// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "rustassistant/base/result.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::legacy {

// A database as it was last committed, without a byte written beside it. The file is read as it is; where a
// write-ahead log or a rollback journal lies next to it, a copy of all is recovered in a temporary folder, which goes
// with this object. Used by one thread at a time.
class Snapshot {
 public:
  // Error (input): cannot be read, or changed while it was copied.
  [[nodiscard]] static Result<Snapshot> open(const std::string& path);
  // The file alone, without what its logs hold.
  [[nodiscard]] static Result<Snapshot> open_without_logs(const std::string& path);
  ~Snapshot();
  Snapshot(Snapshot&& other) noexcept;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  Snapshot& operator=(Snapshot&&) = delete;

  [[nodiscard]] const db::Connection& connection() const { return *connection_; }
  // Whether the source still is what was opened: what was read is not worth anything otherwise.
  [[nodiscard]] Result<void> check_unchanged() const;

 private:
  explicit Snapshot(std::string path) : path_(std::move(path)) {}
  Result<void> connect(const std::string& path, db::OpenMode mode);
  Result<std::string> copy();

  std::string path_;
  std::string facts_;   // of the files, as they were opened
  std::string folder_;  // of the copy; empty: there is none
  std::optional<db::Connection> connection_;
};

// Whether a database of that path has a log or a journal with something in it.
[[nodiscard]] bool has_log(const std::string& path);

[[nodiscard]] Error unreadable(const std::string& path, const std::string& why);

}  // namespace rustassistant::legacy
