// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>
#include <optional>

#include "command.hpp"
#include "rows.hpp"
#include "rustassistant/app/archive.hpp"
#include "rustassistant/app/maintenance.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/terminal.hpp"

#include "output.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;

Json export_json(const app::Export& done, const std::string& path, const std::string& file) {
  return {{"schema", "rustassistant.cache-export-report/1"},
          {"tool_version", RUSTASSISTANT_VERSION},
          {"path", to_valid_utf8(path)},
          {"file", to_valid_utf8(file)},
          {"entries", done.entries},
          {"damaged", done.damaged},
          {"bytes", done.bytes}};
}

Result<app::Export> export_to(const std::string& file, cache::SqliteCache& cache, const Clock& clock) {
  if (file == "-") {
    return app::export_cache(cache, clock,
                             [](std::string_view piece) { return write_stream(sys::Stream::out, piece); });
  }
  TRY_ASSIGN(sys::AtomicFile target, sys::AtomicFile::create(file, 0600));
  TRY_ASSIGN(const app::Export done,
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
    return fail(Errc::usage, "an archive is no text for a terminal", "name a file, or redirect standard output");
  }
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  TRY_ASSIGN(const app::Export done, export_to(file, *opened.cache, context.services.clock));
  const std::string path = opened.path;
  TRY(app::close(std::move(opened), context.services));
  if (done.damaged > 0) {
    context.console.warning(counted(done.damaged, "damaged entry was", "damaged entries were") +
                            " left out; see `rustassistant cache verify`");
  }
  const std::string text = counted(done.entries, "entry", "entries") + " in " + format_size(done.bytes);
  if (to_stdout) {
    context.console.note(text);
    return 0;
  }
  Output output("");
  output.write(context.json() ? codec::dump_json(export_json(done, path, file), codec::JsonStyle::pretty) + "\n"
                              : text + "\n");
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
