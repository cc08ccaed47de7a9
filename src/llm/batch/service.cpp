// SPDX-License-Identifier: MIT
#include "service.hpp"

#include <algorithm>
#include <array>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/percent.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::llm {
namespace {

constexpr std::string_view kNameBegin = "rustassistant-";
constexpr std::array kServices{&kOpenaiBatches, &kAnthropicBatches, &kGoogleBatches, &kXaiBatches};

// https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto, as far as it matters for another try.
struct GrpcCode {
  std::int64_t code;
  int status;
};
constexpr std::array<GrpcCode, 13> kGrpcCodes{{{1, 503},
                                               {3, 400},
                                               {4, 503},
                                               {5, 404},
                                               {7, 403},
                                               {8, 429},
                                               {9, 400},
                                               {10, 409},
                                               {11, 400},
                                               {12, 400},
                                               {13, 500},
                                               {14, 503},
                                               {16, 401}}};

}  // namespace

const BatchService* batch_service_of(domain::Provider provider) {
  const auto* const found = std::find_if(kServices.begin(), kServices.end(),
                                         [&](const auto* service) { return service->provider == provider; });
  return found == kServices.end() ? nullptr : *found;
}

std::optional<BatchLimits> batch_limits(domain::Provider provider) {
  const BatchService* service = batch_service_of(provider);
  return service == nullptr ? std::nullopt : std::optional(service->limits);
}

bool is_queue_full(std::string_view code, std::string_view message) {
  return code.find("token_limit_exceeded") != std::string_view::npos ||
         to_lower(message).find("enqueued token limit") != std::string::npos;
}

std::string batch_name(const std::string& tag) {
  return std::string(kNameBegin) + tag;
}

std::string tag_in(const std::string& name) {
  return name.starts_with(kNameBegin) ? name.substr(kNameBegin.size()) : std::string();
}

bool is_plain_id(std::string_view id) {
  const auto is_plain = [](char c) { return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.'; };
  return !id.empty() && id.size() <= 200 && std::all_of(id.begin(), id.end(), is_plain) && !id.starts_with('.');
}

Read<std::string> id_of(const Json& json, std::string_view name) {
  if (!json.is_object()) return malformed("reply", "expected an object");
  TRY_ASSIGN(std::string id, text_of(json, name));
  if (!is_plain_id(id)) return malformed(name, "no identifier");
  return id;
}

Read<std::string> page_token(const Json& page, std::string_view name) {
  constexpr std::size_t kLongest = 4096;
  const auto stays = [](char c) { return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~'; };
  const Json* token = find(page, name);
  if (token != nullptr && token->is_number_integer()) return token->dump();
  TRY_ASSIGN(const std::string text, text_of(page, name));
  if (text.size() > kLongest) return malformed(name, "too long");
  return percent_encoded(text, stays);
}

Read<std::string> next_page_by_last_id(const Json* page, const std::string& first, std::string_view after) {
  if (page == nullptr) return first;
  const Json* more = find(*page, "has_more");
  if (more == nullptr || *more != true) return std::string();
  TRY_ASSIGN(const std::string last, page_token(*page, "last_id"));
  if (last.empty()) return malformed("last_id", "missing");
  return first + "&" + std::string(after) + "=" + last;
}

http::Reply reply_of(int status, const Json& body) {
  return {status, {}, codec::dump_json(body, codec::JsonStyle::compact)};
}

http::Reply grpc_error(const Json& error) {
  std::int64_t code = 0;
  std::string message;
  if (const auto found = error.find("code"); found != error.end() && found->is_number_integer())
    code = found->get<std::int64_t>();
  if (const auto found = error.find("message"); found != error.end() && found->is_string())
    message = found->get<std::string>();
  const auto* const row =
      std::find_if(kGrpcCodes.begin(), kGrpcCodes.end(), [&](const GrpcCode& known) { return known.code == code; });
  return reply_of(row == kGrpcCodes.end() ? 500 : row->status, {{"error", {{"message", message}}}});
}

}  // namespace rustassistant::llm
