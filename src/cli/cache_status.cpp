// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "budget_lines.hpp"
#include "command.hpp"
#include "dictionary_lines.hpp"
#include "output.hpp"
#include "removal_lines.hpp"
#include "rows.hpp"
#include "rustassistant/app/maintenance.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;

// What the command shows.
struct CachePicture {
  std::string path;
  std::int64_t max_size = 0;
  std::int64_t high_watermark = 0;  // bytes
  std::int64_t low_watermark = 0;
  cache::Statistics statistics;
  std::optional<std::vector<cache::PastPruning>> prunings;  // newest first; nothing: not asked for
  std::optional<BudgetPicture> budget;                      // nothing: the ledger cannot be read
};

// Of the raw bytes, in tenths of a percent, what compression saves.
std::int64_t saving_permille(const cache::Tally& tally) {
  return tally.raw_bytes == 0 ? 0 : (tally.raw_bytes - tally.stored_bytes) * 1000 / tally.raw_bytes;
}

std::string percent(std::int64_t permille) {
  return fmt::format("{}{}.{} %", permille < 0 ? "-" : "", std::abs(permille) / 10, std::abs(permille) % 10);
}

std::string cost_text(const cache::Tally& tally) {
  std::string text = (tally.estimated_entries > 0 ? "~" : "") + domain::format_usd(tally.cost);
  if (tally.unknown_costs > 0)
    text += fmt::format(" and {} of unknown cost", counted(tally.unknown_costs, "entry", "entries"));
  return text;
}

std::string tally_text(const cache::Tally& tally) {
  return fmt::format("{}, {}, {}, cost {}, saved {}", counted(tally.entries, "entry", "entries"),
                     format_size(tally.stored_bytes), counted(tally.hits, "hit", "hits"), cost_text(tally),
                     domain::format_usd(tally.saved));
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

// "2.5"
std::string tenths(std::int64_t sum, std::int64_t count) {
  const std::int64_t value = count == 0 ? 0 : sum * 10 / count;
  return fmt::format("{}.{}", value / 10, value % 10);
}

std::string named_text(const char* title, const std::vector<cache::NamedTally>& groups, const char* without_name) {
  if (groups.empty()) return {};
  LabelledRows rows;
  for (const cache::NamedTally& group : groups)
    rows.emplace_back("  " + (group.name.empty() ? std::string(without_name) : neutralise(group.name)),
                      tally_text(group.tally));
  return "\n" + std::string(title) + "\n" + aligned(rows);
}

Json named_json(const char* key, const std::vector<cache::NamedTally>& groups) {
  Json rows = Json::array();
  for (const cache::NamedTally& group : groups) {
    Json row = {{key, to_valid_utf8(group.name)}};
    row.update(tally_json(group.tally));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string pruning_text(const std::vector<cache::PastPruning>& prunings) {
  if (prunings.empty()) return "\nnever pruned\n";
  LabelledRows rows;
  for (const cache::PastPruning& past : prunings) {
    const cache::Removal& removal = past.removal;
    rows.emplace_back("  " + to_rfc3339(past.at),
                      fmt::format("{}: {}, {} to {}, worth {}, in {}", neutralise(past.strategy),
                                  counted(removal.entries, "entry", "entries"), format_size(removal.file_bytes_before),
                                  format_size(removal.file_bytes_after), domain::format_usd(removal.cost),
                                  format_duration(past.duration_ms * 1000)));
  }
  return "\nprunings\n" + aligned(rows);
}

std::string age_text(const cache::Statistics& statistics) {
  if (!statistics.oldest || !statistics.newest) return "none";
  return fmt::format("made between {} and {}", to_rfc3339(*statistics.oldest), to_rfc3339(*statistics.newest));
}

std::string last_pruning_text(const std::optional<cache::PastPruning>& past) {
  if (!past) return "never";
  return fmt::format("{}: {}, worth {}", to_rfc3339(past->at), counted(past->removal.entries, "entry", "entries"),
                     domain::format_usd(past->removal.cost));
}

Json time_json(const std::optional<UnixMillis>& time) {
  return time ? Json(to_rfc3339(*time)) : Json(nullptr);
}

Json pruning_json(const cache::PastPruning& past) {
  Json row = {{"at", to_rfc3339(past.at)}, {"strategy", to_valid_utf8(past.strategy)}};
  row.update(removal_json(past.removal));
  row["duration_ms"] = past.duration_ms;
  return row;
}

std::string status_text(const CachePicture& picture, const Paint& paint) {
  const cache::Statistics& statistics = picture.statistics;
  const cache::Tally& total = statistics.total;
  std::string text = aligned({
      {"cache", neutralise(picture.path)},
      {"entries", format_count(total.entries)},
      {"age", age_text(statistics)},
      {"results", fmt::format("{}, stored in {} (saving {})", format_size(total.raw_bytes),
                              format_size(total.stored_bytes), percent(saving_permille(total)))},
      {"file", fmt::format("{} of at most {} (watermarks {} and {})", format_size(statistics.file_bytes),
                           format_size(picture.max_size), format_size(picture.high_watermark),
                           format_size(picture.low_watermark))},
      {"look-ups", fmt::format("{} hits, {} misses (hit rate {})", format_count(total.hits),
                               format_count(statistics.misses), percent(statistics.hit_permille()))},
      {"uses", fmt::format("{} of each entry on average", tenths(total.accesses, total.entries))},
      {"tokens", fmt::format("{} in ({} cached), {} out", format_count(total.input_tokens),
                             format_count(total.cached_tokens), format_count(total.output_tokens))},
      {"cost", cost_text(total)},
      {"saved", domain::format_usd(total.saved)},
      {"dictionary", dictionary_text(statistics.dictionary)},
      {"pruned", last_pruning_text(statistics.last_pruning)},
  });
  LabelledRows rows;
  for (const auto& by_type : statistics.by_type)
    rows.emplace_back("  " + std::string(name_of(by_type.type)), tally_text(by_type.tally));
  if (!rows.empty()) text += "\nby type\n" + aligned(rows);
  rows.clear();
  for (const auto& by_model : statistics.by_model) {
    const bool builtin = by_model.provider == domain::Provider::builtin;
    rows.emplace_back(
        "  " + (builtin ? std::string() : std::string(name_of(by_model.provider)) + " ") + neutralise(by_model.model),
        tally_text(by_model.tally));
  }
  if (!rows.empty()) text += "\nby model\n" + aligned(rows);
  text += named_text("by prompt", statistics.by_prompt, "none") +
          named_text("by repository", statistics.by_repo, "none") +
          named_text("by file extension", statistics.by_extension, "none");
  if (picture.prunings) text += pruning_text(*picture.prunings);
  return picture.budget ? text + "\n" + budget_line(*picture.budget, paint) : text;
}

Json status_json(const CachePicture& picture) {
  const cache::Statistics& statistics = picture.statistics;
  Json document = {{"schema", "rustassistant.cache-status/1"},
                   {"tool_version", RUSTASSISTANT_VERSION},
                   {"path", to_valid_utf8(picture.path)},
                   {"file_bytes", statistics.file_bytes},
                   {"max_bytes", picture.max_size},
                   {"high_watermark_bytes", picture.high_watermark},
                   {"low_watermark_bytes", picture.low_watermark}};
  document.update(tally_json(statistics.total));
  document["misses"] = statistics.misses;
  document["hit_rate_permille"] = statistics.hit_permille();
  document["oldest"] = time_json(statistics.oldest);
  document["newest"] = time_json(statistics.newest);
  document["last_pruning"] = statistics.last_pruning ? pruning_json(*statistics.last_pruning) : Json(nullptr);
  document["dictionary"] = dictionary_json(statistics.dictionary);
  document["by_type"] = Json::array();
  for (const auto& by_type : statistics.by_type) {
    Json row = {{"type", name_of(by_type.type)}};
    row.update(tally_json(by_type.tally));
    document["by_type"].push_back(std::move(row));
  }
  document["by_model"] = Json::array();
  for (const auto& by_model : statistics.by_model) {
    Json row = {{"provider", name_of(by_model.provider)}, {"model", to_valid_utf8(by_model.model)}};
    row.update(tally_json(by_model.tally));
    document["by_model"].push_back(std::move(row));
  }
  document["by_prompt"] = named_json("prompt_hash", statistics.by_prompt);
  document["by_repo"] = named_json("repo", statistics.by_repo);
  document["by_extension"] = named_json("extension", statistics.by_extension);
  if (picture.prunings) {
    document["prunings"] = Json::array();
    for (const cache::PastPruning& past : *picture.prunings) document["prunings"].push_back(pruning_json(past));
  }
  document["budget"] = picture.budget ? budget_json(*picture.budget) : Json(nullptr);
  return document;
}

// The budget beside it must not keep the cache from being shown.
std::optional<BudgetPicture> budget_of(const config::Settings& settings, const Context& context) {
  auto picture = budget_picture(settings, context.services);
  if (picture) return *std::move(picture);
  context.console.warning("no budget: " + picture.error().what);
  return std::nullopt;
}

}  // namespace

Result<int> run_cache_status(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  const sys::Environment& environment = context.services.environment;
  TRY_ASSIGN(const std::string folder, sys::canonical_path("."));
  const std::string repository = sys::repository_root(folder, sys::home_folder(environment));
  CachePicture picture;
  const config::CacheSettings& settings = loaded.settings.cache;
  picture.max_size = settings.max_size;
  picture.high_watermark = settings.high_watermark();
  picture.low_watermark = settings.low_watermark();
  TRY_ASSIGN(picture.path, app::cache_path(loaded.settings.cache, repository, environment));
  app::Stores stores(loaded.settings, context.services);
  TRY_ASSIGN(auto* cache, stores.open_cache(repository));
  TRY_ASSIGN(picture.statistics, cache->statistics(context.arguments.has("--repo")
                                                       ? app::repo_id_of(context.arguments.value("--repo"), environment)
                                                       : std::string()));
  stores.close();
  if (context.arguments.has("--pruning")) {
    TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
    TRY_ASSIGN(picture.prunings, opened.cache->past_prunings(20));
    TRY(app::close(std::move(opened), context.services));
  }
  picture.budget = budget_of(loaded.settings, context);

  Output output("");
  output.write(context.json() ? codec::dump_json(status_json(picture), codec::JsonStyle::pretty) + "\n"
                              : status_text(picture, Paint(context.color)));
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
