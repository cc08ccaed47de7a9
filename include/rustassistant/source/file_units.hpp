// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "rustassistant/domain/file_units.hpp"

namespace rustassistant::source {

// The units of a file. Types, implementations, namespaces and conditional groups are split into their members and a
// head, and so is every statement of more than 100 lines of which nested functions take 40 % or more. Comments,
// attributes and decorators belong to what they adjoin. Nothing where the language has no grammar, the text cannot be
// parsed, or it has more than kMaxUnits. Never fails; safe to use from several threads.
[[nodiscard]] domain::FileUnits file_units_of(std::string_view content, std::string_view language);

inline constexpr std::size_t kMaxUnits = 20'000;

}  // namespace rustassistant::source
