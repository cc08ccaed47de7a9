// SPDX-License-Identifier: MIT
#include "members.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "rustassistant/codec/json.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::llm {

tl::unexpected<Malformed> malformed(std::string_view member, std::string_view why) {
  return tl::unexpected(Malformed{"malformed reply: " + std::string(member) + ": " + std::string(why)});
}

const Json* find(const Json& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

Read<const Json*> find_object(const Json& object, std::string_view name) {
  const Json* member = find(object, name);
  if (member != nullptr && !member->is_object()) return malformed(name, "expected an object");
  return member;
}

Read<const Json*> find_array(const Json& object, std::string_view name) {
  const Json* member = find(object, name);
  if (member != nullptr && !member->is_array()) return malformed(name, "expected an array");
  return member;
}

std::span<const Json> items_of(const Json& object, std::string_view name) {
  const Json* member = find(object, name);
  if (member == nullptr) return {};
  if (!member->is_array()) return {member, 1};
  return member->get_ref<const Json::array_t&>();
}

std::string word_of(const Json& object, std::string_view name) {
  const Json* member = find(object, name);
  return member != nullptr && member->is_string() ? member->get<std::string>() : std::string();
}

std::string json_or_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_object() ? codec::dump_json(value, codec::JsonStyle::compact) : std::string();
}

Read<std::string> text_of(const Json& object, std::string_view name) {
  const Json* member = find(object, name);
  if (member == nullptr) return std::string();
  if (!member->is_string()) return malformed(name, "expected a string");
  return member->get<std::string>();
}

Tokens within(Tokens part, Tokens whole, std::string_view name) {
  if (part > whole)
    sys::log_info("the reply's " + std::string(name) + " exceed what they are a part of; cut down to that");
  return std::min(part, whole);
}

namespace {

// Some gateways write integers as 2000.0.
bool is_whole(const Json& number) {
  constexpr double kExact = 1e15;
  if (!number.is_number_float()) return number.is_number_integer();
  const auto value = number.get<double>();
  return std::abs(value) < kExact && value == std::floor(value);
}

}  // namespace

Read<Tokens> count_of(const Json& object, std::string_view name, Negative negative) {
  const Json* member = find(object, name);
  if (member == nullptr) return 0;
  if (!is_whole(*member)) return malformed(name, "expected a whole number");
  // An unsigned number too large for int64 turns negative here, and is refused below with the rest.
  const bool huge = member->is_number_unsigned() ? member->get<std::uint64_t>() > domain::kMaxTokens
                                                 : member->get<double>() > domain::kMaxTokens;
  const auto count = huge ? domain::kMaxTokens + 1 : member->get<std::int64_t>();
  if (count > domain::kMaxTokens) return malformed(name, "too large");
  if (count < 0 && negative == Negative::is_malformed) return malformed(name, "negative");
  if (count < 0) sys::log_info("the reply's " + std::string(name) + " is negative; taken as 0");
  return std::max<Tokens>(count, 0);
}

std::optional<domain::Usage> counts_or_none(const Read<std::optional<domain::Usage>>& counts) {
  if (counts) return *counts;
  sys::log_info(counts.error().what + "; the answer counts, and what it cost is estimated");
  return std::nullopt;
}

}  // namespace rustassistant::llm
