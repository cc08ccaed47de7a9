// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/render/cache.hpp"

namespace rustassistant::cli {
Result<int> run_cache_verify(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  const bool repair = context.arguments.has("--repair");
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  TRY_ASSIGN(const cache::Verification verification,
             opened.cache->verify(repair ? cache::Repair::yes : cache::Repair::no));
  const std::string path = opened.path;
  TRY(app::close(std::move(opened)));
  TRY(context.print(render::cache_verify(verification, path, context.view())));
  if (!verification.problems.empty() && !repair)
    context.console.hint("`rustassistant cache verify --repair` removes damaged entries and recounts the statistics");
  return verification.problems.empty() ? 0 : 1;
}

}  // namespace rustassistant::cli
