// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// Every sum of the ledger against a model of its own in integers that cannot overflow.
namespace rustassistant::ledger {
namespace {

__extension__ using Wide = __int128;

// What a price list says, written down a second time: the whole request at the rates of its length, rounded up once.
Wide cost_by_hand(const domain::ModelPrice& price, const domain::Usage& usage) {
  const bool is_long = price.long_context && usage.input > price.long_context->threshold;
  const domain::Rates& rates = is_long ? price.long_context->rates : price.rates;
  const Wide fresh = Wide{usage.input} - usage.cached - usage.cache_write;
  const Wide pico = fresh * rates.input.value + Wide{usage.cached} * rates.cached.value +
                    Wide{usage.cache_write} * rates.cache_write.value + Wide{usage.output} * rates.output.value;
  return (pico + 999) / 1000;
}

struct Sums {
  Wide calls = 0;
  Wide input = 0;
  Wide cached = 0;
  Wide output = 0;
  Wide spent = 0;
  Wide reserved = 0;
};
using Groups = std::map<std::string, Sums>;

// The names of a call's groups, one for each grouping.
std::map<Grouping, std::string> keys_of(const CallFacts& facts, int day) {
  char date[32];
  std::snprintf(date, sizeof date, "%04d-%02d-%02d", day / 10'000, day / 100 % 100, day % 100);
  const std::string provider(domain::name_of(facts.provider));
  return {{Grouping::day, date},
          {Grouping::month, std::string(date).substr(0, 7)},
          {Grouping::model, provider + " " + facts.model},
          {Grouping::provider, provider},
          {Grouping::repo, facts.repo_path},
          {Grouping::type, std::string(domain::name_of(facts.type))},
          {Grouping::extension, facts.extension.empty() ? "(none)" : facts.extension},
          {Grouping::file, facts.repo_path + "/" + facts.path}};
}

class Model {
 public:
  void add(const CallFacts& facts, int day, const domain::Usage& usage, Wide cost, Wide open) {
    for (const auto& [grouping, key] : keys_of(facts, day)) {
      Sums& sums = groups_[grouping][key];
      sums.reserved += open;
      if (open != 0) continue;
      sums.calls += 1;
      sums.input += usage.input;
      sums.cached += usage.cached;
      sums.output += usage.output;
      sums.spent += cost;
    }
  }
  const std::map<Grouping, Groups>& groups() const { return groups_; }

 private:
  std::map<Grouping, Groups> groups_;
};

template <typename Number>
Number any_of(std::mt19937_64& random, Number most) {
  return std::uniform_int_distribution<Number>(0, most)(random);
}

domain::Usage random_usage(std::mt19937_64& random) {
  constexpr Tokens kSizes[] = {10, 5'000, 150'000, 400'000, domain::kMaxTokens};
  domain::Usage usage;
  usage.input = any_of(random, kSizes[any_of<std::size_t>(random, 4)]);
  usage.cached = any_of(random, usage.input);
  usage.cache_write = any_of(random, usage.input - usage.cached);
  usage.output = any_of(random, kSizes[any_of<std::size_t>(random, 3)]);
  return usage;
}

}  // namespace

TEST_CASE("sums are exact over random models, usages and groupings") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  const auto ledger = *Ledger::open((folder.path() / "ledger.db").string(), clock);
  std::mt19937_64 random(2026);
  domain::BudgetRules rules;
  rules.base.when_exceeded = domain::WhenExceeded::warn;
  const auto prices = domain::known_prices();
  Model model;
  int first_day = 0;
  for (int i = 0; i < 400; ++i) {
    clock.advance(std::chrono::hours(any_of(random, 12)));
    const int day = TimeZone().day_of(clock.now());
    if (i == 0) first_day = day;
    const domain::ModelPrice& price = prices[any_of(random, prices.size() - 1)];
    const int repo = any_of(random, 2);
    const CallFacts facts{price.provider,
                          std::string(price.id),
                          static_cast<domain::AnalysisType>(any_of(random, 3)),
                          "0000000" + std::to_string(repo),
                          "/repo" + std::to_string(repo),
                          "f" + std::to_string(any_of(random, 9)),
                          any_of(random, 1) == 0 ? "rs" : ""};
    const domain::Usage usage = random_usage(random);
    const NanoUsd cost = domain::cost_of(price, usage);
    REQUIRE(Wide{cost.value} == cost_by_hand(price, usage));
    const NanoUsd worst = domain::worst_case(price, any_of<std::int64_t>(random, 100'000), 4096);
    const auto held = ledger->reserve(facts, worst, rules);
    REQUIRE(held);
    const int fate = any_of(random, 9);
    if (fate == 0) {
      REQUIRE(ledger->release(*held));
    } else if (fate == 1) {
      model.add(facts, day, usage, 0, worst.value);
    } else {
      REQUIRE(ledger->settle(*held, usage, cost));
      model.add(facts, day, usage, cost.value, 0);
    }
  }

  for (const auto& [grouping, groups] : model.groups()) {
    CAPTURE(name_of(grouping));
    HistoryQuery query;
    query.from_day = first_day;
    query.by = grouping;
    const auto history = ledger->history(query);
    REQUIRE(history);
    REQUIRE(history->rows.size() == groups.size());
    for (const HistoryRow& row : history->rows) {
      CAPTURE(row.key);
      REQUIRE(groups.count(row.key) == 1);
      const Sums& sums = groups.at(row.key);
      CHECK(row.calls == sums.calls);
      CHECK(row.input_tokens == sums.input);
      CHECK(row.cached_tokens == sums.cached);
      CHECK(row.output_tokens == sums.output);
      CHECK(row.spent.value == sums.spent);
      CHECK(row.reserved.value == sums.reserved);
    }
  }
  const auto standing = *ledger->standing();
  const Groups& this_month = model.groups().at(Grouping::month);
  const std::string month = std::to_string(standing.month.month / 100) + "-" +
                            (standing.month.month % 100 < 10 ? "0" : "") + std::to_string(standing.month.month % 100);
  const Sums expected = this_month.count(month) == 1 ? this_month.at(month) : Sums{};
  CHECK(standing.month.spent.value == expected.spent);
  CHECK(standing.month.reserved.value == expected.reserved);
  CHECK(standing.month.input_tokens == expected.input);
  CHECK(ledger->verify()->empty());
}

TEST_CASE("a week is named by its Monday, across the ends of months and years") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  const auto ledger = *Ledger::open((folder.path() / "ledger.db").string(), clock);
  for (const int day : {20261129, 20261130, 20261206, 20261231, 20270103, 20270104}) {
    clock.set(TimeZone().start_of_day(day));
    REQUIRE(ledger->settle(*ledger->reserve({}, NanoUsd{1}, {}), {}, NanoUsd{1}));
  }
  HistoryQuery query;
  query.by = Grouping::week;
  std::string weeks;
  const auto history = *ledger->history(query);
  for (const HistoryRow& row : history.rows) weeks += row.key + ":" + std::to_string(row.calls) + " ";
  CHECK(weeks == "2026-11-23:1 2026-11-30:2 2026-12-28:2 2027-01-04:1 ");
}

TEST_CASE("the dearest rows are kept and the rest is summed up") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  const auto ledger = *Ledger::open((folder.path() / "ledger.db").string(), clock);
  for (const int amount : {5, 9, 1, 7}) {
    CallFacts facts;
    facts.model = "m" + std::to_string(amount);
    REQUIRE(ledger->settle(*ledger->reserve(facts, NanoUsd{amount}, {}), {}, NanoUsd{amount}));
  }
  HistoryQuery query;
  query.by = Grouping::model;
  query.top = 2;
  const auto history = *ledger->history(query);
  REQUIRE(history.rows.size() == 2);
  CHECK(history.rows[0].spent == NanoUsd{9});
  CHECK(history.rows[1].spent == NanoUsd{7});
  REQUIRE(history.others);
  CHECK(history.others->spent == NanoUsd{6});
  CHECK(history.total.spent == NanoUsd{22});
}

}  // namespace rustassistant::ledger
