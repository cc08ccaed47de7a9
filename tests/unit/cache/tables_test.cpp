// SPDX-License-Identifier: MIT
// What stands beside the entries, table by table: which rows each statement changes, and which it leaves alone.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cache_fixture.hpp"

namespace rustassistant::cache {
namespace {

struct TablesFixture : CacheFixture {
  // The rows of a query: columns joined by a space, "-" for NULL, each row with an end of line.
  [[nodiscard]] std::string rows(const std::string& sql, int columns) const {
    const auto beside = connection();
    auto query = beside.prepare(sql);
    REQUIRE(query);
    std::string all;
    REQUIRE(db::for_each(*query, [&] {
      for (int i = 0; i < columns; ++i)
        all += (i == 0 ? "" : " ") + (query->is_null(i) ? "-" : std::string(query->text(i)));
      all += "\n";
    }));
    return all;
  }
  void change(const std::string& sql) const { REQUIRE(connection().execute(sql)); }
};

// The key of one entry with the beginning, or the end, of that of another.
domain::CacheKey mixed(const domain::CacheKey& beginning, const domain::CacheKey& end) {
  domain::CacheKey key = end;
  std::copy_n(beginning.begin(), 8, key.begin());
  return key;
}

// Three entries of which two share the beginning of their keys and two the end.
std::vector<Entry> twins() {
  std::vector<Entry> all{entry_named("a"), entry_named("b"), entry_named("c")};
  all[1].info.key = mixed(all[0].info.key, key_of("b"));
  all[2].info.key = mixed(key_of("c"), all[0].info.key);
  return all;
}

// An entry at a place of its own.
struct PlacedEntry {
  const char* name;
  const char* path;
  const char* repo;
  const char* model;
  std::int64_t made;
};

std::vector<Entry> entries_at(const std::vector<PlacedEntry>& places) {
  std::vector<Entry> entries;
  for (const PlacedEntry& place : places) {
    Entry entry = entry_named(place.name);
    entry.info.path = place.path;
    entry.info.repo_id = place.repo;
    entry.info.factors.model = place.model;
    entry.info.created = entry.info.last_accessed = {place.made};
    entries.push_back(entry);
  }
  return entries;
}

constexpr const char* kUnits =
    "SELECT e.path, e.created, e.repo, v.model, b.units IS NOT NULL FROM entry e JOIN blob b ON b.id = e.blob JOIN "
    "variant v ON v.id = e.variant ORDER BY e.id";

}  // namespace

TEST_CASE_METHOD(TablesFixture,
                 "units that come take the place of those of the newest answer of the same place alone") {
  const auto cache = open();
  const std::vector<PlacedEntry> stored{{"old", "p", "0badcafe", "m", 10},  {"newest", "p", "0badcafe", "m", 20},
                                        {"mid", "p", "0badcafe", "m", 15},  {"path", "q", "0badcafe", "m", 25},
                                        {"repo", "p", "00c0ffee", "m", 25}, {"model", "p", "0badcafe", "n", 25}};
  REQUIRE(cache->put_all(entries_at(stored)));
  change("UPDATE blob SET units = x'01'");
  Entry last = entry_named("last");
  last.info.path = "p";
  last.info.factors.model = "m";
  last.info.created = last.info.last_accessed = {30};
  last.units = AnswerUnits{"units", {}};
  REQUIRE(cache->put(last, Durability::cheap));
  CHECK(rows(kUnits, 5) ==
        "p 10 195939070 m 1\np 20 195939070 m 0\np 15 195939070 m 1\nq 25 195939070 m 1\np 25 12648430 m 1\n"
        "p 25 195939070 n 1\np 30 195939070 m 1\n");
}

TEST_CASE_METHOD(TablesFixture, "units stand beside the entry whose whole key it is") {
  const auto cache = open();
  auto entries = twins();
  REQUIRE(cache->put_all(entries));
  change("UPDATE blob SET units = x'01'");
  entries[0].units = AnswerUnits{"units", {}};
  REQUIRE(cache->put(entries[0], Durability::cheap));
  CHECK(number("SELECT count(*) FROM blob WHERE units = x'01'") == 2);
  const auto found = *cache->find_last_answer(entries[0].info);
  REQUIRE(found);
  CHECK(found->units == "units");
  CHECK(found->key == entries[0].info.key);
  for (const Entry& entry : entries) CHECK((*cache->find(entry.info.key))->result == entry.result);
}

TEST_CASE_METHOD(TablesFixture, "the last answer is the newest with units, of two of one moment the later one") {
  const auto cache = open();
  std::vector<Entry> entries{entry_named("a"), entry_named("b"), entry_named("c"), entry_named("d")};
  const std::vector<std::int64_t> created{20, 30, 30, 10};
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i].info.path = "p";
    entries[i].info.created = entries[i].info.last_accessed = {created[i]};
    entries[i].units = AnswerUnits{entries[i].info.path, {}};
    REQUIRE(cache->put(entries[i], Durability::cheap));
  }
  change("UPDATE blob SET units = (SELECT units FROM blob WHERE units IS NOT NULL)");
  const auto key_found = [&] { return (*cache->find_last_answer(entries[0].info))->key; };
  CHECK(key_found() == entries[2].info.key);
  change("UPDATE entry SET created = 29 WHERE id = 3");
  CHECK(key_found() == entries[1].info.key);
  change("UPDATE blob SET units = NULL WHERE id = (SELECT blob FROM entry WHERE id = 2)");
  CHECK(key_found() == entries[2].info.key);
  EntryInfo other = entries[0].info;
  other.factors.type = "docs";
  CHECK_FALSE(*cache->find_last_answer(other));
  other = entries[0].info;
  other.factors.provider = "openai";
  CHECK_FALSE(*cache->find_last_answer(other));
}

TEST_CASE_METHOD(TablesFixture, "what was reused counts by month, type and repository, and adds up") {
  const auto cache = open();
  struct Row {
    const char* type;
    const char* repo;
    std::int64_t month;  // later
    ReuseGain gain;
  };
  const std::vector<Row> gains{{"refactor", "0badcafe", 0, {10, 3, NanoUsd{100}}},
                               {"refactor", "0badcafe", 0, {20, 5, NanoUsd{1'000}}},
                               {"docs", "0badcafe", 0, {40, 7, NanoUsd{10'000}}},
                               {"refactor", "00c0ffee", 0, {80, 9, NanoUsd{100'000}}},
                               {"refactor", "0badcafe", 1, {160, 11, NanoUsd{1'000'000}}}};
  int name = 0;
  for (const Row& row : gains) {
    Entry entry = entry_named(std::to_string(++name));
    entry.info.factors.type = row.type;
    entry.info.repo_id = row.repo;
    entry.info.created = {kMade.value + row.month * 31 * 86'400'000};
    entry.units = AnswerUnits{"u", row.gain};
    REQUIRE(cache->put(entry, Durability::cheap));
  }
  CHECK(rows("SELECT month, type, repo, reused, units, units_asked, reuse_saved, misses, saved FROM lookup ORDER BY "
             "units",
             9) ==
        "202611 0 195939070 2 30 8 1100 0 0\n202611 1 195939070 1 40 7 10000 0 0\n"
        "202611 0 12648430 1 80 9 100000 0 0\n202612 0 195939070 1 160 11 1000000 0 0\n");
  const auto all = cache->statistics()->reused;
  CHECK(all.answers == 5);
  CHECK(all.units == 310);
  CHECK(all.asked == 35);
  CHECK(all.saved == NanoUsd{1'111'100});
  const auto one = cache->statistics("00c0ffee")->reused;
  CHECK(one.answers == 1);
  CHECK(one.units == 80);
  CHECK(one.asked == 9);
  CHECK(one.saved == NanoUsd{100'000});
}

TEST_CASE_METHOD(TablesFixture, "what was seen of a file belongs to its repository and its path") {
  const auto cache = open();
  const auto file = [](const std::string& path, const std::string& content) {
    return SeenFile{path, codec::sha256(content), codec::sha256("interfaces of " + content)};
  };
  REQUIRE(cache->put_seen("0badcafe", std::vector{file("b", "1"), file("a", "2"), file("c", "3")}, {}));
  REQUIRE(cache->put_seen("00c0ffee", std::vector{file("a", "4"), file("b", "5")}, {}));
  REQUIRE(cache->put_seen("0badcafe", std::vector{file("b", "6")}, std::vector<std::string>{"a"}));
  const auto told = [&](const char* repo) {
    std::string all;
    const auto files = *cache->seen_files(repo);
    for (const SeenFile& seen : files) {
      all += seen.path;
      for (const char* content : {"1", "2", "3", "4", "5", "6"}) {
        if (seen.content == codec::sha256(content)) all += content;
        if (seen.interfaces == codec::sha256(std::string("interfaces of ") + content)) all += content;
      }
      all += " ";
    }
    return all;
  };
  CHECK(told("0badcafe") == "b66 c33 ");
  CHECK(told("00c0ffee") == "a44 b55 ");
  for (const char* column : {"content", "interfaces"}) {
    change(std::string("UPDATE seen_file SET ") + column + " = zeroblob(31) WHERE path = '" +
           (*column == 'c' ? "a" : "b") + "' AND repo = 12648430");
    CHECK(told("00c0ffee") == (*column == 'c' ? "b55 " : ""));
  }
  CHECK(told("0badcafe") == "b66 c33 ");
}

TEST_CASE_METHOD(TablesFixture, "warmed entries are marked by their whole keys, and counted by repository") {
  const auto cache = open();
  auto entries = twins();
  entries.push_back(entry_named("d"));
  entries[3].info.repo_id = "00c0ffee";
  REQUIRE(cache->put_all(entries));
  REQUIRE(cache->mark_warmed(std::vector{entries[0].info.key, entries[3].info.key, key_of("none")}));
  CHECK(rows("SELECT entry FROM warmed ORDER BY entry", 1) == "1\n4\n");
  change("INSERT INTO warmed_past VALUES (195939070, 2, 4, 8), (12648430, 16, 32, 64)");
  const auto counts = [&](std::string_view repo) {
    const auto warmed = cache->statistics(repo)->warmed;
    return std::vector{warmed.used, warmed.superseded, warmed.unused};
  };
  CHECK(counts("") == std::vector<std::int64_t>{18, 36, 74});
  CHECK(counts("0badcafe") == std::vector<std::int64_t>{2, 4, 9});
  CHECK(counts("00c0ffee") == std::vector<std::int64_t>{16, 32, 65});
  change("UPDATE entry SET superseded = 1 WHERE id = 1");
  CHECK(counts("0badcafe") == std::vector<std::int64_t>{2, 5, 8});
  change("UPDATE entry SET access_count = 1 WHERE id = 1");
  CHECK(counts("0badcafe") == std::vector<std::int64_t>{3, 4, 8});
  change("UPDATE entry SET superseded = 0 WHERE id = 1");
  CHECK(counts("0badcafe") == std::vector<std::int64_t>{3, 4, 8});
}

TEST_CASE_METHOD(TablesFixture, "eleven hundred days are remembered, of which the oldest leave first") {
  const auto cache = open();
  REQUIRE(cache->put(entry_named("a"), Durability::cheap));
  change("DELETE FROM cache_day");
  change(
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100) INSERT INTO cache_day (day) "
      "SELECT i FROM n");
  change("INSERT INTO lookup_day (day, type, repo, misses) SELECT day, 1, 2, 3 FROM cache_day");
  change("INSERT INTO lookup_day (day, type, repo, misses) VALUES (0, 1, 2, 3)");
  const auto fold = [&] {
    cache->note_miss(domain::AnalysisType::refactor, "0badcafe");
    REQUIRE(cache->statistics());
  };
  fold();  // the 1101st day
  CHECK(rows("SELECT min(day), count(*), max(day) FROM cache_day", 3) == "2 1100 20261121\n");
  CHECK(rows("SELECT min(day), count(*), max(day) FROM lookup_day", 3) == "2 1100 20261121\n");
  fold();
  CHECK(rows("SELECT min(day), count(*), max(day) FROM cache_day", 3) == "2 1100 20261121\n");
  CHECK(rows("SELECT min(day), count(*), max(day) FROM lookup_day", 3) == "2 1100 20261121\n");
}

TEST_CASE_METHOD(TablesFixture, "a use after all that stands in for an entry at its place means that it is wanted") {
  const std::vector<PlacedEntry> stored{{"used", "p", "0badcafe", "m", 10},
                                        {"newer", "p", "0badcafe", "m", 50},
                                        {"path", "q", "0badcafe", "m", 99},
                                        {"repo", "p", "00c0ffee", "m", 99},
                                        {"model", "p", "0badcafe", "n", 99}};
  for (const auto& [used_at, superseded] : std::vector<std::pair<std::int64_t, int>>{{49, 1}, {50, 0}, {51, 0}}) {
    CAPTURE(used_at);
    const auto cache = open();
    const std::vector<Entry> entries = entries_at(stored);
    REQUIRE(cache->put_all(entries));
    change("UPDATE entry SET superseded = 1, access_count = 3, last_accessed = 7");
    clock.set({used_at});
    const auto used = *cache->find(entries[0].info.key);
    cache->note_hit(used->info, "00c0ffee");
    cache->note_hit(used->info, "00c0ffee");
    REQUIRE(cache->statistics());
    CHECK(rows("SELECT superseded, access_count, last_accessed, last_repo FROM entry ORDER BY id", 4) ==
          std::to_string(superseded) + " 5 " + std::to_string(used_at) + " 12648430\n" +
              "1 3 7 195939070\n1 3 7 195939070\n1 3 7 12648430\n1 3 7 195939070\n");
    REQUIRE(cache->clear({}, DryRun::no));
  }
}

TEST_CASE_METHOD(TablesFixture,
                 "an answer takes the place of those before it at its own place that were not used since") {
  const auto cache = open();
  REQUIRE(cache->put_all(entries_at({{"path", "q", "0badcafe", "m", 99},
                                     {"repo", "p", "00c0ffee", "m", 99},
                                     {"model", "p", "0badcafe", "n", 99},
                                     {"unused", "p", "0badcafe", "m", 10},
                                     {"used", "p", "0badcafe", "m", 20}})));
  change("UPDATE entry SET superseded = 0, last_accessed = 60");
  change("UPDATE entry SET last_accessed = 49 WHERE created = 10");
  change("UPDATE entry SET last_accessed = 50 WHERE created = 20");
  REQUIRE(cache->put_all(entries_at({{"newer", "p", "0badcafe", "m", 50}})));
  CHECK(rows("SELECT path, created, superseded FROM entry ORDER BY id", 3) ==
        "q 99 0\np 99 0\np 99 0\np 10 1\np 20 0\np 50 0\n");
}

TEST_CASE_METHOD(TablesFixture,
                 "a hit saves what its entry cost, nothing where that is unknown, and a thousand dollars at most") {
  const auto cache = open();
  const std::vector<std::pair<std::optional<NanoUsd>, std::int64_t>> costs{
      {std::nullopt, 0},
      {NanoUsd{0}, 0},
      {NanoUsd{7}, 7},
      {NanoUsd{1'000'000'000'000}, 1'000'000'000'000},
      {NanoUsd{1'000'000'000'001}, 1'000'000'000'000}};
  std::int64_t before = 0;
  for (const auto& [cost, saved] : costs) {
    Entry entry = entry_named(std::to_string(cost ? cost->value : -1));
    entry.info.cost = cost;
    REQUIRE(cache->put(entry, Durability::cheap));
    cache->note_hit((*cache->find(entry.info.key))->info, "0badcafe");
    REQUIRE(cache->statistics());
    CHECK(number("SELECT sum(saved) FROM lookup") - before == saved);
    CHECK(number("SELECT sum(saved) FROM lookup_day") - before == saved);
    before += saved;
  }
  CHECK(number("SELECT sum(hits) FROM lookup_day") == 5);
  CHECK(number("SELECT sum(misses) FROM lookup_day") == 0);
  CHECK(number("SELECT sum(misses) FROM lookup") == 0);
}

TEST_CASE_METHOD(TablesFixture, "a key is looked up, replaced and judged whole") {
  const auto cache = open();
  auto entries = twins();
  REQUIRE(cache->put_all(entries));
  Entry changed = entries[0];
  changed.result = R"({"changed":true})";
  REQUIRE(cache->put(changed, Durability::cheap));
  CHECK((*cache->find(entries[0].info.key))->result == changed.result);
  CHECK((*cache->find(entries[1].info.key))->result == entries[1].result);
  CHECK((*cache->find(entries[2].info.key))->result == entries[2].result);
  CHECK(number("SELECT count(*) FROM entry") == 3);
  CHECK_FALSE(*cache->find(mixed(entries[2].info.key, entries[1].info.key)));
}

}  // namespace rustassistant::cache
