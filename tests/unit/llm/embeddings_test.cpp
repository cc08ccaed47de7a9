// SPDX-License-Identifier: MIT
#include "rustassistant/llm/embeddings.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/fake_transport.hpp"

using namespace rustassistant;
using Catch::Contains;
using test::FakeTransport;

namespace {

llm::ProviderConfig server_at(const std::string& url) {
  llm::ProviderConfig server;
  server.provider = llm::embeddings_provider(url);
  server.base_url = url;
  server.model = "bge";
  return server;
}

const llm::ProviderConfig kServer = server_at("http://127.0.0.1:8080/v1/");

Result<std::vector<std::vector<float>>> embeddings(FakeTransport& transport, const std::vector<std::string>& texts) {
  return llm::embeddings(kServer, texts, [&](const std::string& body, std::size_t count) {
    return llm::ask_embeddings(transport, kServer, body, count, UnixMillis{0});
  });
}

// Rows for so many texts, the last one first; the first number of each is its index plus `base`.
FakeTransport::Step rows(std::size_t count, int base = 0) {
  nlohmann::json data = nlohmann::json::array();
  for (std::size_t i = count; i-- > 0;)
    data.push_back({{"index", i}, {"embedding", {base + static_cast<int>(i), 0.5}}});
  return FakeTransport::reply(200, nlohmann::json{{"data", data}}.dump());
}

std::string refusal(const std::string& body, int status = 200) {
  FakeTransport transport({FakeTransport::reply(status, body)});
  const std::vector<std::string> texts{"a"};
  const auto answer = embeddings(transport, texts);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::provider);
  return answer.error().what;
}

}  // namespace

TEST_CASE("texts go in requests of at most 32, and rows are matched by their index") {
  FakeTransport transport({rows(32), rows(8, 32)});
  const std::vector<std::string> texts(40, "text");
  const auto answer = embeddings(transport, texts);
  REQUIRE(answer);
  REQUIRE(answer->size() == 40);
  for (std::size_t i = 0; i < 40; ++i) CHECK((*answer)[i] == std::vector<float>{static_cast<float>(i), 0.5F});
  const auto requests = transport.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].url == "http://127.0.0.1:8080/v1/embeddings");
  const auto body = nlohmann::json::parse(requests[0].body);
  CHECK(body["model"] == "bge");
  CHECK(body["encoding_format"] == "float");
  CHECK(body["input"].size() == 32);
}

TEST_CASE("what a server refuses is sent again by halves") {
  FakeTransport transport(
      {FakeTransport::reply(413, ""), rows(1, 0), FakeTransport::reply(500, ""), rows(1, 1), rows(1, 2)});
  const std::vector<std::string> texts{"a", "b", "c"};
  const auto answer = embeddings(transport, texts);
  REQUIRE(answer);
  for (std::size_t i = 0; i < 3; ++i) CHECK((*answer)[i].front() == static_cast<float>(i));
  CHECK(transport.requests().size() == 5);
  CHECK_THAT(refusal("no such model", 404), Contains("404") && Contains("no such model"));
}

TEST_CASE("an answer that is of no use is an error that says why") {
  CHECK_THAT(refusal("{}"), Contains("no data"));
  CHECK_THAT(refusal("nonsense"), Contains("127.0.0.1"));
  CHECK_THAT(refusal(R"({"data":[]})"), Contains("no row"));
  CHECK_THAT(refusal(R"({"data":[{"index":1,"embedding":[1]}]})"), Contains("index"));
  CHECK_THAT(refusal(R"({"data":[{"index":-1,"embedding":[1]}]})"), Contains("index"));
  CHECK_THAT(refusal(R"({"data":[{"index":0,"embedding":[]}]})"), Contains("0 numbers"));
  CHECK_THAT(refusal(R"({"data":[{"index":0,"embedding":["1"]}]})"), Contains("no number"));
  CHECK_THAT(refusal(R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})"), Contains("two rows"));
  FakeTransport transport(
      {FakeTransport::reply(200, R"({"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]})")});
  const std::vector<std::string> texts{"a", "b"};
  CHECK_THAT(embeddings(transport, texts).error().what, Contains("differ in size"));
}

TEST_CASE("a server that cannot be reached is no refusal") {
  FakeTransport transport;
  const std::vector<std::string> texts{"a"};
  CHECK(embeddings(transport, texts).error().code == Errc::unreachable);
  CHECK(transport.requests().size() == 1);
}

TEST_CASE("what is computed is counted, whether or not it is of use") {
  const auto asked = [](const std::string& body) {
    FakeTransport transport({FakeTransport::reply(200, body)});
    return llm::ask_embeddings(transport, kServer, "{}", 1, UnixMillis{0});
  };
  using Billing = llm::AttemptFailure::Billing;
  const std::string row = R"("data":[{"index":0,"embedding":[1]}])";
  CHECK(asked("{" + row + R"(,"usage":{"prompt_tokens":7,"total_tokens":7}})")->usage->input == 7);
  CHECK(asked("{" + row + R"(,"usage":{"total_tokens":8}})")->usage->input == 8);
  const auto usage = *asked("{" + row + R"(,"usage":{"prompt_tokens":7}})")->usage;
  CHECK(std::vector{usage.cached, usage.cache_write, usage.output, usage.reasoning} == std::vector<Tokens>(4, 0));
  CHECK(asked("{" + row + R"(,"usage":{"prompt_tokens":1000000000}})")->usage->input == domain::kMaxTokens);
  CHECK_FALSE(asked("{" + row + R"(,"usage":{"prompt_tokens":1000000001}})")->usage);
  CHECK_FALSE(asked("{" + row + R"(,"usage":{"prompt_tokens":0}})")->usage);
  CHECK_FALSE(asked("{" + row + R"(,"usage":{"prompt_tokens":-1}})")->usage);
  CHECK_FALSE(asked("{" + row + "}")->usage);
  const auto counted = asked(R"({"data":[],"usage":{"prompt_tokens":7}})");
  CHECK(counted.error().billing == Billing::known);
  CHECK(counted.error().usage->input == 7);
  CHECK(asked(R"({"data":[]})").error().billing == Billing::by_size);
  CHECK(asked("nonsense").error().billing == Billing::none);
}

TEST_CASE("a key that is refused and a rate that is limited are no reason for smaller requests") {
  for (const int status : {401, 429}) {
    FakeTransport transport({FakeTransport::reply(status, "{}")});
    CHECK_FALSE(embeddings(transport, {"a", "b"}));
    CHECK(transport.requests().size() == 1);
  }
}

TEST_CASE("the key goes in the header of each request, and into no message") {
  llm::ProviderConfig server = server_at("https://api.openai.com/v1");
  CHECK(server.provider == domain::Provider::openai);
  CHECK(kServer.provider == domain::Provider::openai_compatible);
  CHECK_FALSE(llm::check(server));
  server.key.emplace("sk-0123456789abcdef");
  CHECK(llm::check(server));
  FakeTransport transport({FakeTransport::reply(400, "no sk-0123456789abcdef here")});
  const auto answer = llm::ask_embeddings(transport, server, "{}", 1, UnixMillis{0});
  CHECK_THAT(answer.error().error.what, !Contains("sk-0123456789abcdef"));
  const auto requests = transport.requests();
  const std::pair<std::string, std::string> header{"Authorization", "Bearer sk-0123456789abcdef"};
  CHECK(std::count(requests.front().headers.begin(), requests.front().headers.end(), header) == 1);
}
