// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "analysis.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/team.hpp"
#include "severity_lines.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {
namespace {

constexpr std::array<std::string_view, 3> kStatuses{"ok", "failed", "skipped"};
constexpr std::array<std::string_view, 3> kCacheUses{"hit", "miss", "off"};

template <typename Enum>
std::string_view word(const std::array<std::string_view, 3>& words, Enum value) {
  return words.at(static_cast<std::size_t>(value));
}

Json usage_json(const std::optional<domain::Usage>& usage) {
  if (!usage) return nullptr;
  return {{"input_tokens", usage->input}, {"cached_tokens", usage->cached}, {"output_tokens", usage->output}};
}

Json fallback_json(const std::optional<app::Fallback>& fallback) {
  if (!fallback) return nullptr;
  return {{"reason", name_of(fallback->reason)}, {"message", json_text(fallback->cause.what)}};
}

// How the answer was put together of an earlier one; null: the file was asked about as a whole.
Json reuse_json(const app::Answered& answered) {
  const auto* const analysis = std::get_if<domain::Analysis>(&answered.document);
  if (analysis == nullptr || !analysis->reuse) return nullptr;
  const domain::Reuse& reuse = *analysis->reuse;
  Json json = {{"units", reuse.units}, {"kept", reuse.units - reuse.asked}, {"asked", reuse.asked}};
  json["from"] = json_text(reuse.from);
  return json;
}

Json repository_json(const app::FilePlace& place) {
  if (place.repo_root.empty()) return nullptr;
  return {{"id", place.repo_id}, {"path", json_text(place.repo_root)}};
}

}  // namespace

namespace {

constexpr std::array<std::string_view, 4> kStandings{"new", "known", "worse", "moved"};

}  // namespace

void add_state(Json& smell, const domain::Finding& finding) {
  smell["found_by"] = finding.found_by;
  smell["fingerprint"] = finding.fingerprint;
  if (finding.changed) smell["changed"] = *finding.changed;
  if (finding.standing) smell["baseline"] = kStandings.at(static_cast<std::size_t>(*finding.standing));
  if (finding.allowed) smell["suppressed"] = json_text(*finding.allowed);
}

Json file_json(const app::FileResult& result) {
  const app::Answered* answered = result.answer ? &*result.answer : nullptr;
  const std::string path = to_valid_utf8(result.place.shown);
  Json json;
  json["path"] = path;
  json["repository"] = repository_json(result.place);
  json["repository_path"] = json_text(result.place.repo_path);
  json["status"] = word(kStatuses, result.status());
  json["error"] = answered == nullptr ? error_json(result.answer.error()) : Json(nullptr);
  json["language"] = result.language.empty() ? Json(nullptr) : Json(result.language);
  json["provider"] = answered == nullptr ? Json(nullptr) : Json(domain::name_of(answered->provider));
  json["model"] = answered == nullptr ? Json(nullptr) : json_text(answered->model);
  json["fallback"] = answered == nullptr ? Json(nullptr) : fallback_json(answered->fallback);
  json["cache"] = word(kCacheUses, result.cache);
  json["older_tool"] = answered != nullptr && answered->older_tool;
  json["key"] = result.key ? Json(to_hex(*result.key)) : Json(nullptr);
  if (Json reuse = answered == nullptr ? Json(nullptr) : reuse_json(*answered); !reuse.is_null())
    json["reuse"] = std::move(reuse);
  json["usage"] = answered == nullptr ? Json(nullptr) : usage_json(answered->usage);
  json["cost_nano_usd"] = amount(result.spending.cost());
  json["open_nano_usd"] = result.spending.open.value;
  json["saved_nano_usd"] = answered == nullptr ? 0 : answered->saved.value;
  json["estimated"] = !result.spending.is_exact() || (answered != nullptr && answered->estimated);
  json["secrets_replaced"] = answered == nullptr ? 0 : answered->secrets_replaced;
  json["duration_ms"] = result.duration_us / 1000;
  json["analysis"] = answered == nullptr ? Json(nullptr) : type_row(result.type).json(result, path);
  return json;
}

Json summary_json(const app::AnalyzeSummary& summary) {
  Json passed_over;
  for (std::size_t i = 0; i < summary.passed_over.size(); ++i) {
    std::string reason(source::name_of(static_cast<source::SkipReason>(i)));
    std::replace(reason.begin(), reason.end(), ' ', '_');
    passed_over[reason] = summary.passed_over[i];
  }
  Json json = {{"files", summary.files},
               {"hits", summary.hits},
               {"older_tool_hits", summary.older_tool_hits},
               {"misses", summary.misses},
               {"failed", summary.failed},
               {"skipped", summary.skipped},
               {"smells_by_severity", severities_json(summary.findings)},
               {"hidden",
                {{"by_baseline", summary.hidden.by_baseline},
                 {"by_comment", summary.hidden.by_comment},
                 {"unchanged", summary.hidden.unchanged},
                 {"minor", summary.hidden.minor}}},
               {"baseline_gone", summary.baseline_gone},
               {"unused_suppressions", summary.unused_suppressions},
               {"submodules", summary.submodules},
               {"passed_over", std::move(passed_over)},
               {"not_reviewed", summary.not_reviewed.empty() ? Json::object() : Json(summary.not_reviewed)},
               {"cost_nano_usd", (summary.spending.booked + summary.spending.open).value},
               {"open_nano_usd", summary.spending.open.value},
               {"open_calls", summary.spending.open_calls},
               {"open_call_ids", summary.left_open.ids},
               {"settle", summary.left_open.ids.empty() ? Json(nullptr) : Json(settle_command(summary.left_open))},
               {"saved_nano_usd", summary.saved.value},
               {"unknown_costs", summary.unknown_costs},
               {"estimated", !summary.spending.is_exact()},
               {"secrets_replaced", summary.secrets_replaced},
               {"duration_ms", summary.duration_us / 1000}};
  if (const app::ReuseSums& reused = summary.reused; reused.files > 0) {
    const std::optional<NanoUsd> saved = reused.unknown ? std::nullopt : std::optional(reused.saved);
    json["reused"] = {
        {"files", reused.files}, {"units", reused.units}, {"asked", reused.asked}, {"saved_nano_usd", amount(saved)}};
  }
  if (summary.team) json["team_cache"] = team_json(*summary.team);
  return json;
}

}  // namespace rustassistant::render
