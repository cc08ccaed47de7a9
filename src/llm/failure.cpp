// SPDX-License-Identifier: MIT
#include "failure.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "error_text.hpp"
#include "retry_after.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/llm/batch.hpp"
#include "rustassistant/llm/retry.hpp"

namespace rustassistant::llm {
namespace {

using Billing = AttemptFailure::Billing;
using Remedy = AttemptFailure::Remedy;
using http::TransportFault;

// Why a provider refused, as far as it matters for what to do next.
enum class Reason : std::uint8_t {
  redirect,
  key,
  credits,
  access,
  model,
  size,
  schema,
  system,
  rate,
  conflict,
  server,
  other
};

struct ReasonRow {
  Reason reason;
  Remedy remedy;
  bool is_outage;
  std::string_view hint;  // "{key}" stands for the provider's key variable
};

constexpr std::array<ReasonRow, 12> kReasons{{
    {Reason::redirect, Remedy::none, true, "redirects are not followed: check the base URL"},
    {Reason::key, Remedy::none, true, "check the key in {key}"},
    {Reason::credits, Remedy::none, true, "add credits with the provider, or choose another one with --provider"},
    {Reason::access, Remedy::none, true,
     "the key in {key} has no access to this model; choose another one with --model"},
    {Reason::model, Remedy::none, true, "check the model (--model) and the base URL"},
    {Reason::size, Remedy::none, false, "the file is too large for this model"},
    {Reason::schema, Remedy::plainer_schema, false, "the server does not accept a schema; another model (--model) may"},
    {Reason::system, Remedy::folded_system, false, "the model accepts no system prompt; another one (--model) may"},
    {Reason::rate, Remedy::time, false, "the provider limits the rate: try again later, or lower --jobs"},
    {Reason::conflict, Remedy::time, true, "try again later"},
    {Reason::server, Remedy::time, true, "the provider has a problem: try again later"},
    {Reason::other, Remedy::none, false, "the request was rejected; another model (--model) may accept it"},
}};

bool contains_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](auto part) { return text.find(part) != std::string_view::npos; });
}

// A provider that says when to try again limits the rate, whatever words it has for it.
bool is_out_of_credits(const ErrorText& text, bool says_when) {
  if (contains_any(text.code, {"insufficient_quota", "insufficient_balance", "billing_hard_limit_reached",
                               "billing_error", "spend_limit_reached"}))
    return true;
  return !says_when && contains_any(to_lower(text.message), {"exceeded your current quota", "insufficient credits",
                                                             "out of credits", "available credits", "spending limit",
                                                             "insufficient balance", "credit balance is too low"});
}

// The request itself exceeds what the account may send in a minute: no wait makes it smaller.
bool is_too_large(int status, const std::string& message) {
  return status == 413 || (status == 429 && message.find("request too large") != std::string::npos) ||
         (status == 400 && contains_any(message, {"prompt is too long", "maximum context length", "context window",
                                                  "context length", "input token count"}));
}

bool may_refuse_a_shape(int status) {
  return status == 400 || status == 404 || status == 415 || status == 422 || status == 500 || status == 501;
}

// A server that does not know json_schema says so in words of its own.
bool refuses_schema(int status, const std::string& message) {
  return may_refuse_a_shape(status) &&
         contains_any(message, {"response_format", "response format", "json_schema", "json schema", "json_object",
                                "structured output", "output_config", "output_format", "grammar", "text.format",
                                "responsejsonschema", "response_json_schema", "responseschema", "response_schema",
                                "responsemimetype", "response_mime_type", "json mode"});
}

// Models and chat templates without that role.
bool refuses_system(int status, const std::string& message) {
  return may_refuse_a_shape(status) &&
         (contains_any(message, {"roles must alternate", "developer instruction is not enabled"}) ||
          (message.find("system") != std::string::npos && contains_any(message, {"role", "message", "instruction"}) &&
           contains_any(message, {"support", "not allowed", "unsupported", "not enabled", "invalid", "must be"})));
}

Reason reason_of(int status, const ErrorText& text, bool says_when) {
  const std::string message = to_lower(text.message);
  if (status >= 300 && status < 400) return Reason::redirect;
  if (status == 402 || (status < 500 && is_out_of_credits(text, says_when))) return Reason::credits;
  const bool names_key = contains_any(message, {"api key", "api_key", "apikey"});
  if (status == 401 || ((status == 400 || status == 403) && names_key)) return Reason::key;
  if (is_too_large(status, message)) return Reason::size;
  if (refuses_schema(status, message)) return Reason::schema;
  if (refuses_system(status, message)) return Reason::system;
  // Servers that fetch a model when it is asked for.
  if (contains_any(message, {"model is loading", "is currently loading", "loading model"})) return Reason::server;
  switch (status) {
    case 403:
      return Reason::access;
    case 404:
      return Reason::model;
    case 408:
    case 409:
      return Reason::conflict;
    case 429:
      return Reason::rate;
    default:
      return status >= 500 ? Reason::server : Reason::other;
  }
}

// A gateway that gave up waiting does not know whether the model behind it went on, at the user's cost. Other errors
// are not billed.
Billing billing_of(int status) {
  return status == 504 || status == 524 ? Billing::possible : Billing::none;
}

bool is_of_account(Reason reason) {
  return reason == Reason::key || reason == Reason::credits || reason == Reason::access || reason == Reason::model;
}

std::string hint_for(const ReasonRow& row, const ProviderConfig& config) {
  std::string hint(row.hint);
  const std::size_t place = hint.find("{key}");
  const ProviderFacts* facts = facts_of(config.provider);
  if (place != std::string::npos && facts != nullptr) hint.replace(place, 5, facts->key_variable());
  return hint;
}

std::string wait_text(std::chrono::milliseconds wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  return "the provider asks to wait " + std::to_string(seconds) + " s";
}

std::string prefixed(const ProviderConfig& config, std::string_view what) {
  return std::string(domain::name_of(config.provider)) + ": " + std::string(what);
}

struct FaultRow {
  TransportFault fault;
  Errc code;
  bool retryable;  // where nothing was sent, or the connection broke before any reply
  bool is_outage;
  std::string_view hint;
};

constexpr std::array<FaultRow, 8> kFaults{{
    {TransportFault::invalid, Errc::config, false, false, "check the base URL and the key"},
    {TransportFault::untrusted, Errc::unreachable, false, true,
     "TLS is always verified: check CA certificates and proxy"},
    {TransportFault::unreachable, Errc::unreachable, true, true, "check the network and the base URL"},
    {TransportFault::timeout, Errc::unreachable, true, true, "try again later, or raise llm.timeout_seconds"},
    {TransportFault::lost, Errc::unreachable, true, true, "try again later"},
    {TransportFault::cut, Errc::unreachable, false, true, "try again later"},
    {TransportFault::too_large, Errc::provider, false, true, "check the base URL"},
    {TransportFault::interrupted, Errc::interrupted, false, false, ""},
}};

}  // namespace

AttemptFailure unusable_answer(const ProviderConfig& config, std::string_view what, std::string hint) {
  AttemptFailure failure;
  failure.error = {Errc::provider, prefixed(config, what), std::move(hint)};
  return failure;
}

AttemptFailure refusal(const ProviderConfig& config, const http::Reply& reply, UnixMillis now) {
  const ErrorText text = error_text(reply);
  const bool is_success = reply.status >= 200 && reply.status < 300;
  const int status = is_success ? text.status.value_or(reply.status) : reply.status;
  const auto wait = retry_after(reply, now);
  const auto& row = kReasons.at(static_cast<std::size_t>(reason_of(status, text, wait.has_value())));

  AttemptFailure failure;
  failure.billing = billing_of(status);
  failure.remedy = row.remedy;
  // An error that comes as an answer is the service's own, unless it says what was wrong with the request.
  failure.is_outage = row.is_outage || (is_success && !text.status && row.reason == Reason::other);
  failure.is_queue_full = is_queue_full(text.code, text.message);
  failure.is_rate_limit = row.reason == Reason::rate && !failure.is_queue_full;
  failure.is_of_account = is_of_account(row.reason);
  failure.retry_after = wait;
  failure.error = {Errc::provider, prefixed(config, "HTTP " + std::to_string(reply.status)), hint_for(row, config)};
  if (!text.message.empty()) failure.error.what += ": " + text.message;
  if (failure.remedy == Remedy::time && failure.retry_after > Patience{}.longest_wait)
    failure.error.hint = wait_text(*failure.retry_after);
  return failure;
}

AttemptFailure transport_failure(const ProviderConfig& config, const http::TransportError& error) {
  const auto& row = kFaults.at(static_cast<std::size_t>(error.fault));
  AttemptFailure failure;
  failure.error = {row.code, prefixed(config, one_line(error.what, 300)), std::string(row.hint)};
  failure.billing = error.possibly_sent ? Billing::possible : Billing::none;
  failure.is_outage = row.is_outage;
  // An answer that took too long once takes too long again, and is paid for again.
  const bool slow = error.fault == TransportFault::timeout && error.possibly_sent;
  if (row.retryable && !slow) failure.remedy = Remedy::time;
  return failure;
}

}  // namespace rustassistant::llm
