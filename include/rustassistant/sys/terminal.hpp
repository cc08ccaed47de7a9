// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::sys {

enum class Stream : std::uint8_t { out, err };
enum class ColorChoice : std::uint8_t { automatic, always, never };

// Standard streams that a process was started without are occupied, so that no file is opened in their place and then
// written to by mistake; using them fails as before. To be called before any file is opened.
void occupy_missing_streams();

[[nodiscard]] bool is_terminal(Stream stream);
// Columns of the terminal behind a stream; nothing where there is none.
[[nodiscard]] std::optional<int> terminal_width(Stream stream);

// --color wins; then NO_COLOR; then CLICOLOR_FORCE; then whether the stream is a terminal that is not "dumb".
[[nodiscard]] bool use_color(ColorChoice choice, const Environment& environment, bool terminal);

// Closed: a pipe whose reader is gone; what was left of the text is dropped. That is no error.
enum class Written : std::uint8_t { all, closed };
// Writes everything, or says why not (storage).
[[nodiscard]] Result<Written> write_stream(Stream stream, std::string_view text);
// Whether the reader of the pipe behind the stream is gone, as far as is known without writing.
[[nodiscard]] bool is_closed(Stream stream);

}  // namespace rustassistant::sys
