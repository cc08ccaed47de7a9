// SPDX-License-Identifier: MIT
#include "rustassistant/render/document.hpp"

#include <array>

#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/version.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::render {
namespace {

struct Word {
  Errc code;
  std::string_view word;
};

constexpr Word kWords[] = {
    {Errc::interrupted, "interrupted"}, {Errc::terminated, "terminated"},
    {Errc::storage, "storage"},         {Errc::usage, "usage"},
    {Errc::config, "config"},           {Errc::budget, "budget"},
    {Errc::provider, "provider"},       {Errc::unreachable, "unreachable"},
    {Errc::offline, "offline"},         {Errc::input, "input"},
};

// JSON allows DEL, C1 controls and bidirectional controls to stand raw in a string; a terminal must not see them. They
// stand in strings only, where an escape means the same.
std::string escaped(std::string text) {
  // Within a string "##[" means the same with an escape, and a log that shows it holds no old command of a CI runner.
  for (std::size_t at = 0; (at = text.find("##[", at)) != std::string::npos; at += 6) text.replace(at, 1, "\\u0023");
  const auto suspicious = [](char c) { return c == '\x7f' || c == '\xc2' || c == '\xd8' || c == '\xe2'; };
  std::string result;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!suspicious(text[i])) continue;
    const std::size_t length = text[i] == '\x7f' ? 1 : text[i] == '\xe2' ? 3 : 2;
    const std::string_view character = std::string_view(text).substr(i, length);
    const std::string shown = neutralise(character);
    if (shown == character) continue;
    // neutralise() writes \x7f and \u{202e}; JSON wants four digits.
    const std::size_t digits = shown.find_first_not_of("\\xu{");
    std::string hex = shown.substr(digits, shown.find('}') - digits);
    hex.insert(0, 4 - std::min<std::size_t>(4, hex.size()), '0');
    result.append(text, copied, i - copied).append("\\u").append(hex);
    copied = i + length;
    i = copied - 1;
  }
  if (copied == 0) return text;
  return result.append(text, copied);
}

constexpr std::string_view kNanoUsd = "nano_usd";

// What is shown beside the value of a member: text where it is an amount, the same shape where it holds amounts;
// nothing where it is neither.
std::optional<Json> shown_beside(std::string_view name, const Json& value) {
  if (value.is_null()) return value;
  if (value.is_number_integer()) {
    const bool is_set = name.find("cap_") != std::string_view::npos || name.find("_per_") != std::string_view::npos;
    const NanoUsd amount{value.get<std::int64_t>()};
    return is_set ? domain::format_cap(amount) : domain::format_usd(amount);
  }
  if (!value.is_object()) return std::nullopt;
  Json shown = Json::object();
  for (const auto& [key, member] : value.items()) {
    auto text = shown_beside(name, member);
    if (!text) return std::nullopt;
    shown[key] = *std::move(text);
  }
  return shown;
}

// The value with a text for people beside each amount in it: "cost_usd" behind "cost_nano_usd".
Json with_shown_amounts(const Json& value) {
  if (!value.is_structured()) return value;
  Json result = value.is_array() ? Json::array() : Json::object();
  if (value.is_array()) {
    for (const Json& item : value) result.push_back(with_shown_amounts(item));
    return result;
  }
  for (const auto& [name, member] : value.items()) {
    result[name] = with_shown_amounts(member);
    const auto unit = name.find(kNanoUsd);
    if (unit == std::string::npos) continue;
    if (auto shown = shown_beside(name, member))
      result[std::string(name).replace(unit, kNanoUsd.size(), "usd")] = *std::move(shown);
  }
  return result;
}

}  // namespace

Json document(std::string_view schema) {
  return {{"schema", schema}, {"tool_version", program_version()}};
}

std::string to_text(const Json& document) {
  return escaped(codec::dump_json(with_shown_amounts(document), codec::JsonStyle::pretty)) + "\n";
}

std::string to_line(const Json& value) {
  return escaped(codec::dump_json(with_shown_amounts(value), codec::JsonStyle::compact));
}

Json amount(const std::optional<NanoUsd>& amount) {
  return amount ? Json(amount->value) : Json(nullptr);
}

Json instant(const std::optional<UnixMillis>& instant) {
  return instant ? Json(to_rfc3339(*instant)) : Json(nullptr);
}

Json json_text(std::string_view text) {
  return to_valid_utf8(text);
}

Json repository(std::string_view id, std::string_view path) {
  return {{"id", id}, {"path", path.empty() ? Json(nullptr) : json_text(path)}};
}

std::string_view name_of(Errc code) {
  for (const Word& word : kWords) {
    if (word.code == code) return word.word;
  }
  return {};
}

Json error_json(const Error& error) {
  return {{"code", name_of(error.code)}, {"message", json_text(error.what)}, {"hint", json_text(error.hint)}};
}

std::string error_document(const Error& error) {
  Json json = document("rustassistant.error/1");
  json["error"] = error_json(error);
  return to_text(json);
}

}  // namespace rustassistant::render
