// SPDX-License-Identifier: MIT
#include "cache_fixture.hpp"

namespace rustassistant::cache {

namespace {

AnswerQuery query_for(const Entry& entry) {
  return {entry.info.factors, {}};
}

// Another model's answer for the same file.
Entry answer_of(const Entry& entry, const std::string& model, std::int64_t created) {
  Entry other = entry;
  other.info.key = key_of("answer of " + model);
  other.info.factors.model = model;
  other.info.created = {created};
  return other;
}

}  // namespace

TEST_CASE_METHOD(CacheFixture, "the newest answer of any model stands in, whatever its provider") {
  const Entry asked = entry_named("main");
  const auto cache = open();
  CHECK_FALSE(*cache->find_model_answer(query_for(asked)));
  Entry local = answer_of(asked, "llama3", 2000);
  local.info.factors.provider = "openai-compatible";
  local.info.factors.endpoint = "http://127.0.0.1:11434";
  for (const Entry& entry : {answer_of(asked, "grok-beta", 1000), local, answer_of(asked, "gpt-4o-mini", 1500)}) {
    REQUIRE(cache->put(entry, Durability::cheap));
  }
  CHECK((*cache->find_model_answer(query_for(asked)))->info.factors.model == "llama3");
}

TEST_CASE_METHOD(CacheFixture, "only the models that are accepted stand in where they are named") {
  const Entry asked = entry_named("main");
  const auto cache = open();
  REQUIRE(cache->put(answer_of(asked, "grok-beta", 1000), Durability::cheap));
  REQUIRE(cache->put(answer_of(asked, "llama3", 2000), Durability::cheap));
  AnswerQuery query = query_for(asked);
  const std::vector<std::string> accepted{"grok-2", "grok-beta"};
  query.models = accepted;
  CHECK((*cache->find_model_answer(query))->info.factors.model == "grok-beta");
  const std::vector<std::string> others{"grok"};
  query.models = others;
  CHECK_FALSE(*cache->find_model_answer(query));
}

TEST_CASE_METHOD(CacheFixture, "an answer to anything else does not stand in") {
  const Entry asked = entry_named("main");
  Entry stored = answer_of(asked, "grok-beta", 1000);
  const auto change = GENERATE(0, 1, 2, 3, 4, 5, 6, 7);
  switch (change) {
    case 0:
      stored.info.factors.provider = "builtin";
      break;
    case 1:
      stored.info.factors.content_hash.back() = stored.info.factors.content_hash.back() == '0' ? '1' : '0';
      break;
    case 2:
      stored.info.factors.type = "docs";
      break;
    case 3:
      stored.info.factors.prompt_hash += "0";
      break;
    case 4:
      stored.info.factors.schema_version = "2";
      break;
    case 5:
      stored.info.factors.language = "python";
      break;
    case 6:
      stored.info.factors.config_hash = "other";
      break;
    default:
      stored.info.factors.context_hash = "other";
      break;
  }
  store(stored);
  CHECK_FALSE(*open()->find_model_answer(query_for(asked)));
}

}  // namespace rustassistant::cache
