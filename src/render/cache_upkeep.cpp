// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "dictionary_lines.hpp"
#include "refusals.hpp"
#include "removal_lines.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

std::string verification_text(const cache::Verification& verification) {
  std::string text;
  for (const std::string& problem : verification.problems) text += neutralise(problem) + "\n";
  text += fmt::format("{} read back, {}", counted(verification.entries, "entry", "entries"),
                      counted(static_cast<std::int64_t>(verification.problems.size()), "problem", "problems"));
  if (verification.repaired > 0) text += fmt::format(", {} repaired", format_count(verification.repaired));
  return text + "\n";
}

std::string optimization_text(const cache::Optimization& optimization, const View& view) {
  const LabelledRows rows{
      {"entries", fmt::format("{} of {} compressed again", format_count(optimization.rewritten),
                              counted(optimization.entries, "entry", "entries"))},
      {"dictionary", dictionary_text(optimization.dictionary)},
      {"results", fmt::format("stored in {}, before in {}", format_size(optimization.stored_bytes_after),
                              format_size(optimization.stored_bytes_before))},
      {"file", fmt::format("{}, before {}", format_size(optimization.file_bytes_after),
                           format_size(optimization.file_bytes_before))},
  };
  return aligned(rows, view.columns);
}

std::string import_text(const app::ArchiveImport& import, const View& view) {
  LabelledRows rows{{"added", format_count(import.count.added)},
                    {"replaced", format_count(import.count.replaced)},
                    {"present", format_count(import.count.present)},
                    {"superseded", format_count(import.count.superseded)}};
  if (import.refused > 0) rows.emplace_back("refused", format_count(import.refused));
  return refusals_text(import.refusals, "the archive") + aligned(rows, view.columns);
}

}  // namespace

std::string cache_prune(const cache::PruneRequest& request, const cache::Removal& removal, const std::string& path,
                        const View& view) {
  if (view.format != Format::json) return aligned(removal_rows(removal, request.dry_run), view.columns);
  Json json = document("rustassistant.cache-prune/1");
  json["database"] = json_text(path);
  json["dry_run"] = request.dry_run == cache::DryRun::yes;
  json["strategy"] = cache::name_of(request.strategy);
  json["max_bytes"] = request.max_bytes ? Json(*request.max_bytes) : Json(nullptr);
  json.update(removal_json(removal));
  return to_text(json);
}

std::string cache_clear(cache::DryRun dry_run, const cache::Removal& removal, const std::string& path,
                        const View& view) {
  if (view.format != Format::json) return aligned(removal_rows(removal, dry_run), view.columns);
  Json json = document("rustassistant.cache-clear/1");
  json["database"] = json_text(path);
  json["dry_run"] = dry_run == cache::DryRun::yes;
  json.update(removal_json(removal));
  return to_text(json);
}

std::string cache_verify(const cache::Verification& verification, const std::string& path, const View& view) {
  if (view.format != Format::json) return verification_text(verification);
  Json problems = Json::array();
  for (const std::string& problem : verification.problems) problems.push_back(json_text(problem));
  Json json = document("rustassistant.cache-verify/1");
  json["database"] = json_text(path);
  json["entries"] = verification.entries;
  json["problems"] = std::move(problems);
  json["repaired"] = verification.repaired;
  return to_text(json);
}

std::string cache_optimize(const cache::Optimization& optimization, const std::string& path, const View& view) {
  if (view.format != Format::json) return optimization_text(optimization, view);
  Json json = document("rustassistant.cache-optimize/1");
  json["database"] = json_text(path);
  json["entries"] = optimization.entries;
  json["rewritten"] = optimization.rewritten;
  json["resumed"] = optimization.resumed;
  json["trained"] = optimization.trained;
  json["dictionary"] = dictionary_json(optimization.dictionary);
  json["stored_bytes_before"] = optimization.stored_bytes_before;
  json["stored_bytes_after"] = optimization.stored_bytes_after;
  json["bytes_before"] = optimization.file_bytes_before;
  json["bytes_after"] = optimization.file_bytes_after;
  return to_text(json);
}

std::string cache_export(const app::ArchiveExport& done, const std::string& path, const std::string& file,
                         const View& view) {
  if (view.format != Format::json)
    return counted(done.entries, "entry", "entries") + " in " + format_size(done.bytes) + "\n";
  Json json = document("rustassistant.cache-export-report/1");
  json["database"] = json_text(path);
  json["archive"] = json_text(file);
  json["entries"] = done.entries;
  json["damaged"] = done.damaged;
  json["bytes"] = done.bytes;
  return to_text(json);
}

std::string cache_import(const app::ArchiveImport& import, const std::string& path, const View& view) {
  if (view.format != Format::json) return import_text(import, view);
  Json json = document("rustassistant.cache-import/1");
  json["database"] = json_text(path);
  json["added"] = import.count.added;
  json["replaced"] = import.count.replaced;
  json["present"] = import.count.present;
  json["superseded"] = import.count.superseded;
  json["refused"] = import.refused;
  json["refusals"] = refusals_json(import.refusals);
  return to_text(json);
}

}  // namespace rustassistant::render
