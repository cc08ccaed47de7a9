// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/cache/entry.hpp"

// The lines of an archive, without their ends: a header, one for each entry, and a trailer, each a JSON document.
// docs/cache.md describes them. Pure.
namespace rustassistant::cache {

// A line is never longer: a result may double when it is quoted.
inline constexpr std::size_t kMaxArchiveLine = 2 * static_cast<std::size_t>(kMaxResultBytes) + 65'536;

[[nodiscard]] std::string archive_header(std::string_view tool_version, UnixMillis now);
[[nodiscard]] std::string archive_line(const Entry& entry);
[[nodiscard]] std::string archive_trailer(std::int64_t entries);

// Error (input): it is no header, or one of a version that is not known.
[[nodiscard]] Result<void> check_archive_header(std::string_view line);

// A line after the header: an entry, or the trailer, which says how many there are.
struct ArchiveLine {
  std::optional<Entry> entry;
  std::int64_t entries = 0;  // of the trailer
};
// Nothing of a line is believed: sizes and figures are bounded, the key is computed from its factors, the digest from
// the result, which must be a JSON object, and no entry is from the future. Error (input): what is
// wrong.
[[nodiscard]] Result<ArchiveLine> parse_archive_line(std::string_view line, UnixMillis now);

// An entry without its repository and path, as teams share it, and back, with the checks of parse_archive_line().
[[nodiscard]] std::string shared_line(const Entry& entry);
[[nodiscard]] Result<Entry> parse_shared_line(std::string_view line, UnixMillis now);

}  // namespace rustassistant::cache
