// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "ledger_rows.hpp"
#include "support/tls_server.hpp"

// What can go wrong between the executable and a provider: the right exit code, nothing stored, money right.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
using Manner = ScriptedReply::Manner;

namespace {

ScriptedReply in_manner(ScriptedReply reply, Manner manner) {
  reply.manner = manner;
  return reply;
}

ScriptedReply with_status(int status, std::string body, std::vector<std::pair<std::string, std::string>> headers = {}) {
  ScriptedReply reply;
  reply.status = status;
  reply.body = std::move(body);
  reply.headers = std::move(headers);
  return reply;
}

const std::vector<std::string> kNamed{"--provider", "openai"};

}  // namespace

TEST_CASE("a broken exchange is an error of the provider, stores nothing, and is charged where it may be billed") {
  struct Case {
    const char* name;
    ScriptedReply reply;
    std::size_t requests;
    bool charged;
  };
  const std::string good = good_answer().body;
  const auto expected = GENERATE_COPY(values<Case>({
      {"empty body", with_status(200, ""), 1, false},
      {"garbage instead of HTTP", in_manner(with_status(200, "\x16\x03garbage"), Manner::garbage), 1, true},
      {"a chunk whose size is no number", in_manner(good_answer(), Manner::bad_chunk), 1, true},
      {"half of the body", in_manner(good_answer(), Manner::cut), 1, true},
      {"no reply at all", in_manner(good_answer(), Manner::no_reply), 3, true},
      {"HTML of a proxy", with_status(502, "<html><body>Bad Gateway</body></html>", {{"retry-after", "0"}}), 3, false},
      {"a gateway that waited in vain", with_status(504, "", {{"retry-after", "0"}}), 3, true},
      {"a page of HTML", with_status(200, "<html><body>Welcome</body></html>"), 1, false},
      {"JSON of another kind", with_status(200, "[1, 2]"), 1, false},
      {"deeper than anybody needs", with_status(200, std::string(100'000, '[')), 1, false},
      {"an error in place of an answer", with_status(200, R"({"error": {"message": "no", "code": 400}})"), 1, false},
      {"a plain refusal", with_status(400, R"({"error": {"message": "bad request"}})"), 1, false},
  }));
  CAPTURE(expected.name);
  LoopbackServer server([&](const ReceivedRequest&) { return expected.reply; });
  World world;
  world.use_openai(server);
  const Outcome outcome = world.analyze(kNamed);
  CHECK(outcome.exit_code == 5);
  CHECK(outcome.json()["results"][0]["status"] == "failed");
  CHECK(server.requests().size() == expected.requests);
  CHECK(world.cache()["entries"] == 0);
  CHECK((world.budget()["monthly"]["reserved_nano_usd"] > 0) == expected.charged);
  CHECK(world.analyze().json()["results"][0]["provider"] == "builtin");
}

TEST_CASE("an answer that comes in chunks or byte by byte is an answer") {
  const auto manner = GENERATE(Manner::chunked, Manner::dribble);
  LoopbackServer server(std::vector{in_manner(good_answer(), manner)});
  World world;
  world.use_openai(server);
  CHECK(world.analyze(kNamed).exit_code == 0);
  CHECK(world.cache()["entries"] == 2);
}

TEST_CASE("an answer that does not come in time is not asked for again, and stays charged") {
  ScriptedReply slow = good_answer();
  slow.held = true;
  LoopbackServer server(std::vector{slow, slow});
  World world;
  world.use_openai(server);
  world.variables["RUSTASSISTANT_TIMEOUT_SECONDS"] = "1";
  const Outcome outcome = world.analyze(kNamed);
  CHECK(outcome.exit_code == 5);
  CHECK(server.requests().size() == 1);
  CHECK(world.budget()["monthly"]["reserved_nano_usd"] > 0);
}

TEST_CASE("a redirect to another host is not followed, and the key stays here") {
  LoopbackServer other(std::vector{good_answer()});
  const int status = GENERATE(301, 302, 307, 308);
  LoopbackServer server(std::vector{with_status(status, "", {{"Location", other.url("/v1/chat/completions")}})});
  World world;
  world.use_openai(server);
  const Outcome outcome = world.analyze(kNamed);
  CHECK(outcome.exit_code == 5);
  CHECK_THAT(outcome.err, Contains("redirects are not followed"));
  CHECK(other.requests().empty());
}

TEST_CASE("a certificate that nobody vouches for ends it before the key is sent") {
  const TlsServer server(good_answer().body);
  World world;
  world.configure("[llm.openai]\nbase_url = \"" + server.url("/v1") + "\"\n");
  world.variables["OPENAI_API_KEY"] = kKey;
  const Outcome refused = world.analyze(kNamed);
  CHECK(refused.exit_code == 5);
  CHECK_THAT(refused.err, Contains("CA certificates"));
  CHECK(server.requests().empty());
  CHECK(world.budget()["monthly"]["reserved_nano_usd"] == 0);

  world.variables["SSL_CERT_FILE"] = world.write("ca.pem", server.certificate());
  CHECK(world.analyze(kNamed).exit_code == 0);
  CHECK(server.requests().size() == 1);
  CHECK(server.offered() == std::vector<std::string>{"h2", "http/1.1"});
}
