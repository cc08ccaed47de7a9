// SPDX-License-Identifier: MIT
#include "rustassistant/http/curl_transport.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "support/loopback_server.hpp"

using namespace rustassistant::http;
using rustassistant::test::LoopbackServer;
using rustassistant::test::ScriptedReply;
using Manner = ScriptedReply::Manner;

namespace {

Request post_to(const std::string& url, std::string body = "{\"question\":1}") {
  Request request;
  request.url = url;
  request.headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer k"}};
  request.body = std::move(body);
  return request;
}

ScriptedReply reply_in(Manner manner, std::string body = "hello, world, hello") {
  ScriptedReply reply;
  reply.body = std::move(body);
  reply.manner = manner;
  return reply;
}

// A port on which nobody listens: bound, but never listening.
class ClosedPort {
 public:
  ClosedPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~ClosedPort() { ::close(socket_); }
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

std::atomic<bool> stop_now{false};

}  // namespace

TEST_CASE("a request arrives as it was written, and its reply comes back") {
  ScriptedReply scripted;
  scripted.status = 429;
  scripted.body = "slow down";
  scripted.headers = {{"Retry-After", "7"}};
  LoopbackServer server({scripted});
  CurlTransport transport;
  const auto reply = transport.send(post_to(server.url("/v1/chat/completions")));
  REQUIRE(reply);
  CHECK(reply->status == 429);
  CHECK(reply->body == "slow down");
  CHECK(reply->headers.at("retry-after") == "7");
  REQUIRE(server.requests().size() == 1);
  const auto received = server.requests().front();
  CHECK(received.method == "POST");
  CHECK(received.path == "/v1/chat/completions");
  CHECK(received.headers.at("authorization") == "Bearer k");
  CHECK(received.headers.at("content-length") == "14");
  CHECK(received.headers.count("expect") == 0);
  CHECK(received.body == "{\"question\":1}");
}

TEST_CASE("a large body arrives whole, and a reply may be chunked or come byte by byte") {
  const std::string large(3U << 20U, 'x');
  LoopbackServer server({reply_in(Manner::chunked), reply_in(Manner::dribble)});
  CurlTransport transport;
  for (int i = 0; i < 2; ++i) {
    const auto reply = transport.send(post_to(server.url(), large));
    REQUIRE(reply);
    CHECK(reply->body == "hello, world, hello");
  }
  CHECK(server.requests().at(0).body == large);
  CHECK(server.requests().at(1).body == large);
}

TEST_CASE("the connection is kept for the next request") {
  LoopbackServer server({reply_in(Manner::plain), reply_in(Manner::plain), reply_in(Manner::plain)});
  CurlTransport transport;
  for (int i = 0; i < 3; ++i) REQUIRE(transport.send(post_to(server.url())));
  CHECK(server.connections() == 1);
}

TEST_CASE("several threads may ask at once") {
  LoopbackServer server([](const auto& request) { return reply_in(Manner::plain, request.body); });
  CurlTransport transport;
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 10; ++j) {
        const std::string body = std::to_string(i * 100 + j);
        const auto reply = transport.send(post_to(server.url(), body));
        right += reply && reply->body == body ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == 80);
}

TEST_CASE("a redirect is a reply and is not followed") {
  LoopbackServer other({reply_in(Manner::plain)});
  ScriptedReply redirect;
  redirect.status = 307;
  redirect.headers = {{"Location", other.url("/elsewhere")}};
  LoopbackServer server({redirect});
  CurlTransport transport;
  const auto reply = transport.send(post_to(server.url()));
  REQUIRE(reply);
  CHECK(reply->status == 307);
  CHECK(other.requests().empty());
}

TEST_CASE("where nobody listens, nothing was sent") {
  const ClosedPort port;
  CurlTransport transport;
  const auto reply = transport.send(post_to(port.url()));
  REQUIRE_FALSE(reply);
  CHECK(reply.error().fault == TransportFault::unreachable);
  CHECK_FALSE(reply.error().possibly_sent);
  CHECK(reply.error().what.find(port.url()) == 0);
}

TEST_CASE("a server that speaks no TLS never sees an https request") {
  LoopbackServer server({reply_in(Manner::garbage)});
  CurlTransport transport;
  auto request = post_to("https://127.0.0.1:" + std::to_string(server.port()));
  // The handshake waits for an answer that plain HTTP servers never give.
  request.total_timeout = std::chrono::milliseconds(200);
  const auto reply = transport.send(request);
  REQUIRE_FALSE(reply);
  CHECK_FALSE(reply.error().possibly_sent);
  CHECK(server.requests().empty());
}

TEST_CASE("a connection that breaks after the request leaves open whether it was acted on") {
  struct Case {
    Manner manner;
    TransportFault fault;
  };
  for (const auto& [manner, fault] :
       {Case{Manner::no_reply, TransportFault::lost}, Case{Manner::cut, TransportFault::cut},
        Case{Manner::bad_chunk, TransportFault::cut}, Case{Manner::garbage, TransportFault::cut}}) {
    INFO(static_cast<int>(manner));
    LoopbackServer server({reply_in(manner)});
    CurlTransport transport;
    const auto reply = transport.send(post_to(server.url()));
    REQUIRE_FALSE(reply);
    CHECK(reply.error().fault == fault);
    CHECK(reply.error().possibly_sent);
    CHECK(server.requests().size() == 1);
  }
}

TEST_CASE("a kept connection that breaks does not make curl send the request twice unasked") {
  LoopbackServer server({reply_in(Manner::plain), reply_in(Manner::no_reply), reply_in(Manner::plain)});
  CurlTransport transport;
  REQUIRE(transport.send(post_to(server.url())));
  const auto broken = transport.send(post_to(server.url()));
  REQUIRE_FALSE(broken);
  CHECK(broken.error().possibly_sent);
  CHECK(server.requests().size() == 2);
  CHECK(transport.send(post_to(server.url())));
}

TEST_CASE("a reply that does not come in time is a timeout, possibly after the request was acted on") {
  auto held = reply_in(Manner::plain);
  held.held = true;
  LoopbackServer server({held});
  CurlTransport transport;
  auto request = post_to(server.url());
  request.total_timeout = std::chrono::milliseconds(100);
  const auto reply = transport.send(request);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().fault == TransportFault::timeout);
  CHECK(reply.error().possibly_sent);
}

TEST_CASE("a reply over the limit is given up, whether its length is announced or not") {
  for (const auto manner : {Manner::plain, Manner::chunked}) {
    LoopbackServer server({reply_in(manner, std::string(100'000, 'x'))});
    CurlTransport transport;
    auto request = post_to(server.url());
    request.max_reply_bytes = 50'000;
    const auto reply = transport.send(request);
    REQUIRE_FALSE(reply);
    CHECK(reply.error().fault == TransportFault::too_large);
    CHECK(reply.error().possibly_sent);
  }
}

TEST_CASE("endless headers are given up too") {
  ScriptedReply reply = reply_in(Manner::plain);
  for (int i = 0; i < 1000; ++i) reply.headers.emplace_back("x-" + std::to_string(i), std::string(100, 'y'));
  LoopbackServer server({reply});
  CurlTransport transport;
  auto request = post_to(server.url());
  request.max_reply_bytes = 20'000;
  const auto result = transport.send(request);
  REQUIRE_FALSE(result);
  CHECK(result.error().fault == TransportFault::too_large);
}

TEST_CASE("the stop hook ends a request that waits for its reply") {
  auto held = reply_in(Manner::plain);
  held.held = true;
  LoopbackServer server({held});
  stop_now = false;
  CurlTransport transport({}, [] { return stop_now.load(); });
  std::thread stopper([&] {
    static_cast<void>(server.wait_for_requests(1));
    stop_now = true;
  });
  const auto reply = transport.send(post_to(server.url()));
  stopper.join();
  REQUIRE_FALSE(reply);
  CHECK(reply.error().fault == TransportFault::interrupted);
  CHECK(reply.error().possibly_sent);
}

TEST_CASE("a header that would smuggle in another one is refused before anything is sent") {
  LoopbackServer server({reply_in(Manner::plain)});
  CurlTransport transport;
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"X-A", "b\r\nX-Evil: 1"},
                                    {"X-A\r\nX-Evil", "1"},
                                    {"X-A: b", "c"},
                                    {"", "x"},
                                    {"X-A", std::string("a\0b", 3)}}) {
    auto request = post_to(server.url());
    request.headers.emplace_back(name, value);
    const auto reply = transport.send(request);
    REQUIRE_FALSE(reply);
    CHECK(reply.error().fault == TransportFault::invalid);
    CHECK_FALSE(reply.error().possibly_sent);
  }
  CHECK(server.requests().empty());
}

TEST_CASE("other protocols and bad URLs are refused") {
  CurlTransport transport;
  for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "nonsense://", ""}) {
    const auto reply = transport.send(post_to(url));
    REQUIRE_FALSE(reply);
    CHECK(reply.error().fault == TransportFault::invalid);
  }
}

TEST_CASE("what is meant for loopback does not travel to a proxy") {
  LoopbackServer proxy({reply_in(Manner::plain)});
  LoopbackServer server({reply_in(Manner::plain)});
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  CurlTransport transport;
  const auto reply = transport.send(post_to(server.url()));
  ::unsetenv("http_proxy");
  REQUIRE(reply);
  CHECK(proxy.requests().empty());
  CHECK(server.requests().size() == 1);
}

TEST_CASE("other addresses travel to the proxy that the environment names") {
  LoopbackServer proxy({reply_in(Manner::plain, "from the proxy")});
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  CurlTransport transport;
  const auto reply = transport.send(post_to("http://192.0.2.1/v1"));
  ::unsetenv("http_proxy");
  REQUIRE(reply);
  CHECK(reply->body == "from the proxy");
  CHECK(proxy.requests().at(0).path == "http://192.0.2.1/v1");
}
