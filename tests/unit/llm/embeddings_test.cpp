// SPDX-License-Identifier: MIT
#include "rustassistant/llm/embeddings.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/fake_transport.hpp"

using namespace rustassistant;
using Catch::Contains;
using test::FakeTransport;

namespace {

const llm::EmbeddingsServer kServer{"http://127.0.0.1:8080/v1/", "bge", std::chrono::seconds(1)};

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
  const auto answer = llm::embeddings(transport, kServer, texts);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::provider);
  return answer.error().what;
}

}  // namespace

TEST_CASE("texts go in requests of at most 32, and rows are matched by their index") {
  FakeTransport transport({rows(32), rows(8, 32)});
  const std::vector<std::string> texts(40, "text");
  const auto answer = llm::embeddings(transport, kServer, texts);
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
  const auto answer = llm::embeddings(transport, kServer, texts);
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
  CHECK_THAT(llm::embeddings(transport, kServer, texts).error().what, Contains("differ in size"));
}

TEST_CASE("a server that cannot be reached is no refusal") {
  FakeTransport transport;
  const std::vector<std::string> texts{"a"};
  CHECK(llm::embeddings(transport, kServer, texts).error().code == Errc::unreachable);
  CHECK(transport.requests().size() == 1);
}

TEST_CASE("embeddings are asked of this machine alone") {
  CHECK(llm::check(kServer));
  CHECK(llm::check(llm::EmbeddingsServer{"http://localhost:11434/v1", "m"}));
  CHECK_THAT(llm::check(llm::EmbeddingsServer{"https://api.openai.com/v1", "m"}).error().what,
             Contains("another machine"));
  CHECK_FALSE(llm::check(llm::EmbeddingsServer{"nonsense", "m"}));
}
