// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

// The log on standard error, for those who asked with --verbose. Silent until started. Safe to use from several
// threads.
namespace rustassistant::sys {

enum class LogLevel : std::uint8_t { off, info, debug };

void start_log(LogLevel level);
[[nodiscard]] bool log_enabled(LogLevel level);

// The text is neutralized. Never pass a key.
void log_info(std::string_view text);
void log_debug(std::string_view text);

}  // namespace rustassistant::sys
