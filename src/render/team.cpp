// SPDX-License-Identifier: MIT
#include "rustassistant/render/team.hpp"

#include <fmt/format.h>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

// "10:42 UTC"
std::string clock_text(UnixMillis instant) {
  return to_rfc3339(instant).substr(11, 5) + " UTC";
}

void add_part(std::string& text, std::int64_t count, const std::string& words) {
  if (count > 0) text += (text.empty() ? "" : ", ") + words;
}

std::string counts_text(const app::TeamSummary& summary) {
  const tier::TierCounts& counts = summary.report.counts;
  std::string text;
  add_part(text, counts.hits, counted(counts.hits, "hit", "hits"));
  add_part(text, counts.misses, counted(counts.misses, "miss", "misses"));
  add_part(text, counts.not_asked, format_count(counts.not_asked) + " not asked");
  add_part(text, counts.rejected, format_count(counts.rejected) + " rejected");
  add_part(text, counts.stored, format_count(counts.stored) + " stored");
  add_part(text, counts.present, format_count(counts.present) + " already there");
  add_part(text, counts.too_large, format_count(counts.too_large) + " too large");
  add_part(text, summary.waiting, format_count(summary.waiting) + " still to be sent");
  return text;
}

std::string troubles_text(const app::TeamSummary& summary) {
  const tier::TierReport& report = summary.report;
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (!summary.off_because.empty()) add("off: " + neutralise(summary.off_because));
  if (report.trouble) {
    const std::string until = report.off_until ? "off until " + clock_text(*report.off_until) + ": " : "";
    add(until + neutralise(*report.trouble));
  }
  if (report.no_writes) add("nothing more is written: " + neutralise(*report.no_writes));
  for (const std::string& rejection : report.rejections) add("rejected " + neutralise(rejection));
  return text;
}

Json optional_text(const std::optional<std::string>& text) {
  return text ? json_text(*text) : Json(nullptr);
}

Json optional_time(const std::optional<UnixMillis>& instant) {
  return instant ? Json(to_rfc3339(*instant)) : Json(nullptr);
}

std::string known_text(const app::TeamStatus& status, const View& view) {
  const app::TeamStore& store = status.store;
  LabelledRows rows;
  if (!store.url.empty()) rows.emplace_back("store", neutralise(store.url));
  rows.emplace_back("mode", store.mode);
  if (!store.team.empty()) rows.emplace_back("team", neutralise(store.team));
  if (!store.off_because.empty()) rows.emplace_back("off", neutralise(store.off_because));
  if (!store.key_id.empty()) rows.emplace_back("own key", store.key_id);
  if (!store.public_key.empty()) rows.emplace_back("for readers", "trust = [\"" + store.public_key + "\"]");
  for (const std::string& id : store.trusted) rows.emplace_back("trusted", id);
  if (store.accepts_unsigned) rows.emplace_back("unsigned", "answers without a signature are believed");
  const cache::TeamSums& sums = status.standing.sums;
  rows.emplace_back("so far", fmt::format("{}, {}, {} rejected, {} stored", counted(sums.hits, "hit", "hits"),
                                          counted(sums.misses, "miss", "misses"), format_count(sums.rejected),
                                          format_count(sums.stored)));
  rows.emplace_back("from there", counted(status.standing.entries, "entry", "entries"));
  if (status.standing.waiting > 0)
    rows.emplace_back("to be sent", counted(status.standing.waiting, "answer", "answers"));
  if (status.breaker) {
    const tier::BreakerState& state = *status.breaker;
    rows.emplace_back("failed",
                      fmt::format("{} in a row, not asked before {}: {}", counted(state.failures, "time", "times"),
                                  to_rfc3339(state.open_until), neutralise(state.reason)));
  }
  return aligned(rows, view.columns);
}

std::string checks_text(const app::TeamStatus& status, const View& view) {
  LabelledRows rows;
  for (const app::TeamCheck& check : status.checks) {
    rows.emplace_back((check.passed ? "ok      " : "problem ") + check.name, neutralise(check.detail));
    if (!check.hint.empty()) rows.emplace_back("", neutralise(check.hint));
  }
  return rows.empty() ? std::string() : "\n" + aligned(rows, view.columns);
}

Json status_json(const app::TeamStatus& status) {
  const app::TeamStore& store = status.store;
  Json json = document("rustassistant.team-store/1");
  json["url"] = json_text(store.url);
  json["mode"] = store.mode;
  json["team"] = json_text(store.team);
  json["off_because"] = store.off_because.empty() ? Json(nullptr) : json_text(store.off_because);
  json["key_id"] = store.key_id.empty() ? Json(nullptr) : Json(store.key_id);
  json["public_key"] = store.public_key.empty() ? Json(nullptr) : Json(store.public_key);
  json["trusted"] = store.trusted;
  json["unsigned"] = store.accepts_unsigned;
  const cache::TeamSums& sums = status.standing.sums;
  json["hits"] = sums.hits;
  json["misses"] = sums.misses;
  json["rejected"] = sums.rejected;
  json["stored"] = sums.stored;
  json["entries"] = status.standing.entries;
  json["waiting"] = status.standing.waiting;
  json["failures"] = status.breaker ? status.breaker->failures : 0;
  json["off_until"] = status.breaker ? Json(to_rfc3339(status.breaker->open_until)) : Json(nullptr);
  json["trouble"] = status.breaker ? json_text(status.breaker->reason) : Json(nullptr);
  json["checks"] = Json::array();
  for (const app::TeamCheck& check : status.checks)
    json["checks"].push_back({{"name", check.name},
                              {"passed", check.passed},
                              {"detail", json_text(check.detail)},
                              {"hint", json_text(check.hint)}});
  return json;
}

}  // namespace

std::string team_line(const app::TeamSummary& summary) {
  const std::string troubles = troubles_text(summary);
  if (!summary.was_used) return {};
  const std::string counts = counts_text(summary);
  if (counts.empty() && troubles.empty()) return {};
  return "team cache: " + counts + (counts.empty() || troubles.empty() ? "" : "; ") + troubles;
}

Json team_json(const app::TeamSummary& summary) {
  const tier::TierReport& report = summary.report;
  const tier::TierCounts& counts = report.counts;
  Json rejections = Json::array();
  for (const std::string& rejection : report.rejections) rejections.push_back(json_text(rejection));
  return {{"hits", counts.hits},
          {"misses", counts.misses},
          {"not_asked", counts.not_asked},
          {"rejected", counts.rejected},
          {"stored", counts.stored},
          {"present", counts.present},
          {"too_large", counts.too_large},
          {"waiting", summary.waiting},
          {"off_because", summary.off_because.empty() ? Json(nullptr) : json_text(summary.off_because)},
          {"trouble", optional_text(report.trouble)},
          {"off_until", optional_time(report.off_until)},
          {"no_writes", optional_text(report.no_writes)},
          {"rejections", std::move(rejections)}};
}

std::string team_status(const app::TeamStatus& status, const View& view) {
  return view.format == Format::json ? to_text(status_json(status))
                                     : known_text(status, view) + checks_text(status, view);
}

std::string team_push(const app::TeamPush& push, const View& view) {
  if (view.format == Format::json) {
    Json json = document("rustassistant.cache-push/1");
    json["team_cache"] = team_json(push.summary);
    json["gone"] = push.gone;
    return to_text(json);
  }
  if (!push.summary.was_used) return "nothing is to be sent\n";
  std::string text = team_line(push.summary);
  if (text.empty()) text = "team cache: nothing was sent";
  return text + "\n" + (push.gone == 0 ? "" : counted(push.gone, "answer", "answers") + " left the cache before\n");
}

}  // namespace rustassistant::render
