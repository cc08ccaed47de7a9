// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "announcement.hpp"
#include "answers.hpp"
#include "keys.hpp"
#include "past_calls.hpp"
#include "prospects.hpp"
#include "reader.hpp"
#include "rustassistant/cache/result_cache.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/sys/files.hpp"
#include "stores_world.hpp"

// Entries of the older tool field by field, and who may be told about them.
namespace rustassistant::app {
namespace {

using domain::AnalysisType;
using domain::Provider;

constexpr UnixMillis kAnalyzed{1'769'940'000'000};  // 2026-02-01
constexpr UnixMillis kWritten{1'770'000'000'000};
const legacy::Tree kOldTree{"/old/0123abcd/cache", "0123abcd", ""};

legacy::Entry old_entry(const std::string& path = "src/a.rs") {
  legacy::Entry entry;
  entry.file_path = path;
  entry.file_hash = codec::sha256("content");
  entry.analyzed_at = kAnalyzed;
  entry.model = "grok-beta";
  entry.result = "{}";
  entry.cache_type = "refactor";
  return entry;
}

LegacyAnswer brought(const legacy::Entry& entry, const legacy::Tree& tree = kOldTree) {
  auto answer = answer_of(entry, tree, "docs", kWritten);
  REQUIRE(answer);
  return *std::move(answer);
}

}  // namespace

TEST_CASE("who answered is told by how the model's name begins, in whatever case") {
  const std::vector<std::pair<std::string, Provider>> rows{{"grok-2", Provider::xai},
                                                           {"GROK-beta", Provider::xai},
                                                           {"gpt-4o", Provider::openai},
                                                           {"chatgpt-4o", Provider::openai},
                                                           {"o1-mini", Provider::openai},
                                                           {"o3", Provider::openai},
                                                           {"o4-mini", Provider::openai},
                                                           {"claude-3", Provider::anthropic},
                                                           {"Gemini-1.5", Provider::google},
                                                           {"o2", Provider::openai_compatible},
                                                           {"qwen", Provider::openai_compatible},
                                                           {"my-grok", Provider::openai_compatible},
                                                           {"", Provider::openai_compatible}};
  for (const auto& [model, provider] : rows) {
    CAPTURE(model);
    CHECK(provider_of_model(model) == provider);
  }
}

TEST_CASE("an old entry's facts are taken over one by one, with what stands for those it lacks") {
  legacy::Entry source = old_entry();
  const LegacyAnswer plain = brought(source);
  const domain::KeyFactors& factors = plain.info.factors;
  CHECK(factors.type == "refactor");
  CHECK(factors.provider == "xai");
  CHECK(factors.endpoint.empty());
  CHECK(factors.model == "grok-beta");
  CHECK(factors.prompt_hash == llm::prompt_hash(AnalysisType::refactor));
  CHECK(factors.schema_version == "1");
  CHECK(factors.language == "rust");
  CHECK(factors.config_hash == model_options_hash(kind_of(AnalysisType::refactor), config::Settings{}));
  CHECK(factors.context_hash.empty());
  CHECK(factors.content_hash == codec::sha256_hex("content"));
  CHECK(plain.info.key == domain::cache_key(factors));
  CHECK(plain.info.repo_id == "0123abcd");
  CHECK(plain.info.repo_path.empty());
  CHECK(plain.info.path == "src/a.rs");
  CHECK(plain.info.created == kAnalyzed);
  CHECK(plain.info.last_accessed == kAnalyzed);
  CHECK(plain.info.access_count == 0);
  CHECK(plain.info.generation_ms == 0);
  CHECK_FALSE(plain.info.usage);
  CHECK_FALSE(plain.info.cost);
  CHECK_FALSE(plain.info.estimated);
  CHECK(plain.info.older_tool);
  CHECK(plain.result == "{}");
  CHECK(plain.provider_inferred);
  CHECK(plain.older_prompt);

  source.provider = Provider::openai;
  source.prompt_hash = "0123456789abcdef";
  source.analyzed_at.reset();
  source.cost = NanoUsd{5};
  const LegacyAnswer full = brought(source);
  CHECK(full.info.factors.provider == "openai");
  CHECK(full.info.factors.prompt_hash == "0123456789abcdef");
  CHECK(full.info.created == kWritten);
  CHECK(full.info.cost == NanoUsd{5});
  CHECK(full.info.estimated);
  CHECK_FALSE(full.provider_inferred);
  CHECK_FALSE(full.older_prompt);

  // A type has a prompt and options of its own; where an entry does not say its type, its folder does.
  source = old_entry();
  source.cache_type.clear();
  CHECK(brought(source).info.factors.type == "docs");
  CHECK(brought(source).info.factors.prompt_hash == llm::prompt_hash(AnalysisType::docs));
  CHECK(brought(source).info.factors.config_hash ==
        model_options_hash(kind_of(AnalysisType::docs), config::Settings{}));
  CHECK(brought(source).info.factors.config_hash != factors.config_hash);
}

TEST_CASE(
    "an old entry's tokens: input and output as they stand, else what the whole leaves, else all of it as input") {
  struct Case {
    std::optional<Tokens> whole, input, output;
    std::string expected;
  };
  const std::vector<Case> rows{{{}, {}, {}, "-"},           {1000, {}, {}, "1000/0"},   {{}, 700, {}, "700/0"},
                               {{}, {}, 300, "0/300"},      {1000, 700, {}, "700/300"}, {1000, {}, 300, "700/300"},
                               {1000, 600, 300, "600/300"}, {100, {}, 300, "0/300"},    {100, 300, {}, "300/0"}};
  for (const auto& [whole, input, output, expected] : rows) {
    legacy::Entry source = old_entry();
    source.tokens = whole;
    source.input = input;
    source.output = output;
    const auto usage = brought(source).info.usage;
    CHECK((usage ? std::to_string(usage->input) + "/" + std::to_string(usage->output) : "-") == expected);
  }
}

TEST_CASE("an old entry's cost is its own, else by the price of its day; without tokens or price it is not known") {
  legacy::Entry source = old_entry();
  source.tokens = 1000;
  CHECK(brought(source).info.cost == NanoUsd{5'000'000});
  source.cost = NanoUsd{7};
  CHECK(brought(source).info.cost == NanoUsd{7});
  source.cost.reset();
  source.model = "grok-unheard-of";
  CHECK_FALSE(brought(source).info.cost);
  CHECK(brought(source).info.estimated);
}

TEST_CASE("an old entry is refused where its type is unknown, or its result too large") {
  legacy::Entry source = old_entry();
  source.cache_type = "horoscope";
  const auto unknown = answer_of(source, kOldTree, "refactor", kWritten);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == Errc::input);
  CHECK(unknown.error().what == "no such analysis type: 'horoscope'");
  source = old_entry();
  source.result.assign(static_cast<std::size_t>(cache::kMaxResultBytes), ' ');
  CHECK(answer_of(source, kOldTree, "refactor", kWritten));
  source.result += ' ';
  const auto large = answer_of(source, kOldTree, "refactor", kWritten);
  REQUIRE_FALSE(large);
  CHECK(large.error().code == Errc::input);
  CHECK(large.error().what == "the result is larger than 4 MiB");
}

TEST_CASE("an old entry's language follows from its name; where only the content tells, from the file it was about") {
  test::TemporaryFolder folder;
  const legacy::Tree tree{"/old/0123abcd/cache", "0123abcd", folder.path().string()};
  const auto language = [&](const std::string& name, const std::string& reviewed, const std::string& now,
                            const legacy::Tree& of) {
    folder.write(name, now);
    legacy::Entry source = old_entry(name);
    source.file_hash = codec::sha256(reviewed);
    return brought(source, of).info.factors.language;
  };
  const std::string script = "#!/usr/bin/env python3\nprint()\n";
  const std::string plus = "namespace n { class A { public: virtual ~A(); }; }\n";
  const std::string unknown = language("tool", script, "changed", tree);
  CHECK(language("tool", script, script, tree) == "python");
  CHECK(unknown != "python");
  CHECK(language("tool", script, script, kOldTree) == unknown);
  CHECK(language("a.rs", script, script, tree) == "rust");
  CHECK(language("A.H", plus, plus, tree) == language("b.hpp", plus, plus, tree));
  CHECK(language("a.h", plus, plus, tree) != language("a.h", plus, "int x;\n", tree));
  CHECK(language("a.h", plus, plus, kOldTree) == language("a.h", plus, "int x;\n", tree));
}

TEST_CASE("a call of the past has the type, the seller, the tokens and the cost that its row says or stands for") {
  legacy::Usage usage;
  usage.at = kAnalyzed;
  usage.model = "grok-beta";
  const auto call = [&](const std::string& place = "row 7 of llm_costs") {
    auto made = past_call({place, {"", "0123abcd"}, usage}, kOldTree, kWritten);
    REQUIRE(made);
    return *std::move(made);
  };
  for (const auto& [written, type] :
       std::vector<std::pair<std::string, AnalysisType>>{{"", AnalysisType::refactor},
                                                         {"docs", AnalysisType::docs},
                                                         {"todos", AnalysisType::todos},
                                                         {"docs_generation", AnalysisType::docs},
                                                         {"refactor_analysis", AnalysisType::refactor},
                                                         {"chat", AnalysisType::analysis}}) {
    CAPTURE(written);
    usage.type = written;
    CHECK(call().facts.type == type);
  }
  CHECK(call().at == kAnalyzed);
  CHECK(call().facts.repo_id == "0123abcd");
  CHECK(call().facts.path.empty());
  CHECK(call().facts.extension.empty());
  CHECK_FALSE(call().usage);
  CHECK_FALSE(call().cost);
  usage.cached = 5;
  CHECK_FALSE(call().usage);
  usage.output = 10;
  CHECK(call().usage->input == 0);
  CHECK(call().usage->cached == 0);
  CHECK(call().usage->output == 10);
  CHECK(call().cost == NanoUsd{150'000});
  usage.input = 1000;
  usage.output.reset();
  CHECK(call().usage->cached == 5);
  CHECK(call().usage->output == 0);
  usage.cached.reset();
  CHECK(call().cost == NanoUsd{5'000'000});
  usage.cost = NanoUsd{3};
  CHECK(call().cost == NanoUsd{3});
  usage.provider = Provider::openai;
  CHECK(call().facts.provider == Provider::openai);
  usage.provider.reset();
  usage.model = "gpt-4o";
  CHECK(call().facts.provider == Provider::openai);
  usage.model.clear();
  CHECK(call().facts.provider == Provider::xai);
  CHECK(call().facts.model == "unknown");
  // The tag, by which a call is known again, is the same in every version.
  CHECK(call("row 7 of token_usage").tag == codec::sha256_hex("/old/0123abcd/cache\nrow 7").substr(0, 32));
  CHECK(call("row 7 of llm_costs").tag == codec::sha256_hex("/old/0123abcd/cache\nrow 7 of llm_costs").substr(0, 32));
}

TEST_CASE("settings that keep old answers from hitting are named, each and together") {
  const auto named = [](const std::function<void(config::Settings&)>& change) {
    config::Loaded loaded;
    change(loaded.settings);
    auto prospects = Prospects::of(loaded, sys::Environment(), 20261121);
    REQUIRE(prospects);
    prospects->count(brought(old_entry()).info);
    CHECK(prospects->will_hit() == 0);
    const auto found = prospects->obstacles();
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == ObstacleKind::options);
    CHECK(found[0].entries == 1);
    CHECK(found[0].remedy == "leave " + found[0].what + " at the default");
    return found[0].what;
  };
  CHECK(named([](auto& settings) { settings.analysis.thresholds.nesting = 9; }) == "the thresholds of [analysis]");
  CHECK(named([](auto& settings) { settings.llm.max_output_tokens = 100; }) == "[llm] max_output_tokens");
  CHECK(named([](auto& settings) {
          settings.analysis.thresholds.nesting = 9;
          settings.llm.max_output_tokens = 100;
        }) == "the thresholds of [analysis], [llm] max_output_tokens");
}

TEST_CASE("another server of the same model is no reason to take an old answer for its own") {
  config::Loaded loaded;
  loaded.settings.llm.provider = "openai";
  loaded.settings.llm.model = "gpt-4o";
  const sys::Environment key(sys::Variables{{"OPENAI_API_KEY", "sk-0123456789abcdef"}});
  const auto will_hit = [&](const std::string& model, std::optional<Provider> provider = {}) {
    auto prospects = Prospects::of(loaded, key, 20261121);
    REQUIRE(prospects);
    legacy::Entry source = old_entry();
    source.model = model;
    source.provider = provider;
    prospects->count(brought(source).info);
    return prospects->will_hit() == 1;
  };
  CHECK(will_hit("gpt-4o"));
  CHECK_FALSE(will_hit("gpt-4o-mini"));
  CHECK_FALSE(will_hit("gpt-4o", Provider::xai));
  loaded.settings.llm.providers.at(static_cast<std::size_t>(Provider::openai)).base_url = "https://proxy.example/v1";
  CHECK_FALSE(will_hit("gpt-4o"));
  loaded.settings.cache.accept_models = {"other", "gpt-4o"};
  CHECK(will_hit("gpt-4o"));
}

TEST_CASE_METHOD(test::StoresWorld, "the older tool's answers are announced until a migration has read them") {
  const auto before = std::filesystem::current_path();
  std::filesystem::create_directories(folder.path() / "here");
  std::filesystem::current_path(folder.path() / "here");
  variables["HOME"] = (folder.path() / "user").string();
  const auto announced = [&] { return unmigrated_source(services().environment); };
  const std::string list = home() + "/migrated.json";
  CHECK_FALSE(announced());
  folder.write("user/.rustassistant/cache/repos/0123abcd/cache/refactor/a.json", "{}");
  folder.write("here/.rustassistant/cache/refactor/a.json", "{}");
  const auto first = announced();
  REQUIRE(first);
  const auto remember = [&](const std::string& path) {
    remember_migrated(std::vector<legacy::Source>{*legacy::find_source(path)}, services().environment);
  };
  remember(*first);
  const auto second = announced();
  REQUIRE(second);
  CHECK(*second != *first);
  std::vector<std::string> both{*first, *second};
  std::sort(both.begin(), both.end());
  remember(*second);
  CHECK_FALSE(announced());
  const auto text = sys::read_file(list, 100'000);
  REQUIRE(text);
  CHECK(nlohmann::json::parse(*text) == nlohmann::json{{"schema", "rustassistant.migrated/1"}, {"sources", both}});
  CHECK(std::filesystem::status(list).permissions() == std::filesystem::perms(0600));
  // What is known already is not written again; a list that cannot be read holds nothing.
  folder.write("home/migrated.json", R"({"sources":[")" + *first + R"(", 7]})");
  CHECK(announced() == second);
  remember(*first);
  CHECK(sys::read_file(list, 100'000)->find("schema") == std::string::npos);
  for (const char* broken : {"", "[]", "{}", R"({"sources":{}})", R"({"sources":"x"})"}) {
    folder.write("home/migrated.json", broken);
    CHECK(announced() == first);
  }
  folder.write("home/migrated.json", std::string(1'000'001, ' '));
  CHECK(announced() == first);
  std::filesystem::current_path(before);
}

TEST_CASE("reading old answers ends with the first that is not wanted, and hands on what a thread throws") {
  constexpr int kEntries = 500;  // more than is under way at once: who ends early must not leave a thread waiting
  test::TemporaryFolder folder;
  for (int i = 0; i < kEntries; ++i)
    folder.write("old/0123abcd/cache/refactor/" + std::to_string(i) + ".json", i == 0 ? "no entry"
                                                                                      : R"({"file_path":
      "a.rs","file_hash":")" + std::string(64, 'a') + R"(","model":"grok","result":{"n":)" + std::to_string(i) +
                                                                                            "}}");
  const std::vector<legacy::Source> sources{*legacy::find_source((folder.path() / "old").string())};
  int taken = 0;
  int answers = 0;
  std::int64_t bytes = 0;
  read_legacy(
      sources, [](LegacyItem&) {},
      [&](const LegacyItem& item) {
        ++taken;
        answers += item.answer ? 1 : 0;
        bytes += item.source_bytes;
        return true;
      });
  CHECK(taken == kEntries);
  CHECK(answers == kEntries - 1);
  std::int64_t all = 0;
  for (int i = 0; i < kEntries; ++i)
    all += static_cast<std::int64_t>(
        std::filesystem::file_size(folder.path() / ("old/0123abcd/cache/refactor/" + std::to_string(i) + ".json")));
  CHECK(bytes == all);
  taken = 0;
  read_legacy(sources, [](LegacyItem&) {}, [&](const LegacyItem&) { return ++taken < 40; });
  CHECK(taken == 40);
  CHECK_THROWS_WITH(
      read_legacy(
          sources, [](LegacyItem&) { throw std::runtime_error("no room"); }, [](const LegacyItem&) { return true; }),
      "no room");
}

}  // namespace rustassistant::app
