// SPDX-License-Identifier: MIT
#include "judge.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "answer_text.hpp"
#include "dialect.hpp"
#include "error_text.hpp"
#include "failure.hpp"
#include "rate_headers.hpp"
#include "reply_json.hpp"

namespace rustassistant::llm {
namespace {

using Billing = AttemptFailure::Billing;

bool is_success(int status) {
  return status >= 200 && status < 300;
}

// Some gateways send an error with a status of success.
bool holds_error(const Json& body) {
  const auto error = body.find("error");
  return error != body.end() && !error->empty() && (error->is_object() || *error != "");
}

// The protocol that a reply is of: the wanted one, or another that its answer belongs to; null: of none.
const Dialect* protocol_of(const Json& body, const Dialect& wanted) {
  for (const Dialect* dialect : {&wanted, &kOpenai.dialect, &kGoogle.dialect, &kResponses, &kAnthropic.dialect}) {
    const auto answer = body.find(dialect->answer_member);
    if (answer != body.end() && answer->is_structured()) return dialect;
  }
  return nullptr;
}

// Gateways answer in another protocol than they were asked in, or put their own object around the reply.
Read<void> read_any(const Json& body, const Dialect& wanted, ReplyParts& parts) {
  if (const Dialect* dialect = protocol_of(body, wanted)) return dialect->read_reply(body, parts);
  for (const char* wrap : {"data", "result", "response", "body"}) {
    if (!body.contains(wrap) || !body[wrap].is_object()) continue;
    if (const Dialect* dialect = protocol_of(body[wrap], wanted)) return dialect->read_reply(body[wrap], parts);
  }
  return wanted.read_reply(body, parts);
}

// Nobody works for nothing: counts of zero are counts that were not made.
void drop_zeros(ReplyParts& parts) {
  if (parts.usage && parts.usage->input == 0 && parts.usage->output == 0) parts.usage.reset();
}

// A reply of success that is of no use.
AttemptFailure useless(const ProviderConfig& config, const ReplyParts& parts, std::string_view what, std::string hint) {
  AttemptFailure failure = unusable_answer(config, what, std::move(hint));
  if (parts.usage || parts.billed) {
    failure.billing = Billing::known;
  } else if (parts.from_a_model) {
    failure.billing = Billing::by_size;
  } else {
    failure.is_outage = parts.refusal.empty();  // a prompt that was blocked is none
  }
  failure.usage = parts.usage;
  failure.billed = parts.billed;
  return failure;
}

AttemptResult judge_parts(const ReplyParts& parts, const Read<void>& read, const ProviderConfig& config) {
  const auto unusable = [&](std::string_view what, std::string_view hint) {
    return tl::unexpected(useless(config, parts, what, std::string(hint)));
  };
  if (!parts.refusal.empty()) return unusable(parts.refusal, kOtherModel);
  if (parts.finish != nullptr) {
    auto failure = useless(config, parts, parts.finish->what, std::string(parts.finish->hint));
    failure.remedy = parts.finish->remedy;
    return tl::unexpected(std::move(failure));
  }
  if (!read) return unusable(read.error().what, parts.from_a_model ? "" : kCheckBaseUrl);
  Answer answer;
  answer.text = answer_json(parts.text);
  if (answer.text.empty()) return unusable(kEmptyAnswer, kOtherModel);
  answer.model = parts.model.empty() ? config.model : one_line(parts.model, kModelNameBytes);
  answer.usage = parts.usage;
  answer.billed = parts.billed;
  return answer;
}

AttemptFailure refusal_of(const http::Reply& reply, const ReplyParts& parts, const ProviderConfig& config,
                          UnixMillis now) {
  AttemptFailure failure = refusal(config, reply, now);
  if (!parts.usage && !parts.billed) return failure;
  failure.billing = Billing::known;
  failure.usage = parts.usage;
  failure.billed = parts.billed;
  return failure;
}

AttemptResult judge_body(const http::Reply& reply, const ProviderConfig& config, const Dialect& dialect,
                         UnixMillis now) {
  const auto body = parse_reply(reply.body, dialect.join_stream);
  ReplyParts parts;
  Read<void> read = malformed("reply", "expected an object");
  if (body && body->is_object()) read = read_any(*body, dialect, parts);
  drop_zeros(parts);
  if (!is_success(reply.status) || (body && body->is_object() && holds_error(*body)))
    return tl::unexpected(refusal_of(reply, parts, config, now));
  if (body) return judge_parts(parts, read, config);
  const std::string what =
      "HTTP " + std::to_string(reply.status) + ": " + (is_html(reply) ? std::string(kHtmlPage) : body.error().what);
  return tl::unexpected(useless(config, parts, what, "check the base URL and the proxy"));
}

}  // namespace

AttemptResult judge(const http::Reply& reply, const ProviderConfig& config, const Dialect& dialect, UnixMillis now) {
  AttemptResult result = judge_body(reply, config, dialect, now);
  const auto bytes = static_cast<std::int64_t>(reply.body.size());
  (result ? result->reply_bytes : result.error().reply_bytes) = bytes;
  (result ? result->rate : result.error().rate) = rate_report(reply);
  return result;
}

}  // namespace rustassistant::llm
