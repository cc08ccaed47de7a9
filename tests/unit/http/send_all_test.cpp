// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "rustassistant/http/curl_transport.hpp"
#include "support/loopback_server.hpp"

using namespace rustassistant::http;
using rustassistant::test::LoopbackServer;
using rustassistant::test::ReceivedRequest;
using rustassistant::test::ScriptedReply;

namespace {

ScriptedReply echo(const ReceivedRequest& request) {
  ScriptedReply reply;
  reply.body = request.method + " " + request.path + " " + request.body;
  return reply;
}

Request request_to(const std::string& url, std::string method = "GET", std::string body = {}) {
  Request request;
  request.method = std::move(method);
  request.url = url;
  request.body = std::move(body);
  request.total_timeout = std::chrono::seconds(10);
  return request;
}

}  // namespace

TEST_CASE("a PUT arrives whole, with its length and nothing to wait for") {
  LoopbackServer server(&echo);
  CurlTransport transport;
  const std::string body(300'000, 'b');
  const auto reply = transport.send(request_to(server.url("/k"), "PUT", body));
  REQUIRE(reply);
  CHECK(reply->body == "PUT /k " + body);
  const auto received = server.requests().front();
  CHECK(received.headers.at("content-length") == "300000");
  CHECK_FALSE(received.headers.contains("expect"));
  CHECK_FALSE(received.headers.contains("transfer-encoding"));
}

TEST_CASE("a request may ask for a reply as it is stored, and tell who asks") {
  LoopbackServer server(&echo);
  CurlTransport transport;
  Request request = request_to(server.url("/k"));
  request.compressed_reply = false;
  request.user_password = "me:pw";
  REQUIRE(transport.send(request));
  const auto received = server.requests().front();
  CHECK_FALSE(received.headers.contains("accept-encoding"));
  CHECK(received.headers.at("authorization") == "Basic bWU6cHc=");
}

TEST_CASE("requests that go together come back in their order, over few connections") {
  LoopbackServer server(&echo);
  CurlTransport transport;
  std::vector<Request> requests;
  for (int i = 0; i < 120; ++i) requests.push_back(request_to(server.url("/" + std::to_string(i))));
  const auto outcomes = transport.send_all(requests);
  REQUIRE(outcomes.size() == 120);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    REQUIRE(outcomes[i]);
    CHECK(outcomes[i]->body == "GET /" + std::to_string(i) + " ");
  }
  CHECK(server.connections() <= 8);
}

TEST_CASE("one that cannot be sent does not keep the others") {
  LoopbackServer server(&echo);
  CurlTransport transport;
  const std::vector requests{request_to("ftp://x/"), request_to(server.url("/a"))};
  const auto outcomes = transport.send_all(requests);
  REQUIRE_FALSE(outcomes[0]);
  CHECK(outcomes[0].error().fault == TransportFault::invalid);
  CHECK(outcomes[1]);
}

TEST_CASE("where there is no server, those that have not begun are not tried") {
  CurlTransport transport;
  std::vector<Request> requests;
  for (int i = 0; i < 200; ++i) requests.push_back(request_to("http://127.0.0.1:1/" + std::to_string(i)));
  for (const auto& outcome : transport.send_all(requests)) {
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().fault == TransportFault::unreachable);
  }
}

TEST_CASE("who asks can stop waiting for all of them") {
  LoopbackServer server([](const ReceivedRequest&) {
    ScriptedReply reply;
    reply.held = true;
    return reply;
  });
  CurlTransport transport;
  std::vector requests{request_to(server.url("/a")), request_to(server.url("/b"))};
  requests.front().should_stop = [] { return true; };
  for (const auto& outcome : transport.send_all(requests)) {
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().fault == TransportFault::interrupted);
  }
}
