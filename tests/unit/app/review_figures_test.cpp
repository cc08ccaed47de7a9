// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/fingerprint.hpp"
#include "rustassistant/domain/repository.hpp"
#include "stores_world.hpp"

// Every figure of a file's result, and of what is stored of it.
namespace rustassistant::app {
namespace {

using test::chat_reply;
using test::FakeTransport;
using FigureScript = std::vector<FakeTransport::Step>;

// A transport whose replies take their time.
class SlowTransport final : public http::Transport {
 public:
  SlowTransport(FigureScript script, test::FakeClock& clock) : replies_(std::move(script)), clock_(clock) {}
  [[nodiscard]] FakeTransport::Step send(const http::Request& request) override {
    clock_.advance(std::chrono::milliseconds(1500));
    return replies_.send(request);
  }

 private:
  FakeTransport replies_;
  test::FakeClock& clock_;
};

struct FiguresWorld : test::StoresWorld {
  FileResult review_one(FigureScript script) {
    SlowTransport slow(std::move(script), clock);
    const sys::Environment here(variables);
    const Services by_script{clock, slow, here, [this](const std::string& text) { warnings.push_back(text); }};
    std::vector<FileResult> all;
    const AnalyzeListener listener{{}, [&](const FileResult& result) { return all.push_back(result), true; }, {}, {}};
    REQUIRE(analyze(request, loaded, by_script, listener));
    REQUIRE(all.size() == 1);
    return all.front();
  }
  std::optional<cache::Entry> stored(const domain::CacheKey& key) {
    const auto opened = *open_cache_of((folder.path() / "repo").string(), loaded.settings.cache, services());
    auto found = opened.cache->find(key);
    REQUIRE(found);
    return *found;
  }
  std::int64_t misses() {
    const auto opened = *open_cache_of((folder.path() / "repo").string(), loaded.settings.cache, services());
    return opened.cache->statistics()->misses;
  }
};

// "provider/model input/output ~saved ms": who answered, and what that took.
std::string told_of(const FileResult& result) {
  if (!result.answer) return "failed: " + result.answer.error().what;
  const Answered& answered = *result.answer;
  const std::string usage =
      answered.usage ? std::to_string(answered.usage->input) + "/" + std::to_string(answered.usage->output) : "-";
  const std::string use = result.cache == CacheUse::hit ? "hit" : result.cache == CacheUse::miss ? "miss" : "off";
  CHECK(answered.from_cache == (result.cache == CacheUse::hit));
  CHECK(result.key == answered.key);
  return std::string(name_of(answered.provider)) + "/" + answered.model + " " + usage +
         (answered.estimated ? "~" : "") + " saved " + std::to_string(answered.saved.value) + ", " +
         std::to_string(answered.generation_ms) + " ms of " + std::to_string(result.duration_us) + " us, " + use +
         (answered.fallback ? ", " + std::string(name_of(answered.fallback->reason)) : std::string());
}

}  // namespace

TEST_CASE_METHOD(FiguresWorld, "a model's answer, the same one from the cache, and what is stored of it") {
  request.paths = {(folder.path() / "repo").string()};
  const UnixMillis begun = clock.now();
  const FileResult first = review_one({chat_reply()});
  CHECK(told_of(first) == "openai/gpt-4o-mini 1000/200 saved 0, 1500 ms of 1500000 us, miss");
  CHECK(first.place.shown == request.paths[0] + "/src/f.rs");
  CHECK(first.place.repo_path == "src/f.rs");
  CHECK_FALSE(first.place.named);
  CHECK(first.type == domain::AnalysisType::refactor);
  CHECK(first.spending.booked == NanoUsd{270'000});
  CHECK(first.spending.open == NanoUsd{0});
  CHECK_FALSE(first.failed_attempt);
  REQUIRE(first.findings.size() == 1);
  CHECK(first.findings[0].type == domain::AnalysisType::refactor);
  CHECK(first.findings[0].path == "src/f.rs");
  CHECK(first.findings[0].found_by == std::vector<std::string>{"openai/gpt-4o-mini"});

  const auto entry = stored(*first.key);
  REQUIRE(entry);
  const std::string root = (folder.path() / "repo").string();
  CHECK(entry->info.repo_id == domain::repo_id(root));
  CHECK(entry->info.repo_path == root);
  CHECK(entry->info.path == "src/f.rs");
  CHECK(entry->info.usage->input == 1000);
  CHECK(entry->info.usage->output == 200);
  CHECK(entry->info.cost == NanoUsd{270'000});
  CHECK_FALSE(entry->info.estimated);
  CHECK_FALSE(entry->info.older_tool);
  CHECK(entry->info.generation_ms == 1500);
  CHECK(entry->info.created.value == begun.value + 1500);
  CHECK(entry->info.factors.provider == "openai");
  CHECK(entry->info.factors.model == "gpt-4o-mini");
  CHECK(entry->info.factors.content_hash == codec::sha256_hex("fn f() {}\n"));
  CHECK(misses() == 1);

  CHECK(told_of(review_one({})) == "openai/gpt-4o-mini 1000/200 saved 270000, 1500 ms of 0 us, hit");
  CHECK(misses() == 1);
}

TEST_CASE_METHOD(FiguresWorld,
                 "without a cache nothing is stored; one that is refreshed is not looked up, nor counted") {
  request.cache = CacheMode::off;
  const FileResult off = review_one({chat_reply()});
  CHECK(told_of(off) == "openai/gpt-4o-mini 1000/200 saved 0, 1500 ms of 1500000 us, off");
  CHECK_FALSE(stored(*off.key));
  request.cache = CacheMode::refresh;
  clock.advance(std::chrono::minutes(1));  // nobody waits for a turn
  CHECK(told_of(review_one({chat_reply()})) == "openai/gpt-4o-mini 1000/200 saved 0, 1500 ms of 1500000 us, miss");
  CHECK(stored(*off.key));
  clock.advance(std::chrono::minutes(1));
  CHECK(told_of(review_one({chat_reply(std::pair{10, 20})})) ==
        "openai/gpt-4o-mini 10/20 saved 0, 1500 ms of 1500000 us, miss");
  CHECK(stored(*off.key)->info.usage->input == 10);
  CHECK(misses() == 0);
}

TEST_CASE_METHOD(FiguresWorld, "who stands in for a model says why, and costs nothing") {
  const std::string end = " 0/0 saved 0, 0 ms of 0 us, ";
  const auto builtin = [&](const FileResult& result, const std::string& how) {
    const std::string all = told_of(result);
    INFO(all);
    CHECK(all.starts_with("builtin/builtin/"));
    CHECK(all.ends_with(end + how));
  };
  request.offline = true;
  builtin(review_one({}), "miss, offline");
  builtin(review_one({}), "hit, offline");
  request.offline = false;
  variables.erase("OPENAI_API_KEY");
  builtin(review_one({}), "hit, no_key");
  variables["OPENAI_API_KEY"] = "sk-test-0123456789";
  loaded.settings.llm.model = "no-such-model";
  builtin(review_one({}), "hit, unknown_price");
  loaded.settings.llm.model = "gpt-4o-mini";
  loaded.settings.privacy.redact = config::Redact::refuse;
  request.paths = {folder.write("repo/src/s.rs", "const T: &str = \"ghp_1234567890abcdefghijklmnopqrstuvwxyzAB\";\n")};
  builtin(review_one({}), "miss, withheld");
  loaded.settings.llm.provider = "builtin";
  builtin(review_one({}), "hit");
}

TEST_CASE_METHOD(FiguresWorld, "an answer that does not match its schema is paid for, and not stored") {
  name_provider();
  const auto wrong =
      FakeTransport::reply(200, R"({"model":"gpt-4o-mini","usage":{"prompt_tokens":1000,"completion_tokens":200},
               "choices":[{"finish_reason":"stop","message":{"content":"{}"}}]})");
  const FileResult result = review_one({wrong});
  REQUIRE_FALSE(result.answer);
  CHECK(result.answer.error().code == Errc::provider);
  CHECK(result.answer.error().what.starts_with("openai gpt-4o-mini gave an answer that does not match the schema: "));
  CHECK(result.answer.error().hint == "the answer was paid for but not stored; try again, or another model");
  CHECK(result.spending.booked == NanoUsd{270'000});
  CHECK(result.cache == CacheUse::miss);
  REQUIRE(result.key);
  CHECK_FALSE(stored(*result.key));
  CHECK(result.findings.empty());
}

TEST_CASE_METHOD(FiguresWorld, "lines are measured in code points, whatever ends them, and findings know their own") {
  request.line_facts = true;
  const std::vector<std::pair<std::string, std::vector<int>>> rows{
      {"fn f() {}\n", {9, 0}}, {"ab\r\nc\rd\n", {2, 1, 1, 0}}, {"\xC3\xA4\xE2\x82\xAC x", {4}}, {"\n\n", {0, 0, 0}},
      {"a\r", {1, 0}},         {"a\r\r\nb", {1, 0, 1}},        {"\xF0\x9F\x98\x80", {1}}};
  for (const auto& [content, lengths] : rows) {
    CAPTURE(content);
    request.paths = {folder.write("repo/src/l.rs", content)};
    const FileResult result = review_one({chat_reply()});
    CHECK(result.line_lengths == lengths);
    REQUIRE_FALSE(result.findings.empty());
    CHECK(result.findings[0].line_hash == domain::line_hashes(content)[0]);
  }
}

TEST_CASE_METHOD(FiguresWorld, "what is no file is a failure with its place, and costs nothing") {
  request.paths = {(folder.path() / "repo/src/nothing.rs").string()};
  const FileResult result = review_one({});
  REQUIRE_FALSE(result.answer);
  CHECK(result.answer.error().code == Errc::input);
  CHECK(result.place.shown == request.paths[0]);
  CHECK(result.place.repo_path == "src/nothing.rs");
  CHECK(result.place.named);
  CHECK(result.language.empty());
  CHECK_FALSE(result.key);
  CHECK(result.cache == CacheUse::off);
  CHECK(misses() == 0);
}

}  // namespace rustassistant::app
