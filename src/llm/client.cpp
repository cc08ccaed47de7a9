// SPDX-License-Identifier: MIT
#include "rustassistant/llm/client.hpp"

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>
#include <utility>

#include "dialect.hpp"
#include "failure.hpp"
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
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
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

bool is_success(int status) {
  return status >= 200 && status < 300;
}

// Some gateways send an error with a status of success.
bool holds_error(const nlohmann::json& body) {
  if (!body.is_object()) return false;
  const auto error = body.find("error");
  return error != body.end() && (error->is_object() || error->is_string());
}

AttemptResult read_reply(const http::Reply& reply, const ProviderConfig& config, const Dialect& dialect,
                         UnixMillis now) {
  if (!is_success(reply.status)) return tl::unexpected(refusal(config, reply, now));
  const auto body = codec::parse_json(reply.body);
  if (!body) {
    return tl::unexpected(unusable_answer(config, "HTTP " + std::to_string(reply.status) + ": " + body.error().what,
                                          "check the base URL and the proxy", {}, {}));
  }
  if (holds_error(*body)) return tl::unexpected(refusal(config, reply, now));
  return dialect.read_answer(*body, config);
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
  const Dialect* dialect = dialect_of(config.provider);
  assert(dialect != nullptr);
  return dialect == nullptr ? std::string() : dialect->request_body(prompt, config, shape);
}

Result<void> Client::reach(const ProviderConfig& config) const {
  TRY(check(config));
  http::Request request = request_for({}, config, *dialect_of(config.provider));
  request.method = "GET";
  request.url = base_url_of(config) + "/models";
  request.total_timeout = std::min(config.timeout, kReachTimeout);
  const auto reply = exchange(transport_, request, config);
  if (!reply) return tl::unexpected(reply.error().error);
  if (!is_success(reply->status)) return tl::unexpected(refusal(config, *reply, clock_.now()).error);
  return {};
}

AttemptResult Client::attempt(const std::string& body, const ProviderConfig& config) const {
  // Asked again although callers ask before they reserve: no key may ever leave without it.
  if (auto checked = check(config); !checked) {
    AttemptFailure failure;
    failure.error = std::move(checked).error();
    return tl::unexpected(std::move(failure));
  }
  const Dialect& dialect = *dialect_of(config.provider);
  const auto reply = exchange(transport_, request_for(body, config, dialect), config);
  if (!reply) return tl::unexpected(reply.error());
  return read_reply(*reply, config, dialect, clock_.now());
}

}  // namespace rustassistant::llm
