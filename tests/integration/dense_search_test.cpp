// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "support/tiny_model.hpp"
#include "world.hpp"

using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* kRetryVectors =
    R"([{"text": "retry", "vector": [0.1470304, 0.3388444, 1.1816404, 0.1552220, 0.4709646, 0.2040836, -0.0907746, -0.0868494, 1.3322782, -0.5124566, -0.3554970, -0.0017168]}])";

// Three files, and a model in the home folder.
class ModelWorld : public World {
 public:
  ModelWorld() {
    fs::create_directories(repo() + "/.git");
    fs::remove(repo() + "/a.rs");
    write("repo/wait.rs", "fn wait_retry() {\n    // wait and retry\n}\n");
    write("repo/paint.rs", "fn paint_first_color() {\n    // paint, and retry\n}\n");
    write("repo/value.rs", "fn first_value() {\n    // colorless\n}\n");
    place_model(Weights::f32);
  }
  void place_model(Weights weights) const {
    const TemporaryFolder made;
    write_tiny_model(made, "m", weights);
    const std::string to = in_home("models/tiny");
    fs::remove_all(to);
    fs::create_directories(to);
    fs::copy(made.path() / "m", to);
    configure("[search]\nmodel = \"tiny\"\n");
  }
  [[nodiscard]] Json search(const std::string& dense, const std::string& query = "retry",
                            std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"search", query, "--dense", dense, "--format", "json", "--explain"});
    return run(more).json();
  }
  [[nodiscard]] Json vectors() const { return run({"index", "status", "--format", "json"}).json()["vectors"]; }
};

std::vector<std::string> paths_of(const Json& document) {
  std::vector<std::string> paths;
  for (const Json& result : document["results"]) paths.push_back(result["path"]);
  return paths;
}

}  // namespace

TEST_CASE("reranking orders what words find by the model, too, and keeps the vectors of these files alone") {
  const ModelWorld world;
  const Json plain = world.search("off");
  CHECK(plain["model"] == nullptr);
  CHECK(plain["results"][0]["why"]["similarity"] == nullptr);
  CHECK(world.vectors() == nullptr);

  const Json ranked = world.search("rerank");
  CHECK(ranked["model"] == "tiny");
  REQUIRE(ranked["results"].size() == 2);
  double before = 3;
  for (const Json& result : ranked["results"]) {
    CHECK(result["why"]["similarity"].is_number());
    CHECK(result["score"].get<double>() <= before);
    before = result["score"];
  }
  const Json vectors = world.vectors();
  CHECK(vectors["model"] == "tiny");
  CHECK(vectors["pooling"] == "cls");
  CHECK(vectors["dimension"] == 12);
  CHECK(vectors["chunks"] == 2);
  CHECK(world.search("rerank")["results"] == ranked["results"]);
}

TEST_CASE("with a vector for every chunk files are found that words do not find") {
  const ModelWorld world;
  const Outcome refused = world.run({"search", "retry", "--dense", "all"});
  CHECK(refused.exit_code != 0);
  CHECK_THAT(refused.err, Contains("no vectors") && Contains("index build --dense all"));

  const Json built = world.run({"index", "build", "--dense", "all", "--format", "json"}).json();
  CHECK(built["embedded"] == 3);
  CHECK(built["vectors"]["chunks"] == 3);
  CHECK(world.run({"index", "build", "--dense", "all", "--format", "json"}).json()["embedded"] == 0);

  const Json all = world.search("all");
  CHECK(paths_of(all).size() == 3);
  CHECK(paths_of(world.search("all", "path:value.rs retry")) == std::vector<std::string>{"value.rs"});
  CHECK(paths_of(world.search("all", "\"colorless\" retry")) == std::vector<std::string>{"value.rs"});
  CHECK(paths_of(world.search("all", "retry", {"--symbol"})) == std::vector<std::string>{"wait.rs"});
  CHECK(paths_of(world.search("all", "retry", {"--no-refresh"})) == paths_of(all));
}

TEST_CASE("a chunk that has changed gets another vector, and a search says that it has none yet") {
  const ModelWorld world;
  CHECK(world.run({"index", "build", "--dense", "all"}).exit_code == 0);
  world.write("repo/value.rs", "fn first_value() {\n    // other words\n}\n");
  const Outcome searched = world.run({"search", "retry", "--dense", "all"});
  CHECK(searched.exit_code == 0);
  CHECK_THAT(searched.err, Contains("1 chunk has no vector yet"));
  CHECK(world.vectors()["chunks"] == 2);
  CHECK(world.run({"index", "build", "--dense", "all", "--format", "json"}).json()["embedded"] == 1);
  CHECK(world.vectors()["chunks"] == 3);
}

TEST_CASE("the vectors of a model that is another one by now are not used, and are replaced with a warning") {
  const ModelWorld world;
  CHECK(world.run({"index", "build", "--dense", "all"}).exit_code == 0);
  world.place_model(Weights::f16);
  CHECK_THAT(world.run({"search", "retry", "--dense", "all"}).err, Contains("no vectors"));
  const Outcome built = world.run({"index", "build", "--dense", "all"});
  CHECK_THAT(built.err, Contains("replace them"));
  CHECK(world.vectors()["chunks"] == 3);
  CHECK(world.run({"search", "retry", "--dense", "all"}).exit_code == 0);
}

TEST_CASE("the setting search.dense holds for searches without the option, and a model that is missing is named") {
  const ModelWorld world;
  world.configure("[search]\ndense = \"rerank\"\nmodel = \"tiny\"\n");
  CHECK(world.run({"search", "retry", "--format", "json"}).json()["model"] == "tiny");
  CHECK(world.run({"search", "retry", "--format", "json", "--dense", "off"}).json()["model"] == nullptr);
  world.configure("[search]\ndense = \"rerank\"\nmodel = \"none\"\n");
  const Outcome missing = world.run({"search", "retry"});
  CHECK(missing.exit_code != 0);
  CHECK_THAT(missing.err, Contains("models/none") && Contains("model.safetensors"));
  world.configure("[search]\ndense = \"sometimes\"\n");
  CHECK_THAT(world.run({"search", "retry"}).err, Contains("off, rerank or all"));
}

TEST_CASE("a model is also found by its path, and what is no model is refused with the name of the file") {
  const ModelWorld world;
  world.configure("[search]\nmodel = \"" + world.in_home("models/tiny") + "\"\n");
  CHECK(world.search("rerank")["results"].size() == 2);
  world.write("home/.rustassistant/models/tiny/model.safetensors", "12345678 no header");
  const Outcome refused = world.run({"search", "retry", "--dense", "rerank"});
  CHECK(refused.exit_code != 0);
  CHECK_THAT(refused.err, Contains("model.safetensors"));
}

TEST_CASE("vectors of a local server are used, and texts reach it without secrets") {
  const ModelWorld world;
  world.write("repo/key.rs", "fn retry_key() {\n    let token = \"ghp_0123456789abcdefghijABCDEFGHIJ456789\";\n}\n");
  LoopbackServer server([](const ReceivedRequest& request) {
    Json data = Json::array();
    const Json body = Json::parse(request.body);
    for (std::size_t i = 0; i < body["input"].size(); ++i) {
      const auto size = static_cast<double>(body["input"][i].get<std::string>().size());
      data.push_back({{"index", i}, {"embedding", {1.0, size / 100, 0.5}}});
    }
    ScriptedReply reply;
    reply.body = Json{{"data", data}}.dump();
    return reply;
  });
  world.configure("[search]\nmodel = \"served\"\nembeddings_url = \"" + server.url("/v1") + "\"\n");
  const Json ranked = world.search("rerank");
  CHECK(ranked["model"] == "served");
  CHECK(ranked["results"].size() == 3);
  CHECK(world.vectors()["dimension"] == 3);
  REQUIRE_FALSE(server.requests().empty());
  bool saw_key = false;
  for (const auto& request : server.requests()) {
    CHECK(request.path == "/v1/embeddings");
    CHECK(request.body.find("ghp_0123") == std::string::npos);
    saw_key = saw_key || request.body.find("retry_key") != std::string::npos;
  }
  CHECK(saw_key);
}

TEST_CASE("doctor tells about the embedding model where one is asked for") {
  const ModelWorld world;
  CHECK_THAT(world.run({"doctor"}).out, !Contains("search.dense"));
  world.configure("[search]\ndense = \"rerank\"\nmodel = \"tiny\"\n");
  CHECK_THAT(world.run({"doctor"}).out, Contains("tiny makes vectors of 12 numbers (cls)"));
  world.configure("[search]\ndense = \"rerank\"\nmodel = \"none\"\n");
  CHECK_THAT(world.run({"doctor"}).out, Contains("models/none"));
}

TEST_CASE("models --verify compares the model with vectors that somebody else computed, whatever their length") {
  const ModelWorld world;
  // Printed by tests/unit/embed/reference.py for the ids of "retry" alone, times 2.
  const std::string reference = world.write("vectors.json", kRetryVectors);
  const Json same = world.run({"models", "--verify", reference, "--format", "json"}).json();
  CHECK(same["agrees"] == true);
  CHECK(same["texts"] == 1);
  CHECK(same["dimension"] == 12);
  CHECK(same["largest_difference"].get<double>() < 1e-5);

  std::string other = kRetryVectors;
  other.replace(other.find("retry"), 5, "paint");
  const Outcome differs = world.run({"models", "--verify", world.write("other.json", other)});
  CHECK(differs.exit_code == 1);
  CHECK_THAT(differs.out, Contains("paint") && Contains("no (at most"));
  CHECK_THAT(world.run({"models", "--verify", world.write("short.json", R"([{"text": "a", "vector": [1]}])")}).err,
             Contains("row 1") && Contains("12 numbers"));
  CHECK_THAT(world.run({"models", "--verify", world.write("none.json", "{}")}).err, Contains("an array"));
}
