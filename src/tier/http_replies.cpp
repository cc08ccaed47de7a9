// SPDX-License-Identifier: MIT
#include "http_replies.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "rustassistant/base/text.hpp"

namespace rustassistant::tier {
namespace {

using http::TransportFault;

constexpr std::int64_t kLongestWaitSeconds = 600;

Trouble transport_trouble(const http::TransportError& error) {
  switch (error.fault) {
    case TransportFault::untrusted:
      return {Fault::untrusted, error.what, "", {}};
    case TransportFault::interrupted:
      return {Fault::stopped, "interrupted", "", {}};
    case TransportFault::timeout:
      return {Fault::unreachable, "no answer in time", "", {}};
    case TransportFault::invalid:
    case TransportFault::too_large:
      return {Fault::odd, error.what, "", {}};
    case TransportFault::unreachable:
    case TransportFault::lost:
    case TransportFault::cut:
      break;
  }
  return {Fault::unreachable, error.what, "", {}};
}

std::string status_text(int status) {
  return "the server answers with status " + std::to_string(status);
}

// Seconds; a date is as good as none here.
std::optional<std::chrono::milliseconds> retry_after(const http::Reply& reply) {
  const auto header = reply.headers.find("retry-after");
  const auto seconds = header == reply.headers.end() ? std::nullopt : parse_integer(header->second);
  if (!seconds || *seconds < 0) return std::nullopt;
  return std::chrono::seconds(std::min(*seconds, kLongestWaitSeconds));
}

// Of a status that says that the server, not the request, is at fault.
std::optional<Trouble> server_trouble(const http::Reply& reply, Fault failing) {
  const auto wait = retry_after(reply);
  if (reply.status == 429 || (reply.status == 503 && wait))
    return Trouble{Fault::busy, status_text(reply.status), "", wait};
  if (reply.status >= 500) return Trouble{failing, status_text(reply.status), "", {}};
  return std::nullopt;
}

bool is_refusal(const http::Reply& reply, const Credentials& credentials) {
  if (reply.status == 401 || reply.status == 403 || reply.status == 407) return true;
  return reply.status == 400 && !credentials.any;
}

}  // namespace

GetMeaning meaning_of_get(const http::Transport::Outcome& outcome, const Credentials& credentials) {
  if (!outcome) {
    if (outcome.error().fault == TransportFault::too_large) return {};
    return {std::nullopt, transport_trouble(outcome.error())};
  }
  const http::Reply& reply = *outcome;
  if (reply.status == 200) return {reply.body, std::nullopt};
  if (reply.status == 404 || reply.status == 410) return {};
  // What S3 says of a missing object to who may not list the bucket.
  if (reply.status == 403 && credentials.is_s3 && reply.body.find("<Code>AccessDenied</Code>") != std::string::npos)
    return {};
  if (is_refusal(reply, credentials)) {
    return {std::nullopt, Trouble{Fault::refused,
                                  "the credentials were refused (status " + std::to_string(reply.status) + ")",
                                  "`rustassistant cache remote check` shows what is allowed",
                                  {}}};
  }
  if (auto trouble = server_trouble(reply, Fault::failing)) return {std::nullopt, std::move(trouble)};
  return {std::nullopt, Trouble{Fault::odd, status_text(reply.status), "", {}}};
}

Put meaning_of_put(const http::Transport::Outcome& outcome) {
  if (!outcome) return {PutOutcome::failed, transport_trouble(outcome.error())};
  const http::Reply& reply = *outcome;
  if (reply.status >= 200 && reply.status < 300) return {PutOutcome::stored, std::nullopt};
  if (reply.status == 409 || reply.status == 412) return {PutOutcome::present, std::nullopt};
  if (reply.status == 413) return {PutOutcome::too_large, std::nullopt};
  if (auto trouble = server_trouble(reply, Fault::cannot_write)) return {PutOutcome::failed, std::move(trouble)};
  constexpr std::array<int, 4> kReadOnly{401, 403, 405, 407};
  const bool is_read_only = std::find(kReadOnly.begin(), kReadOnly.end(), reply.status) != kReadOnly.end();
  const std::string what = is_read_only ? "writing is not allowed (status " + std::to_string(reply.status) + ")"
                                        : "writing failed: " + status_text(reply.status);
  return {PutOutcome::failed, Trouble{is_read_only ? Fault::read_only : Fault::cannot_write, what, "", {}}};
}

std::optional<Trouble> graver(std::optional<Trouble> a, std::optional<Trouble> b) {
  if (!a) return b;
  if (!b) return a;
  const auto rank = [](const Trouble& trouble) {
    return trouble.fault == Fault::odd ? 100 : static_cast<int>(trouble.fault);
  };
  return rank(*b) < rank(*a) ? b : a;
}

}  // namespace rustassistant::tier
