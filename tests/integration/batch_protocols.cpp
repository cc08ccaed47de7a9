// SPDX-License-Identifier: MIT
#include "batch_service.hpp"

// How batches and their rows look in each of the four protocols.
namespace rustassistant::test {
namespace {

using Json = nlohmann::json;

// What an ordinary call would have had as its reply.
Json reply_of(BatchService::Speaks speaks, const std::string& text) {
  switch (speaks) {
    case BatchService::Speaks::anthropic:
      return {{"id", "msg_1"},
              {"type", "message"},
              {"role", "assistant"},
              {"model", "claude-haiku-5-5"},
              {"content", Json::array({{{"type", "text"}, {"text", text}}})},
              {"stop_reason", "end_turn"},
              {"usage",
               {{"input_tokens", 16},
                {"cache_creation_input_tokens", 300},
                {"cache_read_input_tokens", 700},
                {"output_tokens", 200},
                {"service_tier", "batch"}}}};
    case BatchService::Speaks::google:
      return {
          {"candidates", Json::array({{{"content", {{"parts", Json::array({{{"text", text}}})}, {"role", "model"}}},
                                       {"finishReason", "STOP"}}})},
          {"usageMetadata", {{"promptTokenCount", 1000}, {"candidatesTokenCount", 150}, {"thoughtsTokenCount", 50}}},
          {"modelVersion", "gemini-2.5-flash-lite"}};
    case BatchService::Speaks::xai:
      return {{"id", "c1"},
              {"model", "grok-4.3"},
              {"choices", Json::array({{{"index", 0},
                                        {"message", {{"role", "assistant"}, {"content", text}, {"refusal", nullptr}}},
                                        {"finish_reason", "stop"}}})},
              {"usage",
               {{"prompt_tokens", 198},
                {"completion_tokens", 1},
                {"prompt_tokens_details", {{"cached_tokens", 192}}},
                {"completion_tokens_details", {{"reasoning_tokens", 118}}},
                {"cost_in_usd_ticks", 2747200}}}};
    default:
      return Json::parse(completion(text).body);
  }
}

}  // namespace

Json BatchService::state_of(const Batch& batch) const {
  const auto items = batch.ids.size();
  switch (speaks_) {
    case Speaks::openai: {
      const std::string status = !is_done ? "in_progress" : end.empty() ? "completed" : end;
      const bool has_rows = is_done && status != "failed";
      return {{"id", batch.id},
              {"object", "batch"},
              {"status", status},
              {"errors", errors},
              {"input_file_id", batch.input},
              {"output_file_id", has_rows ? Json("out-" + batch.id) : Json()},
              {"error_file_id", nullptr},
              {"created_at", 1711471533},
              {"request_counts", {{"total", items}, {"completed", has_rows ? items : 0}, {"failed", 0}}},
              {"metadata", {{"rustassistant", batch.tag}}}};
    }
    case Speaks::anthropic: {
      const std::size_t open = is_done ? 0 : items;
      return {{"id", batch.id},
              {"type", "message_batch"},
              {"processing_status", is_done ? "ended" : "in_progress"},
              {"request_counts",
               {{"processing", open}, {"succeeded", items - open}, {"errored", 0}, {"canceled", 0}, {"expired", 0}}},
              {"created_at", batch.input.empty() ? created : batch.input},
              {"results_url", nullptr}};
    }
    case Speaks::google: {
      Json json = {{"name", "batches/" + batch.id},
                   {"metadata",
                    {{"displayName", batch.tag},
                     {"createTime", "2026-09-01T10:00:00.000000000Z"},
                     {"batchStats", {{"requestCount", std::to_string(items)}}},
                     {"state", "BATCH_STATE_" + (is_done ? end.empty() ? "SUCCEEDED" : end : "PENDING")}}}};
      if (!is_done) return json;
      Json lines = Json::array();
      for (const std::string& row : rows_of(batch)) lines.push_back(Json::parse(row));
      json["done"] = true;
      json["response"]["inlinedResponses"]["inlinedResponses"] = lines;
      return json;
    }
    default:
      return {{"batch_id", batch.id},
              {"name", batch.tag},
              {"create_time", "2026-08-28"},
              {"cancel_by_xai_message", nullptr},
              {"state",
               {{"num_requests", items},
                {"num_pending", is_done ? 0 : items},
                {"num_success", is_done ? items : 0},
                {"num_error", 0},
                {"num_cancelled", 0}}}};
  }
}

std::string BatchService::good_row(const std::string& id) const {
  const auto asked = bodies_.find(id);
  const Json reply = reply_of(speaks_, text && asked != bodies_.end() ? text(asked->second) : model_result().dump());
  switch (speaks_) {
    case Speaks::openai:
      return Json{{"id", "batch_req_1"},
                  {"custom_id", id},
                  {"response", {{"status_code", 200}, {"request_id", "r"}, {"body", reply}}},
                  {"error", nullptr}}
          .dump();
    case Speaks::anthropic:
      return Json{{"custom_id", id}, {"result", {{"type", "succeeded"}, {"message", reply}}}}.dump();
    case Speaks::google:
      return Json{{"metadata", {{"key", id}}}, {"response", reply}}.dump();
    default:
      return Json{{"batch_request_id", id}, {"batch_result", {{"response", {{"chat_get_completion", reply}}}}}}.dump();
  }
}

std::string BatchService::expired_row(const std::string& id) const {
  switch (speaks_) {
    case Speaks::openai:
      return Json{{"id", "batch_req_1"},
                  {"custom_id", id},
                  {"response", nullptr},
                  {"error", {{"code", "batch_expired"}, {"message", "This request could not be executed in time."}}}}
          .dump();
    case Speaks::anthropic:
      return Json{{"custom_id", id}, {"result", {{"type", "expired"}}}}.dump();
    case Speaks::google:
      return Json{{"metadata", {{"key", id}}}, {"error", {{"code", 1}, {"message", "The operation was cancelled."}}}}
          .dump();
    default:
      return Json{{"batch_request_id", id}, {"batch_result", {{"error", "Batch cancelled"}}}}.dump();
  }
}

std::string BatchService::no_credit_row(const std::string& id) {
  return Json{{"custom_id", id},
              {"result",
               {{"type", "errored"},
                {"error",
                 {{"type", "error"},
                  {"error",
                   {{"type", "invalid_request_error"},
                    {"message", "Your credit balance is too low to access the Anthropic API."}}}}}}}}
      .dump();
}

}  // namespace rustassistant::test
