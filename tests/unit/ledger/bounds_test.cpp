// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// Instants and figures on both sides of what decides, and each condition of a query beside a call that it must leave
// out.
namespace rustassistant::ledger {
namespace {

using domain::Usage;

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const UnixMillis noon = clock.now();  // of 2026-11-21
  const std::string path = (folder.path() / "ledger.db").string();
  std::unique_ptr<Ledger> ledger = *Ledger::open(path, clock);

  Reservation reserve(std::int64_t amount, const CallFacts& facts = {}) {
    const auto held = ledger->reserve(facts, NanoUsd{amount}, {});
    REQUIRE(held);
    return *held;
  }
  Reservation reserve_at(std::int64_t later_ms, std::int64_t amount) {
    clock.set({noon.value + later_ms});
    const auto held = reserve(amount);
    clock.set(noon);
    return held;
  }
  void settle(std::int64_t amount, const std::optional<Usage>& usage, std::optional<NanoUsd> cost) {
    REQUIRE(ledger->settle(reserve(amount), usage, cost));
  }
  std::vector<HistoryRow> history(const HistoryQuery& query) { return ledger->history(query)->rows; }
};

CallFacts facts_of(const std::string& model) {
  CallFacts facts;
  facts.provider = domain::Provider::google;
  facts.model = model;
  facts.repo_path = "/r";
  facts.path = "a.py";
  return facts;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a call is unsettled once it is an hour old, and is listed with all that is known of it") {
  const auto held = reserve(70, facts_of("m"));
  static_cast<void>(*ledger->reserve({}, std::nullopt, {}));
  clock.set({noon.value + kHour - 1});
  CHECK(ledger->standing()->unsettled_count == 0);
  CHECK(ledger->standing()->unsettled.empty());
  clock.set({noon.value + kHour});
  REQUIRE(ledger->release(reserve(9)));
  static_cast<void>(reserve(5));
  const auto standing = *ledger->standing();
  CHECK(standing.unsettled_count == 2);
  CHECK(standing.unsettled_amount == NanoUsd{70});
  REQUIRE(standing.unsettled.size() == 2);
  const OpenCall& call = standing.unsettled[0];
  CHECK(call.id == held.id);
  CHECK(call.at == noon);
  CHECK(call.provider == domain::Provider::google);
  CHECK(call.model == "m");
  CHECK(call.repo_path == "/r");
  CHECK(call.path == "a.py");
  CHECK(call.reserved == NanoUsd{70});
  CHECK(standing.unsettled[1].reserved == std::nullopt);
}

TEST_CASE_METHOD(Fixture, "the oldest hundred unsettled calls are listed, and all of them are counted") {
  clock.set({noon.value + 1});
  for (int i = 0; i < 100; ++i) reserve(1);
  const auto oldest = reserve_at(0, 3);
  clock.set({noon.value + kHour + 1});
  const auto standing = *ledger->standing();
  CHECK(standing.unsettled_count == 101);
  CHECK(standing.unsettled_amount == NanoUsd{103});
  REQUIRE(standing.unsettled.size() == 100);
  // The ledger's time does not go back: the last call stands at the instant of the others.
  CHECK(standing.unsettled[0].id == 1);
  CHECK(oldest.id == 101);
}

TEST_CASE_METHOD(Fixture, "a call by hand is told with all that is known of it, and why another is none") {
  const auto held = reserve(70, facts_of("m"));
  const auto released = reserve(1);
  REQUIRE(ledger->release(released));
  const std::array ids{held.id};
  const auto closed = ledger->settle_by_hand(ids, NanoUsd{3});
  REQUIRE(closed);
  const OpenCall& call = closed->front();
  CHECK(call.id == held.id);
  CHECK(call.at == noon);
  CHECK(call.provider == domain::Provider::google);
  CHECK(call.model == "m");
  CHECK(call.repo_path == "/r");
  CHECK(call.path == "a.py");
  CHECK(call.reserved == NanoUsd{70});
  const std::array again{held.id};
  CHECK(ledger->settle_by_hand(again, NanoUsd{3}).error().what == "call 1 is already settled");
  const std::array freed{released.id};
  CHECK(ledger->settle_by_hand(freed, NanoUsd{3}).error().what == "call 2 is already released");
  const std::array none{std::int64_t{9}};
  CHECK(ledger->settle_by_hand(none, NanoUsd{3}).error().what == "call 9 does not exist");
}

TEST_CASE_METHOD(Fixture, "a call is ahead where it is more than a day later than the clock") {
  reserve_at(kDay, 1);
  CHECK(ledger->standing()->ahead.count == 0);
  reserve_at(kDay + 1, 1);
  const auto ahead = ledger->standing()->ahead;
  CHECK(ahead.count == 1);
  CHECK(ahead.newest == UnixMillis{noon.value + kDay + 1});
}

TEST_CASE_METHOD(Fixture, "a call later than the clock by four hundred days is believed, by more it is not") {
  reserve_at(400 * kDay, 1);
  CHECK(ledger->standing()->now == UnixMillis{noon.value + 400 * kDay});
  CHECK(ledger->move_calls_ahead() == 1);
  reserve_at(400 * kDay + 1, 1);
  CHECK(ledger->standing()->now == noon);
  // What is of this very moment is not ahead.
  CHECK(ledger->move_calls_ahead() == 1);
}

TEST_CASE_METHOD(Fixture, "a clock may say the first moment of 2026, and nothing earlier") {
  clock.set({1'767'225'600'000});
  CHECK(ledger->move_calls_ahead() == 0);
  clock.set({1'767'225'599'999});
  CHECK_FALSE(ledger->move_calls_ahead());
}

TEST_CASE_METHOD(Fixture, "a month and a day end where the next ones begin") {
  const auto standing = *ledger->standing();
  CHECK(standing.now == noon);
  CHECK(standing.newest_call == std::nullopt);
  CHECK(standing.zone_name == "UTC");
  CHECK(standing.month.month == 202611);
  CHECK(standing.month.start == TimeZone().start_of_day(20261101));
  CHECK(standing.month.reset_at == TimeZone().start_of_day(20261201));
  CHECK(standing.day.day == 20261121);
  CHECK(standing.day.reset_at == TimeZone().start_of_day(20261122));
  const auto none = *(*Ledger::open((folder.path() / "none.db").string(), clock, IfMissing::empty))->standing();
  CHECK(none.now == noon);
  CHECK(none.zone_name == "UTC");
  CHECK(none.month.start == standing.month.start);
  CHECK(none.month.reset_at == standing.month.reset_at);
  CHECK(none.day.day == 20261121);
  CHECK(none.day.reset_at == standing.day.reset_at);
}

TEST_CASE_METHOD(Fixture, "what calls of known cost came to leaves out the unknown ones of this month alone") {
  clock.set(TimeZone().start_of_day(20261015));
  settle(1'000, Usage{500, 0, 0, 50, 0}, std::nullopt);
  clock.set(noon);
  settle(50, Usage{10, 4, 0, 5, 0}, NanoUsd{30});
  settle(40, std::nullopt, std::nullopt);
  settle(20, Usage{100, 0, 0, 50, 0}, std::nullopt);
  reserve(7);
  REQUIRE(ledger->release(reserve(9)));
  const auto month = ledger->standing()->month;
  CHECK(month.spent == NanoUsd{90});
  CHECK(month.reserved == NanoUsd{7});
  CHECK(month.calls == 3);
  CHECK(month.unknown_costs == 2);
  CHECK(month.input_tokens == 110);
  CHECK(month.cached_tokens == 4);
  CHECK(month.output_tokens == 55);
  CHECK(month.known_calls == 1);
  CHECK(month.known_spent == NanoUsd{30});
  CHECK(month.known_tokens == 15);
  CHECK(ledger->standing()->day.spent == NanoUsd{90});
}

TEST_CASE_METHOD(Fixture, "a day's sums are its own, and so are a repository's") {
  domain::BudgetRules rules;
  rules.base.daily_cap = NanoUsd{10};
  CHECK(ledger->reserve({}, NanoUsd{10}, rules));
  CHECK_FALSE(ledger->reserve({}, NanoUsd{1}, rules));
  clock.advance(std::chrono::hours(12));
  CHECK(ledger->reserve({}, NanoUsd{10}, rules));
  CHECK(ledger->standing()->day.committed() == NanoUsd{10});

  SettingsChange change;
  change.set.repo_caps = {{"00000002", "/b", {7}, ""}, {"00000001", "/a", {9}, ""}};
  REQUIRE(ledger->change(change));
  CallFacts facts;
  facts.repo_id = "00000001";
  reserve(4, facts);
  const auto repos = ledger->standing()->repos;
  REQUIRE(repos.size() == 2);
  CHECK(repos[0].cap.path == "/a");
  CHECK(repos[0].cap.monthly_cap == NanoUsd{9});
  CHECK(repos[0].committed() == NanoUsd{4});
  CHECK(repos[1].committed() == NanoUsd{0});
  change.set.repo_caps = {{"00000001", "/c", {11}, "root"}};
  change.unset_repos = {"00000002"};
  REQUIRE(ledger->change(change));
  const auto changed = ledger->standing()->repos;
  REQUIRE(changed.size() == 1);
  CHECK(changed[0].cap.path == "/c");
  CHECK(changed[0].cap.monthly_cap == NanoUsd{11});
  CHECK(changed[0].cap.root_commit == "root");
}

TEST_CASE_METHOD(Fixture, "the history holds the days that are asked for, and no group of released calls") {
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

TEST_CASE_METHOD(Fixture, "as many rows stay as are asked for, what is reserved counts, and equal ones go by name") {
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

TEST_CASE_METHOD(Fixture, "what is no time is told by cost, and no more rows than are asked for where two are alike") {
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

TEST_CASE_METHOD(Fixture, "averages are of reported calls of that model and provider, with a size and tokens") {
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

TEST_CASE_METHOD(Fixture, "calls of every fate have nothing to be found, and one that is half closed has") {
  settle(5, Usage{3, 1, 2, 2, 1}, NanoUsd{5});
  settle(5, std::nullopt, std::nullopt);
  REQUIRE(ledger->settle(reserve(5), std::nullopt, NanoUsd{5}, Booking::estimated));
  REQUIRE(ledger->release(reserve(5)));
  reserve(5);
  CHECK(ledger->verify()->empty());
  const auto connection = *db::Connection::open(path, {db::OpenMode::read_write});
  REQUIRE(connection.execute("UPDATE call SET closed_at = 5 WHERE state = 0"));
  CHECK(ledger->verify()->size() == 1);
  REQUIRE(connection.execute("UPDATE call SET closed_at = NULL WHERE state = 0"));
  CHECK(ledger->verify()->empty());
  REQUIRE(connection.execute("UPDATE call SET closed_at = NULL WHERE state = 2"));
  CHECK(ledger->verify()->size() == 1);
}

TEST_CASE_METHOD(Fixture, "amounts from zero on and shares of up to a hundred percent can be read back") {
  struct Row {
    std::string name;
    std::string value;
    bool valid;
  };
  const auto connection = *db::Connection::open(path, {db::OpenMode::read_write});
  for (const Row& row : {Row{"monthly_cap", "0", true},
                         {"monthly_cap", "-1", false},
                         {"daily_cap", "0", true},
                         {"daily_cap", "-1", false},
                         {"daily_cap", "x", false},
                         {"warn_percent", "0", true},
                         {"warn_percent", "100", true},
                         {"warn_percent", "101", false},
                         {"alert_percent", "-1", false},
                         {"alert_percent", "100", true},
                         {"when_exceeded", "warn", true},
                         {"when_exceeded", "never", false},
                         {"of another version", "x", true}}) {
    CAPTURE(row.name, row.value);
    REQUIRE(connection.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('" + row.name + "', '" +
                               row.value + "')"));
    CHECK(ledger->settings().has_value() == row.valid);
    REQUIRE(connection.execute("DELETE FROM setting WHERE name = '" + row.name + "'"));
  }
}

TEST_CASE_METHOD(Fixture, "what is unset goes alone") {
  SettingsChange change;
  change.set.monthly_cap = NanoUsd{5};
  change.set.daily_cap = NanoUsd{4};
  change.set.warn_percent = 50;
  REQUIRE(ledger->change(change));
  change = {};
  change.unset = {StoredSetting::daily_cap};
  REQUIRE(ledger->change(change));
  CHECK(ledger->settings()->monthly_cap == NanoUsd{5});
  CHECK(ledger->settings()->daily_cap == std::nullopt);
  CHECK(ledger->settings()->warn_percent == 50);
  CHECK(ledger->standing()->zone_name == "UTC");
}

TEST_CASE_METHOD(Fixture, "a call of elsewhere comes in up to a day ahead, and an own one is known by its time, too") {
  CallRecord call;
  call.tag = "elsewhere:1:1";
  call.day = 20261122;
  call.state = CallState::settled;
  call.cost = NanoUsd{5};
  call.at = {noon.value + kDay + 1};
  CHECK(ledger->import(std::span<const CallRecord>(&call, 1))->later == 1);
  call.at = {noon.value + kDay};
  CHECK(ledger->import(std::span<const CallRecord>(&call, 1))->added == 1);
  CHECK(ledger->import(std::span<const CallRecord>(&call, 1))->present == 1);
  clock.set({noon.value + 2 * kDay});
  const auto own = reserve(3);
  std::vector<CallRecord> calls;
  REQUIRE(ledger->for_each_call([&](const CallRecord& each) { calls.push_back(each); }));
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].closed_at == call.at);
  CHECK(calls[0].cost == NanoUsd{5});
  CHECK(calls[1].id == own.id);
  CHECK(calls[1].tag.ends_with(":2:" + std::to_string(own.at.value)));
  CHECK(ledger->import(std::span<const CallRecord>(&calls[1], 1))->present == 1);
  // A call of a copy that made its own second call at another moment.
  calls[1].tag.back() = calls[1].tag.back() == '1' ? '2' : '1';
  CHECK(ledger->import(std::span<const CallRecord>(&calls[1], 1))->added == 1);
}

}  // namespace rustassistant::ledger
