// SPDX-License-Identifier: MIT
#include "transfer.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>

#include "rustassistant/base/ascii.hpp"

namespace rustassistant::http {
namespace {

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

int on_seek(void* exchange, curl_off_t offset, int origin) {
  if (offset != 0 || origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<Exchange*>(exchange)->rewind();
  return CURL_SEEKFUNC_OK;
}

using ascii::is_control;

bool is_clean_header(const std::string& name, const std::string& value) {
  const auto is_name_character = [](char c) { return !is_control(c) && c != ':' && c != ' '; };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_name_character) &&
         std::none_of(value.begin(), value.end(), is_control);
}

// Nothing where a header could smuggle another one in, or memory ran out.
HeaderList header_list(const Request& request) {
  HeaderList list;
  const auto append = [&list](const char* line) {
    curl_slist* const begun = list.release();
    curl_slist* const longer = curl_slist_append(begun, line);
    list.reset(longer == nullptr ? begun : longer);
    return longer != nullptr;
  };
  // No wait for "100 Continue". (A header that is taken out would be signed all the same.)
  if (request.sigv4.empty() && !append("Expect:")) return nullptr;
  for (const auto& [name, value] : request.headers) {
    if (!is_clean_header(name, value)) return nullptr;
    std::string line = name;
    line += value.empty() ? ";" : ": ";
    line += value;
    if (!append(line.c_str())) return nullptr;
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
  options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  options.set(CURLOPT_TCP_KEEPALIVE, 1L);
  if (request.compressed_reply) options.set(CURLOPT_ACCEPT_ENCODING, "");
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

void set_credentials(Options& options, const Request& request) {
  if (request.user_password.empty()) return;
  options.set(CURLOPT_USERPWD, request.user_password.c_str());
  if (request.sigv4.empty()) {
    options.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  } else {
    options.set(CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
    options.set(CURLOPT_AWS_SIGV4, ("aws:amz:" + request.sigv4 + ":s3").c_str());
  }
}

void set_exchange(Options& options, const Request& request, Exchange& exchange, const curl_slist* headers) {
  options.set(CURLOPT_URL, request.url.c_str());
  options.set(CURLOPT_HTTPHEADER, headers);
  options.set(CURLOPT_HEADERFUNCTION, &on_header);
  options.set(CURLOPT_HEADERDATA, &exchange);
  options.set(CURLOPT_WRITEFUNCTION, &on_body);
  options.set(CURLOPT_WRITEDATA, &exchange);
  if (request.method == "DELETE") options.set(CURLOPT_CUSTOMREQUEST, "DELETE");
  if (request.method == "PUT") {
    // Twice the same comes to the same: curl may send it again when a kept connection breaks.
    options.set(CURLOPT_UPLOAD, 1L);
    options.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    options.set(CURLOPT_READFUNCTION, &on_read);
    options.set(CURLOPT_READDATA, &exchange);
    options.set(CURLOPT_SEEKFUNCTION, &on_seek);
    options.set(CURLOPT_SEEKDATA, &exchange);
  }
  if (request.method != "POST") return;
  // A body that is read, and cannot be rewound, keeps curl from sending it a second time unasked when a kept connection
  // breaks: every attempt is paid for, so every attempt is the caller's decision.
  options.set(CURLOPT_POST, 1L);
  options.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  options.set(CURLOPT_READFUNCTION, &on_read);
  options.set(CURLOPT_READDATA, &exchange);
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

bool is_known_method(std::string_view method) {
  return method == "GET" || method == "POST" || method == "PUT" || method == "DELETE";
}

}  // namespace

tl::expected<std::unique_ptr<Transfer>, TransportError> Transfer::prepare(const Request& request, const Sink& sink,
                                                                          const CaWishes& ca_wishes) {
  auto url = parse_url(request.url);
  if (!url) return fault(TransportFault::invalid, url.error().what);
  if (!is_known_method(request.method))
    return fault(TransportFault::invalid, "the method '" + request.method + "' is not supported");
  HeaderList headers = header_list(request);
  if (headers == nullptr) return fault(TransportFault::invalid, "a header contains a character that is not allowed");
  std::string ca_bundle;
  if (url->scheme == "https") {
    auto found = find_ca_bundle(ca_wishes);
    if (!found) return fault(TransportFault::untrusted, found.error());
    ca_bundle = *std::move(found);
  }
  return std::unique_ptr<Transfer>(
      new Transfer(request, sink, *std::move(url), std::move(headers), std::move(ca_bundle)));
}

tl::expected<void, TransportError> Transfer::begin(CURL* easy, std::chrono::milliseconds limit) {
  Options options(easy);
  options.set(CURLOPT_ERRORBUFFER, message_.data());
  set_limits(options, request_, url_);
  options.set(CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()));
  if (!ca_bundle_.empty()) set_trust(options, ca_bundle_);
  set_credentials(options, request_);
  set_exchange(options, request_, exchange_, headers_.get());
  if (options.code() == CURLE_OK) return {};
  return fault(TransportFault::invalid, std::string("libcurl: ") + curl_easy_strerror(options.code()));
}

tl::expected<Reply, TransportError> Transfer::outcome(CURL* easy, Ended ended, CURLcode code) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  long request_size = 0;
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request_size);
  const bool possibly_sent = request_.body.empty() ? request_size > 0 : exchange_.body_was_read();
  if (ended == Ended::by_stop_hook) return fault(TransportFault::interrupted, "interrupted", possibly_sent);
  if (code == CURLE_OK) {
    exchange_.reply().status = static_cast<int>(status);
    return std::move(exchange_.reply());
  }
  const std::string cause = exchange_.too_large() ? exchange_.too_large_text()
                            : message_[0] != '\0' ? message_.data()
                                                  : curl_easy_strerror(code);
  return fault(fault_of(code, exchange_, possibly_sent), url_.origin() + ": " + cause, possibly_sent);
}

}  // namespace rustassistant::http
