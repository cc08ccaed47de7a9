// SPDX-License-Identifier: MIT
#include "rustassistant/ledger/batch_books.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// Batches in the ledger: what they hold, and how their rows end.
namespace rustassistant::ledger {
namespace {

struct BatchBooksFixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::string path = (folder.path() / "ledger.db").string();
  std::unique_ptr<Ledger> ledger = *Ledger::open(path, clock);
  std::unique_ptr<BatchBooks> books = *BatchBooks::open(path, clock);
  domain::BudgetRules rules;

  BatchBooksFixture() { rules.base.monthly_cap = NanoUsd{1000}; }
  static std::vector<BatchQuestion> questions(int count, std::int64_t each) {
    std::vector<BatchQuestion> all;
    for (int i = 0; i < count; ++i) {
      BatchQuestion& question = all.emplace_back();
      question.facts.provider = domain::Provider::openai;
      question.facts.model = "m";
      question.facts.type = domain::AnalysisType::refactor;
      question.factors = {"refactor", "openai", "", "m", "p", "1", "rust", "c", "", std::to_string(i)};
      question.worst_case = NanoUsd{each};
    }
    return all;
  }
  BatchFacts facts(const std::string& tag) const {
    return {tag, domain::Provider::openai, "", "m", {clock.now().value + 86'400'000}};
  }
};

}  // namespace

TEST_CASE_METHOD(BatchBooksFixture, "a batch under way is brought to another ledger with its calls, once") {
  auto asked = questions(3, 100);
  for (BatchQuestion& question : asked) question.parts = "parts \x01 of " + question.factors.content_hash;
  asked[1].parts.clear();
  REQUIRE(books->reserve(facts("0badcafe"), asked, rules)->reserved.size() == 3);
  REQUIRE(books->note_input("0badcafe", "file-1"));
  REQUIRE(books->note_submitted("0badcafe", "batch_1"));
  const auto keys = *books->open_keys("0badcafe");
  const auto done = books->find_row("0badcafe", keys[0]);
  REQUIRE(books->close_rows(std::vector<RowClosing>{{(*done)->call, CallState::settled, {}, NanoUsd{7}}}));
  const std::string other_path = (folder.path() / "other.db").string();
  const auto other = *Ledger::open(other_path, clock);
  for (int i = 0; i < 2; ++i) {
    std::vector<CallRecord> calls;
    REQUIRE(ledger->for_each_call([&](const CallRecord& call) { calls.push_back(call); }));
    REQUIRE(other->import(std::span<const CallRecord>(calls)));
  }
  const auto there = *BatchBooks::open(other_path, clock);
  const auto batches = *there->open_batches();
  REQUIRE(batches.size() == 1);
  const Batch& batch = batches[0];
  CHECK(batch.facts.tag == "0badcafe");
  CHECK(batch.facts.model == "m");
  CHECK(batch.facts.held_until == facts("").held_until);
  CHECK(batch.stage == BatchStage::submitted);
  CHECK(batch.remote == "batch_1");
  CHECK(batch.input == "file-1");
  CHECK(batch.items == 3);
  CHECK(batch.open_items == 2);
  CHECK(batch.reserved == NanoUsd{200});
  CHECK(*there->open_keys("0badcafe") == std::vector(keys.begin() + 1, keys.end()));
  const auto row = *there->find_row("0badcafe", keys[2]);
  REQUIRE(row);
  CHECK(domain::cache_key(row->factors) == keys[2]);
  CHECK(row->is_open);
  CHECK(row->parts == asked[2].parts);
  CHECK((*there->find_row("0badcafe", keys[1]))->parts.empty());
  // What is closed needs them no more.
  CHECK((*done)->parts == asked[0].parts);
  CHECK((*books->find_row("0badcafe", keys[0]))->parts.empty());
}

TEST_CASE_METHOD(BatchBooksFixture, "batches hold at most half of what remains of the month") {
  const auto made = books->reserve(facts("a"), questions(10, 100), rules);
  REQUIRE(made);
  CHECK(made->reserved.size() == 5);
  CHECK(made->amount == NanoUsd{500});
  REQUIRE(made->refused);
  CHECK(made->refused->code == Errc::budget);
  CHECK(ledger->batched()->questions == 5);
  CHECK(ledger->batched()->amount == NanoUsd{500});
  // The other half is left to calls, and no further batch fits.
  const auto more = books->reserve(facts("b"), questions(10, 100), rules);
  REQUIRE(more);
  CHECK(more->reserved.empty());
  CHECK(more->in_flight.size() == 5);
  CHECK(ledger->reserve({}, NanoUsd{500}, rules));
}

TEST_CASE_METHOD(BatchBooksFixture, "a limit beside the caps cuts a batch, and says why") {
  const BatchLimit limit{NanoUsd{250}, {Errc::budget, "the team has no more", ""}};
  const auto made = books->reserve(facts("a"), questions(10, 100), rules, limit);
  REQUIRE(made);
  CHECK(made->reserved.size() == 2);
  CHECK(made->amount == NanoUsd{200});
  REQUIRE(made->refused);
  CHECK(made->refused->what == "the team has no more");
  // What the caps allow less of is the caps' affair.
  const auto more = books->reserve(facts("b"), questions(20, 100), rules, BatchLimit{NanoUsd{900}, limit.why});
  REQUIRE(more);
  REQUIRE(more->refused);
  CHECK(more->refused->what != limit.why.what);
}

TEST_CASE_METHOD(BatchBooksFixture, "a batch that is withdrawn is closed, and holds nothing") {
  REQUIRE(books->reserve(facts("a"), questions(3, 100), rules));
  REQUIRE(books->withdraw("a"));
  CHECK(books->open_batches()->empty());
  CHECK(ledger->standing()->month.reserved == NanoUsd{});
  CHECK(books->reserve(facts("b"), questions(3, 100), rules)->reserved.size() == 3);
}

TEST_CASE_METHOD(BatchBooksFixture, "once a batch of a team is closed, its server is owed what all its calls came to") {
  BatchFacts shared = facts("a");
  shared.team = TeamShare{"request", "here"};
  REQUIRE(books->reserve(shared, questions(3, 100), rules));
  const auto call = [&](std::size_t number) {
    return (*books->find_row("a", books->open_keys("a")->at(number)))->call;
  };
  const std::vector<RowClosing> rows{{call(0), CallState::settled, {}, NanoUsd{40}},
                                     {call(1), CallState::settled, {}, std::nullopt},
                                     {call(2), CallState::released}};
  REQUIRE(books->close_rows(rows));
  CHECK(ledger->owed_to_team("here", 100)->empty());
  REQUIRE(books->close_batch("a"));
  CHECK(ledger->owed_to_team("elsewhere", 100)->empty());
  const auto owed = *ledger->owed_to_team("here", 100);
  REQUIRE(owed.size() == 1);
  CHECK(owed[0].request == "request");
  CHECK(owed[0].model == "m");
  CHECK(owed[0].cost == NanoUsd{140});  // an unknown cost stays at its bound
  REQUIRE(ledger->team_knows(std::vector<std::string>{"request"}));
  CHECK(ledger->owed_to_team("here", 100)->empty());
}

TEST_CASE_METHOD(BatchBooksFixture, "a batch of a team that was not sent is news without a cost, after calls") {
  BatchFacts shared = facts("a");
  shared.team = TeamShare{"of a batch", "here"};
  REQUIRE(books->reserve(shared, questions(3, 100), rules));
  REQUIRE(books->withdraw("a"));
  CallFacts call;
  call.team = TeamShare{"of a call", "here"};
  REQUIRE(ledger->release(*ledger->reserve(call, NanoUsd{10}, rules)));
  const auto owed = *ledger->owed_to_team("here", 100);
  REQUIRE(owed.size() == 2);
  CHECK(owed[0].request == "of a call");
  CHECK(owed[1].request == "of a batch");
  CHECK_FALSE(owed[1].cost);
  CHECK(ledger->owed_to_team("here", 1)->size() == 1);
}

TEST_CASE_METHOD(BatchBooksFixture, "a question is in one open batch at a time") {
  REQUIRE(books->reserve(facts("a"), questions(3, 10), rules));
  const auto key = domain::cache_key(questions(1, 10)[0].factors);
  CHECK(*books->holds(key));
  const auto again = books->reserve(facts("b"), questions(4, 10), rules);
  REQUIRE(again);
  CHECK(again->in_flight.size() == 3);
  CHECK(again->reserved == std::vector<std::size_t>{3});
}

TEST_CASE_METHOD(BatchBooksFixture, "what a batch holds is not unsettled before its time, and is afterwards") {
  REQUIRE(books->reserve(facts("a"), questions(2, 10), rules));
  clock.advance(std::chrono::hours(2));
  CHECK(ledger->standing()->unsettled_count == 0);
  CHECK(ledger->settle_all_by_hand(std::chrono::milliseconds(0), std::nullopt)->empty());
  clock.advance(std::chrono::hours(22));
  CHECK(ledger->standing()->unsettled_count == 2);
  CHECK(ledger->batched()->questions == 0);
  CHECK(ledger->settle_all_by_hand(std::chrono::milliseconds(0), std::nullopt)->size() == 2);
}

TEST_CASE_METHOD(BatchBooksFixture, "a row is closed once, and keeps all factors of its key") {
  REQUIRE(books->reserve(facts("a"), questions(2, 10), rules));
  REQUIRE(books->note_submitted("a", "batch_1"));
  const auto keys = books->open_keys("a");
  REQUIRE(keys);
  REQUIRE(keys->size() == 2);
  const auto row = books->find_row("a", keys->front());
  REQUIRE(row);
  REQUIRE(*row);
  CHECK(domain::cache_key((*row)->factors) == keys->front());
  const std::vector<RowClosing> closings{{(*row)->call, CallState::settled, domain::Usage{5, 0, 0, 1, 0}, NanoUsd{4}},
                                         {(*row)->call, CallState::settled, {}, NanoUsd{9}}};
  REQUIRE(books->close_rows(closings));
  REQUIRE(books->close_rows(closings));
  CHECK(ledger->standing()->month.spent == NanoUsd{4});
  CHECK_FALSE((*books->find_row("a", keys->front()))->is_open);
  REQUIRE(books->close_batch("a"));
  CHECK(books->open_batches()->size() == 1);  // a row is open
  CHECK((*books->open_batches())[0].remote == "batch_1");
  const auto other = *books->find_row("a", (*keys)[1]);
  REQUIRE(books->close_rows(std::vector<RowClosing>{{other->call, CallState::released}}));
  REQUIRE(books->close_batch("a"));
  CHECK(books->open_batches()->empty());
  CHECK(*books->is_known_remote("batch_1"));
}

TEST_CASE("without a ledger there are no batches, and none can be recorded") {
  const test::TemporaryFolder folder;
  const test::FakeClock clock;
  const auto books = BatchBooks::open((folder.path() / "ledger.db").string(), clock);
  REQUIRE(books);
  CHECK((*books)->open_batches()->empty());
  CHECK_FALSE((*books)->note_look("a"));
}

}  // namespace rustassistant::ledger
