// SPDX-License-Identifier: MIT
#pragma once

namespace rustassistant::domain {

// The day on which the published prices of src/domain/price_table.inc were read.
inline constexpr int kPricesReadOn = 20261120;

}  // namespace rustassistant::domain
