// SPDX-License-Identifier: MIT
#include "ended_batches.hpp"

#include "rustassistant/app/queue_report.hpp"
#include "rustassistant/base/quantity.hpp"

namespace rustassistant::cli {

void mention_ended_batches(const Context& context) {
  mention_ended_batches(context, app::ended_batches(context.services));
}

void mention_ended_batches(const Context& context, std::int64_t ended) {
  if (ended > 0)
    context.console.hint(counted(ended, "batch has", "batches have") +
                         " ended; `rustassistant queue collect` stores the answers");
}

}  // namespace rustassistant::cli
