// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "dialect.hpp"
#include "service.hpp"

// OpenAI's batches: a file of lines in, one or two files of lines out.
namespace rustassistant::llm {
namespace {

constexpr std::string_view kBoundary = "rustassistant-7MA4YWxkTrZu0gW-boundary";

std::string_view endpoint_in(const ProviderConfig& config) {
  return speaks_responses_only(config.model) ? "/v1/responses" : "/v1/chat/completions";
}

// Each line names the method and the path of its own call.
std::string lines_of(std::span<const BatchItem> items, const ProviderConfig& config) {
  std::string lines;
  for (const BatchItem& item : items) {
    lines.append(R"({"custom_id":")").append(item.id).append(R"(","method":"POST","url":")");
    lines.append(endpoint_in(config)).append(R"(","body":)").append(item.body).append("}\n");
  }
  return lines;
}

BatchCall upload(std::span<const BatchItem> items, const std::string& tag, const ProviderConfig& config) {
  const std::string boundary(kBoundary);
  std::string body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--" +
                     boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + batch_name(tag) +
                     ".jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n";
  body += lines_of(items, config);
  body.append("\r\n--").append(boundary).append("--\r\n");
  return {"POST", "/files", std::move(body), "multipart/form-data; boundary=" + boundary};
}

BatchCall create(std::span<const BatchItem> /*items*/, const std::string& tag, const std::string& input,
                 const ProviderConfig& config) {
  const Json body = {{"input_file_id", input},
                     {"endpoint", endpoint_in(config)},
                     {"completion_window", "24h"},
                     {"metadata", {{"rustassistant", batch_name(tag)}}}};
  return {"POST", "/batches", body.dump()};
}

std::int64_t count_in(const Json& counts, const char* name) {
  const auto count = count_of(counts, name, Negative::is_zero);
  return count ? *count : 0;
}

void read_errors(const Json& json, RemoteBatch& batch) {
  const auto errors = find_object(json, "errors");
  if (!errors || *errors == nullptr) return;
  const auto data = find_array(**errors, "data");
  if (!data || *data == nullptr || (*data)->empty() || !(*data)->front().is_object()) return;
  const Json& first = (*data)->front();
  if (const auto code = text_of(first, "code")) batch.code = *code;
  if (const auto message = text_of(first, "message")) batch.message = *message;
  const Json* line = find(first, "line");
  if (line != nullptr && line->is_number_integer()) batch.bad_line = line->get<std::int64_t>();
}

// A file that is named and cannot be asked for may hold answers that were paid for.
Read<void> add_file(const Json& json, const char* name, bool has_rows, RemoteBatch& batch) {
  if (find(json, name) == nullptr) return {};
  TRY_ASSIGN(const std::string id, id_of(json, name));
  batch.files.push_back("/files/" + id);
  if (has_rows) batch.results.push_back("/files/" + id + "/content");
  return {};
}

// The files of the results may come later than the state that ends the batch.
RemoteBatch::Phase phase_of(std::string_view status, const Json& json, const Json* counts) {
  constexpr std::array<std::string_view, 3> kEnds{"completed", "expired", "cancelled"};
  if (status == "failed") return RemoteBatch::Phase::refused;
  if (std::find(kEnds.begin(), kEnds.end(), status) == kEnds.end()) return RemoteBatch::Phase::running;
  const bool has_output = find(json, "output_file_id") != nullptr;
  const bool has_errors = find(json, "error_file_id") != nullptr;
  const auto is_counted = [&](const char* name) { return counts != nullptr && count_in(*counts, name) > 0; };
  const bool lags = status == "completed" ? (!has_output && !has_errors) || (!has_output && is_counted("completed")) ||
                                                (!has_errors && is_counted("failed"))
                                          : !has_output && is_counted("completed");
  return lags ? RemoteBatch::Phase::running : RemoteBatch::Phase::ended;
}

Read<RemoteBatch> state(const Json& json, const ProviderConfig& /*config*/) {
  RemoteBatch batch;
  TRY_ASSIGN(batch.id, id_of(json, "id"));
  TRY_ASSIGN(batch.status, text_of(json, "status"));
  TRY_ASSIGN(const Json* counts, find_object(json, "request_counts"));
  batch.phase = phase_of(batch.status, json, counts);
  if (counts != nullptr) {
    batch.items = count_in(*counts, "total");
    if (batch.items > 0)
      batch.status += " " + std::to_string(count_in(*counts, "completed") + count_in(*counts, "failed")) + "/" +
                      std::to_string(batch.items);
  }
  TRY_ASSIGN(const Json* metadata, find_object(json, "metadata"));
  if (metadata != nullptr) {
    TRY_ASSIGN(const std::string name, text_of(*metadata, "rustassistant"));
    batch.tag = tag_in(name);
  }
  if (const Json* created = find(json, "created_at"); created != nullptr && created->is_number_unsigned())
    batch.created = UnixMillis{std::min<std::int64_t>(created->get<std::int64_t>(), 253'402'300'799) * 1000};
  read_errors(json, batch);
  TRY(add_file(json, "input_file_id", false, batch));
  TRY(add_file(json, "output_file_id", true, batch));
  TRY(add_file(json, "error_file_id", true, batch));
  return batch;
}

Read<std::string> next_page(const Json* page) {
  return next_page_by_last_id(page, "/batches?limit=100", "after");
}

Read<RowParts> row(const Json& json) {
  RowParts parts;
  TRY_ASSIGN(parts.id, id_of(json, "custom_id"));
  TRY_ASSIGN(const Json* response, find_object(json, "response"));
  if (response == nullptr) {
    TRY_ASSIGN(const Json* error, find_object(json, "error"));
    if (error == nullptr) return malformed("row", "neither response nor error");
    TRY_ASSIGN(parts.why_not_run, text_of(*error, "message"));
    return parts;
  }
  TRY_ASSIGN(const Tokens status, count_of(*response, "status_code", Negative::is_malformed));
  TRY_ASSIGN(const Json* body, find_object(*response, "body"));
  if (body == nullptr || status < 100 || status > 599) return malformed("response", "no reply");
  parts.reply = reply_of(static_cast<int>(status), *body);
  return parts;
}

}  // namespace

constinit const BatchService kOpenaiBatches{
    .provider = domain::Provider::openai,
    .limits = {50'000, std::size_t{16} << 20U, std::chrono::hours(24)},
    .batches = "data",
    .upload = &upload,
    .create = &create,
    .fill = nullptr,
    .path = [](const std::string& id) { return "/batches/" + id; },
    .cancel = "/cancel",
    .state = &state,
    .next_page = &next_page,
    .has_result_pages = false,
    .row = &row,
};

}  // namespace rustassistant::llm
