// SPDX-License-Identifier: MIT
#include "dialect.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/http/url.hpp"
#include "service.hpp"

// Google's batches: inline requests in, inline responses or a file of lines out. A batch is an operation.
namespace rustassistant::llm {
namespace {

constexpr std::string_view kBatches = "batches/";
constexpr std::string_view kCall = ":generateContent";

BatchCall create(std::span<const BatchItem> items, const std::string& tag, const std::string& /*input*/,
                 const ProviderConfig& config) {
  std::string body = R"({"batch":{"displayName":")" + batch_name(tag) + R"(","inputConfig":{"requests":{"requests":[)";
  for (const BatchItem& item : items) {
    if (!body.ends_with('[')) body += ',';
    body.append(R"({"request":)").append(item.body).append(R"(,"metadata":{"key":")").append(item.id).append("\"}}");
  }
  std::string url = dialect_of(config)->url(config);
  url.replace(url.size() - kCall.size(), kCall.size(), ":batchGenerateContent");
  return {"POST", std::move(url), body.append("]}}}}")};
}

// The last word of BATCH_STATE_SUCCEEDED and JOB_STATE_SUCCEEDED.
std::string state_word(const std::string& state) {
  return to_lower(state.substr(state.rfind('_') + 1));
}

// Counters are texts, and absent where they are 0.
std::int64_t count_in(const Json& stats, const char* name) {
  const Json* count = find(stats, name);
  if (count == nullptr) return 0;
  if (count->is_string()) return parse_integer(count->get<std::string>()).value_or(0);
  return count->is_number_integer() ? count->get<std::int64_t>() : 0;
}

// Where the file lies is another path than that of the calls: https://HOST/download/v1beta/files/ID.
std::string download_url(const std::string& file, const ProviderConfig& config) {
  const std::string base = base_url_of(config);
  const auto url = http::parse_url(base);
  if (!url || !base.ends_with(url->path)) return {};
  return base.substr(0, base.size() - url->path.size()) + "/download" + url->path + "/" + file + ":download?alt=media";
}

bool is_file(const std::string& name) {
  constexpr std::string_view kFiles = "files/";
  return name.starts_with(kFiles) && is_plain_id(std::string_view(name).substr(kFiles.size()));
}

// {"inlinedResponses": {"inlinedResponses": […]}} or {"responsesFile": "files/…"}; whether there was any.
Read<bool> read_output(const Json& output, const ProviderConfig& config, RemoteBatch& batch) {
  const auto outer = find_object(output, "inlinedResponses");
  if (outer && *outer != nullptr) {
    const auto inner = find_array(**outer, "inlinedResponses");
    if (inner && *inner != nullptr) {
      for (const Json& row : **inner) batch.inline_rows.push_back(codec::dump_json(row, codec::JsonStyle::compact));
      return true;
    }
  }
  TRY_ASSIGN(const std::string file, text_of(output, "responsesFile"));
  if (file.empty()) return false;
  if (!is_file(file)) return malformed("responsesFile", "no file");
  batch.results.push_back(download_url(file, config));
  batch.files.push_back("/" + file);
  return true;
}

void read_stats(const Json& metadata, RemoteBatch& batch) {
  const auto stats = find_object(metadata, "batchStats");
  if (!stats || *stats == nullptr) return;
  batch.items = count_in(**stats, "requestCount");
  const std::int64_t open = count_in(**stats, "pendingRequestCount");
  if (batch.items > 0) batch.status += " " + std::to_string(batch.items - open) + "/" + std::to_string(batch.items);
}

Read<RemoteBatch> state(const Json& json, const ProviderConfig& config) {
  RemoteBatch batch;
  if (!json.is_object()) return malformed("reply", "expected an object");
  TRY_ASSIGN(const std::string name, text_of(json, "name"));
  if (!name.starts_with(kBatches)) return malformed("name", "no batch");
  batch.id = name.substr(kBatches.size());
  if (!is_plain_id(batch.id)) return malformed("name", "no identifier");
  TRY_ASSIGN(const Json* metadata, find_object(json, "metadata"));
  if (metadata == nullptr) return malformed("metadata", "missing");
  TRY_ASSIGN(const std::string state, text_of(*metadata, "state"));
  batch.status = state_word(state);
  const std::string word = batch.status;
  TRY_ASSIGN(const std::string display, text_of(*metadata, "displayName"));
  batch.tag = tag_in(display);
  TRY_ASSIGN(const std::string created, text_of(*metadata, "createTime"));
  batch.created = parse_rfc3339(created);
  read_stats(*metadata, batch);
  if (word != "succeeded" && word != "failed" && word != "cancelled" && word != "expired") return batch;
  batch.phase = RemoteBatch::Phase::ended;
  TRY_ASSIGN(const Json* error, find_object(json, "error"));
  if (error != nullptr) {
    batch.code = word;
    TRY_ASSIGN(batch.message, text_of(*error, "message"));
  }
  TRY_ASSIGN(const Json* response, find_object(json, "response"));
  TRY_ASSIGN(const Json* output, find_object(*metadata, "output"));
  for (const Json* place : {response, output}) {
    if (place == nullptr) continue;
    TRY_ASSIGN(const bool has_rows, read_output(*place, config, batch));
    if (has_rows) return batch;
  }
  // They may come later than the state.
  if (word == "succeeded") batch.phase = RemoteBatch::Phase::running;
  return batch;
}

Read<std::string> next_page(const Json* page) {
  std::string first = "/batches?pageSize=100";
  if (page == nullptr) return first;
  TRY_ASSIGN(const std::string token, page_token(*page, "nextPageToken"));
  return token.empty() ? std::string() : first + "&pageToken=" + token;
}

Read<RowParts> row(const Json& json) {
  RowParts parts;
  if (!json.is_object()) return malformed("row", "expected an object");
  TRY_ASSIGN(const Json* metadata, find_object(json, "metadata"));
  TRY_ASSIGN(parts.id, id_of(metadata != nullptr ? *metadata : json, "key"));
  TRY_ASSIGN(const Json* response, find_object(json, "response"));
  if (response != nullptr) {
    parts.reply = reply_of(200, *response);
    return parts;
  }
  TRY_ASSIGN(const Json* error, find_object(json, "error"));
  if (error == nullptr) return malformed("row", "neither response nor error");
  parts.reply = grpc_error(*error);
  return parts;
}

}  // namespace

constinit const BatchService kGoogleBatches{
    .provider = domain::Provider::google,
    // Answers come along with the state: fewer at once keep that small.
    .limits = {250, std::size_t{15} << 20U, std::chrono::hours(48)},
    .batches = "operations",
    .upload = nullptr,
    .create = &create,
    .fill = nullptr,
    .path = [](const std::string& id) { return "/batches/" + id; },
    .cancel = ":cancel",
    .state = &state,
    .next_page = &next_page,
    .has_result_pages = false,
    .row = &row,
};

}  // namespace rustassistant::llm
