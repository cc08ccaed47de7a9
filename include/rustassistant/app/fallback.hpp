// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "rustassistant/base/result.hpp"

namespace rustassistant::app {

// Why no model was asked, or why its answer could not be had. Set where the cause is known, never guessed from a kind
// of error.
enum class FallbackReason : std::uint8_t {
  no_key,         // no provider has a key
  offline,        // calls are forbidden
  unreachable,    // the provider cannot be reached
  provider,       // the provider refused, or its answer cannot be used
  budget,         // the call would exceed a cap
  unknown_price,  // the budget cannot be kept for a model without a price
  withheld,       // the file must not be sent
  ledger,         // the ledger cannot be used
  interrupted,    // the run was stopped
};
[[nodiscard]] std::string_view name_of(FallbackReason reason);

// Why another than the wanted provider answered.
struct Fallback {
  FallbackReason reason{};
  Error cause;
};

}  // namespace rustassistant::app
