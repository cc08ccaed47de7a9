// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/result.hpp"

namespace rustassistant::legacy {

// Copies a folder or a file (with the log of a database) to <path>.backup, or -2, -3 … where that exists, and returns
// where to. Contents are shared with the source where the file system allows (reflinks, else hard links: the older tool
// replaces files, it does not write into them). The name appears once everything is there. Symbolic links are copied as
// such; FIFOs and the like are left out. Error (storage).
[[nodiscard]] Result<std::string> back_up(const std::string& path);

}  // namespace rustassistant::legacy
