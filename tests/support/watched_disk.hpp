// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace rustassistant::test {

// Stands between SQLite and the disk for every connection that is opened while it lives, and counts what is flushed.
// One at a time, and only with connections of one thread; those it saw must be closed before it goes.
class WatchedDisk {
 public:
  WatchedDisk();
  ~WatchedDisk();
  WatchedDisk(const WatchedDisk&) = delete;
  WatchedDisk& operator=(const WatchedDisk&) = delete;

  // How often files whose name ends so were flushed to the disk (fsync) so far: ".db", "-wal".
  [[nodiscard]] int flushes_of(std::string_view ending) const;
  // From now on the disk is full, or is not: no file can grow.
  void set_full(bool full);
};

}  // namespace rustassistant::test
