// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/codec/json.hpp"
#include "unfit.hpp"

// Reading what comes with a model.
namespace rustassistant::embed {

using Json = nlohmann::json;

// The member as it is, or null.
[[nodiscard]] inline const Json& member(const Json& object, const char* name) {
  static const Json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

[[nodiscard]] inline bool flag(const Json& object, const char* name, bool otherwise) {
  const Json& found = member(object, name);
  return found.is_boolean() ? found.get<bool>() : otherwise;
}

[[nodiscard]] inline bool is_text(const Json& value, std::string_view text) {
  return value.is_string() && value.get_ref<const std::string&>() == text;
}

[[nodiscard]] inline std::optional<std::size_t> whole_number(const Json& value) {
  if (!value.is_number_unsigned()) return std::nullopt;
  const auto number = value.get<std::uint64_t>();
  if (number > std::numeric_limits<std::size_t>::max()) return std::nullopt;
  return static_cast<std::size_t>(number);
}

}  // namespace rustassistant::embed
