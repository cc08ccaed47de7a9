// SPDX-License-Identifier: MIT
#include "rustassistant/domain/file_units.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rustassistant/codec/json.hpp"

namespace rustassistant::domain {
namespace {

using UnitsJson = nlohmann::json;

constexpr int kRecordVersion = 1;

// Arrays, as there may be thousands of them.
UnitsJson unit_json(const FileUnit& unit) {
  const UnitsJson container = unit.container ? UnitsJson(*unit.container) : UnitsJson(nullptr);
  return UnitsJson::array({unit.lines.line_start, unit.lines.line_end, unit.tail.line_start, unit.tail.line_end,
                           unit.head.line_start, unit.head.line_end, unit.hash, unit.head_hash, unit.names, container,
                           unit.bytes, unit.is_function});
}

FileUnit read_unit(const UnitsJson& value) {
  FileUnit unit;
  unit.lines = {value.at(0).get<int>(), value.at(1).get<int>()};
  unit.tail = {value.at(2).get<int>(), value.at(3).get<int>()};
  unit.head = {value.at(4).get<int>(), value.at(5).get<int>()};
  unit.hash = value.at(6).get<std::string>();
  unit.head_hash = value.at(7).get<std::string>();
  unit.names = value.at(8).get<std::vector<std::string>>();
  if (!value.at(9).is_null()) unit.container = value.at(9).get<std::size_t>();
  unit.bytes = value.at(10).get<std::int64_t>();
  unit.is_function = value.at(11).get<bool>();
  return unit;
}

bool is_sound(LineRange lines) {
  return lines.line_start >= 1 && lines.line_end >= lines.line_start;
}

bool is_sound(const FileUnits& file) {
  int last = 0;
  for (std::size_t i = 0; i < file.units.size(); ++i) {
    const FileUnit& unit = file.units[i];
    if (!is_sound(unit.lines) || unit.lines.line_start <= last || unit.bytes < 0) return false;
    if (unit.tail.line_start != 0 && !is_sound(unit.tail)) return false;
    if (unit.container && *unit.container >= i) return false;  // a head comes before its members
    last = unit.lines.line_end;
  }
  return true;
}

EarlierReview read_review(const UnitsJson& value) {
  EarlierReview review;
  for (const UnitsJson& unit : value.at("units")) review.file.units.push_back(read_unit(unit));
  for (const UnitsJson& lines : value.at("imports")) {
    review.file.imports.push_back({{lines.at(0).get<int>(), lines.at(1).get<int>()},
                                   lines.at(2).get<std::string>(),
                                   lines.at(3).get<std::vector<std::string>>()});
  }
  review.sent_since_whole = value.at("sent").get<std::int64_t>();
  review.whole_bytes = value.at("whole_bytes").get<std::int64_t>();
  if (!value.at("whole_cost").is_null()) review.whole_cost = NanoUsd{value.at("whole_cost").get<std::int64_t>()};
  return review;
}

}  // namespace

std::optional<std::size_t> unit_at(const FileUnits& file, int line) {
  const auto after = std::upper_bound(file.units.begin(), file.units.end(), line,
                                      [](int wanted, const FileUnit& unit) { return wanted < unit.lines.line_start; });
  if (after == file.units.begin()) return std::nullopt;
  auto index = static_cast<std::size_t>(after - file.units.begin()) - 1;
  if (file.units[index].lines.line_end >= line) return index;
  // Behind a unit stands what closes the containers around it.
  for (std::optional<std::size_t> around = index; around; around = file.units[*around].container) {
    const LineRange& tail = file.units[*around].tail;
    if (tail.line_start > 0 && tail.line_start <= line && line <= tail.line_end) return around;
  }
  return std::nullopt;
}

std::int64_t bytes_of(const FileUnits& file) {
  std::int64_t bytes = 0;
  for (const FileUnit& unit : file.units) bytes += unit.bytes;
  return bytes;
}

std::string serialise(const EarlierReview& review) {
  UnitsJson units = UnitsJson::array();
  for (const FileUnit& unit : review.file.units) units.push_back(unit_json(unit));
  UnitsJson imports = UnitsJson::array();
  for (const ImportLines& one : review.file.imports)
    imports.push_back(UnitsJson::array({one.lines.line_start, one.lines.line_end, one.hash, one.words}));
  const UnitsJson whole_cost = review.whole_cost ? UnitsJson(review.whole_cost->value) : UnitsJson(nullptr);
  const UnitsJson value = {{"version", kRecordVersion},         {"units", std::move(units)},
                           {"imports", std::move(imports)},     {"sent", review.sent_since_whole},
                           {"whole_bytes", review.whole_bytes}, {"whole_cost", whole_cost}};
  return codec::dump_json(value, codec::JsonStyle::compact);
}

Result<EarlierReview> parse_earlier_review(std::string_view text) {
  auto value = codec::parse_json(text);
  if (!value) return fail(Errc::storage, "what is remembered of a file's units: " + value.error().what);
  try {
    if (value->at("version") != kRecordVersion) return fail(Errc::storage, "units of another version");
    EarlierReview review = read_review(*value);
    if (!is_sound(review.file)) return fail(Errc::storage, "units that overlap");
    return review;
  } catch (const UnitsJson::exception& error) {
    return fail(Errc::storage, std::string("what is remembered of a file's units: ") + error.what());
  }
}

}  // namespace rustassistant::domain
