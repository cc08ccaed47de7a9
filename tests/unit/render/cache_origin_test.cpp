// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/render/cache.hpp"
#include "support/expected_texts.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

constexpr std::int64_t kOriginNow = 1'795'000'000'000;  // 2026-11-18T11:06:40Z

View origin_view(Format format, std::size_t columns = View::kUnlimited) {
  View view;
  view.format = format;
  view.columns = columns;
  return view;
}

cache::EntryInfo entry_of(const std::string& provider, const std::string& model, bool older_tool) {
  cache::EntryInfo info;
  info.key = {0x12};
  info.factors.type = "refactor";
  info.factors.provider = provider;
  info.factors.model = model;
  info.repo_id = "01234567";
  info.repo_path = "/repo\x1b";
  info.path = "src/x\x1b.rs";
  info.created = {kOriginNow - 1'000};
  info.older_tool = older_tool;
  return info;
}

app::Why full_why() {
  app::Why why;
  why.path = "src/a\x1b.rs";
  why.key = {0xCD};
  why.context_bytes = 1'500;
  why.steps = {{"wanted", "the answer of the wanted model", app::StepOutcome::miss},
               {"other", "an answer of another model", app::StepOutcome::hit},
               {"call", "a call", app::StepOutcome::would}};
  why.reuse = app::WhyReuse{"abcd", 1'041, 3, domain::WholeReason::none};
  why.fallback = app::Fallback{app::FallbackReason::no_key, {Errc::config, "no \x1b key", ""}};
  why.failure = Error{Errc::offline, "a call \x1b is needed", ""};
  app::RelatedEntry both{entry_of("openai", "gpt\x1b", false), true, true, {}};
  both.differences = {{"content_hash", "0123456789abcdef", ""}, {"model", "gpt\x1b", "grok-4-of-a-long-name"}};
  app::RelatedEntry path{entry_of("xai", "grok", true), true, false, {}};
  app::RelatedEntry content{entry_of("builtin", "builtin/3", false), false, true, {{"language", "", "rust"}}};
  why.related = {both, path, content};
  return why;
}

app::Migration full_migration() {
  app::Migration migration;
  migration.sources = {{"/old\x1b/one", "", false}, {"/old/two", "/backup\x1b/two", true}, {"/old/3", "/b/3", false}};
  migration.destination = "/new\x1b.db";
  migration.total = 1'001;
  migration.migrated = 1'002;
  migration.already_present = 1'003;
  migration.superseded = 1'004;
  migration.failures = {{"a\x1b.json", "not \x1b JSON"}, {"b.json", "too large"}};
  migration.inferred_providers = 1'005;
  migration.older_prompts = 1'006;
  migration.notes = {"a note \x1b"};
  migration.usage_rows = 1'007;
  migration.usage_failures = {{"usage.db: 7", "in the future"}};
  migration.source_bytes = 8'000;
  migration.stored_bytes = 3'001;
  migration.destination_bytes = 10'000;
  migration.verified = 1'011;
  migration.all_verified = true;
  migration.will_hit = 1'012;
  migration.obstacles = {{app::ObstacleKind::type, "queue\x1b", "", 1'013},
                         {app::ObstacleKind::prompt, "abcd", "", 14},
                         {app::ObstacleKind::options, "thresholds", "set\x1b them", 15},
                         {app::ObstacleKind::model, "grok\x1b-beta", "llm.model", 16},
                         {app::ObstacleKind::none, "none", "", 17}};
  return migration;
}

}  // namespace

TEST_CASE("why an answer is or is not in the cache is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/cache_why.txt");
  const TimeZone zone = *TimeZone::parse("+02:00");
  app::Why why = full_why();
  expected.add("full", cache_why(why, zone, origin_view(Format::text)));
  expected.add("full, 50 columns", cache_why(why, zone, origin_view(Format::text, 50)));
  expected.add("full, JSON", cache_why(why, zone, origin_view(Format::json)));
  why.hit = entry_of("anthropic", "claude\x1b", true);
  why.origin = cache::EntryOrigin{"0123456789abcde\x1b", {kOriginNow - 7'000}, {kOriginNow - 6'000}};
  why.related.clear();
  expected.add("hit of a team", cache_why(why, zone, origin_view(Format::text)));
  expected.add("hit of a team, JSON", cache_why(why, zone, origin_view(Format::json)));
  why.origin->writer.clear();
  why.hit->older_tool = false;
  expected.add("hit of a team, not signed", cache_why(why, zone, origin_view(Format::text)));
  app::Why nothing;
  nothing.path = "a.rs";
  nothing.reuse = app::WhyReuse{"", 1, 1, domain::WholeReason::first};
  expected.add("nothing is stored", cache_why(nothing, TimeZone(), origin_view(Format::text)));
  expected.add("nothing is stored, JSON", cache_why(nothing, TimeZone(), origin_view(Format::json)));
  nothing.reuse = app::WhyReuse{"", 1, 1, domain::WholeReason::none};
  nothing.context_bytes = 1;
  expected.add("one unit", cache_why(nothing, TimeZone(), origin_view(Format::text)));
  expected.check();
}

TEST_CASE("what a migration did is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/cache_migrate.txt");
  app::MigrateRequest request;
  request.verify = true;
  app::Migration migration = full_migration();
  expected.add("full", cache_migrate(migration, request, origin_view(Format::text)));
  expected.add("full, 60 columns", cache_migrate(migration, request, origin_view(Format::text, 60)));
  expected.add("full, JSON", cache_migrate(migration, request, origin_view(Format::json)));
  migration.all_verified = false;
  migration.verified = 1;
  migration.inferred_providers = 1;
  migration.older_prompts = 1;
  migration.usage_rows = 1;
  migration.stored_bytes = migration.source_bytes;
  migration.failures.clear();
  migration.usage_failures.clear();
  for (int i = 0; i < 10; ++i) migration.usage_failures.push_back({std::to_string(i), "r"});
  expected.add("one of each, nothing saved", cache_migrate(migration, request, origin_view(Format::text)));
  expected.add("not verified, JSON", cache_migrate(migration, request, origin_view(Format::json)));
  request.dry_run = true;
  migration.usage_rows = 0;
  migration.usage_failures.push_back({"11", "r"});
  migration.failures = migration.usage_failures;
  migration.failures.insert(migration.failures.end(), 1'000, {"x", "y"});
  migration.stored_bytes = migration.source_bytes - 8;
  expected.add("dry run, more failures than are shown", cache_migrate(migration, request, origin_view(Format::text)));
  app::Migration nothing;
  nothing.source_bytes = 1'000;
  nothing.stored_bytes = 1;
  nothing.sources = {{"/old", "", false}};
  expected.add("nothing", cache_migrate(nothing, {}, origin_view(Format::text)));
  expected.add("nothing, JSON", cache_migrate(nothing, {}, origin_view(Format::json)));
  expected.add("dry run, JSON", cache_migrate(nothing, request, origin_view(Format::json)));
  expected.check();
}
