// SPDX-License-Identifier: MIT
// What is read of a batch's state and what is asked of its service, provider by provider: every field of the one, every
// word of the other.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "batch_fixtures.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;
using rustassistant::test::FakeTransport;
using Phase = RemoteBatch::Phase;

namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

// Every field but an empty one, in the order of RemoteBatch.
std::string told(const RemoteBatch& batch) {
  std::string text = batch.id + " " + batch.tag + " '" + batch.status + "' ";
  text += batch.phase == Phase::running ? "running" : batch.phase == Phase::ended ? "ended" : "refused";
  if (batch.is_empty) text += " empty";
  if (batch.may_revert) text += " may revert";
  if (!batch.code.empty()) text += " code " + batch.code;
  if (!batch.message.empty()) text += " message " + batch.message;
  if (batch.bad_line) text += " line " + std::to_string(*batch.bad_line);
  if (batch.items != 0) text += " items " + std::to_string(batch.items);
  if (batch.created) text += " at " + std::to_string(batch.created->value);
  if (!batch.results.empty()) text += " results " + joined(batch.results);
  if (!batch.inline_rows.empty()) text += " rows " + joined(batch.inline_rows);
  if (!batch.files.empty()) text += " files " + joined(batch.files);
  return text;
}

struct StateRow {
  std::string_view body;
  std::string_view told;  // empty: cannot be read
};

void check_states(Provider provider, std::span<const StateRow> rows) {
  for (const StateRow& row : rows) {
    CAPTURE(row.body);
    const auto batch = look(provider, std::string(row.body));
    CHECK((batch ? told(*batch) : "") == row.told);
  }
}

}  // namespace

TEST_CASE("the state of a batch of OpenAI is read field by field") {
  constexpr StateRow kRows[] = {
      {R"({"id":"b","status":"in_progress","created_at":1711471533,"input_file_id":"in","request_counts":{"total":5,
        "completed":2,"failed":1},"metadata":{"rustassistant":"rustassistant-1f3a"}})",
       "b 1f3a 'in_progress 3/5' running items 5 at 1711471533000 files /files/in"},
      {R"({"id":"b","status":"in_progress","request_counts":{"total":0,"completed":0,"failed":0}})",
       "b  'in_progress' running"},
      {R"({"id":"b","status":"in_progress","request_counts":{"total":3,"completed":-1,"failed":-2}})",
       "b  'in_progress 0/3' running items 3"},
      {R"({"id":"b","status":"completed"})", "b  'completed' running"},
      {R"({"id":"b","status":"completed","output_file_id":"o","request_counts":{"total":2,"completed":2,"failed":0}})",
       "b  'completed 2/2' ended items 2 results /files/o/content files /files/o"},
      {R"({"id":"b","status":"completed","output_file_id":"o","request_counts":{"total":2,"completed":1,"failed":1}})",
       "b  'completed 2/2' running items 2 results /files/o/content files /files/o"},
      {R"({"id":"b","status":"completed","error_file_id":"e","request_counts":{"total":2,"completed":1,"failed":1}})",
       "b  'completed 2/2' running items 2 results /files/e/content files /files/e"},
      {R"({"id":"b","status":"completed","error_file_id":"e","request_counts":{"total":2,"completed":0,"failed":2}})",
       "b  'completed 2/2' ended items 2 results /files/e/content files /files/e"},
      {R"({"id":"b","status":"completed","output_file_id":"o","error_file_id":"e","request_counts":{"total":2,"completed":1,"failed":1}})",
       "b  'completed 2/2' ended items 2 results /files/o/content /files/e/content files /files/o /files/e"},
      {R"({"id":"b","status":"completed","output_file_id":"o"})",
       "b  'completed' ended results /files/o/content files /files/o"},
      {R"({"id":"b","status":"expired"})", "b  'expired' ended"},
      {R"({"id":"b","status":"expired","request_counts":{"total":2,"completed":1,"failed":0}})",
       "b  'expired 1/2' running items 2"},
      {R"({"id":"b","status":"cancelled","request_counts":{"total":2,"completed":0,"failed":1}})",
       "b  'cancelled 1/2' ended items 2"},
      {R"({"id":"b","status":"cancelled","output_file_id":"o","request_counts":{"total":2,"completed":1,"failed":0}})",
       "b  'cancelled 1/2' ended items 2 results /files/o/content files /files/o"},
      {R"({"id":"b","status":"cancelling","output_file_id":"o"})",
       "b  'cancelling' running results /files/o/content files /files/o"},
      {R"({"id":"b","status":"failed","errors":{"data":[{"code":"c","message":"m","line":7},{"code":"d","line":8}]}})",
       "b  'failed' refused code c message m line 7"},
      {R"({"id":"b","status":"failed","errors":{"data":[{"code":7,"message":["m"],"line":"7"}]}})",
       "b  'failed' refused"},
      {R"({"id":"b","status":"failed","errors":{"data":[]}})", "b  'failed' refused"},
      {R"({"id":"b","status":"failed","errors":{"data":["c"]}})", "b  'failed' refused"},
      {R"({"id":"b","status":"failed","errors":{"data":null}})", "b  'failed' refused"},
      {R"({"id":"b","status":"failed","errors":null})", "b  'failed' refused"},
      {R"({"id":"b","status":"in_progress","created_at":253402300799})", "b  'in_progress' running at 253402300799000"},
      {R"({"id":"b","status":"in_progress","created_at":253402300800})", "b  'in_progress' running at 253402300799000"},
      {R"({"id":"b","status":"in_progress","created_at":-1})", "b  'in_progress' running"},
      {R"({"id":"b","status":"in_progress","created_at":"1711471533"})", "b  'in_progress' running"},
      {R"({"id":"b","status":"in_progress","metadata":{"rustassistant":"of another"}})", "b  'in_progress' running"},
      {R"({"id":"b","status":"in_progress","metadata":{"rustassistant":7}})", ""},
      {R"({"id":"aA0-_.","status":"in_progress"})", "aA0-_.  'in_progress' running"},
      {R"({"id":".b","status":"in_progress"})", ""},
      {R"({"id":"b c","status":"in_progress"})", ""},
      {R"({"id":"","status":"in_progress"})", ""},
      {R"({"id":7,"status":"in_progress"})", ""},
      {R"({"id":"b","status":7})", ""},
      {R"({"id":"b"})", "b  '' running"},
      {R"(["b"])", ""},
      {R"({"id":"b","status":"in_progress","request_counts":7})", ""},
      {R"({"id":"b","status":"completed","output_file_id":"a/b"})", ""},
      {R"({"id":"b","status":"in_progress","input_file_id":"a/b"})", ""},
  };
  check_states(Provider::openai, kRows);
  for (const std::size_t size : {std::size_t{200}, std::size_t{201}}) {
    const std::string seen = std::string(size, 'b') + "  's' running";
    const std::string body = R"({"id":")" + std::string(size, 'b') + R"(","status":"s"})";
    const StateRow row{body, size == 200 ? std::string_view(seen) : ""};
    check_states(Provider::openai, {&row, 1});
  }
}

TEST_CASE("the state of a batch of Anthropic is read field by field") {
  constexpr StateRow kRows[] = {
      {R"({"id":"b","processing_status":"in_progress","created_at":"2026-11-21T12:00:00Z","request_counts":
        {"processing":100,"succeeded":20,"errored":3,"canceled":1,"expired":5}})",
       "b  'in_progress 29/129' running items 129 at 1795262400000"},
      {R"({"id":"b","processing_status":"ended","request_counts":{"processing":0,"succeeded":-7,"errored":4}})",
       "b  'ended 4/4' ended items 4 results /messages/batches/b/results"},
      {R"({"id":"b","processing_status":"ended"})", "b  'ended' ended results /messages/batches/b/results"},
      {R"({"id":"b","processing_status":"canceling"})", "b  'canceling' running"},
      {R"({"id":"b","processing_status":"ended","request_counts":{"processing":"7"}})", ""},
      {R"({"id":"b","processing_status":"ended","request_counts":[]})", ""},
      {R"({"id":"b","created_at":"yesterday"})", "b  '' running"},
      {R"({"id":"b","created_at":7})", ""},
      {R"({"processing_status":"ended"})", ""},
  };
  check_states(Provider::anthropic, kRows);
}

TEST_CASE("the state of a batch of Google is read field by field") {
  constexpr StateRow kRows[] = {
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_RUNNING","displayName":"rustassistant-1f","createTime":
        "2026-11-21T12:00:00Z","batchStats":{"requestCount":"9","pendingRequestCount":"4"}}})",
       "b 1f 'running 5/9' running items 9 at 1795262400000"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_PENDING","batchStats":{"requestCount":9}}})",
       "b  'pending 9/9' running items 9"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_PENDING","batchStats":{"pendingRequestCount":9}}})",
       "b  'pending' running"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_PENDING","batchStats":{"requestCount":"x"}}})",
       "b  'pending' running"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_PENDING","batchStats":{"requestCount":[9]}}})",
       "b  'pending' running"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_PENDING","batchStats":7}})", "b  'pending' running"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED"},"error":{"message":"m"}})",
       "b  'succeeded' running code succeeded message m"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_FAILED"},"error":{"code":3,"message":"m"}})",
       "b  'failed' ended code failed message m"},
      {R"({"name":"batches/b","metadata":{"state":"JOB_STATE_CANCELLED"}})", "b  'cancelled' ended"},
      {R"({"name":"batches/b","metadata":{"state":"JOB_STATE_EXPIRED"},"response":{}})", "b  'expired' ended"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED"},"response":{"inlinedResponses":
        {"inlinedResponses":[]}}})",
       "b  'succeeded' ended"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED","output":{"inlinedResponses":
        {"inlinedResponses":[{"a": 1},7]}}}})",
       R"(b  'succeeded' ended rows {"a":1} 7)"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED"},"response":{"inlinedResponses":[]}})",
       "b  'succeeded' running"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED"},"response":{"responsesFile":"files/f"}})",
       "b  'succeeded' ended results "
       "https://generativelanguage.googleapis.com/download/v1beta/files/f:download?alt=media files /files/f"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED","output":{"responsesFile":"files/f"}},
        "response":{"responsesFile":"files/g"}})",
       "b  'succeeded' ended results "
       "https://generativelanguage.googleapis.com/download/v1beta/files/g:download?alt=media files /files/g"},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED"},"response":{"responsesFile":"f"}})", ""},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED"},"response":{"responsesFile":"files/"}})",
       ""},
      {R"({"name":"batches/b","metadata":{"state":"BATCH_STATE_RUNNING"},"response":{"responsesFile":"files/f"}})",
       "b  'running' running"},
      {R"({"name":"batches/b","metadata":{}})", "b  '' running"},
      {R"({"name":"batches/b"})", ""},
      {R"({"name":"batches/","metadata":{}})", ""},
      {R"({"name":"operations/b","metadata":{}})", ""},
      {R"([])", ""},
  };
  check_states(Provider::google, kRows);
}

TEST_CASE("the state of a batch of xAI is read field by field") {
  constexpr StateRow kRows[] = {
      {R"({"batch_id":"b","name":"rustassistant-1f","create_time":"2026-11-21T12:00:00Z","input_file_id":"in","state":
        {"num_requests":100,"num_pending":40,"num_success":30,"num_error":20,"num_cancelled":10}})",
       "b 1f '60/100 done, 30 ok, 10 cancelled' running items 100 at 1795262400000 files /files/in"},
      {R"({"batch_id":"b","state":{}})", "b  '0/0 done, 0 ok, 0 cancelled' running empty"},
      {R"({"batch_id":"b","state":{"num_requests":3,"num_pending":3}})",
       "b  '0/3 done, 0 ok, 0 cancelled' running items 3"},
      {R"({"batch_id":"b","state":{"num_requests":3,"num_pending":0,"num_success":3}})",
       "b  '3/3 done, 3 ok, 0 cancelled' ended items 3 results /batches/b/results?limit=100"},
      {R"({"batch_id":"b","state":{"num_requests":3,"num_pending":0,"num_cancelled":1}})",
       "b  '3/3 done, 0 ok, 1 cancelled' ended may revert items 3 results /batches/b/results?limit=100"},
      {R"({"batch_id":"b","state":{"num_pending":0,"num_success":3}})",
       "b  '0/0 done, 3 ok, 0 cancelled' running empty"},
      {R"({"batch_id":"b","cancel_by_xai_message":"m","state":{}})",
       "b  '0/0 done, 0 ok, 0 cancelled' refused code rejected message m"},
      {R"({"batch_id":"b","cancel_by_xai_message":"m","state":{"num_requests":9,"num_pending":9,"num_cancelled":1}})",
       "b  '0/9 done, 0 ok, 1 cancelled' refused code rejected message m items 9"},
      {R"({"batch_id":"b","cancel_by_xai_message":"m","state":{"num_requests":9,"num_pending":8,"num_success":1}})",
       "b  '1/9 done, 1 ok, 0 cancelled' ended message m items 9 results /batches/b/results?limit=100"},
      {R"({"batch_id":"b","cancel_by_xai_message":"m","state":{"num_requests":9,"num_pending":7,"num_error":1,
        "num_cancelled":1}})",
       "b  '2/9 done, 0 ok, 1 cancelled' ended may revert message m items 9 results /batches/b/results?limit=100"},
      {R"({"batch_id":"b","input_file_id":"a/b","state":{}})", "b  '0/0 done, 0 ok, 0 cancelled' running empty"},
      {R"({"batch_id":"b"})", ""},
      {R"({"state":{}})", ""},
      {R"({"batch_id":"b","state":{"num_requests":"3"}})", ""},
      {R"({"batch_id":"b","name":7,"state":{}})", ""},
  };
  check_states(Provider::xai, kRows);
}

namespace {

// Everything that is asked of a service for two questions.
std::string asked(Provider provider) {
  BatchExchange exchange(std::vector(12, FakeTransport::reply(200, "{}")));
  const BatchClient& client = exchange.client;
  const ProviderConfig config = config_for(provider);
  const std::vector<BatchItem> items{{"k1", R"({"q":1})"}, {"k2", R"({"q":2})"}};
  RemoteBatch batch;
  batch.id = "b";
  batch.files = {"/files/f"};
  static_cast<void>(client.upload(items, "1f", config));
  static_cast<void>(client.create(items, "1f", "in", config));
  static_cast<void>(client.fill(items, "b", config));
  static_cast<void>(client.look("b", config));
  static_cast<void>(client.list(config));
  static_cast<void>(client.cancel("b", config));
  client.remove(batch, config);
  client.remove_input("in", config);
  std::string all;
  for (const auto& request : exchange.transport.requests())
    all += request.method + " " + request.url + " " + request.body + "\n";
  return all;
}

}  // namespace

TEST_CASE("what is asked of a batch service is exactly what its provider documents") {
  CHECK(asked(Provider::openai) ==
        "POST https://api.openai.com/v1/files --rustassistant-7MA4YWxkTrZu0gW-boundary\r\n"
        "Content-Disposition: form-data; name=\"purpose\"\r\n"
        "\r\n"
        "batch\r\n"
        "--rustassistant-7MA4YWxkTrZu0gW-boundary\r\n"
        "Content-Disposition: form-data; name=\"file\"; filename=\"rustassistant-1f.jsonl\"\r\n"
        "Content-Type: application/jsonl\r\n"
        "\r\n"
        "{\"custom_id\":\"k1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"q\":1}}\n"
        "{\"custom_id\":\"k2\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"q\":2}}\n"
        "\r\n"
        "--rustassistant-7MA4YWxkTrZu0gW-boundary--\r\n"
        "\n"
        "POST https://api.openai.com/v1/batches "
        "{\"completion_window\":\"24h\",\"endpoint\":\"/v1/chat/"
        "completions\",\"input_file_id\":\"in\",\"metadata\":{\"rustassistant\":\"rustassistant-1f\"}}\n"
        "GET https://api.openai.com/v1/batches/b \n"
        "GET https://api.openai.com/v1/batches?limit=100 \n"
        "POST https://api.openai.com/v1/batches/b/cancel {}\n"
        "DELETE https://api.openai.com/v1/files/f \n"
        "DELETE https://api.openai.com/v1/files/in \n");
  CHECK(
      asked(Provider::anthropic) ==
      R"(POST https://api.anthropic.com/v1/messages/batches {"requests":[{"custom_id":"k1","params":{"q":1}},{"custom_id":"k2","params":{"q":2}}]}
GET https://api.anthropic.com/v1/messages/batches/b 
GET https://api.anthropic.com/v1/messages/batches?limit=100 
POST https://api.anthropic.com/v1/messages/batches/b/cancel {}
DELETE https://api.anthropic.com/v1/files/f 
DELETE https://api.anthropic.com/v1/files/in 
)");
  CHECK(
      asked(Provider::google) ==
      R"(POST https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash-lite:batchGenerateContent {"batch":{"displayName":"rustassistant-1f","inputConfig":{"requests":{"requests":[{"request":{"q":1},"metadata":{"key":"k1"}},{"request":{"q":2},"metadata":{"key":"k2"}}]}}}}
GET https://generativelanguage.googleapis.com/v1beta/batches/b 
GET https://generativelanguage.googleapis.com/v1beta/batches?pageSize=100 
POST https://generativelanguage.googleapis.com/v1beta/batches/b:cancel {}
DELETE https://generativelanguage.googleapis.com/v1beta/files/f 
DELETE https://generativelanguage.googleapis.com/v1beta/files/in 
)");
  CHECK(asked(Provider::xai) ==
        R"(POST https://api.x.ai/v1/batches {"name":"rustassistant-1f"}
POST https://api.x.ai/v1/batches/b/requests {"batch_requests":[{"batch_request_id":"k1","batch_request":{"chat_get_completion":{"q":1}}},{"batch_request_id":"k2","batch_request":{"chat_get_completion":{"q":2}}}]}
GET https://api.x.ai/v1/batches/b 
GET https://api.x.ai/v1/batches?limit=100 
POST https://api.x.ai/v1/batches/b:cancel {}
DELETE https://api.x.ai/v1/files/f 
DELETE https://api.x.ai/v1/files/in 
)");
}

TEST_CASE("xAI takes a hundred questions at once, and four MiB") {
  const auto sizes = [](const std::vector<BatchItem>& items) {
    BatchExchange exchange(std::vector(9, FakeTransport::reply(200, "{}")));
    CHECK(exchange.client.fill(items, "b", config_for(Provider::xai)));
    std::vector<std::size_t> counts;
    for (const auto& request : exchange.transport.requests())
      counts.push_back(nlohmann::json::parse(request.body)["batch_requests"].size());
    return counts;
  };
  const BatchItem small{"k", R"({"q":1})"};
  using Sizes = std::vector<std::size_t>;
  CHECK(sizes({}) == Sizes{});
  CHECK(sizes(std::vector(100, small)) == Sizes{100});
  CHECK(sizes(std::vector(101, small)) == Sizes{100, 1});
  CHECK(sizes(std::vector(200, small)) == Sizes{100, 100});
  const BatchItem large{"k", "\"" + std::string((std::size_t{2} << 20U) - 2, 'x') + "\""};
  CHECK(sizes({large, large}) == Sizes{1, 1});
  CHECK(sizes({small, large, small}) == Sizes{3});
}
