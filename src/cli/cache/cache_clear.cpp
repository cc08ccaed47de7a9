// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "command.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/tier/keys.hpp"
#include "selection.hpp"

namespace rustassistant::cli {
namespace {

Result<cache::EntryFilter> filter_of(const cache::Statistics& statistics, const Context& context) {
  const Arguments& arguments = context.arguments;
  cache::EntryFilter filter;
  if (arguments.has("--type")) filter.type = domain::analysis_type_named(arguments.value("--type"));
  if (arguments.has("--model")) filter.model = arguments.value("--model");
  if (arguments.has("--provider")) filter.provider = domain::provider_named(arguments.value("--provider"));
  if (arguments.has("--from")) {
    filter.writer = to_lower(arguments.value("--from"));
    if (!tier::parse_key_id(*filter.writer))
      return fail(Errc::usage, "bad value '" + neutralise(*filter.writer) + "' for --from", "16 hexadecimal digits");
  }
  if (arguments.has("--repo")) {
    TRY_ASSIGN(filter.repo_id, repo_named(arguments.value("--repo"), "--repo", statistics, context));
  }
  if (arguments.has("--file")) {
    const app::FileInRepository file = app::locate(arguments.value("--file"), context.services.environment);
    if (filter.repo_id && *filter.repo_id != file.repo_id) {
      return fail(Errc::usage, "the file named by --file is not in the repository named by --repo");
    }
    filter.repo_id = file.repo_id;
    filter.path = file.path;
  }
  return filter;
}

Result<void> check_selection(const Arguments& arguments) {
  constexpr std::array<std::string_view, 6> kConditions{"--type",     "--repo",  "--file",
                                                        "--provider", "--model", "--from"};
  const bool none = std::none_of(kConditions.begin(), kConditions.end(),
                                 [&](std::string_view condition) { return arguments.has(condition); });
  if (none == arguments.has("--all")) return {};
  return none ? fail(Errc::usage, "no entries selected",
                     "--type, --repo, --file, --provider, --model or --from, or --all for every entry")
              : fail(Errc::usage, "--all cannot be combined with a selection", "leave out one of them");
}

// How many of the entries that a filter selects belong to the working folder's repository.
Result<std::int64_t> entries_here(cache::EntryFilter filter, cache::SqliteCache& cache,
                                  const sys::Environment& environment) {
  const std::string here = app::repo_id_of(".", environment);
  if (filter.repo_id && *filter.repo_id != here) return 0;
  filter.repo_id = here;
  TRY_ASSIGN(const cache::Removal removal, cache.clear(filter, cache::DryRun::yes));
  return removal.entries;
}

// Asks, or refuses, if that is needed.
Result<void> confirm_removal(const cache::EntryFilter& filter, const cache::Statistics& statistics,
                             cache::SqliteCache& cache, const Context& context) {
  TRY_ASSIGN(const cache::Removal planned, cache.clear(filter, cache::DryRun::yes));
  if (planned.entries == 0) return {};
  TRY_ASSIGN(const std::int64_t here, entries_here(filter, cache, context.services.environment));
  std::string_view why;
  if (is_most_of_what_was_paid(planned, statistics)) why = "this removes more than half of the paid answers";
  if (planned.entries > here) why = "this removes entries of other repositories than the working folder's";
  return confirm(planned, why, context.console);
}

}  // namespace

Result<int> run_cache_clear(const Context& context) {
  const Arguments& arguments = context.arguments;
  TRY(check_selection(arguments));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  const bool dry = arguments.has("--dry-run");
  const bool asks = !dry && !arguments.has("--yes");
  // What is to be removed as a whole need not be readable.
  cache::Statistics statistics;
  if (asks || !arguments.has("--all")) {
    TRY_ASSIGN(statistics, opened.cache->statistics());
  }
  TRY_ASSIGN(const cache::EntryFilter filter, filter_of(statistics, context));
  if (filter.model) warn_if_unknown_model(*filter.model, statistics, context.console);
  if (asks) TRY(confirm_removal(filter, statistics, *opened.cache, context));
  const auto mode = dry ? cache::DryRun::yes : cache::DryRun::no;
  TRY_ASSIGN(const cache::Removal removal, opened.cache->clear(filter, mode));
  if (filter.path && removal.entries == 0) warn_if_unknown_file(arguments.value("--file"), context.console);
  const std::string path = opened.path;
  TRY(app::close(std::move(opened)));
  TRY(context.print(render::cache_clear(mode, removal, path, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
