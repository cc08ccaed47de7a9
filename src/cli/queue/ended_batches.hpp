// SPDX-License-Identifier: MIT
#pragma once

#include "command.hpp"

namespace rustassistant::cli {

// Says on standard error which batches wait to be collected, where there are some. Asks nobody.
void mention_ended_batches(const Context& context);

}  // namespace rustassistant::cli
