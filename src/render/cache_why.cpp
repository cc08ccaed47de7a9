// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "instant_text.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

// Hashes are told by their beginning.
std::string shown(std::string_view factor, const std::string& value) {
  if (value.empty()) return "none";
  return neutralise(factor == "content_hash" ? value.substr(0, 12) : value);
}

std::string_view origin_of(const cache::EntryInfo& info) {
  return info.older_tool ? ", made by the older tool" : "";
}

// ", from the team's store, written by 0123456789abcdef at …"
std::string team_text(const std::optional<cache::EntryOrigin>& origin, const TimeZone& zone) {
  if (!origin) return {};
  const std::string writer = origin->writer.empty() ? "without a signature" : "by key " + neutralise(origin->writer);
  return fmt::format(", from the team's store, written {} at {}", writer, instant_text(origin->written, zone));
}

std::string_view nearness(const app::RelatedEntry& entry) {
  if (entry.same_path && entry.same_content) return "same path and content";
  return entry.same_path ? "same path" : "same content";
}

std::string_view word_for(app::StepOutcome outcome) {
  switch (outcome) {
    case app::StepOutcome::hit:
      return "hit";
    case app::StepOutcome::miss:
      return "miss";
    case app::StepOutcome::would:
      return "would";
  }
  return {};
}

std::string outcome_text(app::StepOutcome outcome) {
  if (outcome == app::StepOutcome::would) return "";
  return ": " + std::string(word_for(outcome));
}

std::string reuse_text(const app::WhyReuse& reuse) {
  if (reuse.whole_because != domain::WholeReason::none)
    return "not possible: " + std::string(sentence_of(reuse.whole_because));
  return fmt::format("{} of {} would be asked about", format_count(reuse.asked), counted(reuse.units, "unit", "units"));
}

// `whole_because`: null where only some units would be asked about.
Json reuse_json(const app::WhyReuse& reuse) {
  const bool is_whole = reuse.whole_because != domain::WholeReason::none;
  return {{"from", reuse.from.empty() ? Json(nullptr) : json_text(reuse.from)},
          {"units", reuse.units},
          {"asked", reuse.asked},
          {"whole_because", is_whole ? Json(name_of(reuse.whole_because)) : Json(nullptr)}};
}

std::string why_text(const app::Why& why, const TimeZone& zone, const View& view) {
  LabelledRows rows{{"file", neutralise(why.path)}, {"key", to_hex(why.key)}};
  if (why.context_bytes > 0) rows.emplace_back("context", format_size(why.context_bytes) + " of other files");
  if (why.hit) {
    rows.emplace_back("cache", fmt::format("hit: answered by {} {} at {}{}{}", domain::name_of(why.hit->provider()),
                                           neutralise(why.hit->factors.model), instant_text(why.hit->created, zone),
                                           origin_of(*why.hit), team_text(why.origin, zone)));
  } else {
    rows.emplace_back("cache", "miss");
  }
  for (const app::WhyStep& step : why.steps) {
    rows.emplace_back(step.outcome == app::StepOutcome::would ? "then" : "looked up",
                      std::string(step.reason) + outcome_text(step.outcome));
  }
  if (why.reuse && !why.hit) rows.emplace_back("reuse", reuse_text(*why.reuse));
  if (why.fallback) rows.emplace_back("no call", neutralise(why.fallback->cause.what));
  if (why.failure) rows.emplace_back("then", "fails: " + neutralise(why.failure->what));
  std::string text = aligned(rows, view.columns);
  for (const app::RelatedEntry& entry : why.related) {
    text += fmt::format("\n{}: {} {}, {}, {}{}\n", nearness(entry), domain::name_of(entry.info.provider()),
                        neutralise(entry.info.factors.model), instant_text(entry.info.created, zone),
                        neutralise(entry.info.path), origin_of(entry.info));
    LabelledRows differing;
    for (const app::Difference& difference : entry.differences)
      differing.emplace_back(std::string(difference.factor),
                             fmt::format("stored: {}, wanted: {}", shown(difference.factor, difference.stored),
                                         shown(difference.factor, difference.wanted)));
    text += differing.empty() ? "  nothing differs\n" : aligned(differing, view.columns, "  ");
  }
  if (why.related.empty() && !why.hit) text += "\nnothing is stored for this path or this content\n";
  return text;
}

Json entry_json(const cache::EntryInfo& info) {
  return {{"key", to_hex(info.key)},
          {"provider", domain::name_of(info.provider())},
          {"model", json_text(info.factors.model)},
          {"path", json_text(info.path)},
          {"repository", repository(info.repo_id, info.repo_path)},
          {"created", to_rfc3339(info.created)},
          {"older_tool", info.older_tool}};
}

Json why_json(const app::Why& why) {
  Json related = Json::array();
  for (const app::RelatedEntry& entry : why.related) {
    Json row = entry_json(entry.info);
    row["same_path"] = entry.same_path;
    row["same_content"] = entry.same_content;
    row["differences"] = Json::array();
    for (const app::Difference& difference : entry.differences)
      row["differences"].push_back({{"factor", difference.factor},
                                    {"stored", json_text(difference.stored)},
                                    {"wanted", json_text(difference.wanted)}});
    related.push_back(std::move(row));
  }
  Json json = document("rustassistant.cache-why/1");
  json["path"] = json_text(why.path);
  json["key"] = to_hex(why.key);
  json["context_bytes"] = why.context_bytes;
  json["cache"] = why.hit ? "hit" : "miss";
  json["hit"] = why.hit ? entry_json(*why.hit) : Json(nullptr);
  if (why.origin)
    json["origin"] = {{"writer", json_text(why.origin->writer)},
                      {"written", to_rfc3339(why.origin->written)},
                      {"received", to_rfc3339(why.origin->received)}};
  json["steps"] = Json::array();
  for (const app::WhyStep& step : why.steps) {
    json["steps"].push_back({{"step", step.name}, {"outcome", word_for(step.outcome)}});
  }
  if (why.reuse) json["reuse"] = reuse_json(*why.reuse);
  json["fallback"] = why.fallback ? Json(app::name_of(why.fallback->reason)) : Json(nullptr);
  json["related"] = std::move(related);
  return json;
}

}  // namespace

std::string cache_why(const app::Why& why, const TimeZone& zone, const View& view) {
  return view.format == Format::json ? to_text(why_json(why)) : why_text(why, zone, view);
}

}  // namespace rustassistant::render
