// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "world.hpp"

// Vectors from servers: such as cost nothing, and such as are paid.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr int kTokens = 10;  // that a text is counted as

// A vector for each text, of so many numbers.
ScriptedReply vectors_for(const ReceivedRequest& request, int dimension = 3) {
  Json data = Json::array();
  const Json body = Json::parse(request.body);
  for (std::size_t i = 0; i < body["input"].size(); ++i) {
    Json vector = Json::array();
    for (int k = 0; k < dimension; ++k)
      vector.push_back(1.0 + static_cast<double>(body["input"][i].get<std::string>().size()) / (k + 1));
    data.push_back({{"index", i}, {"embedding", vector}});
  }
  ScriptedReply reply;
  const std::size_t tokens = body["input"].size() * kTokens;
  reply.body = Json{{"data", data}, {"usage", {{"prompt_tokens", tokens}, {"total_tokens", tokens}}}}.dump();
  return reply;
}

std::vector<std::string> texts_of(const std::vector<ReceivedRequest>& requests) {
  std::vector<std::string> texts;
  for (const ReceivedRequest& request : requests) {
    const Json body = Json::parse(request.body);
    for (const Json& text : body["input"]) texts.push_back(text);
  }
  return texts;
}

class ServedWorld : public World {
 public:
  explicit ServedWorld(int files) {
    fs::create_directories(repo() + "/.git");
    fs::remove(repo() + "/a.rs");
    for (int i = 0; i < files; ++i)
      write("repo/f" + std::to_string(i) + ".rs", "fn retry_" + std::to_string(i) + "() {}\n");
  }
  void use(const LoopbackServer& server, const std::string& more = {}) const {
    configure("[search]\nmodel = \"served\"\nembeddings_url = \"" + server.url("/v1") + "\"\n" + more);
  }
  [[nodiscard]] Outcome build() const { return run({"index", "build", "--dense", "all", "--format", "json"}); }
  [[nodiscard]] Outcome rerank() const { return run({"search", "retry", "--dense", "rerank", "--format", "json"}); }
  [[nodiscard]] std::int64_t spent() const { return budget()["monthly"]["spent_nano_usd"]; }
};

constexpr std::int64_t kOfToken = 1'000'000;  // nano-dollars
constexpr const char* kPriced = "[prices.served]\ninput = 1000\noutput = 0\n";

}  // namespace

TEST_CASE("a server is asked once what its vectors are like") {
  const ServedWorld world(3);
  LoopbackServer server([](const ReceivedRequest& request) { return vectors_for(request); });
  world.use(server);
  REQUIRE(world.build().exit_code == 0);
  const std::size_t asked = server.requests().size();
  CHECK(world.rerank().exit_code == 0);
  CHECK(world.rerank().exit_code == 0);
  CHECK(server.requests().size() == asked + 2);  // the query alone, each time
}

TEST_CASE("a server that has got another model meanwhile is asked again, and the vectors are made anew") {
  const ServedWorld world(3);
  int dimension = 3;
  LoopbackServer server([&](const ReceivedRequest& request) { return vectors_for(request, dimension); });
  world.use(server);
  REQUIRE(world.build().exit_code == 0);
  dimension = 5;
  const Outcome ranked = world.rerank();
  CHECK(ranked.exit_code == 0);
  CHECK(ranked.json()["results"].size() == 3);
  CHECK_THAT(ranked.err, Contains("replace them"));
  CHECK(world.run({"index", "status", "--format", "json"}).json()["vectors"]["dimension"] == 5);
}

TEST_CASE("an index whose vectors are being made is killed at any moment and goes on from there") {
  constexpr int kFiles = 200;
  const ServedWorld world(kFiles);
  LoopbackServer server([](const ReceivedRequest& request) { return vectors_for(request); });
  world.use(server);
  for (const std::size_t requests : {1U, 3U, 5U}) {
    const Started started = world.start({"index", "build", "--dense", "all"});
    while (started.is_running() && server.requests().size() < requests) {
    }
    started.signal(SIGKILL);
    (void)started.wait();
    CHECK(world.run({"search", "retry"}).exit_code == 0);
  }
  const Json before = world.run({"index", "status", "--format", "json"}).json()["vectors"];
  const std::int64_t kept = before.is_null() ? 0 : before["chunks"].get<std::int64_t>();
  const Json built = world.build().json();
  CHECK(built["embedded"] == kFiles - kept);
  CHECK(built["vectors"]["chunks"] == kFiles);
  CHECK(world.run({"search", "retry", "--dense", "all"}).exit_code == 0);
  CHECK(world.build().json()["embedded"] == 0);
}

TEST_CASE("vectors that cost money are booked in the ledger, and only what is new is paid for") {
  const ServedWorld world(3);
  LoopbackServer server([](const ReceivedRequest& request) { return vectors_for(request); });
  world.use(server, kPriced);
  REQUIRE(world.build().exit_code == 0);
  CHECK(texts_of(server.requests()).size() == 4);  // "hello", and the files
  CHECK(world.spent() == 4 * kTokens * kOfToken);
  REQUIRE(world.rerank().exit_code == 0);
  CHECK(world.spent() == 5 * kTokens * kOfToken);
  CHECK(world.budget()["monthly"]["reserved_nano_usd"] == 0);
  const Json history = world.run({"budget", "history", "--by", "type", "--format", "json"}).json();
  CHECK(history["rows"][0]["key"] == "embeddings");
  // A ledger that is exported and brought back speaks of them, too.
  const Outcome exported = world.run({"budget", "export", "--full"});
  REQUIRE(exported.exit_code == 0);
  CHECK(world.run({"budget", "import", world.write("calls.jsonl", exported.out)}).exit_code == 0);
}

TEST_CASE("a cap that would be exceeded stops the next request for vectors before it is sent") {
  const ServedWorld world(100);
  LoopbackServer server([](const ReceivedRequest& request) { return vectors_for(request); });
  world.use(server, kPriced);
  REQUIRE(world.run({"budget", "set", "--monthly", "3"}).exit_code == 0);
  const Outcome stopped = world.build();
  CHECK(stopped.exit_code != 0);
  CHECK_THAT(stopped.err, Contains("budget") || Contains("cap"));
  const std::size_t texts = texts_of(server.requests()).size();
  CHECK(texts < 100);
  CHECK(world.spent() == static_cast<std::int64_t>(texts) * kTokens * kOfToken);
  CHECK(world.run({"search", "retry"}).exit_code == 0);
}

TEST_CASE("a request for vectors that may have been billed stays charged, and one that was refused does not") {
  const ServedWorld world(2);
  ScriptedReply answer;
  LoopbackServer server([&](const ReceivedRequest& /*request*/) { return answer; });
  world.use(server, kPriced);
  answer.status = 401;
  CHECK(world.rerank().exit_code != 0);
  CHECK(world.spent() == 0);
  CHECK(world.budget()["monthly"]["reserved_nano_usd"] == 0);
  answer.status = 504;
  const Outcome lost = world.rerank();
  CHECK(lost.exit_code != 0);
  CHECK_THAT(lost.err, Contains("stays charged"));
  CHECK(world.budget()["monthly"]["reserved_nano_usd"] > 0);
}

TEST_CASE("a text with a secret is sent without it, or not at all") {
  const ServedWorld world(2);
  world.write("repo/key.rs", "fn retry_key() {\n    let token = \"ghp_0123456789abcdefghijABCDEFGHIJ456789\";\n}\n");
  LoopbackServer server([](const ReceivedRequest& request) { return vectors_for(request); });
  const auto sent = [&](const std::string& word) {
    const auto texts = texts_of(server.requests());
    return std::any_of(texts.begin(), texts.end(),
                       [&](const auto& text) { return text.find(word) != std::string::npos; });
  };
  world.use(server, "[privacy]\nredact = \"refuse\"\n");
  CHECK(world.rerank().json()["results"].size() == 3);
  CHECK(world.build().json()["vectors"]["chunks"] == 2);
  CHECK_FALSE(sent("retry_key"));
  world.use(server);
  CHECK(world.build().json()["vectors"]["chunks"] == 3);
  CHECK(sent("retry_key"));
  CHECK_FALSE(sent("ghp_0123"));
}

TEST_CASE("vectors of another machine need a price, and an agent that may not spend is answered by words alone") {
  const ServedWorld world(2);
  world.configure("[search]\nmodel = \"far\"\nembeddings_url = \"https://embeddings.invalid/v1\"\n");
  CHECK_THAT(world.rerank().err, Contains("the price of model 'far' is unknown"));
  LoopbackServer server([](const ReceivedRequest& request) { return vectors_for(request); });
  world.use(server, std::string("dense = \"rerank\"\n") + kPriced);
  const Json call{{"jsonrpc", "2.0"},
                  {"id", 1},
                  {"method", "tools/call"},
                  {"params", {{"name", "search"}, {"arguments", {{"query", "retry"}}}}}};
  const Outcome agent = world.run({"mcp"}, call.dump() + "\n");
  CHECK(Json::parse(agent.out)["result"]["structuredContent"]["results"].size() == 2);
  CHECK(server.requests().empty());
}
