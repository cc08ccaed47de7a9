// SPDX-License-Identifier: MIT
#include "json_reader.hpp"

#include <algorithm>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "said_names.hpp"

namespace rustassistant::domain {
namespace {

constexpr codec::JsonLimits kResultLimits{4U << 20U, 128};

OrderedJson ranges_json(const std::vector<LineRange>& ranges) {
  OrderedJson json = OrderedJson::array();
  for (const LineRange& range : ranges)
    json.push_back({{"line_start", range.line_start}, {"line_end", range.line_end}});
  return json;
}

}  // namespace

std::optional<double> number_of(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  std::string_view text = value.get_ref<const std::string&>();
  for (const std::string_view unit : {"/100", "%"}) {
    if (text.ends_with(unit)) text.remove_suffix(unit.size());
  }
  const auto spelt = codec::parse_json(text, kResultLimits);
  return spelt && spelt->is_number() ? std::optional(spelt->get<double>()) : std::nullopt;
}

std::optional<double> first_number(std::string_view text) {
  constexpr std::size_t kDigits = 9;
  const std::size_t begin = text.find_first_of("0123456789");
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", begin), text.size());
  const auto number = parse_integer(text.substr(begin, std::min(end - begin, kDigits)));
  return number ? std::optional(static_cast<double>(*number)) : std::nullopt;
}

Json::const_iterator member_like(const Json& object, std::string_view name) {
  const std::string wanted = letters_of(name);
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (letters_of(member.key()) == wanted) return member;
  }
  return object.end();
}

Result<Json> parse_result(std::string_view text) {
  auto json = codec::parse_json(text, kResultLimits);
  if (!json) return fail(Errc::provider, json.error().what);
  if (json->is_string()) {
    auto spelt = codec::parse_json(json->get_ref<const std::string&>(), kResultLimits);
    if (spelt) json = std::move(spelt);
  }
  if ((json->is_array() || json->is_object()) && json->size() == 1 && json->begin()->is_object()) {
    Json inner = std::move(*json->begin());
    return inner;
  }
  return *std::move(json);
}

Location read_location(const Reader& reader) {
  Location location{reader.line("line_start"), reader.line("line_end"), reader.text("item_name", false),
                    reader.truth("verified"), reader.optional_text("qualified_name")};
  location.line_end = std::max(location.line_end, location.line_start);
  return location;
}

OrderedJson location_json(const Location& location, std::string_view path) {
  OrderedJson json;
  if (!path.empty()) json["file"] = path;
  json["line_start"] = location.line_start;
  json["line_end"] = location.line_end;
  json["item_name"] = location.item_name;
  if (location.verified) json["verified"] = *location.verified;
  if (location.qualified_name) json["qualified_name"] = *location.qualified_name;
  return json;
}

std::optional<Unparsed> read_unparsed(const Reader& reader, std::optional<Error>& problem) {
  if (!reader.has("unparsed")) return std::nullopt;
  Unparsed unparsed;
  reader.each("unparsed", false, [&](const Json& item, const std::string& place) {
    const Reader range(item, place, problem);
    unparsed.ranges.push_back({range.line("line_start"), range.line("line_end")});
  });
  unparsed.share = reader.share("unparsed_share");
  return unparsed;
}

void write_unparsed(const std::optional<Unparsed>& unparsed, OrderedJson& json) {
  if (!unparsed) return;
  json["unparsed"] = ranges_json(unparsed->ranges);
  json["unparsed_share"] = unparsed->share;
}

}  // namespace rustassistant::domain
