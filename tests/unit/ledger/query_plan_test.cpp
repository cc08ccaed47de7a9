// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/sql_recorder.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::ledger {
namespace {

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const std::string path = (folder.path() / "ledger.db").string();
  const CallFacts facts{
      domain::Provider::openai, "gpt-5-mini", domain::AnalysisType::refactor, "0badcafe", "/p", "a.rs", "rs"};

  // Everything that a ledger is used for, so that each of its statements runs.
  void use_everything() {
    const auto ledger = *Ledger::open(path, clock);
    ledger->identify_by([](const std::string&) { return std::string("c0ffee"); });
    SettingsChange change;
    change.set.monthly_cap = NanoUsd{1'000'000};
    change.timezone = change.timezone_rule = "UTC";
    change.unset = {StoredSetting::daily_cap};
    REQUIRE(ledger->change(change));
    REQUIRE(ledger->settings());
    domain::BudgetRules rules;
    rules.base.monthly_cap = NanoUsd{1'000'000};
    REQUIRE(ledger->check(facts, NanoUsd{5}, rules));
    const auto first = ledger->reserve(facts, NanoUsd{5}, rules);
    REQUIRE(first);
    const auto second = ledger->reserve(facts, NanoUsd{5}, rules, &*first);
    REQUIRE(second);
    REQUIRE(ledger->settle(*second, domain::Usage{1, 0, 0, 1, 0}, NanoUsd{4}));
    REQUIRE(ledger->release(*ledger->reserve(facts, NanoUsd{5}, rules)));
    const std::int64_t by_hand = ledger->reserve(facts, NanoUsd{5}, rules)->id;
    REQUIRE(ledger->settle_by_hand(std::array{by_hand}, NanoUsd{1}));
    REQUIRE(ledger->reserve(facts, NanoUsd{5}, rules));
    REQUIRE(ledger->settle_all_by_hand(std::chrono::milliseconds(0), std::nullopt));
    PastCall past;
    past.tag = "t";
    past.at = clock.now();
    REQUIRE(ledger->import(std::array{past}));
    std::vector<CallRecord> calls;
    LedgerHead head;
    REQUIRE(ledger->read_all([&](const LedgerHead& read) { head = read; },
                             [&](const CallRecord& call) { calls.push_back(call); }));
    REQUIRE(ledger->for_each_call([](const CallRecord&) {}));
    REQUIRE(ledger->import(calls));
    REQUIRE(ledger->take_over(head));
    REQUIRE(ledger->standing());
    for (int by = 0; by <= static_cast<int>(Grouping::file); ++by) {
      HistoryQuery query;
      query.by = static_cast<Grouping>(by);
      REQUIRE(ledger->history(query));
    }
    REQUIRE(ledger->spent_by_day(20'260'101, 20'261'231));
    REQUIRE(ledger->model_uses({}));
    REQUIRE(ledger->repeated_files({}, 2, 5));
    REQUIRE(ledger->averages(facts.provider, facts.model));
    REQUIRE(ledger->verify());
    REQUIRE(ledger->move_calls_ahead());
  }

  // So many calls, a thousand a day, of the given model.
  void fill(int calls) const {
    const auto connection = db::Connection::open(path, {});
    REQUIRE(connection);
    const auto filled = connection->execute(
        "BEGIN; DELETE FROM call; DELETE FROM day_total;"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
        std::to_string(calls) +
        ") INSERT INTO call (at, month, day, state, closed_at, reserved, cost, provider, type, model, repo, repo_path, "
        "path, extension, tag) SELECT i, 202601 + i / 30000, 20260101 + i / 30000 * 100 + i / 1000 % 30, 1, i, 1, 1, "
        "2, 0, 'm', '0badcafe', '/p', 'a.rs', 'rs', 't' || i FROM n; COMMIT");
    INFO((filled ? "" : filled.error().what));
    REQUIRE(filled);
  }
};

// The steps of a plan that read every call, or every day.
std::vector<std::string> whole_reads(const std::vector<std::string>& plan) {
  std::vector<std::string> reads;
  for (const std::string& line : plan) {
    const std::string step = line + " ";
    // This index holds the open calls alone.
    if (step.find(" INDEX call_open ") != std::string::npos) continue;
    if (step.starts_with("SCAN call ") || step.starts_with("SCAN day_total ")) reads.push_back(line);
  }
  return reads;
}

// The steps that go through calls or days.
std::vector<std::string> of_large_tables(std::vector<std::string> plan) {
  std::erase_if(plan, [](const std::string& line) {
    const std::string step = line + " ";
    return step.find(" call ") == std::string::npos && step.find(" day_total ") == std::string::npos;
  });
  return plan;
}

// Statements that are meant to read every call: of commands that look at all of them.
constexpr std::string_view kWholeReads[] = {
    "SELECT count(*) FROM (SELECT month, day, repo, sum(spent)",  // verify: the sums
    "INSERT INTO spending SELECT",                                // a migration; so is the next
    "INSERT INTO repo_place SELECT",
    "SELECT count(*) FROM (SELECT sum(spent) AS s",                 // verify: the sums of what was spent on what
    "SELECT count(*) FROM call WHERE (state = 0) <> (closed_at",    // verify
    "input_tokens > 0 ORDER BY at DESC LIMIT 500",                  // from the newest, to the 500th that fits
    "FROM call LEFT JOIN batch_call ON batch_call.call = call.id",  // export and backup
};

bool may_read_all(const std::string& sql) {
  return std::ranges::any_of(kWholeReads, [&](std::string_view part) { return sql.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE_METHOD(Fixture, "every statement of the ledger runs by its index, whatever statistics say of the tables") {
  std::vector<std::string> statements;
  {
    const test::SqlRecorder recorder;
    use_everything();
    statements = test::of_rows(recorder.statements());
  }
  REQUIRE(statements.size() > 25);
  std::map<std::string, std::vector<std::string>> plans;
  for (const int calls : {10, 100'000}) {
    fill(calls);
    for (const bool with_statistics : {false, true}) {
      if (with_statistics) REQUIRE(db::Connection::open(path, {})->execute("ANALYZE"));
      for (const std::string& sql : statements) {
        if (sql.find("sqlite_schema") != std::string::npos) continue;
        CAPTURE(sql, calls, with_statistics);
        const auto plan = test::plan_of(path, sql);
        CAPTURE(plan);
        const auto large = of_large_tables(plan);
        CHECK(large == plans.try_emplace(sql, large).first->second);
        CHECK((whole_reads(plan).empty() || may_read_all(sql)));
      }
    }
    REQUIRE(db::Connection::open(path, {})->execute("DROP TABLE sqlite_stat1"));
  }
}

}  // namespace rustassistant::ledger
