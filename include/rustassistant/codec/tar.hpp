// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"

// The tar format (ustar, IEEE Std 1003.1, pax): plain files with short names.
namespace rustassistant::codec {

inline constexpr std::size_t kTarBlock = 512;  // bytes

struct TarMember {
  std::string name;  // at most 99 bytes
  std::int64_t size = 0;
};

// The block before a member's content. Private to its user (0600). Error (input): the name or size does not fit.
[[nodiscard]] Result<std::string> tar_header(const TarMember& member, UnixMillis modified);
// What follows a content of this size.
[[nodiscard]] std::string tar_padding(std::int64_t size);
// What is at the end.
[[nodiscard]] std::string tar_end();

// The member that a block begins; nothing for the block at the end. Error (input): it is damaged, or no plain file.
[[nodiscard]] Result<std::optional<TarMember>> parse_tar_header(std::string_view block);

}  // namespace rustassistant::codec
