// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/empty_cache.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/cache.hpp"
#include "selection.hpp"

namespace rustassistant::cli {
namespace {

Result<cache::PruneRequest> prune_request(const Context& context, const config::CacheSettings& settings) {
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
    TRY_ASSIGN(const std::int64_t age, parse_age(arguments.value("--older-than")));
    request.unused_since = UnixMillis{context.services.clock.now().value - age};
  }
  return request;
}

// A cache without entries takes some room, too: a smaller limit could only be meant otherwise.
Result<void> check_limit(std::int64_t max_bytes, const Context& context) {
  constexpr std::int64_t kWorthChecking = 1'000'000;
  if (max_bytes >= kWorthChecking) return {};
  TRY_ASSIGN(const std::int64_t least, app::empty_cache_bytes(context.services.clock));
  if (max_bytes >= least) return {};
  return fail(Errc::usage, "--max-size " + format_size(max_bytes) + " is less than an empty cache takes",
              "at least " + format_size(least) + "; `rustassistant cache clear --all` removes every entry");
}

}  // namespace

Result<int> run_cache_prune(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(cache::PruneRequest request, prune_request(context, loaded.settings.cache));
  if (request.max_bytes && request.dry_run == cache::DryRun::no) TRY(check_limit(*request.max_bytes, context));
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  const auto kept = context.arguments.options.find("--keep-repo");
  if (kept != context.arguments.options.end()) {
    TRY_ASSIGN(const cache::Statistics statistics, opened.cache->statistics());
    for (const std::string& path : kept->second) {
      TRY_ASSIGN(std::string id, repo_named(path, "--keep-repo", statistics, context));
      request.keep_repos.push_back(std::move(id));
    }
  }
  if (request.dry_run == cache::DryRun::no && !context.arguments.has("--yes")) {
    cache::PruneRequest rehearsal = request;
    rehearsal.dry_run = cache::DryRun::yes;
    TRY_ASSIGN(const cache::Removal planned, opened.cache->prune(rehearsal));
    TRY_ASSIGN(const cache::Statistics statistics, opened.cache->statistics());
    if (is_most_of_what_was_paid(planned, statistics))
      TRY(confirm(planned, "this removes more than half of the paid answers", context.console));
  }
  TRY_ASSIGN(const cache::Removal removal, opened.cache->prune(request));
  const std::string path = opened.path;
  TRY(app::close(std::move(opened)));
  TRY(context.print(render::cache_prune(request, removal, path, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
