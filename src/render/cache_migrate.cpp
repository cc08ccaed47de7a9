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

std::int64_t permille_saved(const app::Migration& migration) {
  if (migration.source_bytes == 0) return 0;
  return (migration.source_bytes - migration.destination_bytes) * 1000 / migration.source_bytes;
}

std::string migration_text(const app::Migration& migration, const app::MigrateRequest& request) {
  LabelledRows rows;
  for (const app::MigratedSource& source : migration.sources) {
    rows.emplace_back("source", neutralise(source.path));
    if (!source.backup.empty()) rows.emplace_back("backup", neutralise(source.backup));
  }
  rows.emplace_back("destination", neutralise(migration.destination));
  rows.emplace_back("entries", format_count(migration.total));
  rows.emplace_back(request.dry_run ? "  would migrate" : "  migrated", format_count(migration.migrated));
  rows.emplace_back("  already there", format_count(migration.already_present));
  rows.emplace_back("  superseded", format_count(migration.superseded));
  rows.emplace_back("  failed", format_count(static_cast<std::int64_t>(migration.failures.size())));
  if (!request.dry_run) {
    const std::int64_t saved = permille_saved(migration);
    rows.emplace_back(
        "size", fmt::format("{} in files, {} in the database ({}.{} % saved)", format_size(migration.source_bytes),
                            format_size(migration.destination_bytes), saved / 10, std::abs(saved) % 10));
  }
  if (migration.inferred_providers > 0) {
    rows.emplace_back("providers", fmt::format("{} entries do not say who answered; told by the model's name",
                                               format_count(migration.inferred_providers)));
  }
  if (migration.usage_rows > 0)
    rows.emplace_back("ledger", fmt::format("{} past calls taken in as estimates", format_count(migration.usage_rows)));
  if (request.verify && !request.dry_run) {
    rows.emplace_back("verified",
                      fmt::format("{} entries compared, {}", format_count(migration.verified),
                                  migration.all_verified ? "all as in their source" : "not all as in their source"));
  }
  rows.emplace_back("will hit", fmt::format("{} as things are configured", format_count(migration.will_hit)));
  std::string text = aligned(rows);
  for (std::size_t i = 0; i < std::min(kShownFailures, migration.failures.size()); ++i) {
    text += (i == 0 ? "\nfailed\n" : "") + fmt::format("  {}\n    {}\n", neutralise(migration.failures[i].path),
                                                       neutralise(migration.failures[i].reason));
  }
  if (migration.failures.size() > kShownFailures) {
    text += fmt::format("  and {} more; --format json lists them all\n",
                        format_count(static_cast<std::int64_t>(migration.failures.size() - kShownFailures)));
  }
  return text;
}

Json migration_json(const app::Migration& migration, const app::MigrateRequest& request) {
  Json sources = Json::array();
  Json backup = nullptr;
  for (const app::MigratedSource& source : migration.sources) {
    const Json copy = source.backup.empty() ? Json(nullptr) : Json(json_text(source.backup));
    sources.push_back({{"path", json_text(source.path)}, {"backup", copy}});
    if (backup.is_null()) backup = copy;
  }
  Json failures = Json::array();
  for (const app::MigrationFailure& failure : migration.failures)
    failures.push_back({{"path", json_text(failure.path)}, {"reason", json_text(failure.reason)}});
  Json models = Json::array();
  for (const std::string& model : migration.other_models) models.push_back(json_text(model));
  Json json = document("rustassistant.cache-migrate/1");
  json["dry_run"] = request.dry_run;
  json["sources"] = std::move(sources);
  json["destination"] = json_text(migration.destination);
  json["total"] = migration.total;
  json["migrated"] = migration.migrated;
  json["already_present"] = migration.already_present;
  json["superseded"] = migration.superseded;
  json["failed"] = migration.failures.size();
  json["failures"] = std::move(failures);
  json["inferred_providers"] = migration.inferred_providers;
  json["usage_rows"] = migration.usage_rows;
  json["source_bytes"] = migration.source_bytes;
  json["destination_bytes"] = migration.destination_bytes;
  json["backup"] = std::move(backup);
  json["verified"] = request.verify && !request.dry_run ? Json(migration.all_verified) : Json(nullptr);
  json["will_hit"] = migration.will_hit;
  json["other_models"] = std::move(models);
  return json;
}

}  // namespace

std::string cache_migrate(const app::Migration& migration, const app::MigrateRequest& request, const View& view) {
  return view.format == Format::json ? to_text(migration_json(migration, request)) : migration_text(migration, request);
}

}  // namespace rustassistant::render
