// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/units.hpp"

namespace rustassistant::domain {

// "$1.23" from a dollar on, else "$0.0042" (four decimals, rounded up so that a cost never reads as nothing).
[[nodiscard]] std::string format_usd(NanoUsd amount);

// All nine decimals, for machines: "0.004200000".
[[nodiscard]] std::string exact_usd(NanoUsd amount);

}  // namespace rustassistant::domain
