// SPDX-License-Identifier: MIT
#include "rustassistant/app/migrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "output.hpp"
#include "rows.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::milliseconds;

constexpr std::size_t kShownFailures = 10;

// A line on a terminal, else one every few seconds.
class Progress {
 public:
  explicit Progress(const Context& context)
      : console_(context.console), clock_(context.services.clock), begun_(clock_.steady_now()), told_(begun_) {}

  void tell(const app::MigrationProgress& progress) {
    const auto now = clock_.steady_now();
    const auto passed = std::chrono::duration_cast<milliseconds>(now - begun_).count();
    std::string text = progress.doing;
    if (progress.done > 0) {
      text += fmt::format(" {}", format_count(progress.done));
      if (progress.total >= progress.done) text += fmt::format(" of {}", format_count(progress.total));
      const std::int64_t rate = passed > 0 ? progress.done * 1000 / passed : 0;
      if (rate > 0) {
        text += fmt::format(", {} entries/s", format_count(rate));
        const std::int64_t left = std::max<std::int64_t>(0, progress.total - progress.done);
        text += fmt::format(", {} left", format_duration(left * 1'000'000 / rate));
      }
    }
    console_.progress(text);
    if (now - told_ < std::chrono::seconds(5)) return;
    told_ = now;
    console_.note(text);
  }

 private:
  Console& console_;
  const Clock& clock_;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point told_;
};

app::MigrateRequest request_of(const Arguments& arguments) {
  app::MigrateRequest request;
  if (arguments.has("--source")) request.sources = arguments.options.at("--source");
  if (arguments.has("--all-under")) request.all_under = arguments.value("--all-under");
  if (arguments.has("--destination")) request.destination = arguments.value("--destination");
  request.backup = arguments.has("--backup");
  request.verify = arguments.has("--verify");
  request.dry_run = arguments.has("--dry-run");
  return request;
}

std::int64_t permille_saved(const app::Migration& migration) {
  if (migration.source_bytes == 0) return 0;
  return (migration.source_bytes - migration.destination_bytes) * 1000 / migration.source_bytes;
}

std::string accept_models_text(const std::set<std::string>& models) {
  std::string list;
  for (const std::string& model : models) list += (list.empty() ? "\"" : ", \"") + neutralise(model) + "\"";
  return "accept_models = [" + list + "]";
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
    const Json copy = source.backup.empty() ? Json(nullptr) : Json(to_valid_utf8(source.backup));
    sources.push_back({{"path", to_valid_utf8(source.path)}, {"backup", copy}});
    if (backup.is_null()) backup = copy;
  }
  Json failures = Json::array();
  for (const app::MigrationFailure& failure : migration.failures)
    failures.push_back({{"path", to_valid_utf8(failure.path)}, {"reason", to_valid_utf8(failure.reason)}});
  Json models = Json::array();
  for (const std::string& model : migration.other_models) models.push_back(to_valid_utf8(model));
  return {{"schema", "rustassistant.cache-migrate/1"},
          {"tool_version", RUSTASSISTANT_VERSION},
          {"dry_run", request.dry_run},
          {"sources", std::move(sources)},
          {"destination", to_valid_utf8(migration.destination)},
          {"total", migration.total},
          {"migrated", migration.migrated},
          {"already_present", migration.already_present},
          {"superseded", migration.superseded},
          {"failed", migration.failures.size()},
          {"failures", std::move(failures)},
          {"inferred_providers", migration.inferred_providers},
          {"usage_rows", migration.usage_rows},
          {"source_bytes", migration.source_bytes},
          {"destination_bytes", migration.destination_bytes},
          {"backup", std::move(backup)},
          {"verified", request.verify && !request.dry_run ? Json(migration.all_verified) : Json(nullptr)},
          {"will_hit", migration.will_hit},
          {"other_models", std::move(models)}};
}

}  // namespace

Result<int> run_cache_migrate(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  const app::MigrateRequest request = request_of(context.arguments);
  Progress progress(context);
  TRY_ASSIGN(
      const app::Migration migration,
      app::migrate(request, loaded, context.services, [&](const app::MigrationProgress& now) { progress.tell(now); }));
  context.console.clear_progress();
  Output output("");
  output.write(context.json() ? codec::dump_json(migration_json(migration, request), codec::JsonStyle::pretty) + "\n"
                              : migration_text(migration, request));
  TRY(output.finish());
  if (!migration.other_models.empty()) {
    context.console.hint("to let answers of other models satisfy reviews, set in config.toml: [cache] " +
                         accept_models_text(migration.other_models));
  }
  return migration.failures.empty() ? 0 : 1;
}

}  // namespace rustassistant::cli
