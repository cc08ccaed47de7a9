// SPDX-License-Identifier: MIT
#include "rustassistant/domain/fingerprint.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace rustassistant;
using domain::FindingIdentity;

TEST_CASE("a fingerprint is pinned: baselines keep it for years") {
  CHECK(domain::fingerprint({"refactor", "long_function", "src/a.c", "parse", 0}) == "0f3ebfd3f3ceb358");
}

TEST_CASE("every member of an identity changes the fingerprint, and none runs into the next") {
  const FindingIdentity base{"refactor", "kind", "path", "item", 0};
  std::set<std::string> seen{domain::fingerprint(base)};
  for (const FindingIdentity& other :
       {FindingIdentity{"docs", "kind", "path", "item", 0}, FindingIdentity{"refactor", "kin", "dpath", "item", 0},
        FindingIdentity{"refactor", "kind", "pathi", "tem", 0}, FindingIdentity{"refactor", "kind", "path", "", 0},
        FindingIdentity{"refactor", "kind", "path", "item", 1},
        FindingIdentity{"refactor", "kind", "path", "item1", 0}}) {
    CHECK(seen.insert(domain::fingerprint(other)).second);
  }
}

TEST_CASE("line hashes are those of GitHub's code scanning") {
  using Lines = std::vector<std::string>;
  CHECK(domain::line_hashes("") == Lines{"c129715d7a2bc9a3:1"});
  CHECK(domain::line_hashes(" a\nb\n  \t\tc\n d") ==
        Lines{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"});
  const Lines greetings{"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
                        "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1"};
  CHECK(domain::line_hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n") == greetings);
  CHECK(domain::line_hashes(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n") == greetings);
  CHECK(domain::line_hashes(" hello; \t\rworld!!!\r\r\r  \t\tGreetings\r End\r") == greetings);
  CHECK(domain::line_hashes("\r\n\r\n\r\n") ==
        Lines{"4e5d562094661a0d:1", "5b5d4caf73a13177:1", "3c5bef55b72b93c9:1", "c129715d7a2bc9a3:1"});
  // Beyond the basic plane a character is two units.
  CHECK(domain::line_hashes("var a;\r\nvar b;\rq \xF0\x9F\x98\x80 z") ==
        Lines{"6ed86c90bc327fd6:1", "8562ca416651ba83:1", "7f96ff70105ad0f:1"});
}

TEST_CASE("equal line hashes are counted") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "x\n";
  const auto hashes = domain::line_hashes(text);
  REQUIRE(hashes.size() == 201);
  CHECK(hashes[0].substr(hashes[0].find(':')) == ":1");
  CHECK(hashes[1] == hashes[0].substr(0, hashes[0].find(':')) + ":2");
}

TEST_CASE("line hashes take any bytes") {
  CHECK(domain::line_hashes("a\xFF\nb") == domain::line_hashes("a\xEF\xBF\xBD\nb"));
  CHECK(domain::line_hashes(std::string_view("\0\n\0", 3)).size() == 2);
}

// The hash written down as its definition has it: each unit times 37 to the power of its distance from the window's
// end.
TEST_CASE("every length of a character counts by its code, at both ends of its range") {
  const std::vector<std::pair<const char*, const char*>> cases{{"\x7f", "2730221ab9a96c4a:1"},
                                                               {"\xc2\x80", "b0da6cee75daa2a7:1"},
                                                               {"\xc3\xa9", "27b31dc6a609eecc:1"},
                                                               {"\xdf\xbf", "a461561e2ac125ca:1"},
                                                               {"\xe0\xa0\x80", "2e0ba0f1e6f25c27:1"},
                                                               {"\xe2\x82\xac", "a379c0d8f51b9aa3:1"},
                                                               {"\xef\xbf\xbf", "9cde746dd76b3dca:1"},
                                                               {"\xf0\x90\x80\x80", "e0f937e3c1c28f5b:1"},
                                                               {"\xf0\x9f\x98\x80", "56e41eb4cc943584:1"},
                                                               {"\xf4\x8f\xbf\xbf", "15435320200a525:1"}};
  for (const auto& [text, hash] : cases) {
    CAPTURE(hash);
    CHECK(domain::line_hashes(text) == std::vector<std::string>{hash});
  }
}
