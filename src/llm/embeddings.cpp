// SPDX-License-Identifier: MIT
#include "rustassistant/llm/embeddings.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

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

tl::unexpected<Error> unusable(const EmbeddingsServer& server, const std::string& what) {
  return fail(Errc::provider, "the embeddings of " + sys::quoted(server.model) + " at " + server.base_url + ": " + what,
              "check search.model and search.embeddings_url");
}

http::Request embeddings_request(const EmbeddingsServer& server, std::span<const std::string> texts) {
  nlohmann::json body;
  body["model"] = server.model;
  body["encoding_format"] = "float";
  body["input"] = nlohmann::json::array();
  for (const std::string& text : texts) body["input"].push_back(to_valid_utf8(text));
  http::Request request;
  request.url = server.base_url;
  while (request.url.ends_with('/')) request.url.pop_back();
  request.url += "/embeddings";
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept", "application/json"},
                     {"User-Agent", "rustassistant/" RUSTASSISTANT_VERSION}};
  request.body = codec::dump_json(body, codec::JsonStyle::compact);
  request.total_timeout = server.timeout;
  request.max_reply_bytes = kLargestVectors;
  return request;
}

Result<std::vector<float>> vector_in(const nlohmann::json& row, const EmbeddingsServer& server) {
  if (!row.contains("embedding") || !row["embedding"].is_array()) return unusable(server, "a row has no embedding");
  const nlohmann::json& numbers = row["embedding"];
  if (numbers.empty() || numbers.size() > kMostNumbers)
    return unusable(server, "an embedding has " + std::to_string(numbers.size()) + " numbers");
  std::vector<float> vector;
  vector.reserve(numbers.size());
  for (const nlohmann::json& number : numbers) {
    const float value = number.is_number() ? number.get<float>() : NAN;
    if (!std::isfinite(value)) return unusable(server, "an embedding holds something that is no number");
    vector.push_back(value);
  }
  return vector;
}

// Rows may come in any order.
Result<EmbeddingVectors> vectors_in_reply(const std::string& body, std::size_t count, const EmbeddingsServer& server) {
  const auto json = codec::parse_json(body, {.max_bytes = kLargestVectors, .max_depth = 16});
  if (!json) return unusable(server, json.error().what);
  if (!json->is_object() || !json->contains("data") || !(*json)["data"].is_array())
    return unusable(server, "the answer has no data");
  EmbeddingVectors vectors(count);
  for (const nlohmann::json& row : (*json)["data"]) {
    if (!row.is_object() || !row.contains("index") || !row["index"].is_number_unsigned() ||
        row["index"].get<std::uint64_t>() >= count)
      return unusable(server, "a row has no index of a text");
    std::vector<float>& vector = vectors[row["index"].get<std::size_t>()];
    if (!vector.empty()) return unusable(server, "two rows are of one text");
    TRY_ASSIGN(vector, vector_in(row, server));
  }
  for (const std::vector<float>& vector : vectors) {
    if (vector.empty()) return unusable(server, "a text has no row");
    if (vector.size() != vectors.front().size()) return unusable(server, "the embeddings differ in size");
  }
  return vectors;
}

Result<EmbeddingVectors> vectors_for(http::Transport& transport, const EmbeddingsServer& server,
                                     std::span<const std::string> texts) {
  if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  const auto reply = transport.send(embeddings_request(server, texts));
  if (!reply) {
    if (reply.error().fault == http::TransportFault::interrupted) return tl::unexpected(sys::stop_error());
    return fail(Errc::unreachable, "cannot get embeddings from " + server.base_url + ": " + reply.error().what,
                "start the server, or search with --dense off");
  }
  if (reply->status == 200) return vectors_in_reply(reply->body, texts.size(), server);
  if (texts.size() == 1) {
    return unusable(server, "status " + std::to_string(reply->status) + ": " +
                                to_valid_utf8(std::string_view(reply->body).substr(0, kShownOfReply)));
  }
  const std::size_t half = texts.size() / 2;
  TRY_ASSIGN(EmbeddingVectors all, vectors_for(transport, server, texts.first(half)));
  TRY_ASSIGN(EmbeddingVectors rest, vectors_for(transport, server, texts.subspan(half)));
  std::move(rest.begin(), rest.end(), std::back_inserter(all));
  return all;
}

}  // namespace

Result<void> check(const EmbeddingsServer& server) {
  auto url = http::parse_url(server.base_url);
  if (!url) return fail_while("search.embeddings_url", std::move(url).error());
  if (!url->is_loopback) {
    return fail(Errc::config, "search.embeddings_url names another machine: " + url->host,
                "embeddings are asked of servers on this machine alone, such as http://127.0.0.1:8080/v1");
  }
  return {};
}

Result<EmbeddingVectors> embeddings(http::Transport& transport, const EmbeddingsServer& server,
                                    std::span<const std::string> texts) {
  EmbeddingVectors all;
  all.reserve(texts.size());
  for (std::size_t first = 0; first < texts.size(); first += kMostTexts) {
    const std::size_t count = std::min(kMostTexts, texts.size() - first);
    TRY_ASSIGN(EmbeddingVectors some, vectors_for(transport, server, texts.subspan(first, count)));
    if (!all.empty() && some.front().size() != all.front().size())
      return unusable(server, "the embeddings differ in size");
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace rustassistant::llm
