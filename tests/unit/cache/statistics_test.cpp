// SPDX-License-Identifier: MIT
#include "rustassistant/cache/statistics.hpp"

#include "cache_fixture.hpp"

namespace rustassistant::cache {

TEST_CASE_METHOD(CacheFixture, "statistics add up entries by type and by model") {
  const auto cache = open();
  Entry builtin = entry_named("builtin");
  builtin.info.factors.provider = "builtin";
  builtin.info.factors.model = "builtin/1";
  builtin.info.usage.reset();
  builtin.info.cost = NanoUsd{0};
  Entry docs = entry_named("docs");
  docs.info.factors.type = "docs";
  docs.info.cost.reset();
  docs.info.estimated = true;
  std::int64_t raw = 0;
  for (const Entry& entry : {entry_named("a"), entry_named("b"), builtin, docs}) {
    REQUIRE(cache->put(entry, Durability::cheap));
    raw += static_cast<std::int64_t>(entry.result.size());
  }
  const auto statistics = cache->statistics();
  REQUIRE(statistics);
  CHECK(statistics->total.entries == 4);
  CHECK(statistics->total.raw_bytes == raw);
  CHECK(statistics->total.stored_bytes > 0);
  CHECK(statistics->total.stored_bytes < raw);
  CHECK(statistics->total.input_tokens == 3000);
  CHECK(statistics->total.cached_tokens == 300);
  CHECK(statistics->total.output_tokens == 600);
  CHECK(statistics->total.cost == NanoUsd{3'000'000});
  CHECK(statistics->total.unknown_costs == 1);
  CHECK(statistics->total.estimated_entries == 1);
  CHECK(statistics->file_bytes > statistics->total.stored_bytes);

  REQUIRE(statistics->by_type.size() == 2);
  CHECK(statistics->by_type[0].type == domain::AnalysisType::refactor);
  CHECK(statistics->by_type[0].tally.entries == 3);
  CHECK(statistics->by_type[1].type == domain::AnalysisType::docs);
  REQUIRE(statistics->by_model.size() == 2);
  CHECK(statistics->by_model[0].model == "grok-code-fast-1");
  CHECK(statistics->by_model[0].tally.entries == 3);
  CHECK(statistics->by_model[1].provider == domain::Provider::builtin);
  CHECK(statistics->by_model[1].tally.cost == NanoUsd{0});
}

TEST_CASE_METHOD(CacheFixture, "each hit counts, and saves what its entry cost") {
  store(entry_named("main"));
  clock.set({1'796'000'000'000});
  {
    const auto cache = open();
    const auto entry = *cache->find(key_of("main"));
    for (int i = 0; i < 3; ++i) cache->note_hit(entry->info, "00000001");
    cache->note_miss(domain::AnalysisType::refactor, "00000001");
  }
  const auto statistics = open()->statistics();
  REQUIRE(statistics);
  CHECK(statistics->total.hits == 3);
  CHECK(statistics->misses == 1);
  CHECK(statistics->hit_permille() == 750);
  CHECK(statistics->total.saved == NanoUsd{4'500'000});
  CHECK(statistics->by_model.front().tally.hits == 3);
  CHECK(statistics->by_type.front().tally.saved == NanoUsd{4'500'000});

  const auto found = find("main");
  CHECK(found->info.access_count == 3);
  CHECK(found->info.last_accessed == UnixMillis{1'796'000'000'000});
  CHECK(found->info.repo_id == "0badcafe");
}

TEST_CASE_METHOD(CacheFixture, "what each month saved is that of the repository that is asked about") {
  Entry other = entry_named("other");
  other.info.repo_id = "00c0ffee";
  other.info.cost = NanoUsd{70};
  store(entry_named("main"));
  store(other);
  {
    const auto cache = open();
    cache->note_hit((*cache->find(key_of("main")))->info, "0badcafe");
    cache->note_hit((*cache->find(key_of("other")))->info, "00c0ffee");
  }
  const auto saved_in = [this](std::string_view repo_id) {
    const auto statistics = open()->statistics(repo_id);
    REQUIRE(statistics);
    REQUIRE(statistics->saved_by_month.size() == 1);
    return statistics->saved_by_month.front().saved;
  };
  CHECK(saved_in("0badcafe") == NanoUsd{1'500'000});
  CHECK(saved_in("00c0ffee") == NanoUsd{70});
  CHECK(saved_in("") == NanoUsd{1'500'070});
}

TEST_CASE_METHOD(CacheFixture, "a run of hits alone writes to the access file and not to the database") {
  store(entry_named("main"));
  age();
  const auto time = std::filesystem::last_write_time(path());
  {
    const auto cache = open();
    cache->note_hit((*cache->find(key_of("main")))->info, "0badcafe");
  }
  CHECK(std::filesystem::last_write_time(path()) == time);
  CHECK(std::filesystem::file_size(folder.path() / "cache.access") == 32);
  store(entry_named("other"));
  CHECK(std::filesystem::file_size(folder.path() / "cache.access") == 0);
  CHECK(open()->statistics()->total.hits == 1);
}

TEST_CASE_METHOD(CacheFixture, "hits on an entry that is gone, or was replaced by another, count nowhere") {
  store(entry_named("old"));
  const auto old = find("old");
  {
    const auto cache = open();
    cache->note_hit(old->info, "0badcafe");
    EntryInfo other = old->info;
    other.key = key_of("another");
    cache->note_hit(other, "0badcafe");
    other = old->info;
    other.id += 100;
    cache->note_hit(other, "0badcafe");
  }
  const auto statistics = open()->statistics();
  CHECK(statistics->total.hits == 1);
  CHECK(find("old")->info.access_count == 1);
}

TEST_CASE_METHOD(CacheFixture, "what hits saved is remembered when their entry is replaced") {
  store(entry_named("main"));
  {
    const auto cache = open();
    cache->note_hit((*cache->find(key_of("main")))->info, "0badcafe");
    REQUIRE(cache->statistics());
    REQUIRE(cache->put(entry_named("main"), Durability::cheap));
  }
  const auto statistics = open()->statistics();
  CHECK(statistics->total.entries == 1);
  CHECK(statistics->total.hits == 1);
  CHECK(statistics->total.saved == NanoUsd{1'500'000});
  CHECK(find("main")->info.access_count == 0);
}

TEST_CASE_METHOD(CacheFixture, "an access file that grew large is folded even by a run that stored nothing") {
  store(entry_named("main"));
  {
    const auto cache = open();
    const auto entry = *cache->find(key_of("main"));
    for (int i = 0; i < 33'000; ++i) cache->note_hit(entry->info, "0badcafe");
  }
  CHECK(std::filesystem::file_size(folder.path() / "cache.access") == 0);
  CHECK(find("main")->info.access_count == 33'000);
}

TEST_CASE_METHOD(CacheFixture, "statistics of a repository are its own, group by group") {
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

TEST_CASE_METHOD(CacheFixture, "what a hit saves is never below zero, nor more than a thousand dollars") {
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

TEST_CASE("the hit rate of no look-ups is zero") {
  CHECK(Statistics{}.hit_permille() == 0);
}

}  // namespace rustassistant::cache
