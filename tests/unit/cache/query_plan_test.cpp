// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/sql_recorder.hpp"

namespace rustassistant::cache {
namespace {

// Everything that a cache is used for, so that each of its statements runs.
void use_everything(const CacheFixture& fixture) {
  CacheOptions options = fixture.options();
  options.high_watermark = 1'000;
  options.low_watermark = 500;
  {
    const auto cache = fixture.open(options);
    for (int i = 0; i < 30; ++i) {
      REQUIRE(cache->put(entry_named("a" + std::to_string(i % 20), 3000), Durability::paid));
    }
    REQUIRE(cache->close());
  }
  const auto cache = fixture.open();
  Entry known = entry_named("known", 3000);
  known.units = AnswerUnits{"units", ReuseGain{}};
  REQUIRE(cache->put(known, Durability::paid));
  const auto found = *cache->find(known.info.key);
  REQUIRE(found);
  REQUIRE(*cache->find_model_answer({known.info.factors, {}}));
  REQUIRE(cache->related(known.info.content_hash(), "0badcafe", known.info.path, 5));
  REQUIRE(*cache->find_last_answer(known.info));
  REQUIRE(cache->answers_about("0badcafe", std::vector<PlacedContent>{{known.info.path, {}}}));
  REQUIRE(cache->put_findings("0badcafe", 20'261'118, {}, std::vector<FindingCount>{{20'261'118, "", 0, 1}}));
  REQUIRE(cache->seen_findings("0badcafe", 20'261'119));
  REQUIRE(cache->finding_counts("0badcafe", 0, 20'261'119));
  cache->note_hit(found->info, "0badcafe");
  cache->note_miss(domain::AnalysisType::docs, "0badcafe");
  REQUIRE(cache->statistics());
  REQUIRE(cache->statistics("0badcafe"));
  std::vector<PackedEntry> batch;
  for (int i = 0; i < 30; ++i) {
    const Entry entry = entry_named("b" + std::to_string(i), 3000);
    batch.push_back(pack(entry.info, entry.result, **cache->compressor()));
  }
  REQUIRE(cache->import(batch));
  REQUIRE(cache->compare(batch));
  REQUIRE(cache->entries_above(0));
  REQUIRE(cache->optimize({9, {}}));
  REQUIRE(cache->verify(Repair::no));
  {
    const auto connection = db::Connection::open(fixture.path(), {});
    REQUIRE(
        connection->execute("UPDATE counter SET entries = entries + 1; UPDATE entry SET raw_size = 1 WHERE id = 9"));
    REQUIRE(connection->execute("INSERT INTO dictionary (id, created, samples, data) VALUES (1, 0, 0, x'00')"));
  }
  REQUIRE(cache->verify(Repair::yes));
  REQUIRE(cache->optimize({8, {}}));
  PruneRequest prune;
  prune.max_bytes = 120'000;
  prune.unused_since = UnixMillis{1};
  prune.dry_run = DryRun::yes;
  REQUIRE(cache->prune(prune));
  prune.dry_run = DryRun::no;
  REQUIRE(cache->prune(prune));
  REQUIRE(cache->past_prunings(5));
  EntryFilter filter;
  filter.model = "grok-code-fast-1";
  REQUIRE(cache->clear(filter, DryRun::yes));
  REQUIRE(cache->clear(filter, DryRun::no));
}

// So many entries of one repository and one model.
void fill(const std::string& path, int entries) {
  const auto connection = db::Connection::open(path, {});
  REQUIRE(connection);
  const std::string rows =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(entries) + ") ";
  const auto filled = connection->execute(
      "BEGIN; DELETE FROM entry; DELETE FROM blob; INSERT OR IGNORE INTO repo (id, path) VALUES (7, '/p');"
      "INSERT OR IGNORE INTO variant (id, type, provider, model, endpoint, prompt_hash, schema_version, language, "
      "config_hash) VALUES (77, 0, 1, 'm', '', 'p', '1', 'rust', 'c');" +
      rows + "INSERT INTO blob (id, dictionary, digest, data) SELECT i, 0, x'00', x'00' FROM n;" + rows +
      "INSERT INTO entry (id, key_prefix, key_rest, content_prefix, content_rest, variant, context_hash, repo, "
      "last_repo, "
      "path, extension, estimated, generation_ms, created, last_accessed, access_count, raw_size, stored_size, blob) "
      "SELECT i, i * 7919, x'00', i * 104729, x'00', 77, '', 7, 7, 'src/' || i || '.rs', 'rs', 0, 1, i, i, 0, 1, 1, i "
      "FROM n; COMMIT");
  INFO((filled ? "" : filled.error().what));
  REQUIRE(filled);
}

bool reads_all_of(const std::string& line, const char* alias, const char* table) {
  const auto names = [&line](const std::string& name) {
    return line == "SCAN " + name || line.starts_with("SCAN " + name + " ");
  };
  return names(alias) || names(table);
}

// The steps of a plan that go through entries or documents. The other tables are small.
std::vector<std::string> of_large_tables(std::vector<std::string> plan) {
  std::erase_if(plan, [](const std::string& line) {
    const bool large =
        std::ranges::any_of(std::to_array({" entry", " e ", " blob", " b ", " n "}),
                            [&](const char* name) { return (line + " ").find(name) != std::string::npos; });
    const bool step = line.starts_with("SCAN ") || line.starts_with("SEARCH ");
    return !step || !large;
  });
  return plan;
}

// Statements that are meant to read every entry or document: of commands that look at everything, or a part with LIMIT.
constexpr std::string_view kWholeReads[] = {
    "SELECT id FROM entry NOT INDEXED WHERE blob NOT IN",       // verify
    "SELECT id FROM entry NOT INDEXED WHERE variant NOT IN",    // verify
    "SELECT EXISTS (SELECT * FROM (SELECT variant, repo, ext",  // verify: the counters
    "INSERT INTO counter (variant, repo, extension, entries",   // its repair
    "SELECT 1 FROM blob WHERE id > ?2 AND dictionary = ?1",     // optimize: ends at the first
    "superseded FROM entry NOT INDEXED ORDER BY id",            // prune: judges every entry
    "ORDER BY e.id",                                            // walks in the order of the table
};

bool may_read_all(const std::string& sql) {
  return std::ranges::any_of(kWholeReads, [&](std::string_view part) { return sql.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE_METHOD(CacheFixture,
                 "every statement of the cache runs by its index, whatever statistics say of the tables") {
  std::vector<std::string> statements;
  {
    {
      store(entry_named("first"));
    }
    const test::SqlRecorder recorder;
    use_everything(*this);
    statements = test::of_rows(recorder.statements());
  }
  REQUIRE(statements.size() > 50);
  std::map<std::string, std::vector<std::string>> plans;
  for (const int entries : {10, 100'000}) {
    fill(path(), entries);
    for (const bool with_statistics : {false, true}) {
      if (with_statistics) REQUIRE(db::Connection::open(path(), {})->execute("ANALYZE"));
      for (const std::string& sql : statements) {
        if (sql.find("sqlite_schema") != std::string::npos) continue;
        CAPTURE(sql, entries, with_statistics);
        const auto plan = of_large_tables(test::plan_of(path(), sql));
        const auto& first = plans.try_emplace(sql, plan).first->second;
        CHECK(plan == first);
        for (const std::string& line : plan) {
          const bool whole =
              reads_all_of(line, "e", "entry") || reads_all_of(line, "b", "blob") || reads_all_of(line, "n", "entry");
          CAPTURE(line);
          CHECK((!whole || may_read_all(sql)));
        }
      }
    }
    REQUIRE(db::Connection::open(path(), {})->execute("DROP TABLE sqlite_stat1"));
  }
}

}  // namespace rustassistant::cache
