// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/transfer.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/render/table.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/terminal.hpp"

namespace rustassistant::cli {
namespace {

Result<app::ArchiveExport> export_to(const std::string& file, cache::SqliteCache& cache, const Clock& clock) {
  if (file == "-") {
    return app::export_cache(cache, clock, [](std::string_view piece) -> Result<void> {
      TRY(sys::write_stream(sys::Stream::out, piece));
      return {};
    });
  }
  TRY_ASSIGN(sys::AtomicFile target, sys::AtomicFile::create(file, 0600));
  TRY_ASSIGN(const app::ArchiveExport done,
             app::export_cache(cache, clock, [&](std::string_view piece) { return target.write(piece); }));
  TRY(target.commit());
  return done;
}

}  // namespace

Result<int> run_cache_export(const Context& context) {
  TRY_ASSIGN(const std::string file, single_path(context, "cache export", "cache.zst"));
  const bool to_stdout = file == "-";
  if (to_stdout && context.json()) {
    return fail(Errc::usage, "an archive and a report cannot both go to standard output", "name a file");
  }
  if (to_stdout && sys::is_terminal(sys::Stream::out)) {
    return fail(Errc::usage, "an archive cannot be shown on a terminal", "name a file, or redirect standard output");
  }
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  TRY_ASSIGN(const app::ArchiveExport done, export_to(file, *opened.cache, context.services.clock));
  const std::string path = opened.path;
  TRY(app::close(std::move(opened)));
  if (done.damaged > 0) {
    context.console.warning(counted(done.damaged, "damaged entry was", "damaged entries were") +
                            " left out; see `rustassistant cache verify`");
  }
  if (to_stdout) {
    context.console.note(render::cache_export(done, path, file, {}));
    return 0;
  }
  TRY(context.print(render::cache_export(done, path, file, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
