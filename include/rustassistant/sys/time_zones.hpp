// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/result.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::sys {

// A time zone: what the user calls it, and its rule, which TimeZone::parse() understands.
struct NamedZone {
  std::string name;
  std::string rule;
};

// "UTC", an offset such as "+02:00", or the name of a zone of the system such as "Europe/Berlin". The rule is read from
// that zone's file below TZDIR or /usr/share/zoneinfo (RFC 9636), so that it does not depend on the file afterwards.
// Error (usage).
[[nodiscard]] Result<NamedZone> find_zone(const std::string& name, const Environment& environment);

}  // namespace rustassistant::sys
