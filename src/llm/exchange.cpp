// SPDX-License-Identifier: MIT
#include "exchange.hpp"

#include <utility>

#include "failure.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/version.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::llm {
namespace {

// Some proxies and servers quote what they were sent. A shorter secret than this would blot out ordinary words.
constexpr std::size_t kShortestSecret = 8;

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

}  // namespace

void blot_out_key(std::string& text, const ProviderConfig& config) {
  if (!config.key || config.key->reveal().size() < kShortestSecret) return;
  const std::string& secret = config.key->reveal();
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + secret.size())) {
    text.replace(at, secret.size(), secret.size(), '*');
  }
}

http::Request authorized_request(const ProviderConfig& config, const Dialect& dialect) {
  http::Request request;
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept", "application/json"},
                     {"User-Agent", "rustassistant/" + std::string(program_version())}};
  if (config.key) {
    for (auto& header : dialect.authorization(*config.key)) request.headers.push_back(std::move(header));
  }
  request.total_timeout = config.timeout;
  return request;
}

tl::expected<http::Reply, AttemptFailure> exchange(http::Transport& transport, const http::Request& request,
                                                   const ProviderConfig& config) {
  log_request(request, config);
  auto reply = transport.send(request);
  if (!reply) return tl::unexpected(transport_failure(config, reply.error()));
  blot_out_key(reply->body, config);
  for (auto& [name, value] : reply->headers) blot_out_key(value, config);
  log_reply(*reply);
  return *std::move(reply);
}

}  // namespace rustassistant::llm
