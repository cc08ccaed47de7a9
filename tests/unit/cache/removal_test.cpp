// SPDX-License-Identifier: MIT
#include "cache_fixture.hpp"

// What leaves by a filter, for its age or for its size and no more, and what is told of it.
namespace rustassistant::cache {
namespace {

// "a" is like entry_named("a"); each other one differs from it in one thing that a filter may name.
struct Unlike {
  char name;
  void (*differ)(EntryInfo& info);
  void (*ask)(EntryFilter& filter);         // for what "a" has
  void (*ask_for_it)(EntryFilter& filter);  // for what this one has
};

constexpr Unlike kUnlike[] = {
    {'t', [](EntryInfo& info) { info.factors.type = "docs"; },
     [](EntryFilter& filter) { filter.type = domain::AnalysisType::refactor; },
     [](EntryFilter& filter) { filter.type = domain::AnalysisType::docs; }},
    {'r', [](EntryInfo& info) { info.repo_id = "00c0ffee"; }, [](EntryFilter& filter) { filter.repo_id = "0badcafe"; },
     [](EntryFilter& filter) { filter.repo_id = "00c0ffee"; }},
    {'p', [](EntryInfo& info) { info.path = "src/b.rs"; }, [](EntryFilter& filter) { filter.path = "src/a.rs"; },
     [](EntryFilter& filter) { filter.path = "src/b.rs"; }},
    {'m', [](EntryInfo& info) { info.factors.model = "other"; },
     [](EntryFilter& filter) { filter.model = "grok-code-fast-1"; },
     [](EntryFilter& filter) { filter.model = "other"; }},
    {'v', [](EntryInfo& info) { info.factors.provider = "google"; },
     [](EntryFilter& filter) { filter.provider = domain::Provider::xai; },
     [](EntryFilter& filter) { filter.provider = domain::Provider::google; }},
};
constexpr std::string_view kAll = "atrpmv";

struct Unlikes : CacheFixture {
  void fill() const {
    const auto cache = open();
    for (const char name : kAll) {
      Entry entry = entry_named(std::string(1, name));
      entry.info.path = "src/a.rs";
      for (const Unlike& unlike : kUnlike) {
        if (unlike.name == name) unlike.differ(entry.info);
      }
      REQUIRE(cache->put(entry, Durability::cheap));
    }
  }
};

}  // namespace

TEST_CASE_METHOD(Unlikes, "each condition of a filter spares what it does not mean, and what it means leaves") {
  for (const Unlike& unlike : kUnlike) {
    CAPTURE(unlike.name);
    fill();
    EntryFilter filter;
    unlike.ask_for_it(filter);
    CHECK(open()->clear(filter, DryRun::yes)->entries == 1);
    CHECK(left_of(kAll) == kAll);
    CHECK(open()->clear(filter, DryRun::no)->entries == 1);
    std::string others(kAll);
    std::erase(others, unlike.name);
    CHECK(left_of(kAll) == others);
    fill();
    filter = {};
    unlike.ask(filter);
    CHECK(open()->clear(filter, DryRun::no)->entries == 5);
    CHECK(left_of(kAll) == std::string(1, unlike.name));
  }
  fill();
  EntryFilter narrow;
  for (const Unlike& unlike : kUnlike) unlike.ask(narrow);
  CHECK(open()->clear(narrow, DryRun::no)->entries == 1);
  CHECK(left_of(kAll) == "trpmv");
}

TEST_CASE_METHOD(CacheFixture, "what leaves is counted with its sizes, and its cost where that is known") {
  const bool clears = GENERATE(true, false);
  Entry unknown = entry_named("b", 500);
  unknown.info.cost.reset();
  store(entry_named("a"));
  store(unknown);
  const auto before = open()->statistics()->total;
  const auto remove = [&](DryRun dry_run) {
    PruneRequest request;
    request.unused_since = UnixMillis{kMade.value + 1};
    request.dry_run = dry_run;
    return clears ? open()->clear({}, dry_run) : open()->prune(request);
  };
  for (const DryRun dry_run : {DryRun::yes, DryRun::no}) {
    const auto removal = remove(dry_run);
    REQUIRE(removal);
    CHECK(removal->entries == 2);
    CHECK(removal->raw_bytes == before.raw_bytes);
    CHECK(removal->stored_bytes == before.stored_bytes);
    CHECK(removal->cost == NanoUsd{1'500'000});
    CHECK(removal->unknown_costs == 1);
    CHECK(removal->file_bytes_before >= removal->file_bytes_after);
  }
  CHECK(remove(DryRun::no)->entries == 0);
  CHECK(open()->verify(Repair::no)->problems.empty());
}

TEST_CASE_METHOD(CacheFixture, "a clearing of many entries goes through all of them") {
  {
    const auto cache = open();
    for (int i = 0; i < 1'001; ++i) REQUIRE(cache->put(entry_named(std::to_string(i), 1), Durability::cheap));
  }
  CHECK(open()->clear({}, DryRun::yes)->entries == 1'001);
  CHECK(open()->clear({}, DryRun::no)->entries == 1'001);
  CHECK(number("SELECT count(*) FROM entry") == 0);
  CHECK(number("SELECT count(*) FROM blob") == 0);
}

TEST_CASE_METHOD(CacheFixture, "what was not used since an instant leaves, but for the repositories that are kept") {
  for (const auto& [name, used] : {std::pair("a", 0), std::pair("b", 1), std::pair("c", 2)}) {
    Entry entry = entry_named(name);
    entry.info.last_accessed = {kMade.value + used};
    store(entry);
    entry.info.key = key_of(std::string(name) + "k");
    entry.info.repo_id = "00c0ffee";
    store(entry);
  }
  PruneRequest request;
  request.unused_since = UnixMillis{kMade.value + 1};
  request.keep_repos = {"00c0ffee"};
  CHECK(open()->prune(request)->entries == 1);
  CHECK(left_of("abc") == "bc");
  // The same where a size is asked for, too, which the file has already.
  request.unused_since = UnixMillis{kMade.value + 2};
  request.max_bytes = 100'000'000;
  CHECK(open()->prune(request)->entries == 1);
  CHECK(left_of("abc") == "c");
  CHECK(find("ak"));
  request.keep_repos.clear();
  CHECK(open()->prune(request)->entries == 2);
  CHECK(left_of("abc") == "c");
}

TEST_CASE_METHOD(CacheFixture, "a pruning is remembered with all its figures, the newest first") {
  store(entry_named("a"));
  Entry unknown = entry_named("b");
  unknown.info.cost.reset();
  unknown.info.last_accessed.value += 5;
  store(unknown);
  PruneRequest request;
  request.unused_since = UnixMillis{kMade.value + 1};
  request.strategy = PruneStrategy::oldest;
  clock.set({1'796'000'000'000});
  const auto first = *open()->prune(request);
  request.unused_since = UnixMillis{kMade.value + 6};
  request.strategy = PruneStrategy::lru;
  clock.set({1'796'000'000'001});
  const auto second = *open()->prune(request);

  const auto past = open()->past_prunings(10);
  REQUIRE(past);
  REQUIRE(past->size() == 2);
  CHECK(open()->past_prunings(1)->size() == 1);
  CHECK((*past)[0].at == UnixMillis{1'796'000'000'001});
  CHECK((*past)[0].strategy == "lru");
  CHECK((*past)[0].removal.unknown_costs == 1);
  CHECK((*past)[0].removal.cost == NanoUsd{});
  CHECK((*past)[1].at == UnixMillis{1'796'000'000'000});
  CHECK((*past)[1].strategy == "oldest");
  CHECK((*past)[1].duration_ms == 0);
  for (const auto& [told, kept] : {std::pair(second, (*past)[0].removal), std::pair(first, (*past)[1].removal)}) {
    CHECK(kept.entries == 1);
    CHECK(told.entries == kept.entries);
    CHECK(told.raw_bytes == kept.raw_bytes);
    CHECK(told.stored_bytes == kept.stored_bytes);
    CHECK(told.cost == kept.cost);
    CHECK(told.unknown_costs == kept.unknown_costs);
    CHECK(told.file_bytes_before == kept.file_bytes_before);
    CHECK(told.file_bytes_after == kept.file_bytes_after);
    CHECK(kept.raw_bytes > kept.stored_bytes);
  }
  CHECK(open()->statistics()->last_pruning->at == UnixMillis{1'796'000'000'001});
}

TEST_CASE_METHOD(CacheFixture,
                 "of answers that left the newest are remembered: one for 5,000 bytes kept, 64 to 4,096") {
  for (const auto& [kept_bytes, remembered] : {std::pair(0, 64), {324'999, 64}, {325'000, 65}, {20'485'000, 4'096}}) {
    CAPTURE(kept_bytes);
    const auto cache = open();
    REQUIRE(cache->put(entry_named("a"), Durability::cheap));
    const auto beside = connection();
    REQUIRE(
        beside.execute("DELETE FROM evicted; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                       "i < 5000) INSERT INTO evicted (key_prefix, at, place, cost, generation_ms, raw_size, "
                       "stored_size, created) SELECT i, 5000 - i, 1, 1, 1, 1, 1, 1 FROM n"));
    REQUIRE(beside.execute("UPDATE counter SET stored_bytes = (SELECT stored_size FROM entry) + " +
                           std::to_string(kept_bytes)));
    PruneRequest request;
    request.unused_since = UnixMillis{kMade.value + 1};
    CHECK(cache->prune(request)->entries == 1);
    CHECK(number("SELECT count(*) FROM evicted") == remembered);
    CHECK(number("SELECT count(*) FROM evicted WHERE cost = 1500000") == 1);
    CHECK(number("SELECT min(at) FROM evicted") == 5'000 - remembered + 1);
    REQUIRE(beside.execute("UPDATE counter SET stored_bytes = 0"));
  }
}

TEST_CASE_METHOD(CacheFixture, "by size the entries leave that each strategy names first") {
  struct Row {
    PruneStrategy strategy;
    char leaves;
  };
  constexpr Row kRows[] = {{PruneStrategy::lru, 'b'},
                           {PruneStrategy::oldest, 'c'},
                           {PruneStrategy::largest, 'd'},
                           {PruneStrategy::most_expensive, 'e'},
                           {PruneStrategy::cost_aware, 'f'}};
  for (const Row& row : kRows) {
    CAPTURE(row.leaves);
    const auto cache = open();
    for (const char name : std::string_view("bcdef")) {
      Entry entry = entry_named(std::string(1, name));
      entry.info.access_count = 10;
      if (name == 'b') entry.info.last_accessed.value -= 1;
      if (name == 'c') entry.info.created.value -= 1;
      if (name == 'd') entry.result = entry_named("d", 2'000).result + codec::sha256_hex("d");
      if (name == 'd') entry.result = R"({"d":")" + codec::sha256_hex("d") + codec::sha256_hex("dd") + "\"}";
      if (name == 'e') entry.info.cost = NanoUsd{1'600'000};
      if (name == 'f') entry.info.access_count = 0;
      REQUIRE(cache->put(entry, Durability::cheap));
    }
    // So little less than there is that one entry has to leave.
    PruneRequest request;
    request.strategy = row.strategy;
    request.max_bytes = number("PRAGMA page_count") * number("PRAGMA page_size") - 1;
    request.dry_run = DryRun::yes;
    CHECK(cache->prune(request)->entries == 1);
    request.dry_run = DryRun::no;
    REQUIRE(cache->prune(request));
    REQUIRE(cache->close());
    CHECK(left_of("bcdef").find(row.leaves) == std::string::npos);
  }
}

}  // namespace rustassistant::cache
