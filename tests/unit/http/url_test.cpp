// SPDX-License-Identifier: MIT
#include "rustassistant/http/url.hpp"

#include <catch2/catch.hpp>
#include <string>

using rustassistant::Errc;
using rustassistant::http::parse_url;

TEST_CASE("a URL is taken apart") {
  const auto url = parse_url("https://API.x.ai/v1/models?limit=3");
  REQUIRE(url);
  CHECK(url->scheme == "https");
  CHECK(url->host == "api.x.ai");
  CHECK(url->port == 443);
  CHECK(url->path == "/v1/models");
  CHECK(url->query == "limit=3");
  CHECK(url->origin() == "https://api.x.ai:443");
  CHECK_FALSE(url->is_loopback);
}

TEST_CASE("equal origins are equal texts, with the default port written out or not") {
  CHECK(parse_url("http://Example.com")->origin() == parse_url("http://example.com:80/v1")->origin());
  CHECK(parse_url("http://example.com:8080")->origin() != parse_url("http://example.com")->origin());
}

TEST_CASE("loopback is localhost, 127.0.0.0/8 and [::1]") {
  for (const char* text : {"http://localhost:11434/v1", "http://LOCALHOST", "http://127.0.0.1:8080",
                           "http://127.1.2.3/v1", "http://127.0.0.1", "http://[::1]:8080/v1", "http://[::1]"}) {
    INFO(text);
    const auto url = parse_url(text);
    REQUIRE(url);
    CHECK(url->is_loopback);
  }
}

TEST_CASE("names and addresses that only look like loopback are not") {
  for (const char* text :
       {"http://127.0.0.1.evil.com", "http://localhost.evil.com/v1", "http://128.0.0.1", "http://10.127.0.1",
        "http://evil.com/127.0.0.1", "http://evil.com?localhost", "http://[::2]", "http://[fe80::1]",
        "http://127.0.0.evil", "http://0.0.0.0", "http://xn--localhost-.com", "http://localhost.com"}) {
    INFO(text);
    const auto url = parse_url(text);
    REQUIRE(url);
    CHECK_FALSE(url->is_loopback);
  }
}

TEST_CASE("a user name or password in a URL is refused, and not repeated") {
  for (const char* text : {"http://user:hunter2@127.0.0.1@evil.com", "http://127.0.0.1@evil.com",
                           "https://hunter2@api.x.ai", "https://user:hunter2@api.x.ai/v1"}) {
    INFO(text);
    const auto url = parse_url(text);
    REQUIRE_FALSE(url);
    CHECK(url.error().code == Errc::config);
    CHECK(url.error().what.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("what is no http or https URL is refused") {
  for (const std::string text :
       {"", "api.x.ai\r\nX: y", "ftp://example.com", "file:///etc/passwd", "gopher://x", "https://", "http://a:99999/",
        "http://a:0/", "https://example.com/#part", "http://[fe80::1%25eth0]/", "http://a b/", "http://exa\nmple.com",
        "http://[::1", "javascript:alert(1)"}) {
    INFO(text);
    CHECK_FALSE(parse_url(text));
  }
  CHECK_FALSE(parse_url(std::string("http://a\0.com", 13)));
}
