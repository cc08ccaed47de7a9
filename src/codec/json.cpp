// SPDX-License-Identifier: MIT
#include "rustassistant/codec/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rustassistant::codec {
namespace {

// The deepest nesting of brackets outside strings. Cheaper than counting while parsing, and it bounds the parser too.
std::size_t nesting_depth(std::string_view text) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

template <typename Json>
std::string dump(const Json& value, JsonStyle style) {
  return value.dump(style == JsonStyle::pretty ? 2 : -1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Result<nlohmann::json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return fail(Errc::input, "JSON of " + std::to_string(text.size()) + " bytes is larger than the allowed " +
                                 std::to_string(limits.max_bytes));
  }
  if (nesting_depth(text) > limits.max_depth) {
    return fail(Errc::input, "JSON is nested deeper than " + std::to_string(limits.max_depth));
  }
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    return fail(Errc::input, "not valid JSON at byte " + std::to_string(error.byte));
  } catch (const nlohmann::json::exception& error) {
    constexpr int kNumberOutOfRange = 406;
    return fail(Errc::input, error.id == kNumberOutOfRange ? std::string("not valid JSON: a number in it is too large")
                                                           : std::string("not valid JSON: ") + error.what());
  }
}

std::string dump_json(const nlohmann::json& value, JsonStyle style) {
  return dump(value, style);
}
std::string dump_json(const nlohmann::ordered_json& value, JsonStyle style) {
  return dump(value, style);
}

}  // namespace rustassistant::codec
