// SPDX-License-Identifier: MIT
#include "rustassistant/llm/embeddings.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "dialect.hpp"
#include "exchange.hpp"
#include "failure.hpp"
#include "rate_headers.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/http/url.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::llm {
namespace {

using EmbeddingVectors = std::vector<std::vector<float>>;

constexpr std::size_t kMostTexts = 32;              // in a request
constexpr std::size_t kLargestVectors = 8U << 20U;  // bytes of a reply
constexpr std::size_t kMostNumbers = 8192;          // of a vector
constexpr std::size_t kShownOfReply = 200;          // bytes

// Why an attempt came to nothing, with what is known of its cost.
AttemptFailure failed_with(AttemptFailure failure, const ProviderConfig& server, const std::string& what) {
  failure.error = {Errc::provider,
                   "the embeddings of " + sys::quoted(server.model) + " at " + server.base_url + ": " + what,
                   "check search.model and search.embeddings_url"};
  return failure;
}

http::Request embeddings_request(const ProviderConfig& server, const std::string& body) {
  http::Request request = authorized_request(server, kOpenaiCompatible.dialect);
  request.url = base_url_of(server) + "/embeddings";
  request.body = body;
  request.max_reply_bytes = kLargestVectors;
  return request;
}

tl::unexpected<std::string> useless_row(std::string why) {
  return tl::unexpected(std::move(why));
}

using Vector = tl::expected<std::vector<float>, std::string>;

Vector vector_in(const nlohmann::json& row) {
  if (!row.contains("embedding") || !row["embedding"].is_array()) return useless_row("a row has no embedding");
  const nlohmann::json& numbers = row["embedding"];
  if (numbers.empty() || numbers.size() > kMostNumbers)
    return useless_row("an embedding has " + std::to_string(numbers.size()) + " numbers");
  std::vector<float> vector;
  vector.reserve(numbers.size());
  for (const nlohmann::json& number : numbers) {
    const float value = number.is_number() ? number.get<float>() : NAN;
    if (!std::isfinite(value)) return useless_row("an embedding holds something that is no number");
    vector.push_back(value);
  }
  return vector;
}

// Rows may come in any order.
tl::expected<EmbeddingVectors, std::string> vectors_in_reply(const nlohmann::json& body, std::size_t count) {
  if (!body.contains("data") || !body["data"].is_array()) return useless_row("the answer has no data");
  EmbeddingVectors vectors(count);
  for (const nlohmann::json& row : body["data"]) {
    if (!row.is_object() || !row.contains("index") || !row["index"].is_number_unsigned() ||
        row["index"].get<std::uint64_t>() >= count)
      return useless_row("a row has no index of a text");
    std::vector<float>& vector = vectors[row["index"].get<std::size_t>()];
    if (!vector.empty()) return useless_row("two rows are of one text");
    TRY_ASSIGN(vector, vector_in(row));
  }
  for (const std::vector<float>& vector : vectors) {
    if (vector.empty()) return useless_row("a text has no row");
    if (vector.size() != vectors.front().size()) return useless_row("the embeddings differ in size");
  }
  return vectors;
}

// Only what goes in is counted. A server that counted nothing did not count.
std::optional<domain::Usage> usage_in(const nlohmann::json& body) {
  if (!body.contains("usage") || !body["usage"].is_object()) return std::nullopt;
  const nlohmann::json& usage = body["usage"];
  for (const char* name : {"prompt_tokens", "total_tokens"}) {
    if (!usage.contains(name) || !usage[name].is_number_unsigned()) continue;
    const auto tokens = usage[name].get<std::uint64_t>();
    if (tokens == 0 || tokens > static_cast<std::uint64_t>(domain::kMaxTokens)) continue;
    return domain::Usage{static_cast<Tokens>(tokens), 0, 0, 0, 0};
  }
  return std::nullopt;
}

Result<EmbeddingVectors> vectors_for(const ProviderConfig& server, std::span<const std::string> texts,
                                     const EmbeddingsCall& call) {
  if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  auto answer = call(embeddings_body(server, texts), texts.size());
  if (answer) return std::move(answer->vectors);
  if (!answer.error().is_too_much || texts.size() == 1) return tl::unexpected(std::move(answer.error().error));
  const std::size_t half = texts.size() / 2;
  TRY_ASSIGN(EmbeddingVectors all, vectors_for(server, texts.first(half), call));
  TRY_ASSIGN(EmbeddingVectors rest, vectors_for(server, texts.subspan(half), call));
  std::move(rest.begin(), rest.end(), std::back_inserter(all));
  return all;
}

}  // namespace

domain::Provider embeddings_provider(std::string_view base_url) {
  const auto url = http::parse_url(base_url);
  const bool is_openai = url && url->host == "api.openai.com";
  return is_openai ? domain::Provider::openai : domain::Provider::openai_compatible;
}

std::string embeddings_body(const ProviderConfig& server, std::span<const std::string> texts) {
  nlohmann::json body;
  body["model"] = server.model;
  body["encoding_format"] = "float";
  body["input"] = nlohmann::json::array();
  for (const std::string& text : texts) body["input"].push_back(to_valid_utf8(text));
  return codec::dump_json(body, codec::JsonStyle::compact);
}

EmbeddingsResult ask_embeddings(http::Transport& transport, const ProviderConfig& server, const std::string& body,
                                std::size_t texts, UnixMillis now) {
  auto reply = exchange(transport, embeddings_request(server, body), server);
  if (!reply) {
    AttemptFailure failure = std::move(reply).error();
    if (failure.error.code == Errc::unreachable) {
      failure.error.what = "cannot get embeddings from " + server.base_url + ": " + failure.error.what;
      failure.error.hint = "start the server, or search with --dense off";
    }
    return tl::unexpected(std::move(failure));
  }
  if (reply->status != 200) {
    AttemptFailure refused = refusal(server, *reply, now);
    const bool is_of_these =
        refused.billing == AttemptFailure::Billing::none && !refused.is_rate_limit && !refused.is_of_account;
    AttemptFailure failure = failed_with(std::move(refused), server,
                                         "status " + std::to_string(reply->status) + ": " +
                                             to_valid_utf8(std::string_view(reply->body).substr(0, kShownOfReply)));
    failure.is_too_much = is_of_these;
    return tl::unexpected(std::move(failure));
  }
  EmbeddingsAnswer answer;
  answer.rate = rate_report(*reply);
  answer.reply_bytes = static_cast<std::int64_t>(reply->body.size());
  AttemptFailure useless = unusable_answer(server, {}, {});
  const auto json = codec::parse_json(reply->body, {.max_bytes = kLargestVectors, .max_depth = 16});
  if (!json) return tl::unexpected(failed_with(std::move(useless), server, json.error().what));
  if (!json->is_object()) return tl::unexpected(failed_with(std::move(useless), server, "the answer is no object"));
  answer.usage = usage_in(*json);
  auto vectors = vectors_in_reply(*json, texts);
  if (!vectors) {
    // Something was computed, whatever came of it.
    useless.billing = answer.usage ? AttemptFailure::Billing::known : AttemptFailure::Billing::by_size;
    useless.usage = answer.usage;
    return tl::unexpected(failed_with(std::move(useless), server, vectors.error()));
  }
  answer.vectors = *std::move(vectors);
  return answer;
}

Result<EmbeddingVectors> embeddings(const ProviderConfig& server, std::span<const std::string> texts,
                                    const EmbeddingsCall& call) {
  EmbeddingVectors all;
  all.reserve(texts.size());
  for (std::size_t first = 0; first < texts.size(); first += kMostTexts) {
    const std::size_t count = std::min(kMostTexts, texts.size() - first);
    TRY_ASSIGN(EmbeddingVectors some, vectors_for(server, texts.subspan(first, count), call));
    if (!all.empty() && some.front().size() != all.front().size())
      return tl::unexpected(failed_with({}, server, "the embeddings differ in size").error);
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace rustassistant::llm
