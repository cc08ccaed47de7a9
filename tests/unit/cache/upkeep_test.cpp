// SPDX-License-Identifier: MIT
#include <algorithm>
#include <functional>
#include <set>

#include "cache_fixture.hpp"
#include "compaction.hpp"
#include "rustassistant/db/connection.hpp"

// What leaves by a filter or for its age and no more, what is told of it, and that documents can be moved.
namespace rustassistant::cache {
namespace {

constexpr UnixMillis kMade{1'795'000'000'000};

struct Upkeep : CacheFixture {
  [[nodiscard]] db::Connection connection() const { return *db::Connection::open(path(), {}); }
  [[nodiscard]] std::int64_t number(const std::string& sql) const { return *connection().integer(sql); }
  // The names of the entries that are there, of those given.
  [[nodiscard]] std::string left_of(std::string_view names) const {
    std::string left;
    for (const char name : names) {
      if (find(std::string(1, name))) left += name;
    }
    return left;
  }
};

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

struct Unlikes : Upkeep {
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

TEST_CASE_METHOD(Upkeep, "what leaves is counted with its sizes, and its cost where that is known") {
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

TEST_CASE_METHOD(Upkeep, "a clearing of many entries goes through all of them") {
  {
    const auto cache = open();
    for (int i = 0; i < 1'001; ++i) REQUIRE(cache->put(entry_named(std::to_string(i), 1), Durability::cheap));
  }
  CHECK(open()->clear({}, DryRun::yes)->entries == 1'001);
  CHECK(open()->clear({}, DryRun::no)->entries == 1'001);
  CHECK(number("SELECT count(*) FROM entry") == 0);
  CHECK(number("SELECT count(*) FROM blob") == 0);
}

TEST_CASE_METHOD(Upkeep, "what was not used since an instant leaves, but for the repositories that are kept") {
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

TEST_CASE_METHOD(Upkeep, "a pruning is remembered with all its figures, the newest first") {
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

TEST_CASE_METHOD(Upkeep, "by size the entries leave that each strategy names first") {
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

TEST_CASE_METHOD(Upkeep, "each sum that differs from a recount is found and repaired, also where no entry is left") {
  store(entry_named("a"));
  Entry gone = entry_named("b");
  gone.info.repo_id = "00c0ffee";
  gone.info.cost.reset();
  gone.info.estimated = true;
  gone.info.access_count = 3;
  store(gone);
  EntryFilter filter;
  filter.repo_id = "00c0ffee";
  const bool emptied = GENERATE(true, false);
  if (emptied) REQUIRE(open()->clear(filter, DryRun::no)->entries == 1);
  const std::string group = "WHERE repo = 12648430";  // 0x00c0ffee
  REQUIRE(number("SELECT count(*) FROM counter " + group) == 1);
  for (const std::string column : {"entries", "raw_bytes", "stored_bytes", "input_tokens", "cached_tokens",
                                   "output_tokens", "cost", "unknown_costs", "estimated", "accesses"}) {
    CAPTURE(column);
    const std::int64_t right = number("SELECT " + column + " FROM counter " + group);
    CHECK(open()->verify(Repair::no)->problems.empty());
    REQUIRE(connection().execute("UPDATE counter SET " + column + " = " + column + " + 1 " + group));
    CHECK(open()->verify(Repair::no)->problems.size() == 1);
    const auto repaired = open()->verify(Repair::yes);
    REQUIRE(repaired);
    CHECK(repaired->repaired == 1);
    CHECK(number("SELECT " + column + " FROM counter " + group) == right);
    CHECK(number("SELECT count(*) FROM entry") == (emptied ? 1 : 2));
  }
}

TEST_CASE_METHOD(Upkeep, "a repair removes the entries that lack a part, and no other") {
  for (const char* const name : {"a", "b", "c", "d"}) {
    Entry entry = entry_named(name);
    if (*name == 'c') entry.info.repo_id = "00c0ffee";
    if (*name == 'd') entry.info.factors.model = "other";
    store(entry);
  }
  REQUIRE(connection().execute("DELETE FROM blob WHERE id = 2"));
  REQUIRE(connection().execute("DELETE FROM repo WHERE id = 12648430"));
  REQUIRE(connection().execute("DELETE FROM variant WHERE model = 'other'"));
  CHECK(open()->verify(Repair::no)->problems.size() == 3);
  CHECK(open()->verify(Repair::yes)->repaired == 3);
  CHECK(left_of("abcd") == "a");
  CHECK(open()->verify(Repair::no)->problems.empty());
}

TEST_CASE_METHOD(Upkeep, "documents are moved together in batches, and every entry keeps its own") {
  constexpr int kEntries = 450;
  {
    const auto cache = open();
    for (int i = 0; i < kEntries; ++i) REQUIRE(cache->put(entry_named(std::to_string(i), 1), Durability::cheap));
    REQUIRE(cache->close());
  }
  const auto connection = this->connection();
  CHECK_FALSE(*is_compacting(connection));
  REQUIRE(begin_compacting(connection));
  REQUIRE(begin_compacting(connection));
  CHECK(*is_compacting(connection));
  const auto above = [&] { return *connection.integer("SELECT above FROM compaction"); };
  for (const int done : {200, 400, 450}) {
    CHECK(*compact_some(connection));
    CHECK(above() == done);
    REQUIRE(begin_compacting(connection));  // goes on where it is
    CHECK(above() == done);
  }
  CHECK_FALSE(*compact_some(connection));
  CHECK_FALSE(*is_compacting(connection));
  CHECK(*connection.integer("SELECT min(id) FROM blob") == kEntries + 1);
  CHECK(*connection.integer("SELECT count(*) FROM blob") == kEntries);
  CHECK(open()->verify(Repair::no)->problems.empty());
}

TEST_CASE_METHOD(Upkeep, "a batch of documents that are moved ends with a megabyte") {
  const auto cache = open();
  for (int i = 0; i < 4; ++i) REQUIRE(cache->put(entry_named(std::to_string(i), 1), Durability::cheap));
  const auto connection = this->connection();
  REQUIRE(connection.execute("UPDATE entry SET stored_size = 500000"));
  CHECK(*compact_some(connection));
  CHECK(*connection.integer("SELECT above FROM compaction") == 2);
}

TEST_CASE_METHOD(Upkeep, "what a cache holds beside documents is counted by its entries") {
  store(entry_named("a"));
  store(entry_named("b"));
  const auto now = occupancy(connection());
  REQUIRE(now);
  CHECK(now->rows == 960);
  CHECK(now->live == 960 + open()->statistics()->total.stored_bytes);
  CHECK(now->used == number("PRAGMA page_count") * number("PRAGMA page_size"));
}

TEST_CASE_METHOD(Upkeep, "statistics of a repository are its own, group by group") {
  const auto put = [&](const std::string& name, const std::string& repo, const std::string& prompt,
                       const std::string& path) {
    Entry entry = entry_named(name);
    entry.info.repo_id = repo;
    entry.info.repo_path = repo == "00c0ffee" ? "" : "/home/someone/project";
    entry.info.factors.prompt_hash = prompt;
    entry.info.path = path;
    entry.info.created = {kMade.value + static_cast<std::int64_t>(name[0] - 'a') * 1000};
    store(entry);
  };
  put("a", "0badcafe", "p1", "a.rs");
  put("b", "0badcafe", "p2", "b.py");
  put("c", "0badcafe", "p2", "c.py");
  put("d", "00c0ffee", "p3", "d");
  put("e", "00c0ffee", "p1", "e.rs");
  const auto names = [](const std::vector<NamedTally>& groups) {
    std::string text;
    for (const NamedTally& group : groups) text += group.name + "=" + std::to_string(group.tally.entries) + " ";
    return text;
  };
  const auto all = *open()->statistics();
  CHECK(names(all.by_prompt) == "p1=2 p2=2 p3=1 ");
  CHECK(names(all.by_repo) == "/home/someone/project=3 00c0ffee=2 ");
  CHECK(names(all.by_extension) == "py=2 rs=2 =1 ");
  CHECK(all.oldest == kMade);
  CHECK(all.newest == UnixMillis{kMade.value + 4000});
  const auto first = *open()->statistics("0badcafe");
  CHECK(names(first.by_prompt) == "p2=2 p1=1 ");
  CHECK(names(first.by_repo) == "/home/someone/project=3 ");
  CHECK(names(first.by_extension) == "py=2 rs=1 ");
  CHECK(first.oldest == kMade);
  CHECK(first.newest == UnixMillis{kMade.value + 2000});
  CHECK(first.by_type.front().tally.entries == 3);
  CHECK(first.by_model.front().tally.entries == 3);
  const auto other = *open()->statistics("00c0ffee");
  CHECK(other.total.entries == 2);
  CHECK(other.oldest == UnixMillis{kMade.value + 3000});
  const auto none = *open()->statistics("00000009");
  CHECK(none.total.entries == 0);
  CHECK_FALSE(none.oldest);
  CHECK(none.by_repo.empty());

  // Groups whose entries are gone are not told, and look-ups count for their repository.
  EntryFilter filter;
  filter.repo_id = "00c0ffee";
  REQUIRE(open()->clear(filter, DryRun::no));
  CHECK(names(open()->statistics()->by_repo) == "/home/someone/project=3 ");
  for (const std::string repo : {"0badcafe", "0badcafe", "00c0ffee"}) {
    open()->note_miss(domain::AnalysisType::docs, repo);
    REQUIRE(open()->statistics());
  }
  CHECK(open()->statistics()->misses == 3);
  CHECK(open()->statistics("0badcafe")->misses == 2);
}

TEST_CASE_METHOD(Upkeep, "what a hit saves is never below zero, nor more than a thousand dollars") {
  for (const auto& [name, cost] : {std::pair("a", std::int64_t{-5}), std::pair("b", std::int64_t{2'000'000'000'000})}) {
    Entry entry = entry_named(name);
    entry.info.cost = NanoUsd{cost};
    entry.info.repo_id = std::string("0000000") + name;
    store(entry);
    const auto cache = open();
    cache->note_hit((*cache->find(key_of(name)))->info, entry.info.repo_id);
    REQUIRE(cache->close());
  }
  CHECK(open()->statistics("0000000a")->saved_by_month.front().saved == NanoUsd{0});
  CHECK(open()->statistics("0000000b")->saved_by_month.front().saved == NanoUsd{1'000'000'000'000});
}

TEST_CASE_METHOD(Upkeep, "a use brings back what newer content of its own variant stood in for") {
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

TEST_CASE_METHOD(Upkeep, "of answers made at one instant the one stored last comes first") {
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
