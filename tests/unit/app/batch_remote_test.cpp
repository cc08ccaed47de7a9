// SPDX-License-Identifier: MIT
#include "remote.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "pauses.hpp"
#include "rustassistant/app/queue_report.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "stores_world.hpp"
#include "support/counted_turns.hpp"

// What is known of batches at a provider, and when it may be believed.
namespace rustassistant::app {
namespace {

using std::chrono::milliseconds;
using test::StoresWorld;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kMadeAt = 1'795'262'400'000;  // 2026-11-21T12:00:00Z

// A ledger with one batch, and a provider that answers by a script.
struct RemoteWorld : StoresWorld {
  std::unique_ptr<ledger::BatchBooks> books;
  std::unique_ptr<queue::Queue> jobs;
  std::vector<domain::CacheKey> keys;

  RemoteWorld() {
    REQUIRE(open_ledger(services(), ledger::IfMissing::create));
    books = *open_batch_books(services());
    jobs = *queue::Queue::open(*queue_path(services().environment), clock, queue::IfMissing::create, {});
  }
  static ledger::BatchQuestion question(const std::string& content, domain::Provider provider) {
    ledger::BatchQuestion made;
    made.facts.provider = provider;
    made.facts.model = "m";
    made.factors = {"refactor", std::string(domain::name_of(provider)), "", "m", "p", "1", "rust", "c", "", content};
    made.worst_case = NanoUsd{100};
    return made;
  }
  // With that many questions; of which the keys are kept.
  ledger::Batch batch_of(const std::string& tag, int questions,
                         domain::Provider provider = domain::Provider::anthropic) {
    std::vector<ledger::BatchQuestion> asked;
    for (int i = 0; i < questions; ++i) asked.push_back(question(tag + std::to_string(i), provider));
    domain::BudgetRules rules;
    rules.base.monthly_cap = NanoUsd{1'000'000};
    REQUIRE(books->reserve({tag, provider, "", "m", {clock.now().value + 24 * 60 * kMinute}}, asked, rules)
                ->reserved.size() == asked.size());
    keys = *books->open_keys(tag);
    return books->open_batches()->back();
  }
};

llm::ProviderConfig config_of(domain::Provider provider) {
  llm::ProviderConfig config;
  config.provider = provider;
  config.base_url = llm::facts_of(provider)->base_url;
  config.model = "m";
  config.key.emplace("sk-0123456789abcdef");
  return config;
}

std::string created_at(std::int64_t millis) {
  return to_rfc3339(UnixMillis{millis});
}

// One of Anthropic's, as its list shows it.
std::string listed(const std::string& id, std::int64_t created, int items, const std::string& status = "ended") {
  return R"({"id":")" + id + R"(","type":"message_batch","processing_status":")" + status + R"(","created_at":")" +
         created_at(created) + R"(","request_counts":{"processing":0,"succeeded":)" + std::to_string(items) +
         R"(,"errored":0,"canceled":0,"expired":0}})";
}

std::string rows_about(const std::string& id) {
  return R"({"custom_id":")" + id + R"(","result":{"type":"expired"}})" + "\n";
}

// "found msgbatch_1", "absent", "unclear", or the error; and how many requests that took.
std::string adopted(RemoteWorld& world, const ledger::Batch& batch, std::vector<test::FakeTransport::Step> script,
                    std::int64_t age, domain::Provider provider = domain::Provider::anthropic) {
  test::FakeTransport transport(std::move(script));
  rustassistant::test::CountedTurns turns;
  const llm::BatchClient client(transport, world.clock, turns);
  const auto done = adopt(batch, client, config_of(provider), *world.books, UnixMillis{batch.made_at.value + age});
  const std::string asked = " after " + std::to_string(transport.requests().size());
  if (!done) return "failed" + asked;
  if (done->outcome == Adoption::Outcome::found) return "found " + done->remote + asked;
  CHECK(done->remote.empty());
  return (done->outcome == Adoption::Outcome::absent ? "absent" : "unclear") + asked;
}

test::FakeTransport::Step list_of(const std::vector<std::string>& batches) {
  std::string data;
  for (const std::string& one : batches) data += (data.empty() ? "" : ",") + one;
  return test::FakeTransport::reply(200, R"({"data":[)" + data + R"(],"has_more":false})");
}

}  // namespace

TEST_CASE("a batch is looked at after 30 s, then half as late again each time, at most after 15 min") {
  const UnixMillis now{1'000'000};
  const auto wait = [&](std::int64_t waits, std::optional<milliseconds> asked = {}) {
    return next_look(now, waits, asked).value - now.value;
  };
  const std::vector<std::int64_t> expected{30'000,  45'000,  67'500,  101'250, 151'875,
                                           227'812, 341'718, 512'577, 768'865, 900'000};
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(wait(static_cast<std::int64_t>(i)) == expected[i]);
  CHECK(wait(1'000'000'000'000) == 900'000);
  CHECK(wait(0, milliseconds(29'999)) == 30'000);
  CHECK(wait(0, milliseconds(30'001)) == 30'001);
  CHECK(wait(20, milliseconds(3'600'000)) == 3'600'000);
}

TEST_CASE("what a provider says nothing of is believed to be nothing after more than 15 min and at the third look") {
  ledger::Batch batch;
  batch.made_at = {kMadeAt};
  const auto is_past = [&](std::int64_t age, std::int64_t looks) {
    batch.looks = looks;
    return is_past_lag(batch, UnixMillis{kMadeAt + age});
  };
  CHECK(is_past(15 * kMinute + 1, 2));
  CHECK_FALSE(is_past(15 * kMinute, 2));
  CHECK_FALSE(is_past(15 * kMinute + 1, 1));
  CHECK(is_past(15 * kMinute + 1, 3));
  CHECK_FALSE(is_past(0, 100));
}

TEST_CASE_METHOD(RemoteWorld, "where too much waits, batches of that model have half as many questions for a day") {
  CHECK(slice_name(domain::Provider::openai, "gpt-4o-mini") == "slice openai gpt-4o-mini");
  ledger::BatchFacts facts;
  facts.provider = domain::Provider::openai;
  for (const auto& [items, half] : std::vector<std::pair<std::int64_t, std::int64_t>>{{200, 100}, {7, 3}, {1, 1}}) {
    facts.model = "m" + std::to_string(items);
    REQUIRE(halve_slices(*jobs, facts, items, clock.now()));
    const auto kept = *jobs->poll_of("slice openai " + facts.model);
    REQUIRE(kept);
    CHECK(kept->next_at.value == clock.now().value + 24 * 60 * kMinute);
    CHECK(kept->waits == half);
    CHECK(kept->status == "token_limit_exceeded");
    CHECK_FALSE(kept->ended);
  }
}

TEST_CASE_METHOD(StoresWorld, "a batch is asked about where it was sent, with the key for that") {
  variables.clear();
  variables["OPENAI_API_KEY"] = "sk-test-0123456789";
  loaded.settings.llm.model = "another";
  BatchProviders providers(loaded, services().environment);
  ledger::BatchFacts facts;
  facts.provider = domain::Provider::openai;
  facts.model = "gpt-4.1-nano";
  const auto config = providers.of(facts);
  REQUIRE(config);
  CHECK((*config)->provider == domain::Provider::openai);
  CHECK((*config)->model == "gpt-4.1-nano");
  CHECK((*config)->key->reveal() == "sk-test-0123456789");

  facts.endpoint = "https://proxy.example";
  CHECK(providers.of(facts).error().code == Errc::config);
  CHECK(providers.of(facts).error().what ==
        "a batch was sent to openai at another base URL than the one that is configured");
  CHECK(providers.of(facts).error().hint == "configure that base URL until the batch is collected");
  facts.endpoint.clear();
  facts.provider = domain::Provider::anthropic;
  CHECK(providers.of(facts).error().code == Errc::config);
  CHECK(providers.of(facts).error().what == "a batch is with anthropic, and there is no key for it");
  CHECK(providers.of(facts).error().hint == "set ANTHROPIC_API_KEY");
  facts.provider = domain::Provider::builtin;
  CHECK(providers.of(facts).error().hint.empty());
}

TEST_CASE_METHOD(RemoteWorld, "a batch without a name is found by its time, its size and its questions") {
  const auto batch = batch_of("0badcafe", 2);
  const std::string ours = to_hex(keys[1]);
  const auto rows = [](const std::string& id) { return test::FakeTransport::reply(200, rows_about(id)); };
  const std::int64_t made = batch.made_at.value;
  CHECK(adopted(*this, batch, {list_of({listed("msgbatch_1", made, 2)}), rows(ours)}, 1000) ==
        "found msgbatch_1 after 2");
  // From ten minutes before to half an hour after, and of as many questions.
  struct Case {
    std::int64_t offset;
    int items;
    bool is_asked;
  };
  for (const auto& [offset, items, is_asked] : std::vector<Case>{{-10 * kMinute, 2, true},
                                                                 {-10 * kMinute - 1000, 2, false},
                                                                 {30 * kMinute, 2, true},
                                                                 {30 * kMinute + 1000, 2, false},
                                                                 {0, 3, false},
                                                                 {0, 1, false}}) {
    CAPTURE(offset, items);
    CHECK(adopted(*this, batch, {list_of({listed("msgbatch_1", made + offset, items)}), rows(ours)}, 1000) ==
          (is_asked ? "found msgbatch_1 after 2" : "unclear after 1"));
  }
  // One whose rows are about other questions is not it, but the next one may be.
  CHECK(adopted(*this, batch,
                {list_of({listed("msgbatch_1", made, 2), listed("msgbatch_2", made, 2)}), rows(std::string(64, 'f')),
                 rows(ours)},
                1000) == "found msgbatch_2 after 3");
  CHECK(adopted(*this, batch, {list_of({listed("msgbatch_1", made, 2)}), rows("no key")}, 1000) == "unclear after 2");
  // A list or rows that cannot be read leave it open.
  CHECK(adopted(*this, batch, {test::FakeTransport::reply(500, "{}")}, 1000) == "failed after 1");
  CHECK(adopted(*this, batch, {list_of({listed("msgbatch_1", made, 2)}), test::FakeTransport::reply(500, "{}")},
                1000) == "failed after 2");
}

TEST_CASE_METHOD(RemoteWorld, "one that runs may be it, for 25 hours; one that is another batch's is not") {
  auto batch = batch_of("0badcafe", 2);
  const std::int64_t made = batch.made_at.value;
  const auto running = [&] { return list_of({listed("msgbatch_1", made, 2, "in_progress")}); };
  batch.looks = 2;
  CHECK(adopted(*this, batch, {running()}, 16 * kMinute) == "unclear after 1");
  CHECK(adopted(*this, batch, {running()}, 25 * 60 * kMinute - 1) == "unclear after 1");
  CHECK(adopted(*this, batch, {running()}, 25 * 60 * kMinute) == "absent after 1");
  CHECK(adopted(*this, batch, {list_of({})}, 16 * kMinute) == "absent after 1");
  CHECK(adopted(*this, batch, {list_of({})}, 15 * kMinute) == "unclear after 1");
  batch.looks = 1;
  CHECK(adopted(*this, batch, {running()}, 25 * 60 * kMinute) == "unclear after 1");

  batch_of("1badcafe", 2);
  REQUIRE(books->note_submitted("1badcafe", "msgbatch_1"));
  batch.looks = 2;
  CHECK(adopted(*this, batch, {running()}, 16 * kMinute) == "absent after 1");
}

TEST_CASE_METHOD(RemoteWorld, "a batch with a name is found by that alone") {
  auto batch = batch_of("0badcafe", 1, domain::Provider::openai);
  batch.looks = 2;
  const auto named = [](const std::string& id, const std::string& tag) {
    return R"({"id":")" + id + R"(","status":"in_progress","metadata":{"rustassistant":"rustassistant-)" + tag + "\"}}";
  };
  const auto adopt_of = [&](const std::vector<std::string>& all, std::int64_t age) {
    return adopted(*this, batch, {list_of(all)}, age, domain::Provider::openai);
  };
  CHECK(adopt_of({named("batch_1", "1badcafe"), named("batch_2", "0badcafe")}, 0) == "found batch_2 after 1");
  CHECK(adopt_of({named("batch_1", "1badcafe")}, 15 * kMinute) == "unclear after 1");
  CHECK(adopt_of({named("batch_1", "1badcafe")}, 15 * kMinute + 1) == "absent after 1");
  CHECK(adopted(*this, batch, {}, 0, domain::Provider::openai) == "failed after 1");
}

TEST_CASE_METHOD(RemoteWorld, "jobs of open batches wait for them, and those of a batch that is over may be claimed") {
  batch_of("0badcafe", 2);
  std::vector<queue::Ask> asks;
  for (const domain::CacheKey& key : {keys[0], keys[1], codec::sha256("of no batch")}) {
    queue::Ask& ask = asks.emplace_back();
    ask.key = key;
    ask.repo_id = "0123abcd";
    ask.repo_path = "/repo";
    ask.path = to_hex(key);
    ask.provider = domain::Provider::anthropic;
    ask.model = "m";
  }
  REQUIRE(jobs->add(asks)->queued == 3);
  const auto in = [&](queue::JobState state) { return jobs->standing()->in(state); };
  REQUIRE(reconcile(*books, *jobs));
  CHECK(in(queue::JobState::submitted) == 2);
  CHECK(in(queue::JobState::queued) == 1);
  REQUIRE(reconcile(*books, *jobs));
  CHECK(in(queue::JobState::submitted) == 2);
  REQUIRE(books->withdraw("0badcafe"));
  REQUIRE(reconcile(*books, *jobs));
  CHECK(in(queue::JobState::submitted) == 0);
  CHECK(in(queue::JobState::queued) == 3);
}

TEST_CASE_METHOD(RemoteWorld, "one process at a time works with a batch, and others with other batches") {
  {
    const BatchLock first(home(), "0badcafe", clock);
    CHECK(first.is_free());
    const BatchLock other(home(), "1badcafe", clock);
    CHECK(other.is_free());
  }
  CHECK(BatchLock(home() + "/nowhere", "0badcafe", clock).is_free());  // where no lock can be had
}

TEST_CASE_METHOD(RemoteWorld, "a pause holds for those that had begun a minute before it, or less") {
  const auto told = [&](std::int64_t begun) {
    const auto why = pause_since(*jobs, domain::Provider::openai, "m", UnixMillis{clock.now().value + begun});
    if (!why) return std::string("nothing");
    CHECK(why->code == Errc::provider);
    CHECK(why->hint.empty());
    return why->what;
  };
  CHECK(told(-1000) == "nothing");
  REQUIRE(pause(*jobs, domain::Provider::openai, "m", "provider", "no credits", clock.now()));
  CHECK(told(-1000) == "no credits");
  CHECK(told(0) == "no credits");
  CHECK(told(1) == "nothing");
  CHECK_FALSE(pause_since(*jobs, domain::Provider::openai, "m2", clock.now()));
  CHECK_FALSE(pause_since(*jobs, domain::Provider::xai, "m", clock.now()));
  const auto pauses = jobs->standing()->pauses;
  REQUIRE(pauses.size() == 1);
  CHECK(pauses[0].scope == "openai m");
  CHECK(pauses[0].until.value == clock.now().value + kMinute);
  CHECK(pauses[0].code == "provider");
}

TEST_CASE_METHOD(RemoteWorld, "the queue's commands count what they changed, and refuse a job that is not there") {
  std::vector<queue::Ask> asks(2);
  for (std::size_t i = 0; i < asks.size(); ++i) {
    asks[i].key = codec::sha256(std::to_string(i));
    asks[i].repo_id = "0123abcd";
    asks[i].path = std::to_string(i);
    asks[i].provider = domain::Provider::openai;
    asks[i].model = "m";
  }
  const auto refusal = [](const Result<std::int64_t>& done) {
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::usage);
    CHECK(done.error().hint == "`rustassistant queue list` shows the jobs");
    return done.error().what;
  };
  CHECK(refusal(retry_jobs(services(), 1)) == "there is no dead job 1");
  CHECK(refusal(cancel_jobs(services(), 1)) == "there is no queued job 1");
  CHECK(*retry_jobs(services(), std::nullopt) == 0);
  CHECK(*cancel_jobs(services(), std::nullopt) == 0);
  REQUIRE(jobs->add(asks));
  const auto listed_jobs = *queue_jobs(services(), std::nullopt, 10);
  REQUIRE(listed_jobs.size() == 2);
  CHECK(queue_jobs(services(), std::nullopt, 1)->size() == 1);
  CHECK(queue_jobs(services(), queue::JobState::dead, 10)->empty());
  CHECK(*cancel_jobs(services(), listed_jobs[0].id) == 1);
  CHECK(refusal(cancel_jobs(services(), listed_jobs[0].id)) ==
        "there is no queued job " + std::to_string(listed_jobs[0].id));
  CHECK(*cancel_jobs(services(), std::nullopt) == 1);
  CHECK(queue_jobs(services(), queue::JobState::dropped, 10)->size() == 2);
}

TEST_CASE_METHOD(RemoteWorld, "the queue's report shows the open batches and what was last seen of each") {
  batch_of("0badcafe", 2);
  batch_of("1badcafe", 1);
  REQUIRE(books->note_submitted("1badcafe", "msgbatch_1"));
  REQUIRE(jobs->set_poll("1badcafe", {{clock.now().value + 5}, 1, "ended 1/1", true}));
  CHECK(ended_batches(services()) == 1);
  const auto report = queue_report(services());
  REQUIRE(report);
  CHECK(report->path == home() + "/queue.db");
  CHECK(report->now == clock.now());
  CHECK(report->rates.empty());
  REQUIRE(report->batches.size() == 2);
  CHECK(report->batches[0].batch.facts.tag == "0badcafe");
  CHECK(report->batches[0].status.empty());
  CHECK_FALSE(report->batches[0].ended);
  CHECK_FALSE(report->batches[0].next_look);
  CHECK(report->batches[1].batch.facts.tag == "1badcafe");
  CHECK(report->batches[1].batch.remote == "msgbatch_1");
  CHECK(report->batches[1].status == "ended 1/1");
  CHECK(report->batches[1].ended);
  CHECK(report->batches[1].next_look == UnixMillis{clock.now().value + 5});
}

}  // namespace rustassistant::app
