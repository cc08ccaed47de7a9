// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"

namespace rustassistant::source {

inline constexpr std::int64_t kDefaultMaxFileSize = 1'000'000;  // bytes

// The bytes of a regular file that the user named; a symbolic link is followed. Never blocks on a FIFO or device, and
// reads nothing of a file that is too large. Errors (input): missing, unreadable, not a regular file, larger than
// `max_file_size` bytes, or not text. Safe to use from several threads.
[[nodiscard]] Result<std::string> read_source(const std::string& path,
                                              std::int64_t max_file_size = kDefaultMaxFileSize);

// The rules of read_source for content that came another way, such as stdin; `name` is for the message. Content with a
// NUL byte, or of which more than a tenth is control characters, is not text. Malformed UTF-8 is (Latin-1 sources
// exist), and so is nothing at all.
[[nodiscard]] Result<void> check_text(std::string_view content, std::string_view name,
                                      std::int64_t max_file_size = kDefaultMaxFileSize);

}  // namespace rustassistant::source
