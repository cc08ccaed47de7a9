// SPDX-License-Identifier: MIT
#include "rustassistant/sys/time_zones.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::sys {
namespace {

constexpr std::int64_t kMaxZoneFile = 1 << 20;

// Without a dot: no name leads out of the folder of zones.
bool is_zone_name(const std::string& name) {
  const auto fits = [](char c) { return ascii::is_alnum(c) || c == '/' || c == '_' || c == '-' || c == '+'; };
  return !name.empty() && name.front() != '/' && name.size() < 100 && std::all_of(name.begin(), name.end(), fits);
}

// The rule for all times to come is in the last line of a zone's file (RFC 9636, section 3.3).
std::string rule_in(std::string_view file) {
  if (!file.starts_with("TZif") || !file.ends_with('\n')) return {};
  file.remove_suffix(1);
  return std::string(file.substr(file.rfind('\n') + 1));
}

}  // namespace

Result<NamedZone> find_zone(const std::string& name, const Environment& environment) {
  if (TimeZone::parse(name)) return NamedZone{name, name};
  const std::string folder = home_expanded(environment.value("TZDIR").value_or("/usr/share/zoneinfo"), environment);
  if (is_zone_name(name)) {
    const auto file = read_file(joined(folder, name), kMaxZoneFile);
    if (file && TimeZone::parse(rule_in(*file))) return NamedZone{name, rule_in(*file)};
  }
  return fail(
      Errc::usage, "unknown time zone '" + neutralise(name) + "'",
      "UTC, an offset such as +02:00, or the name of a zone in " + sys::quoted(folder) + " such as Europe/Berlin");
}

}  // namespace rustassistant::sys
