// SPDX-License-Identifier: MIT
#include "rustassistant/llm/client.hpp"

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>
#include <utility>

#include "dialect.hpp"
#include "failure.hpp"
#include "judge.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::llm {
namespace {

// Some proxies and servers quote what they were sent. A shorter secret than this would blot out ordinary words.
constexpr std::size_t kShortestSecret = 8;

constexpr std::chrono::milliseconds kReachTimeout = std::chrono::seconds(30);

void blot_out(std::string& text, const std::string& secret) {
  if (secret.size() < kShortestSecret) return;
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + secret.size())) {
    text.replace(at, secret.size(), secret.size(), '*');
  }
}

http::Request request_for(const std::string& body, const ProviderConfig& config, const Dialect& dialect) {
  http::Request request;
  request.url = dialect.url(config);
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept", "application/json"},
                     {"User-Agent", "rustassistant/" RUSTASSISTANT_VERSION}};
  if (config.key) {
    for (auto& header : dialect.authorization(*config.key)) request.headers.push_back(std::move(header));
  }
  request.body = body;
  request.total_timeout = config.timeout;
  return request;
}

// What is shown of a request and its reply with -vv. What an authorization header says is left out.
void log_request(const http::Request& request, const ProviderConfig& config) {
  if (!sys::log_enabled(sys::LogLevel::debug)) return;
  sys::log_debug("> " + request.method + " " + request.url);
  for (const auto& [name, value] : request.headers) {
    const bool secret = config.key && value.find(config.key->reveal()) != std::string::npos;
    sys::log_debug("> " + name + ": " + (secret ? "(the key)" : value));
  }
  sys::log_debug("> " + request.body);
}

void log_reply(const http::Reply& reply) {
  if (!sys::log_enabled(sys::LogLevel::debug)) return;
  sys::log_debug("< " + std::to_string(reply.status));
  for (const auto& [name, value] : reply.headers)
    sys::log_debug(std::string("< ").append(name).append(": ").append(value));
  sys::log_debug("< " + to_valid_utf8(reply.body));
}

// One exchange, shown in the log. No secret is in the reply.
tl::expected<http::Reply, AttemptFailure> exchange(http::Transport& transport, const http::Request& request,
                                                   const ProviderConfig& config) {
  log_request(request, config);
  auto reply = transport.send(request);
  if (!reply) return tl::unexpected(transport_failure(config, reply.error()));
  if (config.key) {
    blot_out(reply->body, config.key->reveal());
    for (auto& [name, value] : reply->headers) blot_out(value, config.key->reveal());
  }
  log_reply(*reply);
  return *std::move(reply);
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
