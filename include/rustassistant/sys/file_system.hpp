// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Which kind of file system a path lies on.
namespace rustassistant::sys {

// The name of a file system that several machines may share, by the kernel's magic number of it (statfs(2)): memory is
// not shared between them, which SQLite's write-ahead log relies on. Nothing for any other number. File systems in user
// space (FUSE) count: many are such.
[[nodiscard]] std::optional<std::string_view> network_file_system_of(std::int64_t magic);

// The same for the file system that holds a path, or the nearest folder above it that exists. Nothing where that cannot
// be found out.
[[nodiscard]] std::optional<std::string_view> network_file_system_at(const std::string& path);

}  // namespace rustassistant::sys
