// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/render/cache.hpp"

namespace rustassistant::cli {

Result<int> run_cache_init(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  TRY(opened.cache->import({}));  // creates the file if there is none
  const config::CacheSettings& settings = loaded.settings.cache;
  render::CacheStatus status;
  status.path = opened.path;
  status.max_size = settings.max_size;
  status.high_watermark = settings.high_watermark();
  status.low_watermark = settings.low_watermark();
  TRY_ASSIGN(status.statistics, opened.cache->statistics());
  TRY(app::close(std::move(opened)));
  TRY(context.print(render::cache_status(status, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
