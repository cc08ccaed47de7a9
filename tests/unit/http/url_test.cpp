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

TEST_CASE("each part of a URL is exactly what is written, or its default") {
  struct Row {
    const char* text;
    const char* shown;  // scheme|host|port|path|query|loopback, or what is wrong
  };
  const Row rows[] = {
      {"http://a", "http|a|80|/||0"},
      {"https://A.b/", "https|a.b|443|/||0"},
      {"http://a:1/x?y=z", "http|a|1|/x|y=z|0"},
      {"http://a:65535?q", "http|a|65535|/|q|0"},
      {"http://127.0.0.255", "http|127.0.0.255|80|/||1"},
      {"http://127.255.0.0/", "http|127.255.0.0|80|/||1"},
      {"http://[::1]:8/", "http|[::1]|8|/||1"},
      {"http://127.0.0.1.1/", "http|127.0.0.1.1|80|/||0"},
      {"http://127.0.0.256x/", "http|127.0.0.256x|80|/||0"},
      {"ftp://a/", "bad URL 'ftp://a/': only http and https are supported"},
      {"http://a/#b", "bad URL 'http://a/#b': it has a fragment"},
      {"http://[fe80::1%25eth0]/", "bad URL 'http://[fe80::1%25eth0]/': it has an IPv6 zone"},
      {"http://u@a/", "bad URL '…': it contains a user name or password"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto url = parse_url(row.text);
    const std::string shown = url ? url->scheme + "|" + url->host + "|" + std::to_string(url->port) + "|" + url->path +
                                        "|" + url->query + "|" + (url->is_loopback ? "1" : "0")
                                  : url.error().what;
    CHECK(shown == row.shown);
  }
}
