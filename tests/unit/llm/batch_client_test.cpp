// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "batch_fixtures.hpp"
#include "rustassistant/domain/batch_price.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;
using rustassistant::test::FakeTransport;
using Phase = RemoteBatch::Phase;

// States and rows as providers gave or documented them, ids shortened.
namespace {

struct Row {
  std::string id;
  bool was_run;
  bool is_answer;
  AttemptFailure::Billing billing;
  AttemptFailure::Remedy remedy;
  std::string what;  // why there is no answer
};

// Rows of one page or file, and how many could not be read.
std::pair<std::vector<Row>, std::int64_t> rows_of(Provider provider, const std::string& body) {
  BatchExchange exchange(body);
  RemoteBatch batch;
  batch.results = {"/results"};
  std::vector<Row> rows;
  const auto read =
      exchange.client.read_rows(batch, config_for(provider), [&](const BatchAnswer& answer) -> Result<void> {
        rows.push_back({answer.id, answer.was_run, answer.result.has_value(), {}, {}, {}});
        if (!answer.result) {
          rows.back().billing = answer.result.error().billing;
          rows.back().remedy = answer.result.error().remedy;
          rows.back().what = answer.result.error().error.what;
        }
        return {};
      });
  REQUIRE(read);
  return {rows, *read};
}

}  // namespace

TEST_CASE("a batch that OpenAI let expire has rows all the same, and two files of them") {
  const auto batch = look(Provider::openai, R"({"id":"batch_abc","status":"expired","input_file_id":"file-in",
    "output_file_id":"file-out","error_file_id":"file-err","request_counts":{"total":10,"completed":1,"failed":0},
    "metadata":{"rustassistant":"rustassistant-1f3a"}})");
  REQUIRE(batch);
  CHECK(batch->phase == Phase::ended);
  CHECK(batch->tag == "1f3a");
  CHECK(batch->results == std::vector<std::string>{"/files/file-out/content", "/files/file-err/content"});
  CHECK(batch->files.size() == 3);
}

TEST_CASE("a batch that OpenAI refused names the line") {
  const auto batch = look(Provider::openai, R"({"id":"batch_abc","status":"failed","errors":{"data":[
    {"code":"duplicate_custom_id","message":"twice","param":"custom_id","line":2}]}})");
  REQUIRE(batch);
  CHECK(batch->phase == Phase::refused);
  CHECK(batch->code == "duplicate_custom_id");
  CHECK(batch->bad_line == 2);
}

TEST_CASE("an end without its file is no end yet") {
  const auto batch = look(Provider::openai, R"({"id":"b","status":"completed","output_file_id":null,
    "request_counts":{"total":3,"completed":3,"failed":0}})");
  REQUIRE(batch);
  CHECK(batch->phase == Phase::running);
}

TEST_CASE("answers that are promised and cannot be found yet, or not be asked for, are not given up") {
  CHECK(look(Provider::openai, R"({"id":"b","status":"completed"})")->phase == Phase::running);
  CHECK(look(Provider::openai, R"({"id":"b","status":"cancelled"})")->phase == Phase::ended);
  CHECK(look(Provider::openai, R"({"id":"b","status":"completed","output_file_id":null,"error_file_id":"file-e",
    "request_counts":{"total":1,"completed":0,"failed":1}})")
            ->phase == Phase::ended);
  CHECK_FALSE(look(Provider::openai, R"({"id":"b","status":"completed","output_file_id":"../file"})"));
  CHECK(look(Provider::google, R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED"}})")->phase ==
        Phase::running);
  CHECK(look(Provider::google, R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_FAILED"}})")->phase ==
        Phase::ended);
  CHECK_FALSE(look(Provider::google, R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED",
    "output":{"responsesFile":"files/../x"}}})"));
}

TEST_CASE("a full queue is told by its code or its words") {
  CHECK(is_queue_full("token_limit_exceeded", ""));
  CHECK(is_queue_full("", "Enqueued token limit reached for gpt-4.1 in organization org-1. Limit: 900,000"));
  CHECK_FALSE(is_queue_full("duplicate_custom_id", "twice"));
}

TEST_CASE("xAI has no states: counters of zero are no end, and its own message is") {
  CHECK(look(Provider::xai, R"({"batch_id":"b","name":"rustassistant-1f","cancel_by_xai_message":null,"state":
    {"num_requests":0,"num_pending":0,"num_success":0,"num_error":0,"num_cancelled":0}})")
            ->phase == Phase::running);
  CHECK(look(Provider::xai, R"({"batch_id":"b","state":{"num_requests":0,"num_pending":0}})")->is_empty);
  CHECK_FALSE(look(Provider::xai, R"({"batch_id":"b","state":{"num_requests":3,"num_pending":3}})")->is_empty);
  const auto rejected =
      look(Provider::xai, R"({"batch_id":"b","cancel_by_xai_message":"Model grok-4.6 is not supported",
    "state":{"num_requests":0,"num_pending":0,"num_success":0,"num_error":0,"num_cancelled":0}})");
  CHECK(rejected->phase == Phase::refused);
  CHECK_FALSE(rejected->is_empty);
  const auto cancelled = look(Provider::xai, R"({"batch_id":"b","state":
    {"num_requests":5,"num_pending":0,"num_success":0,"num_error":0,"num_cancelled":5}})");
  CHECK(cancelled->phase == Phase::ended);
  CHECK(cancelled->may_revert);
}

TEST_CASE("Google's counters are texts, its states have two names, and its answers come along") {
  for (const char* prefix : {"BATCH_STATE_", "JOB_STATE_"}) {
    const auto batch = look(Provider::google, std::string(R"({"name":"batches/abc","metadata":{"state":")") + prefix +
                                                  R"(SUCCEEDED","displayName":"rustassistant-1f","batchStats":
      {"requestCount":"2","successfulRequestCount":"1"}},"response":{"inlinedResponses":{"inlinedResponses":[
      {"metadata":{"key":"k1"},"response":{}},{"metadata":{"key":"k2"},"error":{"code":7,"message":"no"}}]}}})");
    REQUIRE(batch);
    CHECK(batch->phase == Phase::ended);
    CHECK(batch->items == 2);
    CHECK(batch->inline_rows.size() == 2);
  }
  const auto file = look(Provider::google, R"({"name":"batches/abc","metadata":{"state":"BATCH_STATE_SUCCEEDED",
    "output":{"responsesFile":"files/batch-abc"}}})");
  REQUIRE(file);
  CHECK(file->results ==
        std::vector<std::string>{
            "https://generativelanguage.googleapis.com/download/v1beta/files/batch-abc:download?alt=media"});
}

TEST_CASE("an identifier that is a path is none") {
  CHECK_FALSE(look(Provider::openai, R"({"id":"../../v1/files","status":"completed"})"));
  CHECK_FALSE(look(Provider::google, R"({"name":"batches/a/b","metadata":{"state":"BATCH_STATE_PENDING"}})"));
}

TEST_CASE("rows of OpenAI: answered, refused, not run, and one that cannot be read") {
  const auto [rows, unreadable] = rows_of(Provider::openai, R"({"custom_id":"r1","response":{"status_code":200,"body":
{"model":"gpt-4o-mini","choices":[{"message":{"content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":10}}}}
)");
  CHECK(unreadable == 2);  // a row over two lines is two rows
  const auto [more, bad] = rows_of(
      Provider::openai,
      R"({"custom_id":"r1","response":{"status_code":200,"body":{"model":"m","choices":[{"message":{"content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":10}}},"error":null}
{"custom_id":"r2","response":{"status_code":400,"body":{"error":{"message":"Invalid 'temperature'","type":"invalid_request_error"}}},"error":null}

{"custom_id":"r3","response":null,"error":{"code":"batch_expired","message":"not executed"}}
{"custom_id":)");
  CHECK(bad == 1);
  REQUIRE(more.size() == 3);
  CHECK(more[0].is_answer);
  CHECK(more[1].billing == AttemptFailure::Billing::none);
  CHECK(more[1].remedy == AttemptFailure::Remedy::none);
  CHECK_FALSE(more[2].was_run);
  CHECK(more[2].remedy == AttemptFailure::Remedy::time);
}

TEST_CASE("rows of Anthropic: an error states its kind, and what was not run says so") {
  const auto [rows, bad] = rows_of(
      Provider::anthropic,
      R"({"custom_id":"a","result":{"type":"errored","error":{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}}}
{"custom_id":"b","result":{"type":"canceled"}}
{"custom_id":"c","result":{"type":"succeeded","message":{"model":"m","content":[{"type":"text","text":"{}"}],"stop_reason":"end_turn","usage":{"input_tokens":16,"output_tokens":5}}}}
)");
  CHECK(bad == 0);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].remedy == AttemptFailure::Remedy::time);
  CHECK_FALSE(rows[1].was_run);
  CHECK(rows[2].is_answer);
}

TEST_CASE("rows of Google and xAI: an error may be a code or a bare text") {
  const auto [google, bad] =
      rows_of(Provider::google, R"({"key":"a","error":{"code":1,"message":"The operation was cancelled."}}
{"key":"b","error":{"code":7,"message":"permission denied"}}
)");
  CHECK(bad == 0);
  REQUIRE(google.size() == 2);
  CHECK(google[0].remedy == AttemptFailure::Remedy::time);
  CHECK(google[1].remedy == AttemptFailure::Remedy::none);
  const auto [xai, broken] = rows_of(Provider::xai, R"({"results":[
    {"batch_request_id":"a","batch_result":{"error":"Maximum number of tokens must be positive"}},
    {"batch_request_id":"b","batch_result":{"error":{"code":3,"message":"boom"}}},
    {"batch_request_id":"c","batch_result":{"error":"Batch cancelled"}},{}],"pagination_token":""})");
  CHECK(broken == 1);
  REQUIRE(xai.size() == 3);
  CHECK(xai[0].remedy == AttemptFailure::Remedy::none);
  CHECK(xai[1].billing == AttemptFailure::Billing::none);
  CHECK_FALSE(xai[2].was_run);
}

TEST_CASE("a row's error counts as the status that its code of gRPC stands for, and as the service's own without one") {
  constexpr std::array<int, 18> kStatuses{500, 503, 500, 400, 503, 404, 500, 403, 429,
                                          400, 409, 400, 400, 500, 503, 500, 401, 500};
  for (int code = 0; code < 18; ++code) {
    CAPTURE(code);
    const auto row =
        rows_of(Provider::google, R"({"key":"a","error":{"message":"M","code":)" + std::to_string(code) + "}}").first;
    REQUIRE(row.size() == 1);
    CHECK(row[0].what.ends_with("HTTP " + std::to_string(kStatuses.at(static_cast<std::size_t>(code))) + ": M"));
  }
  for (const char* const error : {R"({"code":"7","message":7})", R"({"code":99})", "{}"}) {
    CAPTURE(error);
    const auto row = rows_of(Provider::google, std::string(R"({"key":"a","error":)") + error + "}").first;
    REQUIRE(row.size() == 1);
    CHECK(row[0].what.ends_with("HTTP 500"));
  }
}

TEST_CASE("a file of rows may hold ones that are too long, and ends at what is left of a row") {
  const std::string row = R"({"key":"a","error":{"code":7}})";
  const std::string longest = R"({"key":"b","error":{"code":7,"message":")";
  const std::size_t most = std::size_t{8} << 20U;
  const auto of_size = [&](std::size_t size) { return longest + std::string(size - longest.size() - 3, 'x') + "\"}}"; };
  const auto [rows, unreadable] =
      rows_of(Provider::google, of_size(most) + "\n" + of_size(most + 1) + "\r\n \r\n" + row + "\n\n" + row);
  CHECK(unreadable == 1);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].id == "b");
  CHECK(rows[2].id == "a");
}

TEST_CASE("what a batch may hold, and how long it may take, is each provider's") {
  const auto limits = [](Provider provider) {
    const auto known = batch_limits(provider);
    return known ? std::to_string(known->items) + " " + std::to_string(known->bytes >> 20U) + " " +
                       std::to_string(known->window.count())
                 : "none";
  };
  CHECK(limits(Provider::openai) == "50000 16 24");
  CHECK(limits(Provider::anthropic) == "100000 16 24");
  CHECK(limits(Provider::google) == "250 15 48");
  CHECK(limits(Provider::xai) == "50000 16 720");
  CHECK(limits(Provider::builtin) == "none");
}

TEST_CASE("only models with a price in batches have one") {
  const auto price = [](Provider provider, const char* model) {
    return domain::batch_price(domain::find_price(provider, model, 20261121).value());
  };
  CHECK(price(Provider::xai, "grok-4.3")->rates.input.value == 1'000'000);  // 0.8 of $1.25
  CHECK(price(Provider::openai, "gpt-4.1-nano")->rates.output.value == 200'000);
  CHECK_FALSE(price(Provider::xai, "grok-4.5"));
}

TEST_CASE("every exchange with a batch service waits for its turn, and a refusal is told") {
  const auto ok = [](const char* body) { return FakeTransport::reply(200, body); };
  const char* const state = R"({"id":"b","status":"in_progress"})";
  BatchExchange exchange({ok(R"({"id":"file-1"})"), ok(state), ok(state), ok(R"({"data":[],"has_more":false})"), ok(""),
                          ok("{}"), ok("{}"), ok("{}"), FakeTransport::reply(429, "{}")});
  const BatchClient& client = exchange.client;
  const ProviderConfig config = config_for(Provider::openai);
  const std::vector<BatchItem> items{{std::string(64, 'a'), "{}"}};
  RemoteBatch batch;
  batch.results = {"/files/out/content"};
  batch.files = {"/files/out"};
  CHECK(client.upload(items, "tag", config));
  CHECK(client.create(items, "tag", "file-1", config));
  CHECK(client.look("b", config));
  CHECK(client.list(config));
  CHECK(client.read_rows(batch, config, [](const BatchAnswer&) { return Result<void>(); }));
  CHECK(client.cancel("b", config));
  client.remove(batch, config);
  client.remove_input("file-1", config);
  CHECK(exchange.turns.refused == 0);
  CHECK_FALSE(client.look("b", config));
  CHECK(exchange.transport.requests().size() == 9);
  CHECK(exchange.turns.waited == 9);
  CHECK(exchange.turns.refused == 1);
}

TEST_CASE("a call to a batch service that gets no turn is not sent, and nothing can have been billed") {
  struct Shut final : CallTurns {
    Result<void> wait(const ProviderConfig& /*config*/) override { return fail(Errc::unreachable, "later"); }
    void heard(const ProviderConfig& /*config*/, const AttemptFailure& /*failure*/) override {}
  } turns;
  FakeTransport transport;
  const rustassistant::test::FakeClock clock;
  const auto created = BatchClient(transport, clock, turns).create({}, "tag", "file-1", config_for(Provider::openai));
  REQUIRE_FALSE(created);
  CHECK(created.error().billing == AttemptFailure::Billing::none);
  CHECK(created.error().error.code == Errc::unreachable);
  CHECK(transport.requests().empty());
}

TEST_CASE("pages are followed by whatever the provider calls the next one, and one that cannot be followed is no end") {
  RemoteBatch batch;
  batch.results = {"/results?limit=100"};
  const ProviderConfig config = config_for(Provider::xai);
  const auto ignore = [](const BatchAnswer&) { return Result<void>(); };
  SECTION("a token of any characters") {
    BatchExchange exchange({FakeTransport::reply(200, R"({"results":[],"pagination_token":"a+/b=="})"),
                            FakeTransport::reply(200, R"({"results":[],"pagination_token":7})"),
                            FakeTransport::reply(200, R"({"results":[],"pagination_token":null})")});
    CHECK(exchange.client.read_rows(batch, config, ignore));
    REQUIRE(exchange.transport.requests().size() == 3);
    CHECK(exchange.transport.requests()[1].url.ends_with("/results?limit=100&pagination_token=a%2B%2Fb%3D%3D"));
    CHECK(exchange.transport.requests()[2].url.ends_with("/results?limit=100&pagination_token=7"));
  }
  SECTION("no token") {
    BatchExchange exchange({FakeTransport::reply(200, R"({"results":[],"pagination_token":{"page":2}})")});
    CHECK_FALSE(exchange.client.read_rows(batch, config, ignore));
  }
  SECTION("of batches") {
    BatchExchange exchange({FakeTransport::reply(200, R"({"data":[],"has_more":true})")});
    CHECK_FALSE(exchange.client.list(config_for(Provider::openai)));
    BatchExchange google(
        {FakeTransport::reply(200, R"({"operations":[],"nextPageToken":"a/b="})"), FakeTransport::reply(200, R"({})")});
    CHECK(google.client.list(config_for(Provider::google)));
    CHECK(google.transport.requests()[1].url.ends_with("&pageToken=a%2Fb%3D"));
  }
}
