// SPDX-License-Identifier: MIT
#include "rustassistant/render/backup.hpp"

#include "refusals.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

Json path_json(const std::string& path) {
  return path.empty() ? Json(nullptr) : json_text(path);
}

std::string import_text(const app::LedgerImport& import, const View& view) {
  LabelledRows rows{{"added", counted(import.calls.added, "call", "calls")},
                    {"present", format_count(import.calls.present)},
                    {"settled since", format_count(import.calls.closed)}};
  if (import.calls.later > 0) rows.emplace_back("later than now", format_count(import.calls.later) + ", left out");
  if (import.refused > 0) rows.emplace_back("refused", format_count(import.refused));
  return refusals_text(import.refusals, "the file") + aligned(rows, view.columns);
}

Json import_json(const app::LedgerImport& import) {
  Json json = document("rustassistant.budget-import/1");
  json["added"] = import.calls.added;
  json["present"] = import.calls.present;
  json["settled"] = import.calls.closed;
  json["later"] = import.calls.later;
  json["refused"] = import.refused;
  json["refusals"] = refusals_json(import.refusals);
  return json;
}

std::string backup_text(const app::Backup& backup, const View& view) {
  LabelledRows rows{{"settings", backup.settings ? "yes" : "none: defaults apply"},
                    {"calls", format_count(backup.calls)},
                    {"entries", format_count(backup.entries)}};
  if (backup.damaged > 0) rows.emplace_back("damaged", counted(backup.damaged, "entry", "entries") + ", left out");
  rows.emplace_back("size", format_size(backup.bytes));
  return aligned(rows, view.columns);
}

std::string restored_text(const app::Restored& restored, const View& view) {
  std::string text;
  for (const std::string& refusal : restored.refusals) text += neutralise(refusal) + "\n";
  LabelledRows rows;
  if (!restored.settings.empty()) rows.emplace_back("settings", neutralise(restored.settings));
  if (!restored.settings_before.empty()) rows.emplace_back("before", "kept as " + neutralise(restored.settings_before));
  if (!restored.damaged_ledger.empty()) rows.emplace_back("damaged", "kept as " + neutralise(restored.damaged_ledger));
  rows.emplace_back("calls", format_count(restored.ledger.calls.added) + " added, " +
                                 format_count(restored.ledger.calls.present) + " present");
  rows.emplace_back("entries", format_count(restored.entries) + " added");
  return text + aligned(rows, view.columns);
}

Json restored_json(const app::Restored& restored) {
  Json json = document("rustassistant.restore/1");
  json["settings"] = path_json(restored.settings);
  json["settings_before"] = path_json(restored.settings_before);
  json["damaged_ledger"] = path_json(restored.damaged_ledger);
  json["calls_added"] = restored.ledger.calls.added;
  json["calls_present"] = restored.ledger.calls.present;
  json["entries_added"] = restored.entries;
  json["refusals"] = Json::array();
  for (const std::string& refusal : restored.refusals) json["refusals"].push_back(json_text(refusal));
  return json;
}

}  // namespace

std::string ledger_import(const app::LedgerImport& import, const View& view) {
  return view.format == Format::json ? to_text(import_json(import)) : import_text(import, view);
}

std::string backup(const app::Backup& backup, const std::string& path, const View& view) {
  if (view.format != Format::json) return backup_text(backup, view);
  Json json = document("rustassistant.backup/1");
  json["path"] = json_text(path);
  json["settings"] = backup.settings;
  json["calls"] = backup.calls;
  json["entries"] = backup.entries;
  json["damaged"] = backup.damaged;
  json["bytes"] = backup.bytes;
  return to_text(json);
}

std::string restored(const app::Restored& restored, const View& view) {
  return view.format == Format::json ? to_text(restored_json(restored)) : restored_text(restored, view);
}

}  // namespace rustassistant::render
