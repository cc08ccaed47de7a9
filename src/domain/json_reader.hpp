// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/domain/findings.hpp"

// What reading and writing the documents of all analysis types have in common.
namespace rustassistant::domain {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

// The number that a value is, or that a text spells, as some models write it.
[[nodiscard]] std::optional<double> number_of(const Json& value);

// The first whole number in a text: "L12-15" is 12.
[[nodiscard]] std::optional<double> first_number(std::string_view text);

// The member whose name differs in case or in signs alone (codeSmells); the end where there is none.
[[nodiscard]] Json::const_iterator member_like(const Json& object, std::string_view name);

// A JSON object being read, with its place in the document for messages. The first problem is kept, and what is read
// after it is default values that nobody will see.
class Reader {
 public:
  Reader(const Json& value, std::string place, std::optional<Error>& problem)
      : value_(value), place_(std::move(place)), problem_(problem) {
    if (!value.is_object()) complain("", "expected an object");
  }

  std::string text(const char* name, bool required) const {
    const Json* member = find(name, required);
    if (member == nullptr) return {};
    if (!member->is_string()) return complain(name, "expected a string"), std::string();
    return member->get<std::string>();
  }

  // Nothing where the member is missing or no text.
  std::optional<std::string> optional_text(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr || !member->is_string()) return std::nullopt;
    return member->get<std::string>();
  }

  // Nothing where the member is missing or no whole number.
  std::optional<std::int64_t> integer(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr || !member->is_number_integer()) return std::nullopt;
    return member->get<std::int64_t>();
  }

  std::vector<std::string> texts(const char* name, bool required) const {
    std::vector<std::string> values;
    each(name, required, [&](const Json& item, const std::string& place) {
      const Json* text = first_text(item);
      if (text == nullptr) return problem_at(place, "expected a string");
      values.push_back(text->get<std::string>());
    });
    return values;
  }

  // The whole numbers of a list that are not negative; what else stands in it is passed over.
  std::vector<std::size_t> indices(const char* name) const {
    std::vector<std::size_t> found;
    const Json* member = find(name, false);
    if (member == nullptr || !member->is_array()) return found;
    for (const Json& item : *member) {
      if (item.is_number_integer() && item.get<std::int64_t>() >= 0 && found.size() < kMostIndices)
        found.push_back(static_cast<std::size_t>(item.get<std::int64_t>()));
    }
    return found;
  }

  // Null is no score; a missing one is a problem.
  std::optional<double> score(const char* name) const {
    if (is_null(name)) return std::nullopt;
    const Json* member = find(name, true);
    if (member == nullptr) return std::nullopt;
    const auto number = number_of(*member);
    if (!number) return complain(name, "expected a number"), std::nullopt;
    return std::clamp(*number, 0.0, 100.0);
  }

  // From 0 to 1; 0 where it is missing.
  double share(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr) return 0;
    if (!member->is_number()) return complain(name, "expected a number"), 0;
    return std::clamp(member->get<double>(), 0.0, 1.0);
  }

  bool has(const char* name) const { return find(name, false) != nullptr; }

  int line(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr) return 0;
    // Some models write 12.0, "12" or "L12-15".
    const auto number = member->is_string() ? first_number(member->get_ref<const std::string&>()) : number_of(*member);
    if (!number || std::floor(*number) != *number) return complain(name, "expected a whole number"), 0;
    return static_cast<int>(std::clamp(*number, 0.0, 1e9));
  }

  template <typename Value>
  Value word(const char* name, std::optional<Value> (*named)(std::string_view)) const {
    const std::string text_value = text(name, true);
    const auto value = named(text_value);
    if (!value) complain(name, "unknown value '" + text_value.substr(0, 40) + "'");
    return value.value_or(Value{});
  }

  // Null is an empty list, and what stands in the place of one is its only item.
  template <typename Visit>
  void each(const char* name, bool required, Visit visit) const {
    if (is_null(name)) return;
    const Json* member = find(name, required);
    if (member == nullptr) return;
    if (!member->is_array()) return visit(*member, place_of(name));
    std::size_t index = 0;
    for (const Json& item : *member) visit(item, place_of(name) + "[" + std::to_string(index++) + "]");
  }

  // Nothing for a missing or null member.
  std::optional<Reader> object(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr) return std::nullopt;
    return Reader(*member, place_of(name), problem_);
  }

  // Nothing where the member is missing or no truth value.
  std::optional<bool> truth(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr || !member->is_boolean()) return std::nullopt;
    return member->get<bool>();
  }

 private:
  static constexpr std::size_t kMostIndices = 1'000;
  bool is_null(const char* name) const { return value_.is_object() && value_.contains(name) && value_[name].is_null(); }

  // A text, or the first one of an object.
  static const Json* first_text(const Json& item) {
    if (!item.is_object()) return item.is_string() ? &item : nullptr;
    const auto found = std::find_if(item.begin(), item.end(), [](const Json& member) { return member.is_string(); });
    return found == item.end() ? nullptr : &*found;
  }

  const Json* find(const char* name, bool required) const {
    if (!value_.is_object()) return nullptr;
    auto found = value_.find(name);
    if (found == value_.end()) found = member_like(value_, name);
    if (found != value_.end() && !found->is_null()) return &*found;
    if (required) complain(name, "missing");
    return nullptr;
  }

  std::string place_of(std::string_view name) const {
    return place_.empty() || name.empty() ? place_ + std::string(name) : place_ + "." + std::string(name);
  }

  void complain(std::string_view name, std::string_view why) const { problem_at(place_of(name), why); }

  void problem_at(std::string_view place, std::string_view why) const {
    if (problem_) return;
    problem_ = Error{Errc::provider, (place.empty() ? "result" : std::string(place)) + ": " + std::string(why), {}};
  }

  const Json& value_;
  std::string place_;
  std::optional<Error>& problem_;
};

// A result from outside: at most 4 MiB of JSON, nested at most 128 deep. Error (provider): it is something else. What
// models put around a result is taken off: a list of one object, a text that spells it, an object with it as the only
// member.
[[nodiscard]] Result<Json> parse_result(std::string_view text);

[[nodiscard]] Location read_location(const Reader& reader);
// With `path` as "file", unless that is empty.
[[nodiscard]] OrderedJson location_json(const Location& location, std::string_view path);

[[nodiscard]] std::optional<Unparsed> read_unparsed(const Reader& reader, std::optional<Error>& problem);
// Adds "unparsed" and "unparsed_share".
void write_unparsed(const std::optional<Unparsed>& unparsed, OrderedJson& json);

}  // namespace rustassistant::domain
