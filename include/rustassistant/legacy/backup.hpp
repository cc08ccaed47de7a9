// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/result.hpp"

namespace rustassistant::legacy {

struct Backup {
  std::string path;
  bool made = false;  // false: an earlier backup is the same as the source, and serves
};

// Copies a folder or a file (with the logs of a database) to <path>.backup, or -2, -3 … where that exists; but where
// one of these holds the same files, of the same sizes and times, it makes none. Blocks are shared with the source
// where the file system can; never by hard links, for the older tool writes into its files. The name appears once
// everything is there. Symbolic links are copied as such; FIFOs and the like are left out. Error (storage).
[[nodiscard]] Result<Backup> back_up(const std::string& path);

}  // namespace rustassistant::legacy
