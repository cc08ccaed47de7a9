// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/model_check.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/render/model_check.hpp"
#include "rustassistant/render/program.hpp"

namespace rustassistant::cli {

Result<int> run_models(const Context& context) {
  if (context.arguments.has("--verify")) {
    TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
    TRY_ASSIGN(const app::ModelCheck check, app::check_model(context.arguments.value("--verify"),
                                                             loaded.settings.search, context.services.environment));
    TRY(context.print(render::model_check(check, context.view())));
    return check.agrees() ? 0 : 1;
  }
  const auto provider = domain::provider_named(context.arguments.value("--provider"));
  TRY(context.print(render::models(utc_day(context.services.clock.now()), provider, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
