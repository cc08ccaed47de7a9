// SPDX-License-Identifier: MIT
#include "rustassistant/tier/http_store.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "http_replies.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/http/url.hpp"
#include "rustassistant/tier/envelope.hpp"

namespace rustassistant::tier {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;
using Outcome = http::Transport::Outcome;

constexpr int kMostRedirects = 3;
constexpr milliseconds kConnectTime = std::chrono::seconds(1);
constexpr std::size_t kHeaderRoom = 65'536;

// Where a redirect leads; nothing: it may not be followed.
std::optional<std::string> target_of(const std::string& from, const http::Reply& reply) {
  const auto location = reply.headers.find("location");
  const auto base = http::parse_url(from);
  if (location == reply.headers.end() || !base) return std::nullopt;
  std::string text = location->second.starts_with('/') && !location->second.starts_with("//")
                         ? base->origin() + location->second
                         : location->second;
  const auto url = http::parse_url(text);
  if (!url) return std::nullopt;
  if (url->scheme != "https" && url->origin() != base->origin()) return std::nullopt;
  return text;
}

bool is_redirect(const Outcome& outcome, bool keeps_method) {
  if (!outcome) return false;
  const int status = outcome->status;
  return status == 307 || status == 308 || (!keeps_method && (status == 301 || status == 302 || status == 303));
}

class HttpStore final : public EnvelopeStore {
 public:
  HttpStore(HttpAddress address, http::Transport& transport, std::function<bool()> should_stop)
      : address_(std::move(address)), transport_(transport), should_stop_(std::move(should_stop)) {}

  Found find(std::span<const SharedKey> keys, milliseconds within) override {
    std::vector<http::Request> requests;
    requests.reserve(keys.size());
    for (const SharedKey& key : keys) requests.push_back(request("GET", key, {}, within));
    const std::vector<Outcome> outcomes = exchange(std::move(requests), within);
    Found found;
    for (const Outcome& outcome : outcomes) {
      GetMeaning meaning = meaning_of_get(outcome, {address_.has_credentials(), !address_.sigv4.empty()});
      found.envelopes.push_back(std::move(meaning.envelope));
      found.trouble = graver(std::move(found.trouble), std::move(meaning.trouble));
    }
    return found;
  }

  Put put(const SharedKey& key, std::string_view envelope, milliseconds within) override {
    std::vector<http::Request> requests;
    requests.push_back(request("PUT", key, std::string(envelope), within));
    requests.front().headers.emplace_back("Content-Type", "application/octet-stream");
    requests.front().headers.emplace_back("If-None-Match", "*");
    return meaning_of_put(exchange(std::move(requests), within).front());
  }

  void touch(std::span<const SharedKey> /*keys*/, milliseconds /*within*/) override {}

 private:
  [[nodiscard]] http::Request request(std::string method, const SharedKey& key, std::string body,
                                      milliseconds within) const {
    http::Request request;
    request.method = std::move(method);
    request.url = address_.url;
    request.url.replace(request.url.find("{key}"), 5, to_hex(key));
    request.body = std::move(body);
    request.connect_timeout = std::min(kConnectTime, within);
    request.total_timeout = within;
    request.max_reply_bytes = kMaxEnvelopeRead + kHeaderRoom;
    request.compressed_reply = false;
    request.should_stop = should_stop_;
    request.user_password = address_.user_password;
    request.sigv4 = address_.sigv4;
    if (!address_.bearer.empty()) request.headers.emplace_back("Authorization", "Bearer " + address_.bearer);
    if (!address_.header.first.empty()) request.headers.push_back(address_.header);
    // libcurl signs it, but leaves the header out.
    if (!request.sigv4.empty()) request.headers.emplace_back("x-amz-content-sha256", codec::sha256_hex(request.body));
    return request;
  }

  // To another host nothing is sent that is meant for this one.
  void redirect(http::Request& request, std::string target) const {
    const auto before = http::parse_url(request.url);
    const auto after = http::parse_url(target);
    request.url = std::move(target);
    if (before && after && before->origin() == after->origin()) return;
    request.user_password.clear();
    request.sigv4.clear();
    std::erase_if(request.headers, [&](const auto& header) {
      return header.first == "Authorization" || header.first == "x-amz-content-sha256" ||
             header.first == address_.header.first;
    });
  }

  // All of them, with what they are redirected to.
  std::vector<Outcome> exchange(std::vector<http::Request> requests, milliseconds within) {
    const auto begun = SteadyClock::now();
    std::vector<Outcome> outcomes = transport_.send_all(requests);
    for (int redirects = 0; redirects < kMostRedirects; ++redirects) {
      const auto left = within - std::chrono::duration_cast<milliseconds>(SteadyClock::now() - begun);
      std::vector<http::Request> again;
      std::vector<std::size_t> places;
      for (std::size_t i = 0; i < outcomes.size() && left.count() > 0; ++i) {
        if (!is_redirect(outcomes[i], requests[i].method == "PUT")) continue;
        auto target = target_of(requests[i].url, *outcomes[i]);
        if (!target) continue;
        redirect(requests[i], *std::move(target));
        requests[i].total_timeout = left;
        again.push_back(requests[i]);
        places.push_back(i);
      }
      if (again.empty()) break;
      std::vector<Outcome> more = transport_.send_all(again);
      for (std::size_t i = 0; i < places.size(); ++i) outcomes[places[i]] = std::move(more[i]);
    }
    return outcomes;
  }

  const HttpAddress address_;
  http::Transport& transport_;
  const std::function<bool()> should_stop_;
};

}  // namespace

std::unique_ptr<EnvelopeStore> http_store(HttpAddress address, http::Transport& transport,
                                          std::function<bool()> should_stop) {
  return std::make_unique<HttpStore>(std::move(address), transport, std::move(should_stop));
}

}  // namespace rustassistant::tier
