// SPDX-License-Identifier: MIT
#include <array>

#include "rustassistant/base/time_text.hpp"
#include "service.hpp"

// Anthropic's message batches: inline requests in, lines out. A batch has no name of ours.
namespace rustassistant::llm {
namespace {

BatchCall create(std::span<const BatchItem> items, const std::string& /*tag*/, const std::string& /*input*/,
                 const ProviderConfig& /*config*/) {
  std::string body = R"({"requests":[)";
  for (const BatchItem& item : items) {
    if (!body.ends_with('[')) body += ',';
    body.append(R"({"custom_id":")").append(item.id).append(R"(","params":)").append(item.body).append("}");
  }
  return {"POST", "/messages/batches", body.append("]}")};
}

std::string path(const std::string& id) {
  return "/messages/batches/" + id;
}

Read<RemoteBatch> state(const Json& json, const ProviderConfig& /*config*/) {
  RemoteBatch batch;
  TRY_ASSIGN(batch.id, id_of(json, "id"));
  TRY_ASSIGN(const std::string status, text_of(json, "processing_status"));
  batch.status = status;
  std::int64_t open = 0;
  TRY_ASSIGN(const Json* counts, find_object(json, "request_counts"));
  if (counts != nullptr) {
    constexpr std::array<std::string_view, 5> kCounts{"processing", "succeeded", "errored", "canceled", "expired"};
    for (const std::string_view name : kCounts) {
      TRY_ASSIGN(const Tokens count, count_of(*counts, name, Negative::is_zero));
      batch.items += count;
      if (name == kCounts.front()) open = count;
    }
    batch.status += " " + std::to_string(batch.items - open) + "/" + std::to_string(batch.items);
  }
  TRY_ASSIGN(const std::string created, text_of(json, "created_at"));
  batch.created = parse_rfc3339(created);
  if (status == "ended") {
    batch.phase = RemoteBatch::Phase::ended;
    batch.results.push_back(path(batch.id) + "/results");
  }
  return batch;
}

Read<std::string> next_page(const Json* page) {
  return next_page_by_last_id(page, "/messages/batches?limit=100", "after_id");
}

Read<RowParts> row(const Json& json) {
  RowParts parts;
  TRY_ASSIGN(parts.id, id_of(json, "custom_id"));
  TRY_ASSIGN(const Json* result, find_object(json, "result"));
  if (result == nullptr) return malformed("result", "missing");
  TRY_ASSIGN(const std::string type, text_of(*result, "type"));
  if (type == "canceled" || type == "expired") {
    parts.why_not_run = "the batch " + std::string(type == "expired" ? "expired" : "was cancelled") + " before";
    return parts;
  }
  TRY_ASSIGN(const Json* body, find_object(*result, type == "succeeded" ? "message" : "error"));
  if (body == nullptr) return malformed("result", "neither message nor error");
  // An error states its kind by its type; what an ordinary call would have had as its status follows from that.
  parts.reply = reply_of(200, *body);
  return parts;
}

}  // namespace

constinit const BatchService kAnthropicBatches{
    .provider = domain::Provider::anthropic,
    .limits = {100'000, std::size_t{16} << 20U, std::chrono::hours(24)},
    .batches = "data",
    .upload = nullptr,
    .create = &create,
    .fill = nullptr,
    .path = &path,
    .cancel = "/cancel",
    .state = &state,
    .next_page = &next_page,
    .has_result_pages = false,
    .row = &row,
};

}  // namespace rustassistant::llm
