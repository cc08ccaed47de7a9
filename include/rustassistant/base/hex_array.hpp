// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "rustassistant/base/text.hpp"

namespace rustassistant {

// The bytes that a text is in hex, as a hash or key of the type `Array`: nothing for a text of another length, or with
// other characters.
template <typename Array>
[[nodiscard]] std::optional<Array> array_from_hex(std::string_view text) {
  const auto bytes = from_hex(text);
  Array array{};
  if (!bytes || bytes->size() != array.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), array.begin());
  return array;
}

}  // namespace rustassistant
