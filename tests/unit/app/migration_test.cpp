// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "answers.hpp"
#include "past_calls.hpp"
#include "prospects.hpp"
#include "rustassistant/llm/prompt.hpp"

using namespace rustassistant;
using namespace rustassistant::app;
using Catch::Matchers::Contains;

namespace {

legacy::Entry entry() {
  legacy::Entry entry;
  entry.file_path = "./src//a.rs";
  entry.analyzed_at = UnixMillis{1'769'940'000'000};
  entry.model = "grok-beta";
  entry.result = "{}";
  entry.cache_type = "refactor";
  return entry;
}

const legacy::Tree kTree{"/old/0123abcd/cache", "0123abcd", "/srv/project"};

LegacyAnswer answer(legacy::Entry source) {
  auto answer = answer_of(std::move(source), kTree, "refactor", {});
  REQUIRE(answer);
  return *std::move(answer);
}

legacy::UsageRow usage_row() {
  legacy::Usage usage;
  usage.at = {1'769'940'000'000};
  usage.model = "grok-beta";
  usage.type = "docs";
  usage.input = 1000;
  usage.cached = 3000;
  usage.output = 10;
  usage.path = "./src/A.RS";
  return {"row 1 of token_usage", {"", "ffffffff"}, usage};
}

constexpr UnixMillis kNow{1'770'000'000'000};

config::Loaded loaded(const std::function<void(config::Settings&)>& change = {}) {
  config::Loaded loaded;
  if (change) change(loaded.settings);
  return loaded;
}

std::vector<Obstacle> obstacles(const config::Loaded& settings, const sys::Environment& environment,
                                const cache::EntryInfo& info, std::int64_t will_hit = 0) {
  auto prospects = Prospects::of(settings, environment, 20261121);
  REQUIRE(prospects);
  prospects->count(info);
  prospects->count(info);
  CHECK(prospects->will_hit() == will_hit);
  return prospects->obstacles();
}

}  // namespace

TEST_CASE("paths of old entries are named as a repository's files are") {
  CHECK(path_within("./src/x.rs", "") == "src/x.rs");
  CHECK(path_within("src//x.rs", "/srv") == "src/x.rs");
  CHECK(path_within("src/../lib/x.rs", "/srv") == "lib/x.rs");
  CHECK(path_within("/srv/project/src/x.rs", "/srv/project") == "src/x.rs");
  CHECK(path_within("/srv/./project//src/x.rs", "/srv/project") == "src/x.rs");
  CHECK(path_within("/srv/project2/x.rs", "/srv/project") == "/srv/project2/x.rs");
  CHECK(path_within("/srv/x.rs", "") == "/srv/x.rs");
}

TEST_CASE("uses, time and tokens of an old entry are carried over") {
  legacy::Entry source = entry();
  source.access_count = 7;
  source.last_accessed = UnixMillis{1'769'950'000'000};
  source.generation_ms = 1500;
  source.tokens = 1000;
  source.output = 100;
  const LegacyAnswer carried = answer(source);
  CHECK(carried.info.path == "src/a.rs");
  CHECK(carried.info.access_count == 7);
  CHECK(carried.info.last_accessed.value == 1'769'950'000'000);
  CHECK(carried.info.generation_ms == 1500);
  CHECK(carried.info.usage->input == 900);
  CHECK(carried.info.usage->output == 100);
  CHECK(carried.info.estimated);
  CHECK(carried.info.cost->value == 900 * 5'000 + 100 * 15'000);  // grok-beta: $5 and $15 per million tokens
  CHECK(carried.info.factors.prompt_hash == llm::prompt_hash(domain::AnalysisType::refactor));

  source.last_accessed = UnixMillis{1};  // before it was made
  CHECK(answer(source).info.last_accessed == answer(source).info.created);
  CHECK(answer(entry()).info.access_count == 0);
  CHECK_FALSE(answer(entry()).info.usage);
  CHECK_FALSE(answer(entry()).info.estimated);
}

TEST_CASE("a call of the past keeps its repository, type, path and tokens") {
  const auto call = past_call(usage_row(), kTree, kNow);
  REQUIRE(call);
  CHECK(call->facts.repo_id == "ffffffff");
  CHECK(call->facts.repo_path.empty());
  CHECK(call->facts.type == domain::AnalysisType::docs);
  CHECK(call->facts.path == "src/A.RS");
  CHECK(call->facts.extension == "rs");
  CHECK(call->facts.provider == domain::Provider::xai);
  CHECK(call->usage->input == 1000);
  CHECK(call->usage->cached == 1000);  // a part of the input, never more
  CHECK(call->usage->output == 10);
  CHECK(call->cost.has_value());

  legacy::UsageRow other = usage_row();
  other.place = "row 1 of llm_costs";
  CHECK(past_call(other, kTree, kNow)->tag != call->tag);
  other = usage_row();
  other.usage->type = "code_review";
  CHECK(past_call(other, kTree, kNow)->facts.type == domain::AnalysisType::analysis);
  other.usage->model.clear();
  CHECK(past_call(other, kTree, kNow)->facts.model == "unknown");
  CHECK_FALSE(past_call(other, kTree, kNow)->cost);
}

TEST_CASE("a call that cannot be read, or is still to come, says so") {
  legacy::UsageRow row = usage_row();
  CHECK(past_call(row, kTree, row.usage->at));
  CHECK_THAT(past_call(row, kTree, UnixMillis{row.usage->at.value - 1}).error().what, Contains("still to come"));
  row.usage = tl::unexpected(Error{Errc::input, "no amount", {}});
  CHECK(past_call(row, kTree, kNow).error().what == "no amount");
}

TEST_CASE("what will not hit is told with its reason and the setting that helps") {
  const sys::Environment nobody;
  const sys::Environment xai(sys::Variables{{"XAI_API_KEY", "xai-0123456789abcdef"}});
  const cache::EntryInfo old = answer(entry()).info;
  CHECK(obstacles(loaded(), nobody, old, 2).empty());

  const auto other_model = obstacles(loaded(), xai, old);
  REQUIRE(other_model.size() == 1);
  CHECK(other_model[0].kind == ObstacleKind::model);
  CHECK(other_model[0].what == "grok-beta");
  CHECK(other_model[0].entries == 2);
  CHECK(other_model[0].remedy == "[cache] accept_models = [\"grok-beta\"]");
  CHECK(obstacles(loaded([](auto& settings) { settings.cache.accept_models = {"grok-beta"}; }), xai, old, 2).empty());
  CHECK(obstacles(loaded([](auto& settings) { settings.llm.model = "grok-beta"; }), xai, old, 2).empty());

  legacy::Entry prompted = entry();
  prompted.prompt_hash = "0123456789abcdef";
  const auto prompt = obstacles(loaded(), nobody, answer(prompted).info);
  REQUIRE(prompt.size() == 1);
  CHECK(prompt[0].kind == ObstacleKind::prompt);
  CHECK(prompt[0].what == "0123456789abcdef");
  CHECK(prompt[0].remedy.empty());

  legacy::Entry typed = entry();
  typed.cache_type = "todos";
  CHECK(obstacles(loaded(), nobody, answer(typed).info).at(0).kind == ObstacleKind::type);

  const auto options = obstacles(loaded([](auto& settings) {
                                   settings.llm.max_output_tokens = 100;
                                   settings.analysis.thresholds.nesting = 9;
                                 }),
                                 nobody, old);
  REQUIRE(options.size() == 1);
  CHECK(options[0].kind == ObstacleKind::options);
  CHECK_THAT(options[0].what, Contains("[llm] max_output_tokens") && Contains("thresholds") && !Contains("redact"));
}

TEST_CASE("the most frequent reason comes first, and equal ones in a certain order") {
  auto prospects = Prospects::of(loaded(), sys::Environment(), 20261121);
  REQUIRE(prospects);
  const auto count = [&](const char* prompt, int times) {
    legacy::Entry old = entry();
    old.prompt_hash = prompt;
    for (int i = 0; i < times; ++i) prospects->count(answer(old).info);
  };
  count("bbbbbbbbbbbbbbbb", 1);
  count("aaaaaaaaaaaaaaaa", 1);
  count("cccccccccccccccc", 2);
  const auto found = prospects->obstacles();
  REQUIRE(found.size() == 3);
  CHECK(found[0].what == "cccccccccccccccc");
  CHECK(found[0].entries == 2);
  CHECK(found[1].what == "aaaaaaaaaaaaaaaa");
  CHECK(found[2].what == "bbbbbbbbbbbbbbbb");
}
