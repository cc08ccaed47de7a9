// SPDX-License-Identifier: MIT
#include "sync_lines.hpp"

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::render {
namespace {

std::string dependents_text(const app::SyncFindings& sync) {
  if (sync.is_first) return "not known before the next sync";
  std::string text = counted(sync.dependents, "file depends", "files depend") + " on a changed interface";
  if (sync.dependents > 0 && !sync.sends_interfaces) text += "; nothing is asked for it, as models see no other file";
  return text;
}

}  // namespace

LabelledRows sync_rows(const app::SyncFindings& sync) {
  LabelledRows rows{{"missing", counted(sync.missing, "question", "questions")},
                    {"stale", counted(sync.stale, "question", "questions")}};
  if (sync.sends_interfaces) rows.emplace_back("touched", counted(sync.touched, "question", "questions"));
  rows.emplace_back("dependents", dependents_text(sync));
  if (!sync.warms) return rows;
  rows.emplace_back("left out", counted(sync.left_out, "question", "questions") + " of them");
  if (sync.cap) rows.emplace_back("at most", domain::format_usd(*sync.cap));
  return rows;
}

Json sync_json(const app::SyncFindings& sync) {
  return {{"missing", sync.missing},
          {"stale", sync.stale},
          {"touched", sync.touched},
          {"dependents_of_changed", sync.is_first ? Json(nullptr) : Json(sync.dependents)},
          {"context", config::name_of(sync.sends_interfaces ? config::Context::interfaces : config::Context::none)},
          {"warm", sync.warms},
          {"left_out", sync.left_out},
          {"cap_nano_usd", amount(sync.cap)}};
}

}  // namespace rustassistant::render
