// SPDX-License-Identifier: MIT
#include "rustassistant/http/curl_transport.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "curl_sessions.hpp"
#include "exchange.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/http/url.hpp"

namespace rustassistant::http {
namespace {

constexpr int kStopCheckMillis = 100;

tl::unexpected<TransportError> fault(TransportFault kind, std::string what, bool possibly_sent = false) {
  return tl::unexpected<TransportError>(TransportError{kind, std::move(what), possibly_sent});
}

std::size_t on_read(char* target, std::size_t size, std::size_t count, void* exchange) {
  return static_cast<Exchange*>(exchange)->read_body(target, size * count);
}
std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* exchange) {
  return static_cast<Exchange*>(exchange)->take_header_line({bytes, size * count}) ? size * count : 0;
}
std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* exchange) {
  return static_cast<Exchange*>(exchange)->take_body({bytes, size * count}) ? size * count : 0;
}

using ascii::is_control;

bool is_clean_header(const std::string& name, const std::string& value) {
  const auto is_name_character = [](char c) { return !is_control(c) && c != ':' && c != ' '; };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_name_character) &&
         std::none_of(value.begin(), value.end(), is_control);
}

// Nothing where a header could smuggle another one in, or memory ran out.
HeaderList header_list(const Request& request) {
  HeaderList list(curl_slist_append(nullptr, "Expect:"));  // no wait for "100 Continue"
  for (const auto& [name, value] : request.headers) {
    if (!is_clean_header(name, value)) return nullptr;
    std::string line = name;
    line += value.empty() ? ";" : ": ";
    line += value;
    if (list == nullptr || curl_slist_append(list.get(), line.c_str()) == nullptr) return nullptr;
  }
  return list;
}

// Sets options until one fails.
class Options {
 public:
  explicit Options(CURL* easy) : easy_(easy) {}
  template <typename Value>
  void set(CURLoption option, Value value) {
    if (code_ == CURLE_OK) code_ = curl_easy_setopt(easy_, option, value);
  }
  [[nodiscard]] CURLcode code() const { return code_; }

 private:
  CURL* easy_;
  CURLcode code_ = CURLE_OK;
};

void set_limits(Options& options, const Request& request, const Url& url) {
  options.set(CURLOPT_PROTOCOLS_STR, "http,https");
  options.set(CURLOPT_FOLLOWLOCATION, 0L);
  options.set(CURLOPT_NOSIGNAL, 1L);
  options.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  options.set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout.count()));
  options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  options.set(CURLOPT_TCP_KEEPALIVE, 1L);
  options.set(CURLOPT_ACCEPT_ENCODING, "");
  options.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // What is meant for this machine must not travel to a proxy: a key may go to loopback unencrypted.
  if (url.is_loopback) options.set(CURLOPT_NOPROXY, "*");
}

void set_trust(Options& options, const std::string& ca_bundle) {
  options.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  options.set(CURLOPT_SSL_VERIFYPEER, 1L);
  options.set(CURLOPT_SSL_VERIFYHOST, 2L);
  options.set(CURLOPT_CAINFO, ca_bundle.c_str());
  options.set(CURLOPT_PROXY_CAINFO, ca_bundle.c_str());
}

void set_exchange(Options& options, const Request& request, Exchange& exchange, const curl_slist* headers) {
  options.set(CURLOPT_URL, request.url.c_str());
  options.set(CURLOPT_HTTPHEADER, headers);
  options.set(CURLOPT_HEADERFUNCTION, &on_header);
  options.set(CURLOPT_HEADERDATA, &exchange);
  options.set(CURLOPT_WRITEFUNCTION, &on_body);
  options.set(CURLOPT_WRITEDATA, &exchange);
  if (request.method == "DELETE") options.set(CURLOPT_CUSTOMREQUEST, "DELETE");
  if (request.method != "POST") return;
  // A body that is read, and cannot be rewound, keeps curl from sending it a second time unasked when a kept connection
  // breaks: every attempt is paid for, so every attempt is the caller's decision.
  options.set(CURLOPT_POST, 1L);
  options.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  options.set(CURLOPT_READFUNCTION, &on_read);
  options.set(CURLOPT_READDATA, &exchange);
}

enum class Ended : bool { by_curl, by_stop_hook };

// Drives the transfer to its end. The multi interface, for curl_easy_perform would look at a stop hook once a second
// only.
std::pair<Ended, CURLcode> drive(const Session& session, bool (*should_stop)()) {
  CURLM* multi = session.multi.get();
  CURLcode code = CURLE_FAILED_INIT;
  Ended ended = Ended::by_curl;
  if (curl_multi_add_handle(multi, session.easy.get()) != CURLM_OK) return {ended, code};
  int running = 1;
  while (curl_multi_perform(multi, &running) == CURLM_OK && running > 0) {
    if (should_stop != nullptr && should_stop()) {
      ended = Ended::by_stop_hook;
      break;
    }
    curl_multi_poll(multi, nullptr, 0, kStopCheckMillis, nullptr);
  }
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg == CURLMSG_DONE) code = message->data.result;
  }
  curl_multi_remove_handle(multi, session.easy.get());
  return {ended, code};
}

bool is_distrust(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
}

TransportFault fault_of(CURLcode code, const Exchange& exchange, bool possibly_sent) {
  if (exchange.too_large()) return TransportFault::too_large;
  if (code == CURLE_OPERATION_TIMEDOUT) return TransportFault::timeout;
  if (is_distrust(code)) return TransportFault::untrusted;
  if (exchange.reply_began()) return TransportFault::cut;
  if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY) {
    return possibly_sent ? TransportFault::cut : TransportFault::invalid;
  }
  return possibly_sent ? TransportFault::lost : TransportFault::unreachable;
}

}  // namespace

CurlTransport::CurlTransport(CaWishes ca_wishes, bool (*should_stop)())
    : sessions_(std::make_unique<Sessions>()), ca_wishes_(std::move(ca_wishes)), should_stop_(should_stop) {}
CurlTransport::~CurlTransport() = default;

tl::expected<Reply, TransportError> CurlTransport::send(const Request& request) {
  return stream(request, {});
}

tl::expected<Reply, TransportError> CurlTransport::stream(const Request& request, const Sink& sink) {
  const auto url = parse_url(request.url);
  if (!url) return fault(TransportFault::invalid, url.error().what);
  if (request.method != "GET" && request.method != "POST" && request.method != "DELETE") {
    return fault(TransportFault::invalid, "the method '" + request.method + "' is not supported");
  }
  const HeaderList headers = header_list(request);
  if (headers == nullptr) return fault(TransportFault::invalid, "a header contains a character that is not allowed");
  std::string ca_bundle;
  if (url->scheme == "https") {
    auto found = find_ca_bundle(ca_wishes_);
    if (!found) return fault(TransportFault::untrusted, found.error());
    ca_bundle = *std::move(found);
  }
  auto session = sessions_->take();
  if (session == nullptr) return fault(TransportFault::unreachable, "libcurl cannot be started");

  CURL* easy = session->easy.get();
  Exchange exchange(request, sink);
  std::array<char, CURL_ERROR_SIZE> message{};
  Options options(easy);
  options.set(CURLOPT_ERRORBUFFER, message.data());
  set_limits(options, request, *url);
  if (!ca_bundle.empty()) set_trust(options, ca_bundle);
  set_exchange(options, request, exchange, headers.get());
  if (options.code() != CURLE_OK) {
    return fault(TransportFault::invalid, std::string("libcurl: ") + curl_easy_strerror(options.code()));
  }

  const auto [ended, code] = drive(*session, should_stop_);
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  long request_size = 0;
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request_size);
  const bool possibly_sent = request.body.empty() ? request_size > 0 : exchange.body_was_read();
  sessions_->give_back(std::move(session));

  if (ended == Ended::by_stop_hook) return fault(TransportFault::interrupted, "interrupted", possibly_sent);
  if (code == CURLE_OK) {
    exchange.reply().status = static_cast<int>(status);
    return std::move(exchange.reply());
  }
  const std::string cause = exchange.too_large() ? exchange.too_large_text()
                            : message[0] != '\0' ? message.data()
                                                 : curl_easy_strerror(code);
  return fault(fault_of(code, exchange, possibly_sent), url->origin() + ": " + cause, possibly_sent);
}

}  // namespace rustassistant::http
