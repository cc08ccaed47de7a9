// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "command.hpp"

namespace rustassistant::cli {

// Says on standard error which batches wait to be collected, where there are some. Asks nobody.
void mention_ended_batches(const Context& context);
// The same where it is known how many they are.
void mention_ended_batches(const Context& context, std::int64_t ended);

}  // namespace rustassistant::cli
