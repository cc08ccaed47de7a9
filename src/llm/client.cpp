// SPDX-License-Identifier: MIT
#include "rustassistant/llm/client.hpp"

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>
#include <utility>

#include "dialect.hpp"
#include "exchange.hpp"
#include "failure.hpp"
#include "judge.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::llm {
namespace {

constexpr std::chrono::milliseconds kReachTimeout = std::chrono::seconds(30);

http::Request request_for(const std::string& body, const ProviderConfig& config, const Dialect& dialect) {
  http::Request request = authorized_request(config, dialect);
  request.url = dialect.url(config);
  request.body = body;
  return request;
}

}  // namespace

std::string request_body(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape) {
  const Dialect* dialect = dialect_of(config);
  assert(dialect != nullptr);
  if (dialect == nullptr) return {};
  Prompt told = prompt;
  if (dialect->schema_in_prompt && shape.schema != domain::SchemaMode::json_schema)
    told.system.append("\nThe schema of the answer:\n").append(prompt.schema);
  if (shape.folds_system) {
    told.user = told.system + "\n\n" + told.user;
    told.system.clear();
  }
  return dialect->request_body(told, config, shape);
}

Result<http::Reply> Client::list_models(const ProviderConfig& config) const {
  TRY(check(config));
  http::Request request = request_for({}, config, *dialect_of(config));
  request.method = "GET";
  request.url = base_url_of(config) + "/models";
  request.total_timeout = std::min(config.timeout, kReachTimeout);
  auto reply = exchange(transport_, request, config);
  if (!reply) return tl::unexpected(std::move(reply).error().error);
  return *std::move(reply);
}

Result<void> Client::reach(const ProviderConfig& config) const {
  TRY_ASSIGN(const http::Reply reply, list_models(config));
  if (reply.status < 200 || reply.status >= 300) return tl::unexpected(refusal(config, reply, clock_.now()).error);
  return {};
}

Result<void> Client::probe(const ProviderConfig& config) const {
  TRY_ASSIGN(const http::Reply reply, list_models(config));
  const bool has_no_list = reply.status == 404 || reply.status == 405 || reply.status == 501;
  const bool is_list = reply.status >= 200 && reply.status < 300 && codec::parse_json(reply.body);
  if (has_no_list || is_list) return {};
  return tl::unexpected(refusal(config, reply, clock_.now()).error);
}

AttemptResult Client::attempt(const std::string& body, const ProviderConfig& config) const {
  // Asked again although callers ask before they reserve: no key may ever leave without it.
  if (auto checked = check(config); !checked) {
    AttemptFailure failure;
    failure.error = std::move(checked).error();
    return tl::unexpected(std::move(failure));
  }
  const Dialect& dialect = *dialect_of(config);
  const auto reply = exchange(transport_, request_for(body, config, dialect), config);
  if (!reply) return tl::unexpected(reply.error());
  return judge(*reply, config, dialect, clock_.now());
}

}  // namespace rustassistant::llm
