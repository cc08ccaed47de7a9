// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

constexpr std::size_t kShownFailures = 10;

std::string size_text(const app::Migration& migration) {
  std::string text = fmt::format("{} in the source, {} stored", format_size(migration.source_bytes),
                                 format_size(migration.stored_bytes));
  const std::int64_t saved = migration.source_bytes - migration.stored_bytes;
  if (saved > 0) {
    const std::int64_t permille = saved * 1000 / migration.source_bytes;
    text += fmt::format(" ({}.{} % saved)", permille / 10, permille % 10);
  }
  return text;
}

// What will not hit, and what helps: "44 entries: answers of 'grok-beta', and another model is configured".
std::string obstacle_text(const app::Obstacle& obstacle) {
  const std::string what = neutralise(obstacle.what);
  switch (obstacle.kind) {
    case app::ObstacleKind::type:
      return "answers of type " + what + ", which no review uses";
    case app::ObstacleKind::prompt:
      return "made with another prompt (" + what + "); only a new review replaces them";
    case app::ObstacleKind::options:
      return "made with default settings, and " + what + " differ";
    case app::ObstacleKind::model:
      return "answers of " + what + ", and another model is configured";
    case app::ObstacleKind::none:
      break;
  }
  return {};
}

void add_sources(const app::Migration& migration, LabelledRows& rows) {
  for (const app::MigratedSource& source : migration.sources) {
    rows.emplace_back("source", neutralise(source.path));
    if (source.backup.empty()) continue;
    rows.emplace_back("backup", neutralise(source.backup) + (source.backup_made ? "" : " (made before, unchanged)"));
  }
}

void add_prospects(const app::Migration& migration, LabelledRows& rows) {
  rows.emplace_back("will hit", fmt::format("{} with the current configuration", format_count(migration.will_hit)));
  for (const app::Obstacle& obstacle : migration.obstacles) {
    rows.emplace_back("  will not", fmt::format("{}: {}", format_count(obstacle.entries), obstacle_text(obstacle)));
  }
}

std::string failures_text(std::string_view title, const std::vector<app::MigrationFailure>& failures) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kShownFailures, failures.size()); ++i) {
    text += (i == 0 ? fmt::format("\n{}\n", title) : "") +
            fmt::format("  {}\n    {}\n", neutralise(failures[i].path), neutralise(failures[i].reason));
  }
  if (failures.size() > kShownFailures) {
    text += fmt::format("  and {} more; --format json lists them all\n",
                        format_count(static_cast<std::int64_t>(failures.size() - kShownFailures)));
  }
  return text;
}

std::string migration_text(const app::Migration& migration, const app::MigrateRequest& request, const View& view) {
  LabelledRows rows;
  add_sources(migration, rows);
  rows.emplace_back("destination", neutralise(migration.destination));
  rows.emplace_back("entries", format_count(migration.total));
  rows.emplace_back(request.dry_run ? "  would migrate" : "  migrated", format_count(migration.migrated));
  rows.emplace_back("  already there", format_count(migration.already_present));
  rows.emplace_back("  superseded", format_count(migration.superseded));
  rows.emplace_back("  failed", format_count(static_cast<std::int64_t>(migration.failures.size())));
  rows.emplace_back("size", size_text(migration));
  if (migration.inferred_providers > 0) {
    rows.emplace_back("providers", counted(migration.inferred_providers, "entry", "entries") +
                                       " without a provider; inferred from the model name");
  }
  if (migration.older_prompts > 0) {
    rows.emplace_back("prompts", counted(migration.older_prompts, "entry was", "entries were") +
                                     " made with the older tool's prompts; they are treated as current");
  }
  if (migration.usage_rows > 0 || !migration.usage_failures.empty()) {
    rows.emplace_back("ledger", counted(migration.usage_rows, "past call", "past calls") + " imported as estimates, " +
                                    format_count(static_cast<std::int64_t>(migration.usage_failures.size())) +
                                    " skipped");
  }
  if (request.verify && !request.dry_run) {
    rows.emplace_back("verified",
                      counted(migration.verified, "entry", "entries") + " compared, " +
                          (migration.all_verified ? "all equal to their source" : "not all equal to their source"));
  }
  for (const std::string& note : migration.notes) rows.emplace_back("note", neutralise(note));
  add_prospects(migration, rows);
  return aligned(rows, view.columns) + failures_text("failed", migration.failures) +
         failures_text("skipped calls", migration.usage_failures);
}

Json failures_json(const std::vector<app::MigrationFailure>& failures) {
  Json list = Json::array();
  for (const app::MigrationFailure& failure : failures)
    list.push_back({{"path", json_text(failure.path)}, {"reason", json_text(failure.reason)}});
  return list;
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(json_text(text));
}

Json sources_json(const app::Migration& migration) {
  Json sources = Json::array();
  for (const app::MigratedSource& source : migration.sources) {
    sources.push_back({{"path", json_text(source.path)},
                       {"backup", text_or_null(source.backup)},
                       {"backup_made", source.backup_made}});
  }
  return sources;
}

Json obstacles_json(const app::Migration& migration) {
  Json obstacles = Json::array();
  for (const app::Obstacle& obstacle : migration.obstacles) {
    obstacles.push_back({{"entries", obstacle.entries},
                         {"reason", name_of(obstacle.kind)},
                         {"value", json_text(obstacle.what)},
                         {"remedy", text_or_null(obstacle.remedy)}});
  }
  return obstacles;
}

Json migration_json(const app::Migration& migration, const app::MigrateRequest& request) {
  std::string backup;
  for (const app::MigratedSource& source : migration.sources) {
    if (backup.empty()) backup = source.backup;
  }
  Json models = Json::array();
  for (const app::Obstacle& obstacle : migration.obstacles) {
    if (obstacle.kind == app::ObstacleKind::model) models.push_back(json_text(obstacle.what));
  }
  Json notes = Json::array();
  for (const std::string& note : migration.notes) notes.push_back(json_text(note));
  Json json = document("rustassistant.cache-migrate/1");
  json["dry_run"] = request.dry_run;
  json["sources"] = sources_json(migration);
  json["destination"] = json_text(migration.destination);
  json["total"] = migration.total;
  json["migrated"] = migration.migrated;
  json["already_present"] = migration.already_present;
  json["superseded"] = migration.superseded;
  json["failed"] = migration.failures.size();
  json["failures"] = failures_json(migration.failures);
  json["notes"] = std::move(notes);
  json["inferred_providers"] = migration.inferred_providers;
  json["older_prompts"] = migration.older_prompts;
  json["usage_rows"] = migration.usage_rows;
  json["usage_failed"] = migration.usage_failures.size();
  json["usage_failures"] = failures_json(migration.usage_failures);
  json["source_bytes"] = migration.source_bytes;
  json["stored_bytes"] = migration.stored_bytes;
  json["destination_bytes"] = migration.destination_bytes;
  json["backup"] = text_or_null(backup);
  json["verified"] = request.verify && !request.dry_run ? Json(migration.all_verified) : Json(nullptr);
  json["will_hit"] = migration.will_hit;
  json["will_not_hit"] = obstacles_json(migration);
  json["other_models"] = std::move(models);
  return json;
}

}  // namespace

std::string cache_migrate(const app::Migration& migration, const app::MigrateRequest& request, const View& view) {
  return view.format == Format::json ? to_text(migration_json(migration, request))
                                     : migration_text(migration, request, view);
}

}  // namespace rustassistant::render
