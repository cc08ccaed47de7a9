// SPDX-License-Identifier: MIT
#include "ledger_fixture.hpp"
#include "rustassistant/base/time_zone.hpp"

// Each condition of a history and of an average beside a call that it must leave out, and the order of rows.
namespace rustassistant::ledger {
namespace {

using domain::Usage;

struct Histories : LedgerFixture {
  std::vector<HistoryRow> history(const HistoryQuery& query) { return ledger->history(query)->rows; }
};

}  // namespace

TEST_CASE_METHOD(Histories, "the history holds the days that are asked for, and no group of released calls") {
  for (const int day : {20261119, 20261120, 20261121, 20261122}) {
    clock.set(TimeZone().start_of_day(day));
    settle(5, Usage{3, 1, 0, 2, 0}, NanoUsd{5});
  }
  const auto unknown = reserve(8, facts_of("unknown"));
  REQUIRE(ledger->settle(unknown, Usage{30, 10, 0, 20, 0}, std::nullopt, Booking::estimated));
  reserve(6, facts_of("open"));
  REQUIRE(ledger->release(reserve(9, facts_of("released"))));
  HistoryQuery query;
  query.from_day = 20261120;
  query.to_day = 20261121;
  const auto days = history(query);
  REQUIRE(days.size() == 2);
  CHECK(days[0].key == "2026-11-20");
  CHECK(days[1].key == "2026-11-21");
  query = {};
  query.by = Grouping::model;
  const auto models = history(query);
  REQUIRE(models.size() == 3);
  CHECK(models[0].key == "builtin ");
  CHECK(models[0].calls == 4);
  CHECK(models[0].spent == NanoUsd{20});
  CHECK(models[0].input_tokens == 12);
  CHECK(models[0].cached_tokens == 4);
  CHECK(models[0].output_tokens == 8);
  CHECK(models[1].key == "google unknown");
  CHECK(models[1].unknown_costs == 1);
  CHECK(models[1].estimated_calls == 1);
  CHECK(models[1].spent == NanoUsd{8});
  CHECK(models[2].key == "google open");
  CHECK(models[2].calls == 0);
  CHECK(models[2].unknown_costs == 0);
  CHECK(models[2].reserved == NanoUsd{6});
  CHECK(models[2].spent == NanoUsd{0});
  const auto total = ledger->history(query)->total;
  CHECK(total.calls == 5);
  CHECK(total.unknown_costs == 1);
  CHECK(total.estimated_calls == 1);
  CHECK(total.input_tokens == 42);
  CHECK(total.cached_tokens == 14);
  CHECK(total.output_tokens == 28);
  CHECK(total.spent == NanoUsd{28});
  CHECK(total.reserved == NanoUsd{6});
}

TEST_CASE_METHOD(Histories, "as many rows stay as are asked for, what is reserved counts, and equal ones go by name") {
  for (const char* const model : {"b", "a", "c"}) reserve(5, facts_of(model));
  REQUIRE(ledger->settle(reserve(6, facts_of("d")), std::nullopt, NanoUsd{4}));
  const auto keys = [&](std::int64_t top) {
    HistoryQuery query;
    query.by = Grouping::model;
    query.top = top;
    const auto found = *ledger->history(query);
    std::string text;
    for (const HistoryRow& row : found.rows) text += row.key.substr(7);
    return text + (found.others ? " and " + std::to_string((found.others->spent + found.others->reserved).value) : "");
  };
  CHECK(keys(0) == "abcd");
  CHECK(keys(4) == "abcd");
  CHECK(keys(3) == "abc and 4");
  CHECK(keys(2) == "ab and 9");
  CHECK(keys(1) == "a and 14");
}

TEST_CASE_METHOD(Histories,
                 "what is no time is told by cost, and no more rows than are asked for where two are alike") {
  for (const std::string repo : {"1", "2"}) {
    CallFacts facts = facts_of("a");
    facts.repo_id = "0000000" + repo;
    facts.extension = "a";
    facts.type = domain::AnalysisType::refactor;
    reserve(5, facts);
  }
  CallFacts dear = facts_of("b");
  dear.provider = domain::Provider::xai;
  dear.type = domain::AnalysisType::todos;
  dear.repo_id = "00000003";
  dear.repo_path = "/z";
  dear.path = "z";
  dear.extension = "z";
  reserve(50, dear);
  for (const Grouping by :
       {Grouping::model, Grouping::provider, Grouping::repo, Grouping::type, Grouping::extension, Grouping::file}) {
    CAPTURE(name_of(by));
    HistoryQuery query;
    query.by = by;
    CHECK(history(query).front().reserved == NanoUsd{50});
    CHECK(grouping_named(name_of(by)) == by);
  }
  HistoryQuery query;
  query.by = Grouping::repo;
  query.top = 2;
  CHECK(history(query).size() == 2);
  query.by = Grouping::file;
  CHECK(history(query).front().key == "/z/z");
  CHECK_FALSE(grouping_named("fil"));
}

TEST_CASE_METHOD(LedgerFixture, "averages are of reported calls of that model and provider, with a size and tokens") {
  struct Row {
    domain::Provider provider = domain::Provider::google;
    std::string model = "m";
    std::optional<std::int64_t> bytes = 40;
    std::optional<Usage> usage = Usage{10, 0, 0, 3, 0};
    Booking booking = Booking::reported;
  };
  const auto made = [&](const Row& row) {
    CallFacts facts;
    facts.provider = row.provider;
    facts.model = row.model;
    facts.request_bytes = row.bytes;
    REQUIRE(ledger->settle(reserve(1, facts), row.usage, NanoUsd{1}, row.booking));
  };
  made({});
  made({domain::Provider::xai});
  made({domain::Provider::google, "other"});
  made({domain::Provider::google, "m", 0});
  made({domain::Provider::google, "m", std::nullopt});
  made({domain::Provider::google, "m", 1, Usage{0, 0, 0, 3, 0}});
  made({domain::Provider::google, "m", 1, std::nullopt});
  made({domain::Provider::google, "m", 1, Usage{10, 0, 0, 3, 0}, Booking::estimated});
  made({domain::Provider::google, "m", 1, Usage{1, 0, 0, 3, 0}});
  CallFacts open;
  open.provider = domain::Provider::google;
  open.model = "m";
  open.request_bytes = 1'000;
  reserve(1, open);
  const auto averages = *ledger->averages(domain::Provider::google, "m");
  CHECK(averages.calls == 2);
  CHECK(averages.request_bytes == 41);
  CHECK(averages.input_tokens == 11);
  CHECK(averages.output_tokens == 6);
}

}  // namespace rustassistant::ledger
