// SPDX-License-Identifier: MIT
#include "exchange.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <string>

using namespace rustassistant::http;

namespace {

const Sink kKept;  // none: the reply holds its body

}  // namespace

TEST_CASE("a request's body is read in pieces and only then counts as sent") {
  Request request;
  request.body = "0123456789";
  Exchange exchange(request, kKept);
  CHECK_FALSE(exchange.body_was_read());
  std::array<char, 4> piece{};
  std::string read;
  while (const std::size_t count = exchange.read_body(piece.data(), piece.size())) read.append(piece.data(), count);
  CHECK(read == request.body);
  CHECK(exchange.body_was_read());
}

TEST_CASE("header names become lower case, values lose their white space, the last of equal names stays") {
  const Request request;
  Exchange exchange(request, kKept);
  for (const char* line : {"HTTP/1.1 200 OK\r\n", "Content-Type:  text/html \r\n", "RETRY-AFTER: 1\r\n",
                           "retry-after: 2\r\n", "no colon here\r\n", "\r\n"}) {
    CHECK(exchange.take_header_line(line));
  }
  CHECK(exchange.reply().headers.at("content-type") == "text/html");
  CHECK(exchange.reply().headers.at("retry-after") == "2");
  CHECK(exchange.reply().headers.size() == 2);
}

TEST_CASE("the headers of an interim reply are forgotten") {
  const Request request;
  Exchange exchange(request, kKept);
  CHECK(exchange.take_header_line("HTTP/1.1 103 Early Hints\r\n"));
  CHECK(exchange.take_header_line("link: x\r\n"));
  CHECK(exchange.take_header_line("HTTP/1.1 200 OK\r\n"));
  CHECK(exchange.reply().headers.empty());
}

TEST_CASE("headers and body together are bounded") {
  Request request;
  request.max_reply_bytes = 20;
  Exchange exchange(request, kKept);
  CHECK(exchange.take_header_line("name: value"));
  CHECK(exchange.take_body("123456789"));
  CHECK_FALSE(exchange.too_large());
  CHECK_FALSE(exchange.take_body("1"));
  CHECK(exchange.too_large());
  CHECK(exchange.too_large_text() == "the reply is too large: more than 20 B, of at most 20 B");
  CHECK_FALSE(exchange.take_header_line("content-length: 9400000"));
}

TEST_CASE("a reply that is too large says its size where it announced one") {
  Request request;
  Exchange exchange(request, kKept);
  CHECK(exchange.take_header_line("Content-Length: 9400000"));
  CHECK_FALSE(exchange.take_body(std::string(9'000'000, 'x')));
  CHECK(exchange.too_large_text() == "the reply is too large: 9.4 MB, of at most 8.3 MB");
}

TEST_CASE("a reply of success goes to its sink, which may end it; any other is held") {
  const Request request;
  std::string taken;
  const Sink sink = [&](std::string_view bytes) {
    taken += bytes;
    return taken.size() < 6;
  };
  Exchange good(request, sink);
  CHECK(good.take_header_line("HTTP/1.1 200 OK\r\n"));
  CHECK(good.take_body("abc"));
  CHECK_FALSE(good.take_body("def"));
  CHECK(taken == "abcdef");
  CHECK(good.reply().body.empty());
  Exchange bad(request, sink);
  CHECK(bad.take_header_line("HTTP/1.1 404 Not Found\r\n"));
  CHECK(bad.take_body("none"));
  CHECK(taken == "abcdef");
  CHECK(bad.reply().body == "none");
}
