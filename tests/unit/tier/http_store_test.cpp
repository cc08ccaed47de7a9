// SPDX-License-Identifier: MIT
#include "rustassistant/tier/http_store.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/base/text.hpp"
#include "support/fake_transport.hpp"

namespace rustassistant::tier {
namespace {

using test::FakeTransport;

constexpr auto kWithin = std::chrono::milliseconds(2000);

SharedKey key_of(std::uint8_t byte) {
  SharedKey key{};
  key.fill(byte);
  return key;
}

HttpAddress address(HttpWords words) {
  const auto made = http_address(words);
  INFO((made ? "" : made.error().what));
  REQUIRE(made);
  return *made;
}

std::string header_of(const http::Request& request, std::string_view name) {
  const auto found = std::find_if(request.headers.begin(), request.headers.end(),
                                  [&](const auto& header) { return header.first == name; });
  return found == request.headers.end() ? "-" : found->second;
}

Found found_with(FakeTransport& transport, const HttpWords& words = {"https://h/{key}", "", "", ""}) {
  const std::vector keys{key_of(1)};
  return http_store(address(words), transport, {})->find(keys, kWithin);
}

Put put_with(FakeTransport& transport) {
  return http_store(address({"https://h/{key}", "", "", ""}), transport, {})->put(key_of(1), "envelope", kWithin);
}

FakeTransport answering(int status, std::map<std::string, std::string, std::less<>> headers = {},
                        std::string body = {}) {
  return FakeTransport({FakeTransport::reply(status, std::move(body), std::move(headers))});
}

Fault fault_of_get(int status) {
  FakeTransport transport({FakeTransport::reply(status, "")});
  return found_with(transport).trouble.value().fault;
}

}  // namespace

TEST_CASE("the key goes where the URL says, and behind it where it says nothing") {
  CHECK(address({"https://h/ac/{key}?team=t", "", "", ""}).url == "https://h/ac/{key}?team=t");
  CHECK(address({"https://h/cache", "", "", ""}).url == "https://h/cache/{key}");
  CHECK(address({"https://h/cache/", "", "", ""}).url == "https://h/cache/{key}");
  CHECK_FALSE(http_address({"https://h/cache?team=t", "", "", ""}));
  CHECK_FALSE(http_address({"https://h/{key}/{key}", "", "", ""}));
  CHECK_FALSE(http_address({"ftp://h/{key}", "", "", ""}));
  CHECK_FALSE(http_address({"not a URL", "", "", ""}));
}

TEST_CASE("a user in the URL becomes Basic credentials, decoded") {
  const HttpAddress made = address({"https://me:p%40ss@h/c", "", "", ""});
  CHECK(made.url == "https://h/c/{key}");
  CHECK(made.user_password == "me:p@ss");
  CHECK(address({"https://h/a@b/{key}", "", "", ""}).user_password.empty());
}

TEST_CASE("credentials go over https, or to this machine") {
  CHECK_FALSE(http_address({"http://me:pw@cache.example.org/{key}", "", "", ""}));
  CHECK_FALSE(http_address({"http://cache.example.org/{key}", "token", "", ""}));
  CHECK_FALSE(http_address({"http://cache.example.org/{key}", "", "X-Api-Key: k", ""}));
  CHECK(http_address({"http://cache.example.org/{key}", "", "", ""}));
  CHECK(http_address({"http://127.0.0.1:1/{key}", "token", "", ""}));
}

TEST_CASE("what does not fit together is refused without repeating secrets") {
  for (const HttpWords& words :
       {HttpWords{"https://me:hush@h/{key}", "hush", "", ""}, HttpWords{"https://h/{key}", "", "hush", ""},
        HttpWords{"https://h/{key}", "", "", "us-east-1"}, HttpWords{"http://me:hush@h.example/{key}", "", "", ""}}) {
    const auto made = http_address(words);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Errc::config);
    CHECK(made.error().what.find("hush") == std::string::npos);
  }
}

TEST_CASE("a look-up asks for each key once, plainly, within its time") {
  FakeTransport transport({FakeTransport::reply(200, "one"), FakeTransport::reply(404, "no")});
  const std::vector keys{key_of(1), key_of(2)};
  const auto store = http_store(address({"https://h/{key}", "token", "X-Team: core", ""}), transport, {});
  const Found found = store->find(keys, kWithin);
  REQUIRE(found.envelopes.size() == 2);
  CHECK(found.envelopes[0] == "one");
  CHECK_FALSE(found.envelopes[1]);
  CHECK_FALSE(found.trouble);
  const auto requests = transport.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].method == "GET");
  CHECK(requests[0].url == "https://h/" + to_hex(keys[0]));
  CHECK_FALSE(requests[0].compressed_reply);
  CHECK(requests[0].total_timeout == kWithin);
  CHECK(requests[0].connect_timeout == std::chrono::seconds(1));
  CHECK(header_of(requests[0], "Authorization") == "Bearer token");
  CHECK(header_of(requests[0], "X-Team") == "core");
}

TEST_CASE("a put says that nothing may be replaced") {
  FakeTransport transport = answering(201);
  CHECK(put_with(transport).outcome == PutOutcome::stored);
  const auto request = transport.requests().front();
  CHECK(request.method == "PUT");
  CHECK(request.body == "envelope");
  CHECK(header_of(request, "If-None-Match") == "*");
  CHECK(header_of(request, "Content-Type") == "application/octet-stream");
  CHECK(header_of(request, "Content-Encoding") == "-");
}

TEST_CASE("S3 gets the hash of the body in a header that is signed") {
  FakeTransport transport({FakeTransport::reply(200, ""), FakeTransport::reply(404, "")});
  const auto store = http_store(address({"https://id:secret@h/b/{key}", "", "", "us-east-1"}), transport, {});
  CHECK(store->put(key_of(1), "envelope", kWithin).outcome == PutOutcome::stored);
  const std::vector keys{key_of(1)};
  CHECK_FALSE(store->find(keys, kWithin).envelopes.front());
  const auto requests = transport.requests();
  CHECK(requests[0].sigv4 == "us-east-1");
  CHECK(requests[0].user_password == "id:secret");
  CHECK(header_of(requests[0], "x-amz-content-sha256") == codec::sha256_hex("envelope"));
  CHECK(header_of(requests[1], "x-amz-content-sha256") == codec::sha256_hex(""));
}

TEST_CASE("what servers say of a look-up") {
  CHECK(fault_of_get(401) == Fault::refused);
  CHECK(fault_of_get(403) == Fault::refused);
  CHECK(fault_of_get(400) == Fault::refused);  // turborepo's 401
  CHECK(fault_of_get(418) == Fault::odd);
  CHECK(fault_of_get(204) == Fault::odd);
  CHECK(fault_of_get(429) == Fault::busy);
  CHECK(fault_of_get(500) == Fault::failing);
  CHECK(fault_of_get(503) == Fault::failing);
  FakeTransport busy = answering(503, {{"retry-after", "90"}});
  const Trouble trouble = found_with(busy).trouble.value();
  CHECK(trouble.fault == Fault::busy);
  CHECK(trouble.retry_after == std::chrono::seconds(90));
  FakeTransport gone = answering(410);
  CHECK_FALSE(found_with(gone).trouble);
  FakeTransport with_token = answering(400);
  CHECK(found_with(with_token, {"https://h/{key}", "t", "", ""}).trouble.value().fault == Fault::odd);
}

TEST_CASE("S3 says 403 of what is missing; of a wrong signature, too, in other words") {
  const HttpWords s3{"https://id:secret@h/b/{key}", "", "", "us-east-1"};
  FakeTransport missing = answering(403, {}, "<Error><Code>AccessDenied</Code></Error>");
  CHECK_FALSE(found_with(missing, s3).trouble);
  FakeTransport wrong = answering(403, {}, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
  CHECK(found_with(wrong, s3).trouble.value().fault == Fault::refused);
  FakeTransport other = answering(403, {}, "<Error><Code>AccessDenied</Code></Error>");
  CHECK(found_with(other).trouble.value().fault == Fault::refused);
}

TEST_CASE("what servers say of a put") {
  const auto put = [](int status) {
    FakeTransport transport({FakeTransport::reply(status, "")});
    return put_with(transport);
  };
  for (const int status : {200, 201, 202, 204}) CHECK(put(status).outcome == PutOutcome::stored);
  for (const int status : {409, 412}) CHECK(put(status).outcome == PutOutcome::present);
  CHECK(put(413).outcome == PutOutcome::too_large);
  for (const int status : {401, 403, 405}) CHECK(put(status).trouble.value().fault == Fault::read_only);
  for (const int status : {404, 500, 507}) CHECK(put(status).trouble.value().fault == Fault::cannot_write);
  CHECK(put(429).trouble.value().fault == Fault::busy);
}

TEST_CASE("failures of the network") {
  const auto fault = [](http::TransportFault kind) {
    FakeTransport transport({FakeTransport::failure(kind)});
    const Found found = found_with(transport);
    return found.trouble ? std::optional(found.trouble->fault) : std::nullopt;
  };
  CHECK(fault(http::TransportFault::unreachable) == Fault::unreachable);
  CHECK(fault(http::TransportFault::timeout) == Fault::unreachable);
  CHECK(fault(http::TransportFault::cut) == Fault::unreachable);
  CHECK(fault(http::TransportFault::untrusted) == Fault::untrusted);
  CHECK(fault(http::TransportFault::interrupted) == Fault::stopped);
  CHECK(fault(http::TransportFault::too_large) == std::nullopt);
}

TEST_CASE("the gravest trouble of several look-ups is told") {
  FakeTransport transport({FakeTransport::reply(418, ""), FakeTransport::failure(http::TransportFault::timeout),
                           FakeTransport::reply(500, "")});
  const std::vector keys{key_of(1), key_of(2), key_of(3)};
  const auto store = http_store(address({"https://h/{key}", "", "", ""}), transport, {});
  CHECK(store->find(keys, kWithin).trouble.value().fault == Fault::unreachable);
}

TEST_CASE("a redirect to another host gets no credential") {
  FakeTransport transport({FakeTransport::reply(302, "", {{"location", "https://other.example/x?sig=1"}}),
                           FakeTransport::reply(200, "body")});
  CHECK(found_with(transport, {"https://h/{key}", "token", "X-Api-Key: k", ""}).envelopes.front() == "body");
  const auto requests = transport.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[1].url == "https://other.example/x?sig=1");
  CHECK(header_of(requests[1], "Authorization") == "-");
  CHECK(header_of(requests[1], "X-Api-Key") == "-");
}

TEST_CASE("a redirect on the same host keeps them") {
  FakeTransport transport({FakeTransport::reply(307, "", {{"location", "/there"}}), FakeTransport::reply(200, "body")});
  CHECK(found_with(transport, {"https://me:pw@h/{key}", "", "X-Api-Key: k", ""}).envelopes.front() == "body");
  const auto requests = transport.requests();
  CHECK(requests[1].url == "https://h:443/there");
  CHECK(requests[1].user_password == "me:pw");
  CHECK(header_of(requests[1], "X-Api-Key") == "k");
}

TEST_CASE("a redirect to plain http, and a fourth one, are not followed") {
  FakeTransport plain = answering(302, {{"location", "http://other.example/"}});
  CHECK(found_with(plain).trouble.value().fault == Fault::odd);
  CHECK(plain.requests().size() == 1);
  const auto step = FakeTransport::reply(302, "", {{"location", "/again"}});
  FakeTransport endless({step, step, step, step, step});
  CHECK(found_with(endless).trouble.value().fault == Fault::odd);
  CHECK(endless.requests().size() == 4);
}

TEST_CASE("a put follows only what keeps its method") {
  FakeTransport kept({FakeTransport::reply(307, "", {{"location", "/there"}}), FakeTransport::reply(201, "")});
  CHECK(put_with(kept).outcome == PutOutcome::stored);
  CHECK(kept.requests()[1].body == "envelope");
  FakeTransport changed = answering(302, {{"location", "/there"}});
  CHECK(put_with(changed).outcome == PutOutcome::failed);
  CHECK(changed.requests().size() == 1);
}

}  // namespace rustassistant::tier
