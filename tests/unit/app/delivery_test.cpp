// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>

#include "app_world.hpp"
#include "rustassistant/sys/files.hpp"

using namespace rustassistant;
using namespace rustassistant::app;
using namespace rustassistant::app::test;
using Catch::Matchers::Contains;

namespace {

// A file in which builtin finds a long list of parameters, and the model of kAnswer dead code.
struct Accepted : AppWorld {
  explicit Accepted(const std::string& name = "f.rs") {
    request.cache = CacheMode::off;
    request.paths = {(folder.path() / "repo").string()};
    std::filesystem::remove(folder.path() / "repo/src/f.rs");
    write(name);
    request.baseline.emplace();
    request.baseline->file = (folder.path() / "repo/known.json").string();
    with(BaselineUse::write, {chat_reply()});
  }

  void write(const std::string& name) {
    folder.write("repo/src/" + name, "fn f(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) {}\n");
  }

  // A run that has the baseline for this use; without replies, it has no key.
  AnalyzeSummary with(BaselineUse use, std::vector<FakeTransport::Step> script) {
    request.baseline->use = use;
    request.baseline->is_strict = use == BaselineUse::hide;
    if (script.empty()) variables.erase("OPENAI_API_KEY");
    return run(std::move(script));
  }

  [[nodiscard]] std::string baseline() const { return sys::read_file(request.baseline->file, 1 << 20).value(); }
};

// A model that finds nothing.
FakeTransport::Step nothing_found() {
  const std::string answer =
      R"({"code_smells": [], "suggestions": [], "complexity_score": 1, "maintainability_score": 99, "priorities": [],
          "estimated_effort": "small"})";
  const nlohmann::json body = {{"model", "gpt-4o-mini"},
                               {"choices", {{{"finish_reason", "stop"}, {"message", {{"content", answer}}}}}},
                               {"usage", {{"prompt_tokens", 1}, {"completion_tokens", 1}}}};
  return FakeTransport::reply(200, body.dump());
}

}  // namespace

TEST_CASE("where builtin answers for a model, what only the model found is neither gone nor removed") {
  Accepted world;
  const std::string both = world.baseline();
  REQUIRE_THAT(both, Contains("long_parameter_list") && Contains("dead_code"));
  AnalyzeSummary summary = world.with(BaselineUse::hide, {});
  REQUIRE(world.results.at(0).answer->provider == domain::Provider::builtin);
  CHECK(summary.baseline_gone == 0);
  CHECK_FALSE(summary.is_unclean);
  world.with(BaselineUse::update, {});
  CHECK(world.baseline() == both);

  // What builtin does find is judged by it.
  world.folder.write("repo/src/f.rs", "fn f() {}\n");
  summary = world.with(BaselineUse::hide, {});
  CHECK(summary.baseline_gone == 1);
  CHECK(summary.is_unclean);
  world.with(BaselineUse::update, {});
  CHECK_THAT(world.baseline(), !Contains("long_parameter_list") && Contains("dead_code"));

  // And the rest by the model.
  world.variables["OPENAI_API_KEY"] = "sk-test-0123456789";
  world.with(BaselineUse::update, {nothing_found()});
  CHECK_THAT(world.baseline(), !Contains("dead_code"));
}

TEST_CASE("where builtin answers for a model, what a model found in a file that was renamed stays") {
  Accepted world;
  std::filesystem::remove(world.folder.path() / "repo/src/f.rs");
  world.write("g.rs");
  const AnalyzeSummary summary = world.with(BaselineUse::update, {});
  CHECK(summary.baseline_gone == 0);
  CHECK_THAT(world.baseline(), Contains(R"("path":"src/f.rs","kind":"dead_code")") &&
                                   Contains(R"("path":"src/g.rs","kind":"long_parameter_list")"));
  world.variables["OPENAI_API_KEY"] = "sk-test-0123456789";
  world.with(BaselineUse::update, {chat_reply()});
  CHECK_THAT(world.baseline(), Contains(R"("path":"src/g.rs","kind":"dead_code")") && !Contains("src/f.rs"));
}

TEST_CASE("nothing is gone from a file that nobody could judge") {
  Accepted world("f.sql");
  const std::string before = world.baseline();
  REQUIRE_THAT(before, Contains("dead_code"));
  AnalyzeSummary summary = world.with(BaselineUse::hide, {});
  CHECK(summary.not_reviewed.contains("sql"));
  CHECK(summary.baseline_gone == 0);
  world.with(BaselineUse::update, {});
  CHECK(world.baseline() == before);
}
