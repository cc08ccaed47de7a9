// SPDX-License-Identifier: MIT
#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/sql_recorder.hpp"

// How uses come into the database, and what hangs on them.
namespace rustassistant::cache {
namespace {

struct Fixture : CacheFixture {
  void use(const std::string& name, int times, UnixMillis at) {
    clock.set(at);
    const auto cache = open();
    const auto entry = *cache->find(key_of(name));
    REQUIRE(entry);
    for (int i = 0; i < times; ++i) cache->note_hit(entry->info, "0badcafe");
    REQUIRE(cache->close());
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "what the hits of a month saved is their number times what the entry cost") {
  store(entry_named("main"));
  use("main", 3, {1'795'000'000'000});  // November 2026
  use("main", 2, {1'798'000'000'000});  // December
  const auto statistics = open()->statistics();
  REQUIRE(statistics->saved_by_month.size() == 2);
  CHECK(statistics->saved_by_month[0].month == 202611);
  CHECK(statistics->saved_by_month[0].saved == NanoUsd{4'500'000});
  CHECK(statistics->saved_by_month[1].month == 202612);
  CHECK(statistics->saved_by_month[1].saved == NanoUsd{3'000'000});
  CHECK(statistics->misses == 0);
}

TEST_CASE_METHOD(Fixture, "uses that find the database busy are counted later") {
  store(entry_named("main"));
  CacheOptions impatient = options();
  impatient.busy_timeout = std::chrono::milliseconds(1);
  {
    const auto cache = open(impatient);
    for (int i = 0; i < 5; ++i) cache->note_hit((*cache->find(key_of("main")))->info, "0badcafe");
    const auto writer = *db::Connection::open(path(), {});
    REQUIRE(writer.execute("BEGIN IMMEDIATE"));
    REQUIRE(cache->statistics());
    CHECK(std::filesystem::file_size(folder.path() / "cache.access") == 160);
  }
  CHECK(open()->statistics()->total.hits == 5);
  CHECK(find("main")->info.access_count == 5);
  CHECK(std::filesystem::file_size(folder.path() / "cache.access") == 0);
}

TEST_CASE_METHOD(Fixture, "many uses come in by several transactions, between which others may write") {
  {
    const auto cache = open();
    for (int i = 0; i < 2'500; ++i) cache->note_miss(domain::AnalysisType::refactor, "0badcafe");
    REQUIRE(cache->close());
  }
  store(entry_named("main"));
  use("main", 2'500, {1'795'000'000'000});
  test::SqlRecorder recorder;
  int transactions = 0;
  recorder.on_statement([&transactions](std::string_view sql) { transactions += sql == "BEGIN IMMEDIATE" ? 1 : 0; });
  const auto statistics = open()->statistics();
  CHECK(statistics->misses == 2'500);
  CHECK(statistics->total.hits == 2'500);
  CHECK(transactions == 3);
}

TEST_CASE_METHOD(Fixture, "a use at the very moment of newer content means that the older is still wanted") {
  Entry older = entry_named("older");
  older.info.path = "src/a.rs";
  older.info.created = older.info.last_accessed = {1'795'000'000'000};
  Entry newer = entry_named("newer");
  newer.info.path = "src/a.rs";
  newer.info.created = newer.info.last_accessed = {1'795'000'001'000};
  store(older);
  store(newer);
  const std::string superseded = "SELECT superseded FROM entry ORDER BY id LIMIT 1";
  CHECK(number(superseded) == 1);
  use("older", 1, {1'795'000'000'999});
  REQUIRE(open()->statistics());
  CHECK(number(superseded) == 1);
  use("older", 1, {1'795'000'001'000});
  REQUIRE(open()->statistics());
  CHECK(number(superseded) == 0);
}

TEST_CASE_METHOD(Fixture, "newer content stands in for answers of its own variant alone") {
  Entry paid = entry_named("paid");
  paid.info.path = "src/a.rs";
  Entry builtin = entry_named("builtin");
  builtin.info.path = "src/a.rs";
  builtin.info.factors.provider = "builtin";
  builtin.info.created = builtin.info.last_accessed = {1'795'000'001'000};
  store(paid);
  store(builtin);
  CHECK(number("SELECT sum(superseded) FROM entry") == 0);
}

TEST_CASE_METHOD(Fixture, "a repository's path stays known where an entry comes without it") {
  store(entry_named("with"));
  Entry without = entry_named("without");
  without.info.repo_path.clear();
  store(without);
  CHECK(find("without")->info.repo_path == "/home/someone/project");
  REQUIRE(open()->statistics()->by_repo.size() == 1);
  CHECK(open()->statistics()->by_repo[0].name == "/home/someone/project");
}

TEST_CASE_METHOD(Fixture, "the oldest and the newest entry are those of their instants") {
  for (const std::int64_t at : {1'795'000'002'000, 1'795'000'000'000, 1'795'000'001'000}) {
    Entry entry = entry_named(std::to_string(at));
    entry.info.created = {at};
    store(entry);
  }
  const std::string repo = GENERATE("", "0badcafe");
  const auto statistics = open()->statistics(repo);
  CHECK(statistics->oldest == UnixMillis{1'795'000'000'000});
  CHECK(statistics->newest == UnixMillis{1'795'000'002'000});
}

TEST_CASE_METHOD(Fixture, "of entries near a question the newer come first") {
  const Entry question = entry_named("question");
  for (const int second : {1, 3, 2}) {
    Entry entry = question;
    entry.info.key = key_of(std::to_string(second));
    entry.info.created = {1'795'000'000'000 + second * 1000};
    store(entry);
  }
  const auto related = open()->related(question.info.content_hash(), "0badcafe", question.info.path, 3);
  REQUIRE(related);
  REQUIRE(related->size() == 3);
  CHECK((*related)[0].key == key_of("3"));
  CHECK((*related)[1].key == key_of("2"));
  CHECK((*related)[2].key == key_of("1"));
}

TEST_CASE_METHOD(CacheFixture, "a use brings back what newer content of its own variant stood in for") {
  Entry entry = entry_named("older");
  entry.info.path = "src/a.rs";
  store(entry);
  entry.info.key = key_of("newer");
  entry.info.created = entry.info.last_accessed = {kMade.value + 1000};
  store(entry);
  entry.info.key = key_of("of another model");
  entry.info.factors.model = "other";
  entry.info.created = entry.info.last_accessed = {kMade.value + 9000};
  store(entry);
  REQUIRE(number("SELECT superseded FROM entry WHERE id = 1") == 1);
  clock.set({kMade.value + 2000});
  {
    const auto cache = open();
    cache->note_hit((*cache->find(key_of("older")))->info, "0badcafe");
    REQUIRE(cache->statistics());
  }
  CHECK(number("SELECT sum(superseded) FROM entry") == 0);
  // A use that is told late does not make the last one earlier.
  clock.set({kMade.value + 1500});
  {
    const auto cache = open();
    cache->note_hit((*cache->find(key_of("older")))->info, "0badcafe");
    REQUIRE(cache->statistics());
  }
  CHECK(find("older")->info.last_accessed == UnixMillis{kMade.value + 2000});
}

TEST_CASE_METHOD(CacheFixture, "of answers made at one instant the one stored last comes first") {
  const Entry question = entry_named("question");
  for (const char* const name : {"first", "second"}) {
    Entry entry = question;
    entry.info.key = key_of(name);
    store(entry);
    entry.info.key = key_of(std::string(name) + " elsewhere");
    entry.info.path = "src/copy.rs";
    store(entry);
  }
  CHECK((*open()->find_model_answer({question.info.factors, {}}))->info.key == key_of("second elsewhere"));
  const auto related = open()->related(question.info.content_hash(), "0badcafe", question.info.path, 9);
  REQUIRE(related->size() == 4);
  CHECK((*related)[0].key == key_of("second"));
  CHECK((*related)[1].key == key_of("first"));
  CHECK((*related)[2].key == key_of("second elsewhere"));
  CHECK((*related)[3].key == key_of("first elsewhere"));
  CHECK(open()->related(question.info.content_hash(), "0badcafe", question.info.path, 3)->size() == 3);
  // The same content at the same path of another repository is near, too.
  Entry entry = question;
  entry.info.key = key_of("abroad");
  entry.info.repo_id = "00c0ffee";
  entry.info.created.value += 1;
  store(entry);
  const auto now = open()->related(question.info.content_hash(), "0badcafe", question.info.path, 9);
  REQUIRE(now->size() == 5);
  CHECK((*now)[2].key == key_of("abroad"));
}

}  // namespace rustassistant::cache
