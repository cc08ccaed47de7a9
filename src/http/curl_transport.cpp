// SPDX-License-Identifier: MIT
#include "rustassistant/http/curl_transport.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "curl_sessions.hpp"
#include "rustassistant/base/result.hpp"
#include "transfer.hpp"

namespace rustassistant::http {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr int kStopCheckMillis = 100;
constexpr int kOwnStopCheckMillis = 50;
constexpr std::size_t kAtOnce = 50;  // requests that are under way together
constexpr long kConnections = 8;     // with HTTP/1.1

tl::unexpected<TransportError> no_libcurl() {
  return tl::unexpected(TransportError{TransportFault::unreachable, "libcurl cannot be started", false});
}

bool is_asked_to_stop(const Request& request, bool (*should_stop)()) {
  return (should_stop != nullptr && should_stop()) || (request.should_stop && request.should_stop());
}

// Drives the transfer to its end. The multi interface, for curl_easy_perform would look at a stop hook once a second
// only.
std::pair<Transfer::Ended, CURLcode> drive(const Session& session, const Request& request, bool (*should_stop)()) {
  CURLM* multi = session.multi.get();
  CURLcode code = CURLE_FAILED_INIT;
  Transfer::Ended ended = Transfer::Ended::by_curl;
  if (curl_multi_add_handle(multi, session.easy.get()) != CURLM_OK) return {ended, code};
  int running = 1;
  while (curl_multi_perform(multi, &running) == CURLM_OK && running > 0) {
    if (is_asked_to_stop(request, should_stop)) {
      ended = Transfer::Ended::by_stop_hook;
      break;
    }
    curl_multi_poll(multi, nullptr, 0, request.should_stop ? kOwnStopCheckMillis : kStopCheckMillis, nullptr);
  }
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg == CURLMSG_DONE) code = message->data.result;
  }
  curl_multi_remove_handle(multi, session.easy.get());
  return {ended, code};
}

bool finds_no_server(TransportFault fault) {
  return fault == TransportFault::unreachable || fault == TransportFault::untrusted || fault == TransportFault::timeout;
}

// Several transfers over the connections of one multi handle.
class Together {
 public:
  Together(CURLM* multi, std::span<const Request> requests, const CaWishes& ca_wishes)
      : multi_(multi), requests_(requests), ca_wishes_(ca_wishes), outcomes_(requests.size()) {
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, kConnections);
  }
  ~Together() {
    for (const Under& way : under_way_) curl_multi_remove_handle(multi_, way.easy.get());
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, 0L);
  }
  Together(const Together&) = delete;
  Together& operator=(const Together&) = delete;

  std::vector<Transport::Outcome> run(bool (*should_stop)()) {
    add_more();
    int running = 0;
    while (!under_way_.empty() && curl_multi_perform(multi_, &running) == CURLM_OK) {
      take_ended();
      add_more();
      if (under_way_.empty()) break;
      if (is_asked_to_stop(requests_.front(), should_stop)) {
        while (!under_way_.empty()) end(under_way_.size() - 1, Transfer::Ended::by_stop_hook, CURLE_OK);
        no_more_ = TransportError{TransportFault::interrupted, "interrupted", false};
        break;
      }
      curl_multi_poll(multi_, nullptr, 0, kOwnStopCheckMillis, nullptr);
    }
    std::vector<Transport::Outcome> outcomes;
    outcomes.reserve(outcomes_.size());
    const TransportError rest = no_more_.value_or(TransportError{});
    for (auto& outcome : outcomes_)
      outcomes.push_back(outcome ? *std::move(outcome) : Transport::Outcome(tl::unexpected(rest)));
    return outcomes;
  }

 private:
  struct Under {
    std::size_t index = 0;
    std::unique_ptr<Transfer> transfer;
    EasyHandle easy;  // after `transfer`: must go first
  };

  void add_more() {
    for (; next_ < requests_.size() && under_way_.size() < kAtOnce && !no_more_; ++next_) add(next_);
  }

  void add(std::size_t index) {
    const Request& request = requests_[index];
    auto transfer = Transfer::prepare(request, no_sink_, ca_wishes_);
    EasyHandle easy(transfer ? curl_easy_init() : nullptr);
    if (!transfer) return keep(index, tl::unexpected(std::move(transfer).error()));
    if (easy == nullptr) return keep(index, no_libcurl());
    const auto passed = std::chrono::duration_cast<milliseconds>(SteadyClock::now() - begun_);
    auto begun = (*transfer)->begin(easy.get(), std::max(milliseconds(1), request.total_timeout - passed));
    if (!begun) return keep(index, tl::unexpected(std::move(begun).error()));
    curl_easy_setopt(easy.get(), CURLOPT_PIPEWAIT, 1L);
    if (curl_multi_add_handle(multi_, easy.get()) != CURLM_OK) return keep(index, no_libcurl());
    under_way_.push_back({index, *std::move(transfer), std::move(easy)});
  }

  void take_ended() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const auto ended = std::find_if(under_way_.begin(), under_way_.end(),
                                      [&](const Under& way) { return way.easy.get() == message->easy_handle; });
      const CURLcode code = message->data.result;
      if (ended != under_way_.end())
        end(static_cast<std::size_t>(ended - under_way_.begin()), Transfer::Ended::by_curl, code);
    }
  }

  void end(std::size_t which, Transfer::Ended ended, CURLcode code) {
    Under way = std::move(under_way_[which]);
    under_way_.erase(under_way_.begin() + static_cast<std::ptrdiff_t>(which));
    auto outcome = way.transfer->outcome(way.easy.get(), ended, code);
    curl_multi_remove_handle(multi_, way.easy.get());
    keep(way.index, std::move(outcome));
  }

  void keep(std::size_t index, Transport::Outcome outcome) {
    if (!outcome && finds_no_server(outcome.error().fault)) no_more_ = outcome.error();
    outcomes_[index] = std::move(outcome);
  }

  CURLM* multi_;
  std::span<const Request> requests_;
  const CaWishes& ca_wishes_;
  const Sink no_sink_;
  const SteadyClock::time_point begun_ = SteadyClock::now();
  std::vector<Under> under_way_;
  std::vector<std::optional<Transport::Outcome>> outcomes_;
  std::optional<TransportError> no_more_;  // why no other is begun
  std::size_t next_ = 0;
};

}  // namespace

CurlTransport::CurlTransport(CaWishes ca_wishes, bool (*should_stop)())
    : sessions_(std::make_unique<Sessions>()), ca_wishes_(std::move(ca_wishes)), should_stop_(should_stop) {}
CurlTransport::~CurlTransport() = default;

tl::expected<Reply, TransportError> CurlTransport::send(const Request& request) {
  return stream(request, {});
}

tl::expected<Reply, TransportError> CurlTransport::stream(const Request& request, const Sink& sink) {
  TRY_ASSIGN(const auto transfer, Transfer::prepare(request, sink, ca_wishes_));
  auto session = sessions_->take();
  if (session == nullptr) return no_libcurl();
  TRY(transfer->begin(session->easy.get(), request.total_timeout));
  const auto [ended, code] = drive(*session, request, should_stop_);
  auto outcome = transfer->outcome(session->easy.get(), ended, code);
  sessions_->give_back(std::move(session));
  return outcome;
}

std::vector<Transport::Outcome> CurlTransport::send_all(std::span<const Request> requests) {
  if (requests.size() == 1) return {send(requests.front())};
  auto session = sessions_->take();
  if (session == nullptr) return std::vector<Outcome>(requests.size(), no_libcurl());
  auto outcomes = Together(session->multi.get(), requests, ca_wishes_).run(should_stop_);
  sessions_->give_back(std::move(session));
  return outcomes;
}

}  // namespace rustassistant::http
