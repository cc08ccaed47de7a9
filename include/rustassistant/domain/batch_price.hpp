// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "rustassistant/domain/prices.hpp"

namespace rustassistant::domain {

// The price of a model's calls in a batch, with all that bounds them; nothing where the provider offers none.
[[nodiscard]] std::optional<ModelPrice> batch_price(ModelPrice price);

}  // namespace rustassistant::domain
