// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "command.hpp"
#include "dictionary_lines.hpp"
#include "output.hpp"
#include "rows.hpp"
#include "rustassistant/app/maintenance.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;

Result<int> level_of(const Arguments& arguments) {
  constexpr int kDefault = 9;
  if (!arguments.has("--level")) return kDefault;
  const auto level = parse_integer(arguments.value("--level"));
  if (level && *level >= 1 && *level <= 19) return static_cast<int>(*level);
  return fail(Errc::usage, "bad value '" + neutralise(arguments.value("--level")) + "' for --level",
              "a whole number from 1 to 19");
}

std::string optimization_text(const cache::Optimization& optimization) {
  return aligned({
      {"entries", fmt::format("{} of {} compressed again", format_count(optimization.rewritten),
                              counted(optimization.entries, "entry", "entries"))},
      {"dictionary", dictionary_text(optimization.dictionary)},
      {"results", fmt::format("stored in {}, before in {}", format_size(optimization.stored_bytes_after),
                              format_size(optimization.stored_bytes_before))},
      {"file", fmt::format("{}, before {}", format_size(optimization.file_bytes_after),
                           format_size(optimization.file_bytes_before))},
  });
}

Json optimization_json(const cache::Optimization& optimization, const std::string& path) {
  return {{"schema", "rustassistant.cache-optimize/1"},
          {"tool_version", RUSTASSISTANT_VERSION},
          {"path", to_valid_utf8(path)},
          {"entries", optimization.entries},
          {"rewritten", optimization.rewritten},
          {"resumed", optimization.resumed},
          {"trained", optimization.trained},
          {"dictionary", dictionary_json(optimization.dictionary)},
          {"stored_bytes_before", optimization.stored_bytes_before},
          {"stored_bytes_after", optimization.stored_bytes_after},
          {"bytes_before", optimization.file_bytes_before},
          {"bytes_after", optimization.file_bytes_after}};
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
  TRY(app::close(std::move(opened), context.services));
  context.console.clear_progress();
  if (optimization.interrupted) {
    Error stopped = sys::stop_error();
    stopped.hint = "run `rustassistant cache optimize` again to go on";
    return tl::unexpected(std::move(stopped));
  }
  Output output("");
  output.write(context.json() ? codec::dump_json(optimization_json(optimization, path), codec::JsonStyle::pretty) + "\n"
                              : optimization_text(optimization));
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
