// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/batch_books.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// Batches beside each other, of each stage, with calls of each state: what is told of which, down to every column.
namespace rustassistant::ledger {
namespace {

using domain::AnalysisType;
using domain::Provider;

std::string digits(std::int64_t number) {
  return std::to_string(number);
}

std::string told(const Batch& batch) {
  return digits(batch.id) + " " + batch.facts.tag + " " + std::string(domain::name_of(batch.facts.provider)) + " " +
         batch.facts.endpoint + " " + batch.facts.model + " " + digits(batch.facts.held_until.value) + " stage " +
         digits(static_cast<int>(batch.stage)) + " '" + batch.remote + "' '" + batch.input + "' " +
         digits(batch.items) + " items " + digits(batch.open_items) + " open " + digits(batch.reserved.value) +
         " held " + digits(batch.looks) + " looks " + digits(batch.made_at.value);
}

std::string told(const domain::KeyFactors& factors) {
  std::string all;
  for (const domain::Factor& factor : domain::kFactors) all += factors.*factor.value + " ";
  return all;
}

std::string told(const CallFacts& facts) {
  return std::string(domain::name_of(facts.provider)) + " " + facts.model + " " +
         std::string(domain::name_of(facts.type)) + " " + facts.repo_id + " " + facts.repo_path + " " + facts.path +
         " " + facts.extension + " " + (facts.request_bytes ? digits(*facts.request_bytes) : "-");
}

std::string told(const CallRecord& call) {
  const auto maybe = [](const auto& value) { return value ? digits(*value) : std::string("-"); };
  const auto money = [](const auto& value) { return value ? digits(value->value) : std::string("-"); };
  std::string all = digits(call.at.value) + " " + digits(call.month) + " " + digits(call.day) + " " +
                    std::string(name_of(call.state)) + " " + money(call.closed_at) + " " + money(call.reserved) + " " +
                    money(call.cost) + " " + digits(call.charged.value) + (call.estimated ? " estimated" : "") +
                    (call.by_hand ? " by hand" : "") + " " + told(call.facts) + " " + maybe(call.input_tokens) + " " +
                    maybe(call.cached_tokens) + " " + maybe(call.cache_write_tokens) + " " + maybe(call.output_tokens) +
                    " " + maybe(call.reasoning_tokens);
  if (const auto& batch = call.batch)
    all += " in " + batch->tag + " " + batch->endpoint + " '" + batch->remote + "' '" + batch->input + "' " +
           digits(batch->items) + " " + digits(batch->made_at.value) + " " + digits(batch->held_until.value) + " " +
           batch->language + " " + batch->prompt_hash + " " + batch->schema_version + " " + batch->config_hash + " " +
           batch->context_hash + " " + batch->content_hash + " '" + batch->parts + "'";
  return all;
}

struct BatchRowsFixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const std::int64_t noon = clock.now().value;
  std::string path = (folder.path() / "ledger.db").string();
  std::unique_ptr<Ledger> ledger = *Ledger::open(path, clock);
  std::unique_ptr<BatchBooks> books = *BatchBooks::open(path, clock);
  domain::BudgetRules rules;
  std::vector<BatchQuestion> first = questions(Provider::openai, "https://e1", "m1", 3, 100);
  std::vector<BatchQuestion> second = questions(Provider::anthropic, "https://e2", "m2", 2, 7);

  // "a" with a settled, a released and an open question, "b" with two open ones, which is submitted, and "c", closed.
  BatchRowsFixture() {
    rules.base.monthly_cap = NanoUsd{1'000'000};
    REQUIRE(books->reserve({"a", Provider::openai, "https://e1", "m1", {noon + 5'000}, TeamShare{"ra", "here"}}, first,
                           rules));
    clock.advance(std::chrono::milliseconds(10));
    REQUIRE(books->reserve({"b", Provider::anthropic, "https://e2", "m2", {noon + 9'000}}, second, rules));
    const auto third = questions(Provider::xai, "https://e3", "m3", 1, 31);
    REQUIRE(books->reserve({"c", Provider::xai, "https://e3", "m3", {noon + 99'000}, TeamShare{"rc", "here"}}, third,
                           rules));
    REQUIRE(books->note_input("b", "file-b"));
    REQUIRE(books->note_input("c", "file-c"));
    REQUIRE(books->note_submitted("b", "remote-b"));
    REQUIRE(books->note_submitted("c", "remote-c"));
    for (int i = 0; i < 3; ++i) REQUIRE(books->note_look(i < 2 ? "a" : "b"));
    clock.advance(std::chrono::milliseconds(10));
    REQUIRE(books->close_rows(
        std::vector<RowClosing>{{call("a", first[0]), CallState::settled, domain::Usage{11, 2, 3, 5, 1}, NanoUsd{60}},
                                {call("a", first[1]), CallState::released},
                                {call("c", third[0]), CallState::settled, {}, NanoUsd{13}, true}}));
    for (const char* tag : {"a", "b", "c"}) REQUIRE(books->close_batch(tag));
  }

  static std::vector<BatchQuestion> questions(Provider provider, const std::string& endpoint, const std::string& model,
                                              int count, std::int64_t each) {
    std::vector<BatchQuestion> all;
    for (int i = 0; i < count; ++i) {
      BatchQuestion& question = all.emplace_back();
      const std::string n = model + digits(i);
      question.facts = {provider, model, AnalysisType::docs, "repo" + n, "/r" + n, "p" + n, "x" + n, 40 + i};
      question.factors = {std::string(domain::name_of(AnalysisType::docs)),
                          std::string(domain::name_of(provider)),
                          endpoint,
                          model,
                          "prompt" + n,
                          "schema" + n,
                          "language" + n,
                          "config" + n,
                          "context" + n,
                          "content" + n};
      question.worst_case = NanoUsd{each + i};
      question.parts = "parts of " + n;
    }
    return all;
  }
  std::int64_t call(const std::string& tag, const BatchQuestion& question) const {
    const auto row = books->find_row(tag, domain::cache_key(question.factors));
    REQUIRE(row);
    REQUIRE(*row);
    return (*row)->call;
  }
  std::vector<std::string> open() const {
    std::vector<std::string> all;
    const auto batches = books->open_batches();
    REQUIRE(batches);
    for (const Batch& batch : *batches) all.push_back(told(batch));
    return all;
  }
  static std::vector<std::string> calls_of(Ledger& of) {
    std::vector<std::string> all;
    REQUIRE(of.for_each_call([&](const CallRecord& call) { all.push_back(told(call)); }));
    return all;
  }
  std::int64_t figure(const std::string& sql) const {
    return db::Connection::open(path, {db::OpenMode::read_only})->integer(sql).value();
  }
  void change(const std::string& sql) const {
    REQUIRE(db::Connection::open(path, {db::OpenMode::read_write})->execute(sql));
  }
};

}  // namespace

TEST_CASE_METHOD(BatchRowsFixture, "of open batches everything is told, of closed ones only that they were") {
  const std::string until_a = digits(noon + 5'000);
  const std::string until_b = digits(noon + 9'000);
  CHECK(open() ==
        std::vector<std::string>{
            "1 a openai https://e1 m1 " + until_a + " stage 0 '' '' 3 items 1 open 102 held 2 looks " + digits(noon),
            "2 b anthropic https://e2 m2 " + until_b + " stage 1 'remote-b' 'file-b' 2 items 2 open 15 held 1 looks " +
                digits(noon + 10)});
  for (const auto& [remote, known] : std::vector<std::pair<std::string, bool>>{
           {"remote-b", true}, {"remote-c", true}, {"remote-x", false}, {"", false}})
    CHECK(*books->is_known_remote(remote) == known);
  CHECK(figure("SELECT closed_at FROM batch WHERE tag = 'c'") == noon + 20);
  CHECK(figure("SELECT count(*) FROM batch WHERE stage < 2 AND closed_at IS NULL") == 2);
  REQUIRE(books->note_submitted("b", "another"));
  REQUIRE(books->note_submitted("c", "another"));
  CHECK_FALSE(*books->is_known_remote("another"));
  CHECK(figure("SELECT stage FROM batch WHERE tag = 'c'") == 2);
}

TEST_CASE_METHOD(BatchRowsFixture, "a row of a batch is told with every column, in that batch alone") {
  for (const auto& [tag, all] : {std::pair{"a", &first}, {"b", &second}}) {
    for (const BatchQuestion& question : *all) {
      const domain::CacheKey key = domain::cache_key(question.factors);
      const auto row = *books->find_row(tag, key);
      REQUIRE(row);
      const bool is_open = *tag == 'b' || &question == &first[2];
      CHECK(row->key == key);
      CHECK(told(row->facts) == told(question.facts));
      CHECK(told(row->factors) == told(question.factors));
      CHECK(row->reserved == question.worst_case);
      CHECK(row->is_open == is_open);
      CHECK(row->parts == (is_open ? question.parts : ""));
      CHECK(*books->holds(key) == is_open);
      CHECK_FALSE(*books->find_row(*tag == 'a' ? "b" : "a", key));
    }
  }
  CHECK(*books->open_keys("a") == std::vector{domain::cache_key(first[2].factors)});
  CHECK(*books->open_keys("b") ==
        std::vector{domain::cache_key(second[0].factors), domain::cache_key(second[1].factors)});
  CHECK(books->open_keys("c")->empty());
  CHECK_FALSE(*books->holds(domain::cache_key(questions(Provider::openai, "https://e1", "m1", 4, 1)[3].factors)));
  change("UPDATE batch SET stage = 2 WHERE tag = 'b'");  // as if it were over with an open call
  CHECK_FALSE(*books->holds(domain::cache_key(second[0].factors)));
}

TEST_CASE_METHOD(BatchRowsFixture, "what open batches hold until their time is summed up, and no more") {
  const auto holding = *ledger->batched();
  CHECK(holding.questions == 3);
  CHECK(holding.amount == NanoUsd{102 + 7 + 8});
  CHECK(holding.until == UnixMillis{noon + 9'000});
  clock.set({noon + 4'999});
  CHECK(ledger->batched()->questions == 3);
  clock.set({noon + 5'000});
  CHECK(ledger->batched()->questions == 2);
  CHECK(ledger->batched()->amount == NanoUsd{15});
  change("UPDATE batch SET stage = 2 WHERE tag = 'b'");
  CHECK(ledger->batched()->questions == 0);
  CHECK(ledger->batched()->amount == NanoUsd{});
  CHECK_FALSE(ledger->batched()->until);
}

TEST_CASE_METHOD(BatchRowsFixture, "a batch that is withdrawn lets go of its own calls alone") {
  REQUIRE(books->withdraw("a"));
  CHECK(open().size() == 1);
  CHECK(open()[0].starts_with("2 b "));
  CHECK(figure("SELECT count(*) FROM call WHERE state = 2") == 2);
  CHECK(figure("SELECT count(*) FROM call WHERE state = 1") == 2);
  CHECK(figure("SELECT count(*) FROM call WHERE state = 0 AND model = 'm2'") == 2);
  CHECK(figure("SELECT count(*) FROM batch_call WHERE parts IS NULL") == 4);
  const auto owed = *ledger->owed_to_team("here", 9);
  REQUIRE(owed.size() == 2);
  CHECK(owed[0].request == "ra");
  CHECK(owed[0].model == "m1");
  CHECK(owed[0].cost == NanoUsd{60});
  CHECK(owed[1].request == "rc");
  CHECK(owed[1].cost == NanoUsd{13});
  CHECK(ledger->owed_to_team("here", 1)->at(0).request == "ra");
  REQUIRE(ledger->team_knows(std::vector<std::string>{"ra"}));
  CHECK(ledger->owed_to_team("here", 9)->size() == 1);
}

TEST_CASE_METHOD(BatchRowsFixture, "calls are carried to another ledger with every column, batch and all") {
  const auto calls = calls_of(*ledger);
  const std::string made = digits(noon) + " 202611 20261121 ";
  const std::string later = digits(noon + 10) + " 202611 20261121 ";
  const std::string in_b =
      " - - - - - in b https://e2 'remote-b' 'file-b' 2 " + digits(noon + 10) + " " + digits(noon + 9'000) + " ";
  CHECK(calls ==
        std::vector<std::string>{
            made + "settled " + digits(noon + 20) + " 100 60 60 openai m1 docs repom10 /rm10 pm10 xm10 40 11 2 3 5 1",
            made + "released " + digits(noon + 20) + " 101 - 0 openai m1 docs repom11 /rm11 pm11 xm11 41 - - - - -",
            made + "reserved - 102 - 102 openai m1 docs repom12 /rm12 pm12 xm12 42 - - - - - in a https://e1 '' '' 3 " +
                digits(noon) + " " + digits(noon + 5'000) +
                " languagem12 promptm12 schemam12 configm12 contextm12 contentm12 'parts of m12'",
            later + "reserved - 7 - 7 anthropic m2 docs repom20 /rm20 pm20 xm20 40" + in_b +
                "languagem20 promptm20 schemam20 configm20 contextm20 contentm20 'parts of m20'",
            later + "reserved - 8 - 8 anthropic m2 docs repom21 /rm21 pm21 xm21 41" + in_b +
                "languagem21 promptm21 schemam21 configm21 contextm21 contentm21 'parts of m21'",
            later + "settled " + digits(noon + 20) +
                " 31 13 13 estimated xai m3 docs repom30 /rm30 pm30 xm30 40 - - - - -"});
  std::vector<CallRecord> records;
  REQUIRE(ledger->for_each_call([&](const CallRecord& call) { records.push_back(call); }));
  const std::string other = (folder.path() / "other.db").string();
  const auto there = *Ledger::open(other, clock);
  for (int pass = 0; pass < 2; ++pass) {
    const auto count = *there->import(std::span<const CallRecord>(records));
    CHECK(count.added == (pass == 0 ? 6 : 0));
    CHECK(count.present == (pass == 0 ? 0 : 6));
    CHECK(count.closed == 0);
    CHECK(count.later == 0);
    CHECK(calls_of(*there) == calls);
  }
  const auto their_books = *BatchBooks::open(other, clock);
  const auto batches = *their_books->open_batches();
  REQUIRE(batches.size() == 2);
  CHECK(told(batches[0]) == "1 a openai https://e1 m1 " + digits(noon + 5'000) +
                                " stage 0 '' '' 3 items 1 open 102 held 0 looks " + digits(noon));
  CHECK(told(batches[1]) == "2 b anthropic https://e2 m2 " + digits(noon + 9'000) +
                                " stage 1 'remote-b' 'file-b' 2 items 2 open 15 held 0 looks " + digits(noon + 10));
  CHECK(their_books->open_keys("b")->size() == 2);

  // A batch that is closed there takes no call back; the call is there without it.
  REQUIRE(
      db::Connection::open(other, {db::OpenMode::read_write})->execute("UPDATE batch SET stage = 2 WHERE tag = 'b'"));
  CallRecord late = records[3];
  late.tag = "elsewhere:1:2";
  late.batch->content_hash = "other";
  CHECK(there->import(std::span<const CallRecord>(&late, 1))->added == 1);
  CHECK(calls_of(*there).back() == later + "reserved - 7 - 7 anthropic m2 docs repom20 /rm20 pm20 xm20 40 - - - - -");
  CHECK(*db::Connection::open(other, {})->integer("SELECT count(*) FROM batch_call") == 3);
  // Nor is an open call told as one of a batch that is closed.
  change("UPDATE batch SET stage = 2 WHERE tag = 'b'");
  CHECK(calls_of(*ledger)[3] == later + "reserved - 7 - 7 anthropic m2 docs repom20 /rm20 pm20 xm20 40 - - - - -");
  CHECK(calls_of(*ledger)[2] == calls[2]);
}

TEST_CASE_METHOD(BatchRowsFixture, "a tag names a call of this ledger by its number and its time") {
  std::vector<CallRecord> records;
  REQUIRE(ledger->for_each_call([&](const CallRecord& call) { records.push_back(call); }));
  CallRecord call = records[2];
  call.state = CallState::settled;
  call.closed_at = UnixMillis{noon + 30};
  call.cost = NanoUsd{44};
  call.estimated = true;
  const std::string own = call.tag.substr(0, call.tag.find(':'));
  const std::string id = digits(call.id);
  const std::string at = digits(call.at.value);
  REQUIRE(call.tag == own + ":" + id + ":" + at);
  std::int64_t added = 0;
  for (const std::string& tag : {own + ":" + id, own + ":" + id + ":" + digits(noon + 1), own + ":99:" + at,
                                 own + ":x:" + at, own + ":" + id + ":x", "other" + call.tag, own + id + ":" + at}) {
    CAPTURE(tag);
    CallRecord odd = call;
    odd.tag = tag;
    CHECK(ledger->import(std::span<const CallRecord>(&odd, 1))->added == 1);
    ++added;
  }
  CHECK(figure("SELECT count(*) FROM call") == 6 + added);
  CHECK(figure("SELECT state FROM call WHERE id = " + id) == 0);
  CHECK(ledger->import(std::span<const CallRecord>(&call, 1))->closed == 1);
  CHECK(calls_of(*ledger)[2] == digits(noon) + " 202611 20261121 settled " + digits(noon + 30) +
                                    " 102 44 44 estimated openai m1 docs repom12 /rm12 pm12 xm12 42 - - - - -");
  CHECK(ledger->import(std::span<const CallRecord>(&call, 1))->present == 1);
}

TEST_CASE_METHOD(BatchRowsFixture, "what is unsettled waits an hour, and in a batch until its time") {
  const auto settle_all = [&](std::int64_t older_than) {
    return ledger->settle_all_by_hand(std::chrono::milliseconds(older_than), std::nullopt)->size();
  };
  const auto lone = *ledger->reserve({}, NanoUsd{1'000}, rules);
  clock.set({lone.at.value + 3'600'000 - 1});  // both batches are past their time
  change("UPDATE batch SET held_until = " + digits(lone.at.value + 3'600'000) + " WHERE tag = 'b'");
  auto standing = *ledger->standing();
  CHECK(standing.unsettled_count == 1);  // that of "a", which is older
  CHECK(standing.unsettled_amount == NanoUsd{102});
  clock.advance(std::chrono::milliseconds(1));
  standing = *ledger->standing();
  CHECK(standing.unsettled_count == 4);
  CHECK(standing.unsettled_amount == NanoUsd{102 + 15 + 1'000});
  REQUIRE(standing.unsettled.size() == 4);
  CHECK(standing.unsettled[0].model == "m1");
  CHECK(standing.unsettled[0].provider == Provider::openai);
  CHECK(standing.unsettled[0].repo_path == "/rm12");
  CHECK(standing.unsettled[0].path == "pm12");
  CHECK(standing.unsettled[0].at.value == noon);
  CHECK(standing.unsettled[0].reserved == NanoUsd{102});
  CHECK(standing.unsettled[3].id == lone.id);

  change("UPDATE batch SET held_until = held_until + 1 WHERE tag = 'b'");
  CHECK(ledger->standing()->unsettled_count == 2);
  change("UPDATE batch SET stage = 2 WHERE tag = 'b'");  // a closed one holds nothing
  CHECK(ledger->standing()->unsettled_count == 4);
  change("UPDATE batch SET stage = 1 WHERE tag = 'b'");
  CHECK(settle_all(3'600'021) == 0);
  CHECK(settle_all(3'600'020) == 1);  // that of "a"
  CHECK(settle_all(0) == 1);          // the lone one
  CHECK(settle_all(0) == 0);
  change("UPDATE batch SET stage = 2 WHERE tag = 'b'");
  CHECK(settle_all(3'600'011) == 0);
  CHECK(settle_all(3'600'010) == 2);
}

TEST_CASE_METHOD(BatchRowsFixture, "batches of an earlier month leave this month's half alone") {
  constexpr std::int64_t kCent = 10'000'000;
  rules.base.monthly_cap = NanoUsd{100 * kCent};
  clock.set({noon + std::int64_t{31} * 86'400'000});
  CHECK(ledger->reserve({}, NanoUsd{20 * kCent}, rules));
  const BatchFacts facts{"d", Provider::openai, "https://e4", "m4", {noon}};
  const auto made = *books->reserve(facts, questions(Provider::openai, "https://e4", "m4", 9, 12 * kCent), rules);
  CHECK(made.reserved.size() == 3);  // of half of 80 cents
  CHECK(made.amount == NanoUsd{36 * kCent + 3});
  const std::int64_t left = 4 * kCent - 3;
  BatchFacts next = facts;
  next.tag = "e";
  const auto again = *books->reserve(next, questions(Provider::openai, "https://e5", "m5", 1, 5 * kCent), rules);
  CHECK(again.reserved.empty());
  REQUIRE(again.refused);
  CHECK(
      again.refused->what.starts_with("the next question of the batch might cost $0.0500, and batches may take $0.0"));
  CHECK(books->reserve(next, questions(Provider::openai, "https://e5", "m5", 1, left + 1), rules)->reserved.empty());
  CHECK(books->reserve(next, questions(Provider::openai, "https://e5", "m5", 1, left), rules)->reserved.size() == 1);
  // What a closed batch left open counts as any call does, not as what batches hold.
  change("UPDATE batch SET stage = 2 WHERE tag = 'd'");
  next.tag = "f";
  CHECK(books->reserve(next, questions(Provider::openai, "https://e6", "m6", 1, 10 * kCent), rules)->reserved.size() ==
        1);
}

}  // namespace rustassistant::ledger
