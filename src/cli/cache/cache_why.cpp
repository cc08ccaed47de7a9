// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/why.hpp"
#include "rustassistant/render/cache.hpp"

namespace rustassistant::cli {

Result<int> run_cache_why(const Context& context) {
  TRY_ASSIGN(const std::string path, single_path(context, "cache why", "src/main.rs"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const app::Why why, app::why(path, loaded, context.services));
  TRY(context.print(render::cache_why(why, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
