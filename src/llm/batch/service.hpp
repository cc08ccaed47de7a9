// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "members.hpp"
#include "rustassistant/http/transport.hpp"
#include "rustassistant/llm/batch.hpp"

namespace rustassistant::llm {

// A request to a batch service.
struct BatchCall {
  std::string method;
  std::string path;  // below the base URL, or a whole URL
  std::string body = {};
  std::string content_type = "application/json";
};

// What a row says: whose it is, and the reply that an ordinary call would have had; nothing: it was not run.
struct RowParts {
  std::string id;
  std::optional<http::Reply> reply;
  std::string why_not_run;
};

// How one batch service is spoken to. All functions are pure.
struct BatchService {
  domain::Provider provider{};
  BatchLimits limits;
  std::string_view batches;  // the path of the collection
  // Null: the questions go with the creation, or after it.
  BatchCall (*upload)(std::span<const BatchItem> items, const std::string& tag, const ProviderConfig& config);
  BatchCall (*create)(std::span<const BatchItem> items, const std::string& tag, const std::string& input,
                      const ProviderConfig& config);
  // Null: nothing follows the creation.
  std::vector<BatchCall> (*fill)(std::span<const BatchItem> items, const std::string& id);
  std::string (*path)(const std::string& id);
  std::string_view cancel;  // after that path
  // A batch as it is created, looked at or listed.
  Read<RemoteBatch> (*state)(const Json& json, const ProviderConfig& config);
  // The path of the page of batches after this one; empty: there is none. Null stands for the page before the first.
  Read<std::string> (*next_page)(const Json* page);
  // Pages of results hold rows in "results", and name the next page; else results are lines.
  bool has_result_pages;
  Read<RowParts> (*row)(const Json& json);
};

extern const BatchService kOpenaiBatches;
extern const BatchService kAnthropicBatches;
extern const BatchService kGoogleBatches;
extern const BatchService kXaiBatches;

// Null for a provider that has none.
[[nodiscard]] const BatchService* batch_service_of(domain::Provider provider);

// The name that a batch gets at the provider, and the tag in such a name; empty: it is not one of ours.
[[nodiscard]] std::string batch_name(const std::string& tag);
[[nodiscard]] std::string tag_in(const std::string& name);

// Whether an identifier from outside may become a part of a path.
[[nodiscard]] bool is_plain_id(std::string_view id);
// The same as a member: an Error where it is missing or something else.
[[nodiscard]] Read<std::string> id_of(const Json& json, std::string_view name);

// What a page says of the next one, as the value of a query; empty: there is none. Tokens are opaque: any text, or a
// number.
[[nodiscard]] Read<std::string> page_token(const Json& page, std::string_view name);

// BatchService::next_page() of the services whose pages name their last batch: `first` is the path of the first page,
// `after` the parameter by which the next one is asked for.
[[nodiscard]] Read<std::string> next_page_by_last_id(const Json* page, const std::string& first,
                                                     std::string_view after);

// A reply as an ordinary call would have had it.
[[nodiscard]] http::Reply reply_of(int status, const Json& body);

// {"code": <gRPC code>, "message"} as an HTTP reply.
[[nodiscard]] http::Reply grpc_error(const Json& error);

}  // namespace rustassistant::llm
