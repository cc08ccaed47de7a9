// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// Calls that go from one ledger to another.
namespace rustassistant::ledger {
namespace {

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::unique_ptr<Ledger> here = open("here.db");
  std::unique_ptr<Ledger> there = open("there.db");

  std::unique_ptr<Ledger> open(const std::string& name) const {
    return *Ledger::open((folder.path() / name).string(), clock);
  }
  static std::vector<CallRecord> calls_of(Ledger& ledger) {
    std::vector<CallRecord> calls;
    REQUIRE(ledger.for_each_call([&](const CallRecord& call) { calls.push_back(call); }));
    return calls;
  }
  static ImportCount carry(Ledger& from, Ledger& to) {
    const auto count = to.import(std::span<const CallRecord>(calls_of(from)));
    REQUIRE(count);
    CHECK(to.verify()->empty());
    return *count;
  }
  static NanoUsd committed(Ledger& ledger) { return ledger.standing()->month.committed(); }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "calls are brought to another ledger once, and never back") {
  REQUIRE(here->settle(*here->reserve({}, NanoUsd{10}, {}), domain::Usage{7, 1, 2, 5, 3}, NanoUsd{4}));
  REQUIRE(here->release(*here->reserve({}, NanoUsd{10}, {})));
  REQUIRE(there->settle(*there->reserve({}, NanoUsd{1}, {}), std::nullopt, NanoUsd{1}));
  CHECK(carry(*here, *there).added == 2);
  CHECK(carry(*here, *there).present == 2);
  CHECK(carry(*there, *here).added == 1);
  CHECK(carry(*there, *here).present == 3);
  CHECK(committed(*here) == NanoUsd{5});
  CHECK(committed(*there) == NanoUsd{5});
  const auto calls = calls_of(*there);
  const auto original = calls_of(*here)[0];
  const auto found =
      std::find_if(calls.begin(), calls.end(), [&](const auto& call) { return call.tag == original.tag; });
  REQUIRE(found != calls.end());
  CHECK(found->input_tokens == 7);
  CHECK(found->cached_tokens == 1);
  CHECK(found->cache_write_tokens == 2);
  CHECK(found->output_tokens == 5);
  CHECK(found->reasoning_tokens == 3);
  CHECK(found->day == original.day);
  CHECK(found->closed_at == original.closed_at);
  CHECK(found->reserved == NanoUsd{10});
}

TEST_CASE_METHOD(Fixture, "a call that was open is closed in the other ledger as it was closed in its own") {
  const auto held = *here->reserve({}, NanoUsd{10}, {});
  CHECK(carry(*here, *there).added == 1);
  CHECK(committed(*there) == NanoUsd{10});
  REQUIRE(here->settle(held, std::nullopt, NanoUsd{3}, Booking::estimated));
  CHECK(carry(*here, *there).closed == 1);
  CHECK(committed(*there) == NanoUsd{3});
  CHECK(calls_of(*there)[0].estimated);
  CHECK(carry(*here, *there).present == 1);
}

TEST_CASE_METHOD(Fixture, "of a call that was open, tokens that are not told are none where others are") {
  struct Row {
    std::optional<Tokens> input;
    std::optional<Tokens> output;
    bool counted;
  };
  for (const Row& row : {Row{7, std::nullopt, true}, {std::nullopt, 5, true}, {std::nullopt, std::nullopt, false}}) {
    const auto held = *here->reserve({}, NanoUsd{10}, {});
    auto call = calls_of(*here).back();
    CHECK(call.id == held.id);
    call.state = CallState::settled;
    call.input_tokens = row.input;
    call.output_tokens = row.output;
    call.cost = NanoUsd{1};
    CHECK(here->import(std::span<const CallRecord>(&call, 1))->closed == 1);
    const auto closed = calls_of(*here).back();
    CHECK(closed.closed_at == held.at);
    const auto told = [&](std::optional<Tokens> tokens) { return row.counted ? tokens.value_or(0) : tokens; };
    CHECK(closed.input_tokens == told(row.input));
    CHECK(closed.cached_tokens == told({}));
    CHECK(closed.cache_write_tokens == told({}));
    CHECK(closed.output_tokens == told(row.output));
    CHECK(closed.reasoning_tokens == told({}));
  }
}

TEST_CASE_METHOD(Fixture, "a copy of a ledger that went its own way gives back its own calls alone") {
  REQUIRE(here->settle(*here->reserve({}, NanoUsd{10}, {}), std::nullopt, NanoUsd{1}));
  here.reset();
  std::filesystem::copy_file(folder.path() / "here.db", folder.path() / "copy.db");
  here = open("here.db");
  const auto copy = open("copy.db");
  clock.advance(std::chrono::seconds(1));
  REQUIRE(here->settle(*here->reserve({}, NanoUsd{10}, {}), std::nullopt, NanoUsd{2}));
  clock.advance(std::chrono::seconds(1));
  REQUIRE(copy->settle(*copy->reserve({}, NanoUsd{10}, {}), std::nullopt, NanoUsd{4}));
  CHECK(carry(*copy, *here).added == 1);
  CHECK(carry(*copy, *here).added == 0);
  CHECK(committed(*here) == NanoUsd{7});
}

TEST_CASE_METHOD(Fixture, "calls of a time to come are left out") {
  auto call = CallRecord{};
  call.tag = "x:1:1";
  call.day = 20990101;
  call.at = {clock.now().value + 2 * 86'400'000};
  CHECK(here->import(std::span<const CallRecord>(&call, 1))->later == 1);
  CHECK(calls_of(*here).empty());
}

TEST_CASE_METHOD(Fixture, "caps, zone and former repositories are taken over, and the rest stays") {
  SettingsChange change;
  change.set.monthly_cap = NanoUsd{5};
  change.set.repo_caps = {{"00000001", "/a", {7}, "c0ffee"}};
  change.timezone = "Here";
  change.timezone_rule = "+02:00";
  REQUIRE(here->change(change));
  SettingsChange other;
  other.set.monthly_cap = NanoUsd{6};
  other.set.daily_cap = NanoUsd{1};
  REQUIRE(there->change(other));
  LedgerHead head;
  REQUIRE(here->read_all([&](const LedgerHead& read) { head = read; }, [](const CallRecord&) {}));
  CHECK(head.id.size() == 16);
  head.former_repos = {{"00000009", "00000001"}, {"00000005", "00000002"}};
  REQUIRE(there->take_over(head));
  LedgerHead taken;
  REQUIRE(there->read_all([&](const LedgerHead& read) { taken = read; }, [](const CallRecord&) {}));
  CHECK(taken.id.size() == 16);
  CHECK(taken.id != head.id);
  CHECK(taken.timezone == "Here");
  CHECK(taken.timezone_rule == "+02:00");
  CHECK(taken.former_repos == decltype(taken.former_repos){{"00000005", "00000002"}, {"00000009", "00000001"}});
  const auto standing = *there->standing();
  CHECK(standing.settings.monthly_cap == NanoUsd{5});
  CHECK(standing.settings.daily_cap == NanoUsd{1});
  CHECK(standing.zone_name == "Here");
  CHECK(standing.repos.at(0).cap.root_commit == "c0ffee");
  CallFacts former;
  former.repo_id = "00000009";
  REQUIRE(there->reserve(former, NanoUsd{1}, {}));
  CHECK(there->standing()->repos.at(0).reserved == NanoUsd{1});
}

TEST_CASE_METHOD(Fixture, "a damaged ledger is known as such, a missing one is none") {
  const std::string path = (folder.path() / "x.db").string();
  CHECK(Ledger::is_damaged(path, clock) == false);
  CHECK(Ledger::is_damaged((folder.path() / "here.db").string(), clock) == false);
  for (const std::string& text : {std::string(), std::string("not a ledger"), std::string(9000, 'x')}) {
    folder.write("x.db", text);
    CHECK(Ledger::is_damaged(path, clock) == true);
  }
}

}  // namespace rustassistant::ledger
