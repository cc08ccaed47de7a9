// SPDX-License-Identifier: MIT
#include "budget_lines.hpp"
#include "cost_report.hpp"
#include "reuse_lines.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/render/cost_report.hpp"
#include "severity_lines.hpp"

namespace rustassistant::render {
namespace {

Json permille(const std::optional<int>& share) {
  return share ? Json(*share) : Json(nullptr);
}

Json day_json(const char* name, const std::string& key, const app::ReportDay& day) {
  return {{name, key},
          {"spent_nano_usd", day.spent.value},
          {"reserved_nano_usd", day.reserved.value},
          {"calls", day.calls},
          {"hits", day.hits},
          {"misses", day.misses},
          {"hit_rate_permille", permille(day.hit_permille())},
          {"saved_nano_usd", day.saved.value},
          {"stored", day.stored},
          {"kept_bytes", day.kept_bytes ? Json(*day.kept_bytes) : Json(nullptr)},
          {"pruned_entries", day.pruned_entries},
          {"pruned_bytes", day.pruned_bytes},
          {"pruned_nano_usd", day.pruned_cost.value},
          {"paid_again", day.paid_again},
          {"paid_again_nano_usd", day.paid_again_cost.value}};
}

// A month at either end may be a part of one.
std::vector<app::ReportDay> months_of(const std::vector<app::ReportDay>& days) {
  std::vector<app::ReportDay> months;
  for (const app::ReportDay& day : days) {
    if (months.empty() || months.back().day / 100 != day.day / 100) {
      months.push_back(day);
    } else {
      months.back() += day;
    }
  }
  return months;
}

Json groups_json(const app::History& history) {
  Json rows = Json::array();
  for (const app::HistoryRow& row : history.rows) {
    Json line = {{"key", json_text(row.key)}};
    line.update(history_json(row));
    rows.push_back(std::move(line));
  }
  return rows;
}

Json cache_json(const app::CostReport& report) {
  if (!report.cache) return nullptr;
  const cache::Tally& total = report.cache->total;
  return {{"path", json_text(report.cache_path)},
          {"max_bytes", report.cache_max_bytes},
          {"entries", total.entries},
          {"raw_bytes", total.raw_bytes},
          {"stored_bytes", total.stored_bytes},
          {"hits", total.hits},
          {"misses", report.cache->misses},
          {"hit_rate_permille", report.cache->hit_permille()},
          {"cost_nano_usd", total.cost.value},
          {"saved_nano_usd", total.saved.value},
          {"reused", reused_json(report.cache->reused)}};
}

Json replayed_json(std::int64_t max_bytes, const cache::Replayed& replayed) {
  return {{"max_bytes", max_bytes},
          {"evicted", replayed.evicted},
          {"paid_again", replayed.paid_again},
          {"paid_again_nano_usd", replayed.paid_again_cost.value},
          {"peak_bytes", replayed.peak_bytes}};
}

Json what_if_json(const std::optional<app::WhatIf>& what_if) {
  if (!what_if) return nullptr;
  return {{"since", to_rfc3339(what_if->played.since)},
          {"uses", what_if->played.asked.requests},
          {"asked", replayed_json(what_if->asked_bytes, what_if->played.asked)},
          {"present", replayed_json(what_if->present_bytes, what_if->played.present)}};
}

Json effectiveness_json(const app::Effectiveness& gain) {
  const auto saved = gain.saved_permille();
  Json json = {{"spent_nano_usd", gain.spent.value},
               {"saved_nano_usd", gain.saved.value},
               {"saved_permille", saved ? Json(*saved) : Json(nullptr)},
               {"hits", gain.hits},
               {"misses", gain.misses},
               {"recorded_since", gain.recorded_since == 0 ? Json(nullptr) : Json(day_text(gain.recorded_since))}};
  json["by_type"] = Json::array();
  for (const cache::TypeLookups& type : gain.by_type) {
    json["by_type"].push_back({{"type", name_of(type.type)},
                               {"hits", type.hits},
                               {"misses", type.misses},
                               {"saved_nano_usd", type.saved.value}});
  }
  json["by_age"] = Json::array();
  for (std::size_t age = 0; age < gain.hits_by_age.size(); ++age)
    json["by_age"].push_back({{"age", app::kAgeNames.at(age)}, {"hits", gain.hits_by_age.at(age)}});
  json["unused"] = {{"entries", gain.unused}, {"bytes", gain.unused_bytes}, {"cost_nano_usd", gain.unused_cost.value}};
  json["pruned"] = {{"entries", gain.pruned_entries}, {"cost_nano_usd", gain.pruned_cost.value}};
  json["paid_again"] = {{"answers", gain.paid_again}, {"cost_nano_usd", gain.paid_again_cost.value}};
  json["what_if"] = what_if_json(gain.what_if);
  return json;
}

Json advice_json(const domain::Advice& advice) {
  return {{"kind", name_of(advice.kind)},
          {"text", json_text(advice_text(advice))},
          {"subject", json_text(advice.subject)},
          {"other", json_text(advice.other)},
          {"count", advice.count},
          {"bytes", advice.bytes},
          {"now_nano_usd", advice.now.value},
          {"then_nano_usd", advice.then.value},
          {"saving_nano_usd", amount(advice.saving)}};
}

Json kinds_json(const std::vector<app::KindCount>& kinds) {
  Json json = Json::array();
  for (const app::KindCount& kind : kinds)
    json.push_back({{"kind", json_text(kind.kind)}, {"findings", kind.findings}});
  return json;
}

Json change_json(const std::optional<app::FindingsChange>& change) {
  if (!change) return nullptr;
  return {{"since", to_rfc3339(change->since)},
          {"new", change->added},
          {"new_in_new_files", change->first_seen},
          {"gone", change->gone},
          {"moved", change->moved}};
}

Json findings_json(const std::optional<app::RepositoryFindings>& findings) {
  if (!findings) return nullptr;
  Json json = {{"files", findings->files},
               {"answered", findings->answered},
               {"outdated", findings->outdated},
               {"affected", findings->affected},
               {"findings", findings->findings()},
               {"severities", severities_json(findings->severities)},
               {"kinds", kinds_json(findings->by_kind)},
               {"change", change_json(findings->change)}};
  json["hot_spots"] = Json::array();
  for (const app::HotSpot& spot : findings->hot_spots) {
    json["hot_spots"].push_back({{"path", json_text(spot.path)},
                                 {"findings", spot.findings},
                                 {"severities", severities_json(spot.severities)},
                                 {"before", spot.before ? Json(*spot.before) : Json(nullptr)},
                                 {"worst", json_text(spot.worst)},
                                 {"worst_line", spot.worst_line}});
  }
  json["days"] = Json::array();
  for (const app::FindingsDay& day : findings->days)
    json["days"].push_back({{"day", day_text(day.day)},
                            {"severities", severities_json(day.severities)},
                            {"kinds", kinds_json(day.by_kind)}});
  return json;
}

}  // namespace

std::string cost_report_json(const app::CostReport& report) {
  Json json = document("rustassistant.report/1");
  json["made_at"] = to_rfc3339(report.made_at);
  json["since"] = day_text(report.from_day);
  json["until"] = day_text(report.to_day);
  json["repository"] = report.repo_path.empty() ? Json(nullptr) : json_text(report.repo_path);
  json["budget"] = budget_json(report.budget.picture);
  json["forecast"] = forecast_json(report.budget.forecast);
  json["recommended_cap_nano_usd"] = amount(report.budget.recommended_cap);
  json["total"] = history_json(report.by_day.total);
  json["days"] = Json::array();
  for (const app::ReportDay& day : report.days) json["days"].push_back(day_json("day", day_text(day.day), day));
  json["months"] = Json::array();
  for (const app::ReportDay& month : months_of(report.days))
    json["months"].push_back(day_json("month", day_text(month.day).substr(0, 7), month));
  json["by_model"] = groups_json(report.by_model);
  json["by_repository"] = groups_json(report.by_repository);
  json["by_type"] = groups_json(report.by_type);
  json["by_extension"] = groups_json(report.by_extension);
  json["cache"] = cache_json(report);
  json["effectiveness"] = effectiveness_json(report.effectiveness);
  json["findings"] = findings_json(report.findings);
  json["advice"] = Json::array();
  for (const domain::Advice& advice : report.advice) json["advice"].push_back(advice_json(advice));
  return to_text(json);
}

}  // namespace rustassistant::render
