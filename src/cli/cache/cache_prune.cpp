// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/cache.hpp"

namespace rustassistant::cli {
namespace {

Result<cache::PruneRequest> request_of(const Context& context, const config::CacheSettings& settings) {
  const Arguments& arguments = context.arguments;
  cache::PruneRequest request;
  request.strategy = *cache::prune_strategy_named(arguments.value("--strategy", "cost-aware"));
  request.dry_run = arguments.has("--dry-run") ? cache::DryRun::yes : cache::DryRun::no;
  if (arguments.has("--max-size")) {
    request.max_bytes = parse_size(arguments.value("--max-size"));
    if (!request.max_bytes) {
      return fail(Errc::usage, "bad value '" + neutralise(arguments.value("--max-size")) + "' for --max-size",
                  "a size such as 500M or 500MiB");
    }
  } else if (!arguments.has("--older-than")) {
    request.max_bytes = settings.low_watermark();
  }
  if (arguments.has("--older-than")) {
    const auto age = parse_age(arguments.value("--older-than"));
    if (!age) {
      return fail(Errc::usage, "bad value '" + neutralise(arguments.value("--older-than")) + "' for --older-than",
                  "an age such as 12h, 30d or 8w");
    }
    request.unused_since = UnixMillis{context.services.clock.now().value - *age};
  }
  const auto kept = arguments.options.find("--keep-repo");
  if (kept != arguments.options.end()) {
    for (const std::string& path : kept->second)
      request.keep_repos.push_back(app::repo_id_of(path, context.services.environment));
  }
  return request;
}

}  // namespace

Result<int> run_cache_prune(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const cache::PruneRequest request, request_of(context, loaded.settings.cache));
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  TRY_ASSIGN(const cache::Removal removal, opened.cache->prune(request));
  const std::string path = opened.path;
  TRY(app::close(std::move(opened)));
  TRY(context.print(render::cache_prune(request, removal, path, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
