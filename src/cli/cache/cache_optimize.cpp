// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "command.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::cli {
namespace {

Result<int> level_of(const Arguments& arguments) {
  constexpr int kDefault = 9;
  if (!arguments.has("--level")) return kDefault;
  const auto level = parse_integer(arguments.value("--level"));
  if (level && *level >= 1 && *level <= 19) return static_cast<int>(*level);
  return fail(Errc::usage, "bad value '" + neutralise(arguments.value("--level")) + "' for --level",
              "a whole number from 1 to 19");
}

}  // namespace

Result<int> run_cache_optimize(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  cache::OptimizeRequest request;
  TRY_ASSIGN(request.level, level_of(context.arguments));
  request.progress = [&](std::int64_t done, std::int64_t total) {
    context.console.progress(fmt::format("optimizing {} of at most {}", format_count(done), format_count(total)));
  };
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  TRY_ASSIGN(const cache::Optimization optimization, opened.cache->optimize(request));
  const std::string path = opened.path;
  TRY(app::close(std::move(opened)));
  context.console.clear_progress();
  if (optimization.interrupted) {
    Error stopped = sys::stop_error();
    stopped.hint = "run `rustassistant cache optimize` again to continue";
    return tl::unexpected(std::move(stopped));
  }
  TRY(context.print(render::cache_optimize(optimization, path, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
