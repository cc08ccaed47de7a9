// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/render/program.hpp"

namespace rustassistant::cli {

Result<int> run_models(const Context& context) {
  const auto provider = domain::provider_named(context.arguments.value("--provider"));
  TRY(context.print(render::models(utc_day(context.services.clock.now()), provider, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
