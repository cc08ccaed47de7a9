// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "budget_values.hpp"
#include "command.hpp"
#include "output.hpp"
#include "removal_lines.hpp"
#include "rustassistant/app/maintenance.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;

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
  TRY(app::close(std::move(opened), context.services));
  const bool dry = request.dry_run == cache::DryRun::yes;
  Json document = {{"schema", "rustassistant.cache-prune/1"},
                   {"tool_version", RUSTASSISTANT_VERSION},
                   {"path", to_valid_utf8(path)},
                   {"dry_run", dry},
                   {"strategy", cache::name_of(request.strategy)},
                   {"max_bytes", request.max_bytes ? Json(*request.max_bytes) : Json(nullptr)}};
  document.update(removal_json(removal));
  Output output("");
  output.write(context.json() ? codec::dump_json(document, codec::JsonStyle::pretty) + "\n"
                              : aligned(removal_rows(removal, request.dry_run)));
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
