// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "output.hpp"
#include "rows.hpp"
#include "rustassistant/app/archive.hpp"
#include "rustassistant/app/maintenance.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string place_of(const app::Import::Refused& refused) {
  return refused.line == 0 ? "the archive" : "line " + std::to_string(refused.line);
}

std::string import_text(const app::Import& import) {
  std::string text;
  for (const auto& refused : import.refusals) text += place_of(refused) + ": " + neutralise(refused.reason) + "\n";
  LabelledRows rows{{"added", format_count(import.added)},
                    {"replaced", format_count(import.replaced)},
                    {"present", format_count(import.present)},
                    {"superseded", format_count(import.superseded)}};
  if (import.refused > 0) rows.emplace_back("refused", format_count(import.refused));
  return text + aligned(rows);
}

Json import_json(const app::Import& import, const std::string& path) {
  Json refusals = Json::array();
  for (const auto& refused : import.refusals) {
    refusals.push_back(
        {{"line", refused.line == 0 ? Json(nullptr) : Json(refused.line)}, {"reason", to_valid_utf8(refused.reason)}});
  }
  return {{"schema", "rustassistant.cache-import/1"},
          {"tool_version", RUSTASSISTANT_VERSION},
          {"path", to_valid_utf8(path)},
          {"added", import.added},
          {"replaced", import.replaced},
          {"present", import.present},
          {"superseded", import.superseded},
          {"refused", import.refused},
          {"refusals", std::move(refusals)}};
}

}  // namespace

Result<int> run_cache_import(const Context& context) {
  constexpr std::size_t kPiece = 65'536;
  TRY_ASSIGN(const std::string file, single_path(context, "cache import", "cache.zst"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(sys::FileReader source, sys::FileReader::open(file));
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  const auto imported =
      app::import_cache(*opened.cache, context.services.clock, [&source] { return source.read(kPiece); });
  const std::string path = opened.path;
  TRY(app::close(std::move(opened), context.services));
  if (!imported) return fail_while("cannot import " + sys::quoted(file), imported.error());
  Output output("");
  output.write(context.json() ? codec::dump_json(import_json(*imported, path), codec::JsonStyle::pretty) + "\n"
                              : import_text(*imported));
  TRY(output.finish());
  return imported->refusals.empty() ? 0 : 1;
}

}  // namespace rustassistant::cli
