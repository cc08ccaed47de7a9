// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/units.hpp"

namespace rustassistant::domain {

// "$1.23" from a dollar on, else "$0.0042" (four decimals, rounded up so that a cost never reads as nothing).
[[nodiscard]] std::string format_usd(NanoUsd amount);

// An amount that somebody set, such as a cap: not rounded. As many decimals as format_usd() has, or as the amount
// needs:
// "$3.00", "$0.0010", "$0.00001".
[[nodiscard]] std::string format_cap(NanoUsd amount);

// All nine decimals, for machines: "0.004200000".
[[nodiscard]] std::string exact_usd(NanoUsd amount);

}  // namespace rustassistant::domain
