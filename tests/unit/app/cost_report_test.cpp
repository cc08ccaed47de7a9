// SPDX-License-Identifier: MIT
#include "rustassistant/app/cost_report.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "stores_world.hpp"

// Every figure of a report against that of the commands that show it, too.
namespace rustassistant::app {
namespace {

constexpr UnixMillis kNow{1'795'788'000'000};  // 2026-11-27

struct World : test::StoresWorld {
  config::Loaded loaded;

  void spend(UnixMillis at, const std::string& repo, const char* model, std::int64_t amount) {
    clock.set(at);
    const auto ledger = *open_ledger(services(), ledger::IfMissing::create);
    const ledger::CallFacts facts{
        domain::Provider::openai, model, domain::AnalysisType::refactor, repo.substr(1, 8), repo, "src/a.rs", "rs"};
    REQUIRE(ledger->settle(*ledger->reserve(facts, NanoUsd{amount}, {}), domain::Usage{5'000, 400, 0, 800, 0},
                           NanoUsd{amount}));
  }
  void look_up(UnixMillis at, int hits, int misses) {
    clock.set(at);
    const auto opened = *open_working_cache(loaded, services());
    cache::Entry entry;
    entry.info.key = codec::sha256("key");
    entry.info.factors.type = "refactor";
    entry.info.factors.provider = "openai";
    entry.info.factors.model = "gpt-4.1";
    entry.info.repo_id = "0badcafe";
    entry.info.repo_path = "/0badcafe";
    entry.info.path = "src/a.rs";
    entry.info.cost = NanoUsd{7'000'000};
    entry.info.created = entry.info.last_accessed = at;
    entry.result = "{}";
    if (!*opened.cache->find(entry.info.key)) REQUIRE(opened.cache->put(entry, cache::Durability::cheap));
    const auto found = *opened.cache->find(entry.info.key);
    for (int i = 0; i < hits; ++i) opened.cache->note_hit(found->info, "0badcafe");
    for (int i = 0; i < misses; ++i) opened.cache->note_miss(domain::AnalysisType::docs, "0badcafe");
    REQUIRE(opened.cache->close());
  }
  void live() {
    constexpr std::int64_t kDay = 86'400'000;
    loaded.settings.budget.base.monthly_cap = NanoUsd{1'000'000'000'000};
    for (int day = 60; day >= 0; --day) {
      const UnixMillis at{kNow.value - day * kDay};
      spend(at, day % 2 == 0 ? "/0badcafe" : "/0000beef", day % 3 == 0 ? "gpt-4.1" : "gpt-4.1-nano",
            50'000'000 + day * 1'000'000);
      if (day % 4 == 0) look_up(at, day % 5, day % 3);
    }
  }
  CostReport report(const CostReportRequest& asked = {}, UnixMillis at = kNow) {
    clock.set(at);
    auto made = cost_report(asked, loaded, services());
    INFO((made ? "" : made.error().what));
    REQUIRE(made);
    return *std::move(made);
  }
  History history(ledger::Grouping by, int from) {
    HistoryRequest asked;
    asked.by = by;
    asked.since = from;
    return spending_history(asked, loaded, services())->history;
  }
};

void check_equal(const HistoryRow& a, const HistoryRow& b) {
  CHECK(a.key == b.key);
  CHECK(a.calls == b.calls);
  CHECK(a.input_tokens == b.input_tokens);
  CHECK(a.output_tokens == b.output_tokens);
  CHECK(a.spent == b.spent);
  CHECK(a.reserved == b.reserved);
  REQUIRE(a.looked_up.has_value() == b.looked_up.has_value());
  if (!a.looked_up) return;
  CHECK(a.looked_up->hits == b.looked_up->hits);
  CHECK(a.looked_up->misses == b.looked_up->misses);
  CHECK(a.looked_up->saved == b.looked_up->saved);
}

// A repository of two files, one of which a model was asked about.
struct ReviewedWorld : World {
  static constexpr std::int64_t kDay = 86'400'000;

  ReviewedWorld() {
    // Settings of a run stand in the world that makes it.
    World::loaded.settings.llm = AppWorld::loaded.settings.llm;
    folder.write("repo/src/g.rs", "fn g() {}\n");
    clock.set({kNow.value - 9 * kDay});
    review();
  }
  void review() {
    run();
    REQUIRE(results.size() == 1);
    REQUIRE(results.front().answer);
  }
  RepositoryFindings found(int days_ago = 0) {
    CostReportRequest asked;
    asked.repo = (folder.path() / "repo/src").string();
    const CostReport made = report(asked, {kNow.value - days_ago * kDay});
    CHECK(warnings.empty());
    REQUIRE(made.findings);
    return *made.findings;
  }
};

std::vector<std::int64_t> figures_of(const std::optional<FindingsChange>& change) {
  REQUIRE(change);
  return {change->added, change->first_seen, change->gone, change->moved};
}

}  // namespace

TEST_CASE_METHOD(ReviewedWorld,
                 "a repository's findings are those of its reviews, with how many files have an answer") {
  const RepositoryFindings made = found();
  CHECK(made.repo_path == (folder.path() / "repo").string());
  CHECK(made.files == 2);
  CHECK(made.answered == 1);
  CHECK(made.outdated == 0);
  CHECK(made.affected == 1);
  CHECK(made.findings() == static_cast<std::int64_t>(results.front().findings.size()));
  CHECK(made.severities == domain::SeverityCounts{0, 0, 1, 0});
  REQUIRE(made.hot_spots.size() == 1);
  CHECK(made.hot_spots[0].path == "src/f.rs");
  CHECK(made.hot_spots[0].worst == results.front().findings.front().message);
  CHECK(made.hot_spots[0].worst_line == 1);
  REQUIRE(made.by_kind.size() == 1);
  CHECK(made.by_kind[0].kind == "dead_code");
  CHECK_FALSE(made.change);
  REQUIRE(made.days.size() == 1);
  CHECK(made.days[0].day == 20'261'127);
  CHECK(made.days[0].severities == made.severities);
  CHECK_FALSE(report().findings);
}

TEST_CASE_METHOD(ReviewedWorld, "findings are compared with those of the last report of an earlier day") {
  CHECK_FALSE(found(8).change);
  CHECK(figures_of(found(7).change) == std::vector<std::int64_t>{0, 0, 0, 0});
  // A file that moved is found by its content.
  std::filesystem::rename(folder.path() / "repo/src/f.rs", folder.path() / "repo/src/h.rs");
  const RepositoryFindings moved = found(5);
  CHECK(figures_of(moved.change) == std::vector<std::int64_t>{0, 0, 0, 1});
  CHECK(moved.hot_spots[0].path == "src/h.rs");
  CHECK_FALSE(moved.hot_spots[0].before);
  // Another report on the same day is compared with the same one.
  CHECK(figures_of(found(5).change) == std::vector<std::int64_t>{0, 0, 0, 1});
  CHECK(found(5).change->since.value == kNow.value - 7 * kDay);
  // A second file gets an answer, with a finding of its own.
  request.paths = {folder.write("repo/src/g.rs", "fn f() {}\nfn g() {}\n")};
  review();
  const RepositoryFindings more = found(3);
  CHECK(figures_of(more.change) == std::vector<std::int64_t>{1, 1, 0, 0});
  CHECK(more.hot_spots[0].path == "src/g.rs");
  CHECK(more.hot_spots[1].before == 1);
  // What was answered is gone with its file.
  std::filesystem::remove(folder.path() / "repo/src/g.rs");
  CHECK(figures_of(found(2).change) == std::vector<std::int64_t>{0, 0, 1, 0});
  CHECK(found().days.size() == 6);
}

TEST_CASE_METHOD(ReviewedWorld,
                 "an answer about an earlier content says so, and one that left is neither new nor gone") {
  found(8);
  folder.write("repo/src/f.rs", "fn f() { 1; }\n");
  const RepositoryFindings edited = found(7);
  CHECK(edited.answered == 1);
  CHECK(edited.outdated == 1);
  CHECK(edited.findings() == 1);
  CHECK(figures_of(edited.change) == std::vector<std::int64_t>{0, 0, 0, 0});
  {
    const auto opened = *open_working_cache(World::loaded, services());
    cache::EntryFilter all;
    all.path = "src/f.rs";
    REQUIRE(opened.cache->clear(all, cache::DryRun::no)->entries > 0);
  }
  const RepositoryFindings left = found(6);
  CHECK(left.answered == 0);
  CHECK(figures_of(left.change) == std::vector<std::int64_t>{0, 0, 0, 0});
}

TEST_CASE_METHOD(ReviewedWorld, "what a comment allows is not among a repository's findings") {
  request.paths = {folder.write("repo/src/g.rs", "// rustassistant: allow(dead_code) used elsewhere\nfn f() {}\n")};
  review();
  CHECK(found().answered == 2);
  CHECK(found().findings() == 1);
}

TEST_CASE_METHOD(World, "a report's figures are those of `budget history`, `budget status` and `cache status`") {
  live();
  const CostReport made = report();
  CHECK(made.from_day == 20'261'029);
  CHECK(made.to_day == 20'261'127);
  using ledger::Grouping;
  for (const auto& [by, shown] :
       {std::pair(Grouping::day, &made.by_day), std::pair(Grouping::model, &made.by_model),
        std::pair(Grouping::repo, &made.by_repository), std::pair(Grouping::type, &made.by_type),
        std::pair(Grouping::extension, &made.by_extension)}) {
    CAPTURE(name_of(by));
    const History other = history(by, made.from_day);
    REQUIRE(shown->rows.size() == other.rows.size());
    for (std::size_t i = 0; i < other.rows.size(); ++i) check_equal(shown->rows[i], other.rows[i]);
    check_equal(shown->total, made.by_day.total);
  }
  const auto budget = budget_report(loaded.settings, services());
  REQUIRE(budget);
  CHECK(made.budget.forecast.at_month_end == budget->forecast.at_month_end);
  REQUIRE(made.budget.forecast.interval);
  CHECK(made.budget.forecast.interval->low == budget->forecast.interval->low);
  CHECK(made.budget.picture.standing.month.spent == budget->picture.standing.month.spent);
  const auto opened = *open_working_cache(loaded, services());
  const auto statistics = *opened.cache->statistics();
  REQUIRE(made.cache);
  CHECK(made.cache->total.hits == statistics.total.hits);
  CHECK(made.cache->misses == statistics.misses);
  CHECK(made.cache->total.saved == statistics.total.saved);
  CHECK(made.cache->total.stored_bytes == statistics.total.stored_bytes);
  CHECK(made.budget.saved == budget->saved);
  REQUIRE(made.by_type.total.looked_up);
  CHECK(made.by_type.total.looked_up->hits == made.effectiveness.hits);
  CHECK(made.by_type.total.looked_up->misses == made.effectiveness.misses);
  CHECK(made.by_type.total.looked_up->saved == made.effectiveness.saved);
  CHECK(warnings.empty());
}

TEST_CASE_METHOD(World, "days add up to the totals, and those of all time to what `cache status` shows") {
  live();
  CostReportRequest asked;
  asked.since = 20'260'901;
  const CostReport made = report(asked);
  REQUIRE(made.days.size() == 88);
  ledger::HistoryRow sum;
  cache::LookUps looked_up;
  std::int64_t stored = 0;
  for (std::size_t i = 0; i < made.days.size(); ++i) {
    const ReportDay& day = made.days[i];
    CHECK(day.day == plus_days(20'260'901, static_cast<int>(i)));
    sum.spent += day.spent;
    sum.calls += day.calls;
    looked_up += day;
    stored += day.stored;
  }
  CHECK(sum.spent == made.by_day.total.spent);
  CHECK(sum.calls == 61);
  CHECK(looked_up.hits == made.cache->total.hits);
  CHECK(looked_up.misses == made.cache->misses);
  CHECK(looked_up.saved == made.cache->total.saved);
  CHECK(stored == made.cache->total.entries);
  CHECK(made.effectiveness.hits == looked_up.hits);
  CHECK(made.effectiveness.saved == looked_up.saved);
  CHECK(made.effectiveness.spent == sum.spent);
  CHECK(made.effectiveness.saved_permille() == looked_up.saved.value * 1000 / sum.spent.value);
  REQUIRE_FALSE(made.advice.empty());
  CHECK(made.advice.front().kind == domain::AdviceKind::asked_again);
}

TEST_CASE_METHOD(World, "a period is checked") {
  const auto error_of = [&](int since, int until) {
    CostReportRequest asked;
    asked.since = since;
    asked.until = until;
    const auto made = cost_report(asked, loaded, services());
    REQUIRE_FALSE(made);
    return made.error().code;
  };
  CHECK(error_of(20'261'101, 20'261'031) == Errc::usage);
  CHECK(error_of(20'231'101, 20'261'031) == Errc::usage);
  CostReportRequest nowhere;
  nowhere.repo = "/no/such/folder";
  CHECK(cost_report(nowhere, loaded, services()).error().code == Errc::input);
}

TEST_CASE_METHOD(World, "what another size would have cost is played only where it was asked for") {
  live();
  CHECK_FALSE(report().effectiveness.what_if);
  CostReportRequest asked;
  asked.what_if_bytes = 1'000'000;
  const auto made = report(asked);
  REQUIRE(made.effectiveness.what_if);
  CHECK(made.effectiveness.what_if->asked_bytes == 1'000'000);
  CHECK(made.effectiveness.what_if->played.asked.requests == made.cache->total.hits);
}

}  // namespace rustassistant::app
