// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::cli {
namespace {

Result<cache::EntryFilter> filter_of(const Context& context) {
  const Arguments& arguments = context.arguments;
  const sys::Environment& environment = context.services.environment;
  cache::EntryFilter filter;
  if (arguments.has("--type")) filter.type = domain::analysis_type_named(arguments.value("--type"));
  if (arguments.has("--model")) filter.model = arguments.value("--model");
  if (arguments.has("--repo")) filter.repo_id = app::repo_id_of(arguments.value("--repo"), environment);
  if (arguments.has("--file")) {
    const app::FileInRepository file = app::locate(arguments.value("--file"), environment);
    if (filter.repo_id && *filter.repo_id != file.repo_id) {
      return fail(Errc::usage, "the file named by --file is not in the repository named by --repo");
    }
    filter.repo_id = file.repo_id;
    filter.path = file.path;
  }
  const bool none = !filter.type && !filter.model && !filter.repo_id;
  if (none == arguments.has("--all")) return filter;
  return none ? fail(Errc::usage, "nothing says which entries are meant",
                     "--type, --repo, --file or --model, or --all for every entry")
              : fail(Errc::usage, "--all leaves nothing to choose", "leave it out, or the others");
}

}  // namespace

Result<int> run_cache_clear(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const cache::EntryFilter filter, filter_of(context));
  const bool dry = context.arguments.has("--dry-run");
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  if (!dry && !context.arguments.has("--yes") && context.console.can_ask()) {
    TRY_ASSIGN(const cache::Removal planned, opened.cache->clear(filter, cache::DryRun::yes));
    if (planned.entries > 0 &&
        !context.console.ask("remove " + render::counted(planned.entries, "entry", "entries") + "?")) {
      return fail(Errc::usage, "nothing was removed", "answer y, or add --yes");
    }
  }
  const auto mode = dry ? cache::DryRun::yes : cache::DryRun::no;
  TRY_ASSIGN(const cache::Removal removal, opened.cache->clear(filter, mode));
  const std::string path = opened.path;
  TRY(app::close(std::move(opened)));
  TRY(context.print(render::cache_clear(mode, removal, path, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
