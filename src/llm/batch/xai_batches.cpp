// SPDX-License-Identifier: MIT
#include <utility>

#include "rustassistant/base/time_text.hpp"
#include "service.hpp"

// xAI's batches: created empty, then filled; results in pages. There is no state, only counters.
namespace rustassistant::llm {
namespace {

constexpr std::size_t kAtOnce = 100;
constexpr std::size_t kBytesAtOnce = std::size_t{4} << 20U;

BatchCall create(std::span<const BatchItem> /*items*/, const std::string& tag, const std::string& /*input*/,
                 const ProviderConfig& /*config*/) {
  return {"POST", "/batches", Json{{"name", batch_name(tag)}}.dump()};
}

std::vector<BatchCall> fill(std::span<const BatchItem> items, const std::string& id) {
  std::vector<BatchCall> calls;
  std::string body;
  std::size_t count = 0;
  const auto finish = [&] {
    if (count > 0) calls.push_back({"POST", "/batches/" + id + "/requests", body.append("]}")});
    body.clear();
    count = 0;
  };
  for (const BatchItem& item : items) {
    if (count >= kAtOnce || body.size() + item.body.size() > kBytesAtOnce) finish();
    body += count == 0 ? R"({"batch_requests":[)" : ",";
    body.append(R"({"batch_request_id":")").append(item.id);
    body.append(R"(","batch_request":{"chat_get_completion":)").append(item.body).append("}}");
    ++count;
  }
  finish();
  return calls;
}

Read<RemoteBatch> state(const Json& json, const ProviderConfig& /*config*/) {
  RemoteBatch batch;
  TRY_ASSIGN(batch.id, id_of(json, "batch_id"));
  TRY_ASSIGN(const std::string name, text_of(json, "name"));
  batch.tag = tag_in(name);
  TRY_ASSIGN(batch.message, text_of(json, "cancel_by_xai_message"));
  TRY_ASSIGN(const std::string created, text_of(json, "create_time"));
  batch.created = parse_rfc3339(created);
  TRY_ASSIGN(const Json* counts, find_object(json, "state"));
  if (counts == nullptr) return malformed("state", "missing");
  TRY_ASSIGN(batch.items, count_of(*counts, "num_requests", Negative::is_zero));
  TRY_ASSIGN(const Tokens pending, count_of(*counts, "num_pending", Negative::is_zero));
  TRY_ASSIGN(const Tokens ok, count_of(*counts, "num_success", Negative::is_zero));
  TRY_ASSIGN(const Tokens bad, count_of(*counts, "num_error", Negative::is_zero));
  TRY_ASSIGN(const Tokens cancelled, count_of(*counts, "num_cancelled", Negative::is_zero));
  batch.status = std::to_string(batch.items - pending) + "/" + std::to_string(batch.items) + " done, " +
                 std::to_string(ok) + " ok, " + std::to_string(cancelled) + " cancelled";
  // All counters are 0 while it is read in, and after it was rejected.
  if (!batch.message.empty() && ok + bad == 0) {
    batch.phase = RemoteBatch::Phase::refused;
    batch.code = "rejected";
  } else if (!batch.message.empty() || (batch.items > 0 && pending == 0)) {
    batch.phase = RemoteBatch::Phase::ended;
    batch.may_revert = cancelled > 0;
  }
  batch.is_empty = batch.phase == RemoteBatch::Phase::running && batch.items == 0;
  if (batch.phase == RemoteBatch::Phase::ended) batch.results.push_back("/batches/" + batch.id + "/results?limit=100");
  if (const auto input = id_of(json, "input_file_id")) batch.files.push_back("/files/" + *input);
  return batch;
}

Read<std::string> next_page(const Json* page) {
  std::string first = "/batches?limit=100";
  if (page == nullptr) return first;
  TRY_ASSIGN(const std::string token, page_token(*page, "pagination_token"));
  return token.empty() ? std::string() : first + "&pagination_token=" + token;
}

Read<RowParts> row(const Json& json) {
  RowParts parts;
  TRY_ASSIGN(parts.id, id_of(json, "batch_request_id"));
  TRY_ASSIGN(const Json* result, find_object(json, "batch_result"));
  if (result == nullptr) return malformed("batch_result", "missing");
  TRY_ASSIGN(const Json* response, find_object(*result, "response"));
  if (response != nullptr) {
    TRY_ASSIGN(const Json* completion, find_object(*response, "chat_get_completion"));
    if (completion == nullptr) return malformed("response", "no completion");
    parts.reply = reply_of(200, *completion);
    return parts;
  }
  const Json* error = find(*result, "error");
  if (error == nullptr) return malformed("batch_result", "neither response nor error");
  if (error->is_object()) {
    parts.reply = grpc_error(*error);
  } else if (*error == "Batch cancelled") {
    parts.why_not_run = "the batch was cancelled before";
  } else {
    parts.reply = reply_of(400, {{"error", *error}});
  }
  return parts;
}

}  // namespace

constinit const BatchService kXaiBatches{
    .provider = domain::Provider::xai,
    .limits = {50'000, std::size_t{16} << 20U, std::chrono::hours(30 * 24)},
    .batches = "batches",
    .upload = nullptr,
    .create = &create,
    .fill = &fill,
    .path = [](const std::string& id) { return "/batches/" + id; },
    .cancel = ":cancel",
    .state = &state,
    .next_page = &next_page,
    .has_result_pages = true,
    .row = &row,
};

}  // namespace rustassistant::llm
