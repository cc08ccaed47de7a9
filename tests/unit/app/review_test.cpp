// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>

#include "app_world.hpp"
#include "question.hpp"
#include "rustassistant/domain/repository.hpp"

using namespace rustassistant;
using namespace rustassistant::app;
using namespace rustassistant::app::test;
using Catch::Matchers::Contains;

TEST_CASE("a file's result says where it lies, who answered and what that cost") {
  AppWorld world;
  const AnalyzeSummary summary = world.run();
  REQUIRE(world.results.size() == 1);
  const FileResult& result = world.results[0];
  const std::string root = (world.folder.path() / "repo").string();
  CHECK(result.place.repo_root == root);
  CHECK(result.place.repo_id == domain::repo_id(root));
  CHECK(result.place.repo_path == "src/f.rs");
  CHECK(result.language == "rust");
  CHECK(result.cache == CacheUse::miss);
  REQUIRE(result.answer);
  CHECK(result.answer->provider == domain::Provider::openai);
  CHECK(result.answer->usage->input == 1000);
  CHECK(result.key == result.answer->key);
  CHECK_FALSE(result.answer->fallback);
  CHECK(result.spending.is_exact());
  CHECK(result.spending.cost() == NanoUsd{1000 * 150 + 200 * 600});
  CHECK(summary.spending.cost() == result.spending.cost());
  CHECK(summary.findings[2] == 1);
}

TEST_CASE("a hit costs nothing and knows what it saved") {
  AppWorld world;
  world.run();
  const NanoUsd cost = *world.results[0].spending.cost();
  const AnalyzeSummary summary = world.run({});
  CHECK(world.calls == 0);
  CHECK(world.results[0].cache == CacheUse::hit);
  CHECK(world.results[0].spending.cost() == NanoUsd{});
  CHECK(world.results[0].answer->saved == cost);
  CHECK_FALSE(world.results[0].answer->estimated);
  CHECK(summary.hits == 1);
}

TEST_CASE("an answer whose cost was estimated stays marked so when it is served from the cache") {
  AppWorld world;
  world.run({chat_reply(std::nullopt)});
  CHECK(world.results[0].spending.estimated);
  CHECK(world.results[0].answer->estimated);
  world.run({});
  CHECK(world.results[0].cache == CacheUse::hit);
  CHECK(world.results[0].answer->estimated);
  CHECK(world.results[0].spending.is_exact());
}

TEST_CASE("a call that may have been billed is counted at its upper bound, whoever answers instead") {
  AppWorld world;
  const auto lost = FakeTransport::failure(http::TransportFault::timeout, true);
  const AnalyzeSummary summary = world.run({lost, lost, lost});
  const FileResult& result = world.results[0];
  REQUIRE(result.answer);
  CHECK(result.answer->provider == domain::Provider::builtin);
  CHECK(result.spending.open_calls > 0);
  CHECK(result.spending.open.value > 0);
  CHECK(result.spending.booked == NanoUsd{});
  CHECK(result.spending.cost() == result.spending.open);
  CHECK_FALSE(result.spending.is_exact());
  CHECK(summary.spending.open == result.spending.open);
}

TEST_CASE("spending with an unknown part has no sum") {
  Spending spending;
  spending.add_booked(NanoUsd{5}, false);
  CHECK(spending.cost() == NanoUsd{5});
  CHECK(spending.is_exact());
  spending.add_open(NanoUsd{7});
  CHECK(spending.cost() == NanoUsd{12});
  CHECK_FALSE(spending.is_exact());
  Spending total;
  total += spending;
  total.add_open(std::nullopt);
  CHECK_FALSE(total.cost());
  CHECK(total.open == NanoUsd{7});
  CHECK(total.open_calls == 2);
}

TEST_CASE("what was paid for is flushed, what is cheap is not") {
  CHECK(durability_of(domain::Provider::builtin) == cache::Durability::cheap);
  for (const auto provider : {domain::Provider::xai, domain::Provider::openai, domain::Provider::openai_compatible}) {
    CHECK(durability_of(provider) == cache::Durability::paid);
  }
}

TEST_CASE("a listener that wants no more stops the run before the next call") {
  AppWorld world;
  for (const char* name : {"repo/src/a.rs", "repo/src/b.rs", "repo/src/c.rs"}) {
    world.request.paths.push_back(world.folder.write(name, std::string("fn ") + name[9] + "() {}\n"));
  }
  world.enough = 2;
  const AnalyzeSummary summary = world.run({chat_reply(), chat_reply(), chat_reply(), chat_reply()});
  CHECK(world.calls == 2);
  CHECK(world.results.size() == 2);
  CHECK(summary.abandoned);
  CHECK(summary.skipped == 2);
  CHECK(summary.outcomes.empty());
}

TEST_CASE("how many secrets were replaced stands in the result") {
  AppWorld world;
  world.request.paths = {world.folder.write(
      "repo/k.py", "AWS = 'AKIAIOSFODNN7EXAMPL3'\nGH = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz'\n")};
  const AnalyzeSummary summary = world.run();
  CHECK(world.results[0].answer->secrets_replaced > 0);
  CHECK(summary.secrets_replaced == world.results[0].answer->secrets_replaced);
}

TEST_CASE("a model on this machine without a known price is free, which is said once") {
  AppWorld world;
  world.loaded.settings.llm.provider = "openai-compatible";
  world.loaded.settings.llm.model = "qwen3:8b";
  auto& server = world.loaded.settings.llm.providers.at(static_cast<std::size_t>(domain::Provider::openai_compatible));
  server.base_url = "http://127.0.0.1:11434/v1";
  world.request.paths.push_back(world.folder.write("repo/src/g.rs", "fn g() {}\n"));
  const AnalyzeSummary summary = world.run({chat_reply(), chat_reply()});
  CHECK(world.calls == 2);
  CHECK(summary.spending.cost() == NanoUsd{});
  CHECK(summary.spending.is_exact());
  CHECK(std::count_if(world.warnings.begin(), world.warnings.end(),
                      [](const std::string& text) { return text.find("treated as free") != std::string::npos; }) == 1);

  world.loaded.settings.llm.model = "gpt-4o-mini";
  CHECK(world.run({chat_reply(), chat_reply()}).spending.cost() == NanoUsd{2 * (1000 * 150 + 200 * 600)});
  CHECK(world.warnings.empty());

  world.loaded.settings.llm.model = "qwen3:8b";
  server.base_url = "https://example.com/v1";
  world.run();
  CHECK(world.calls == 0);
  CHECK(world.results[0].answer->fallback->reason == FallbackReason::unknown_price);
}

TEST_CASE("--fail-on without a usable model fails, unless nothing but builtin is configured") {
  AppWorld world;
  world.request.fail_on = domain::Severity::low;
  world.variables.erase("OPENAI_API_KEY");
  CHECK(world.run({}).outcomes == std::set{Errc::provider});

  world.loaded.settings.llm.provider = "auto";
  world.loaded.settings.llm.model.clear();
  const AnalyzeSummary summary = world.run({});
  CHECK(summary.outcomes.empty());
  CHECK(summary.judged_by_builtin == 1);
  REQUIRE(world.warnings.size() == 1);
  CHECK_THAT(world.warnings[0], Contains("built-in"));
}

TEST_CASE("a file without a grammar is not reviewed by builtin: without scores where named, passed over in a folder") {
  AppWorld world;
  world.loaded.settings.llm.provider = "builtin";
  world.request.paths = {world.folder.write("repo/src/a.rb", "def a\nend\n")};
  const AnalyzeSummary named = world.run({});
  REQUIRE(world.results.size() == 1);
  CHECK_FALSE(std::get<domain::Analysis>(world.results[0].answer->document).complexity_score);
  CHECK(named.not_reviewed.at("ruby") == 1);
  CHECK(named.files == 1);

  world.request.paths = {(world.folder.path() / "repo/src").string()};
  const AnalyzeSummary folder = world.run({});
  REQUIRE(world.results.size() == 1);
  CHECK(world.results[0].place.repo_path == "src/f.rs");
  CHECK_FALSE(world.results[0].place.named);
  CHECK(folder.not_reviewed.at("ruby") == 1);
  CHECK(folder.files == 1);

  world.loaded.settings.llm.provider = "openai";
  CHECK(world.run({chat_reply(), chat_reply()}).not_reviewed.empty());
  CHECK(world.results.size() == 2);
}

TEST_CASE("--offline without a key fails like --offline with one") {
  for (const bool key : {true, false}) {
    AppWorld world;
    if (!key) world.variables.erase("OPENAI_API_KEY");
    world.request.offline = true;
    world.name_provider();
    CHECK(world.run({}).outcomes.contains(Errc::offline));
  }
}

TEST_CASE("a model's findings and builtin's are one list, and each is stored under its own key") {
  AppWorld world;
  std::string source = "fn f() {\n    return;\n    g();\n";
  for (int i = 0; i < 60; ++i) source += "    g();\n";
  world.request.paths = {world.folder.write("repo/src/long.rs", source + "}\n")};
  world.run();
  REQUIRE(world.results.at(0).answer);
  const FileResult& asked = world.results.at(0);
  const auto found = [](const FileResult& result, const std::string& kind) {
    std::vector<std::vector<std::string>> finders;
    for (const domain::Finding& finding : result.findings) {
      if (finding.kind == kind) finders.push_back(finding.found_by);
    }
    return finders;
  };
  using Finders = std::vector<std::vector<std::string>>;
  CHECK(found(asked, "long_function") == Finders{{"builtin"}});
  CHECK(found(asked, "dead_code") == Finders{{"builtin", "openai/gpt-4o-mini"}});
  CHECK(asked.answer->provider == domain::Provider::openai);

  const std::vector<domain::Finding> before = asked.findings;
  const AnalyzeSummary hit = world.run({});
  CHECK(hit.hits == 1);
  REQUIRE(world.results.at(0).findings.size() == before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK(world.results[0].findings[i].fingerprint == before[i].fingerprint);
    CHECK(world.results[0].findings[i].found_by == before[i].found_by);
    CHECK(world.results[0].findings[i].message == before[i].message);
  }
  // Builtin's own answer is there, too, without the model's findings.
  world.loaded.settings.llm.provider = "builtin";
  CHECK(world.run({}).hits == 1);
  CHECK(found(world.results.at(0), "dead_code") == Finders{{"builtin"}});
}

TEST_CASE("a model's answer about a language without a grammar stays as it is") {
  AppWorld world;
  world.request.paths = {world.folder.write("repo/src/a.rb", "def f\nend\n")};
  world.run();
  REQUIRE(world.results.at(0).findings.size() == 1);
  CHECK(world.results[0].findings[0].found_by == std::vector<std::string>{"openai/gpt-4o-mini"});
}

TEST_CASE("what is less severe than was asked for is hidden and not counted, and a reason to fail all the same") {
  AppWorld world;
  world.request.min_severity = domain::Severity::critical;
  world.request.fail_on = domain::Severity::low;
  const AnalyzeSummary summary = world.run();
  REQUIRE(world.results.at(0).findings.size() == 1);
  CHECK(world.results[0].findings[0].is_minor);
  CHECK(summary.findings == domain::SeverityCounts{});
  CHECK(summary.findings_at_threshold);
}

TEST_CASE("facts of lines are worked out where they are asked for") {
  AppWorld world;
  world.request.paths = {world.folder.write("repo/src/f.rs", "fn f() {}\r\n// \xC3\xA4\n\n")};
  world.run();
  CHECK(world.results.at(0).line_lengths.empty());
  CHECK(world.results.at(0).findings.at(0).line_hash.empty());
  world.request.line_facts = true;
  world.run({});
  CHECK(world.results.at(0).line_lengths == std::vector<int>{9, 4, 0, 0});
  CHECK_FALSE(world.results.at(0).findings.at(0).line_hash.empty());
}
