// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <optional>

#include "budget_lines.hpp"
#include "dictionary_lines.hpp"
#include "instant_text.hpp"
#include "removal_lines.hpp"
#include "reuse_lines.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

// The part of the raw bytes that compression saves.
std::int64_t saving_permille(const cache::Tally& tally) {
  return tally.raw_bytes == 0 ? 0 : (tally.raw_bytes - tally.stored_bytes) * 1000 / tally.raw_bytes;
}

std::string usd_cell(NanoUsd amount) {
  return amount.value == 0 ? std::string() : domain::format_usd(amount);
}

std::string cost_text(const cache::Tally& tally) {
  std::string text = (tally.estimated_entries > 0 ? "~" : "") + domain::format_usd(tally.cost);
  if (tally.unknown_costs > 0)
    text += fmt::format(" and {} of unknown cost", counted(tally.unknown_costs, "entry", "entries"));
  return text;
}

// A group of entries in a breakdown.
struct Group {
  std::string name;
  const cache::Tally& tally;
};

std::string breakdown(const std::string& title, const std::vector<Group>& groups, const View& view) {
  Table table({{title, Side::left, Cut::beginning},
               {"entries", Side::right},
               {"size", Side::right},
               {"hits", Side::right},
               {"cost", Side::right},
               {"unknown cost", Side::right},
               {"saved", Side::right}});
  for (const Group& group : groups) {
    const cache::Tally& tally = group.tally;
    const std::string cost = usd_cell(tally.cost);
    table.add({group.name, format_count(tally.entries), tally.stored_bytes == 0 ? "" : format_size(tally.stored_bytes),
               count_cell(tally.hits), (tally.estimated_entries > 0 && !cost.empty() ? "~" : "") + cost,
               count_cell(tally.unknown_costs), usd_cell(tally.saved)});
  }
  const std::string text = table.text(Paint(view.color), view.columns);
  return text.empty() ? text : "\n" + text;
}

std::string model_name(const cache::ModelTally& by_model) {
  const bool builtin = by_model.provider == domain::Provider::builtin;
  return (builtin ? std::string() : std::string(name_of(by_model.provider)) + " ") + neutralise(by_model.model);
}

std::vector<Group> named_groups(const std::vector<cache::NamedTally>& tallies) {
  std::vector<Group> groups;
  groups.reserve(tallies.size());
  for (const cache::NamedTally& named : tallies)
    groups.push_back({named.name.empty() ? "none" : neutralise(named.name), named.tally});
  return groups;
}

std::string breakdowns(const cache::Statistics& statistics, const View& view) {
  std::vector<Group> types;
  types.reserve(statistics.by_type.size());
  for (const auto& by_type : statistics.by_type) types.push_back({std::string(name_of(by_type.type)), by_type.tally});
  std::vector<Group> models;
  models.reserve(statistics.by_model.size());
  for (const auto& by_model : statistics.by_model) models.push_back({model_name(by_model), by_model.tally});
  return breakdown("type", types, view) + breakdown("model", models, view) +
         breakdown("prompt", named_groups(statistics.by_prompt), view) +
         breakdown("repository", named_groups(statistics.by_repo), view) +
         breakdown("extension", named_groups(statistics.by_extension), view);
}

// That of the budget; UTC where the ledger cannot be read.
TimeZone zone_of(const CacheStatus& status) {
  return status.budget ? status.budget->standing.zone : TimeZone();
}

std::string prunings_text(const std::vector<cache::PastPruning>& prunings, const TimeZone& zone, const View& view) {
  if (prunings.empty()) return "\nnever pruned\n";
  Table table({{"pruned at"},
               {"strategy"},
               {"entries", Side::right},
               {"before", Side::right},
               {"after", Side::right},
               {"worth", Side::right},
               {"time", Side::right}});
  for (const cache::PastPruning& past : prunings) {
    const cache::Removal& removal = past.removal;
    table.add({instant_text(past.at, zone), neutralise(past.strategy), format_count(removal.entries),
               format_size(removal.file_bytes_before), format_size(removal.file_bytes_after),
               domain::format_usd(removal.cost), format_duration(past.duration_ms * 1000)});
  }
  return "\n" + table.text(Paint(view.color), view.columns);
}

std::string last_pruning_text(const std::optional<cache::PastPruning>& past, const TimeZone& zone) {
  if (!past) return "never";
  return fmt::format("{}: {}, worth {}", instant_text(past->at, zone),
                     counted(past->removal.entries, "entry", "entries"), domain::format_usd(past->removal.cost));
}

// "2.5"
std::string tenths(std::int64_t sum, std::int64_t count) {
  const std::int64_t value = count == 0 ? 0 : sum * 10 / count;
  return fmt::format("{}.{}", value / 10, value % 10);
}

// What there is to say of entries and look-ups; figures that are 0 are left out.
LabelledRows figures(const CacheStatus& status) {
  const cache::Statistics& statistics = status.statistics;
  const cache::Tally& total = statistics.total;
  const TimeZone zone = zone_of(status);
  LabelledRows rows{{"cache", neutralise(status.path)}, {"entries", format_count(total.entries)}};
  if (statistics.oldest && statistics.newest)
    rows.emplace_back("created", fmt::format("{} to {}", instant_text(*statistics.oldest, zone),
                                             instant_text(*statistics.newest, zone)));
  if (total.entries > 0)
    rows.emplace_back("results", fmt::format("{}, stored in {} (saving {})", format_size(total.raw_bytes),
                                             format_size(total.stored_bytes), percent_text(saving_permille(total))));
  rows.emplace_back("file", fmt::format("{} of at most {} (watermarks {} and {})", format_size(statistics.file_bytes),
                                        format_size(status.max_size), format_size(status.high_watermark),
                                        format_size(status.low_watermark)));
  if (status.search_indexes.files > 0)
    rows.emplace_back("beside it",
                      fmt::format("{}, {}", counted(status.search_indexes.files, "search index", "search indexes"),
                                  format_size(status.search_indexes.bytes)));
  if (total.hits + statistics.misses > 0)
    rows.emplace_back(
        "look-ups", fmt::format("{}, {} (hit rate {})", counted(total.hits, "hit", "hits"),
                                counted(statistics.misses, "miss", "misses"), percent_text(statistics.hit_permille())));
  if (status.team)
    rows.emplace_back("team", fmt::format("{}, {}; {} from there, {} stored there, {} still to be sent",
                                          counted(status.team->sums.hits, "hit", "hits"),
                                          counted(status.team->sums.misses, "miss", "misses"),
                                          counted(status.team->entries, "entry", "entries"),
                                          format_count(status.team->sums.stored), format_count(status.team->waiting)));
  if (total.accesses > 0)
    rows.emplace_back("uses", fmt::format("{} per entry on average", tenths(total.accesses, total.entries)));
  if (total.input_tokens + total.output_tokens > 0)
    rows.emplace_back("tokens", fmt::format("{} in ({} cached), {} out", format_count(total.input_tokens),
                                            format_count(total.cached_tokens), format_count(total.output_tokens)));
  if (total.cost.value != 0 || total.unknown_costs > 0) rows.emplace_back("cost", cost_text(total));
  if (total.saved.value != 0) rows.emplace_back("saved", domain::format_usd(total.saved));
  if (const cache::WarmedCounts& warmed = statistics.warmed; warmed.all() > 0)
    rows.emplace_back("warmed", fmt::format("{}: {} used later, {} superseded, {} not used",
                                            counted(warmed.all(), "answer", "answers"), format_count(warmed.used),
                                            format_count(warmed.superseded), format_count(warmed.unused)));
  if (const cache::ReuseCounts& reused = statistics.reused; reused.answers > 0)
    rows.emplace_back("reused", reused_text(reused));
  rows.emplace_back("dictionary", dictionary_text(statistics.dictionary));
  rows.emplace_back("pruned", last_pruning_text(statistics.last_pruning, zone));
  return rows;
}

Json tally_json(const cache::Tally& tally) {
  return {{"entries", tally.entries},
          {"raw_bytes", tally.raw_bytes},
          {"stored_bytes", tally.stored_bytes},
          {"saving_permille", saving_permille(tally)},
          {"accesses", tally.accesses},
          {"hits", tally.hits},
          {"input_tokens", tally.input_tokens},
          {"cached_tokens", tally.cached_tokens},
          {"output_tokens", tally.output_tokens},
          {"cost_nano_usd", tally.cost.value},
          {"unknown_costs", tally.unknown_costs},
          {"estimated_entries", tally.estimated_entries},
          {"saved_nano_usd", tally.saved.value}};
}

// A row of a breakdown: what names it, then its figures.
Json group_json(Json name, const cache::Tally& tally) {
  name.update(tally_json(tally));
  return name;
}

Json named_json(const char* key, const std::vector<cache::NamedTally>& tallies) {
  Json rows = Json::array();
  for (const cache::NamedTally& named : tallies)
    rows.push_back(group_json({{key, json_text(named.name)}}, named.tally));
  return rows;
}

// Named by its path, or by its id where that is not known.
Json repositories_json(const std::vector<cache::NamedTally>& tallies) {
  Json rows = Json::array();
  for (const cache::NamedTally& named : tallies) {
    const bool has_path = named.name.starts_with('/');
    rows.push_back(group_json(
        {{"repository", has_path ? repository(domain::repo_id(named.name), named.name) : repository(named.name, "")}},
        named.tally));
  }
  return rows;
}

Json pruning_json(const cache::PastPruning& past) {
  Json row = {{"at", to_rfc3339(past.at)}, {"strategy", json_text(past.strategy)}};
  row.update(removal_json(past.removal));
  row["duration_ms"] = past.duration_ms;
  return row;
}

Json status_json(const CacheStatus& status) {
  const cache::Statistics& statistics = status.statistics;
  Json json = document("rustassistant.cache-status/1");
  json["database"] = json_text(status.path);
  json["file_bytes"] = statistics.file_bytes;
  if (status.team)
    json["team"] = {{"hits", status.team->sums.hits},         {"misses", status.team->sums.misses},
                    {"rejected", status.team->sums.rejected}, {"stored", status.team->sums.stored},
                    {"entries", status.team->entries},        {"waiting", status.team->waiting}};
  json["search_indexes"] = {{"files", status.search_indexes.files}, {"bytes", status.search_indexes.bytes}};
  json["max_bytes"] = status.max_size;
  json["high_watermark_bytes"] = status.high_watermark;
  json["low_watermark_bytes"] = status.low_watermark;
  json.update(tally_json(statistics.total));
  json["misses"] = statistics.misses;
  json["hit_rate_permille"] = statistics.hit_permille();
  json["oldest"] = instant(statistics.oldest);
  json["newest"] = instant(statistics.newest);
  json["last_pruning"] = statistics.last_pruning ? pruning_json(*statistics.last_pruning) : Json(nullptr);
  json["dictionary"] = dictionary_json(statistics.dictionary);
  json["warmed"] = {{"used", statistics.warmed.used},
                    {"superseded", statistics.warmed.superseded},
                    {"unused", statistics.warmed.unused}};
  json["reused"] = reused_json(statistics.reused);
  json["by_type"] = Json::array();
  for (const auto& by_type : statistics.by_type)
    json["by_type"].push_back(group_json({{"type", name_of(by_type.type)}}, by_type.tally));
  json["by_model"] = Json::array();
  for (const auto& by_model : statistics.by_model) {
    json["by_model"].push_back(
        group_json({{"provider", name_of(by_model.provider)}, {"model", json_text(by_model.model)}}, by_model.tally));
  }
  json["by_prompt"] = named_json("prompt_hash", statistics.by_prompt);
  json["by_repository"] = repositories_json(statistics.by_repo);
  json["by_extension"] = named_json("extension", statistics.by_extension);
  if (status.prunings) {
    json["prunings"] = Json::array();
    for (const cache::PastPruning& past : *status.prunings) json["prunings"].push_back(pruning_json(past));
  }
  json["budget"] = status.budget ? budget_json(*status.budget) : Json(nullptr);
  return json;
}

}  // namespace

std::string cache_status(const CacheStatus& status, const View& view) {
  if (view.format == Format::json) return to_text(status_json(status));
  std::string text = aligned(figures(status), view.columns) + breakdowns(status.statistics, view);
  if (status.prunings) text += prunings_text(*status.prunings, zone_of(status), view);
  return status.budget ? text + "\n" + budget_line(*status.budget, Paint(view.color)) : text;
}

}  // namespace rustassistant::render
