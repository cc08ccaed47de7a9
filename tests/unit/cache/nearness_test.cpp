// SPDX-License-Identifier: MIT
// Entries that are found by content, by place or by their factors: each condition alone, and every order.
#include <algorithm>
#include <string>
#include <vector>

#include "cache_fixture.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::cache {
namespace {

struct Placed {
  const char* name;
  const char* content;  // "Xx": the first 8 bytes by the first letter, the others by the second one
  const char* repo;
  const char* path;
  const char* type;
  const char* provider;
  std::int64_t made;
};

ContentHash content_of(const char* name) {
  ContentHash hash = codec::sha256(std::string("end ") + name[1]);
  const auto beginning = codec::sha256(std::string("beginning ") + name[0]);
  std::copy_n(beginning.begin(), 8, hash.begin());
  return hash;
}

struct NearnessFixture : CacheFixture {
  std::unique_ptr<SqliteCache> cache = open();

  void put(const std::vector<Placed>& all) const {
    for (const Placed& one : all) {
      Entry entry = entry_named(one.name);
      entry.info.factors.content_hash = to_hex(content_of(one.content));
      entry.info.repo_id = one.repo;
      entry.info.path = one.path;
      entry.info.factors.type = one.type;
      entry.info.factors.provider = one.provider;
      entry.info.created = entry.info.last_accessed = {one.made};
      REQUIRE(cache->put(entry, Durability::cheap));
    }
  }
  static std::string name_of(const domain::CacheKey& key) {
    for (char name = 'a'; name <= 'z'; ++name) {
      if (key_of(std::string(1, name)) == key) return {name};
    }
    return "?";
  }
  [[nodiscard]] std::string near(const char* content, const char* repo, const char* path, std::size_t most) const {
    const auto found = cache->related(content_of(content), repo, path, most);
    REQUIRE(found);
    std::string names;
    for (const EntryInfo& info : *found) names += name_of(info.key);
    return names;
  }
  [[nodiscard]] std::string answers(const char* content, const char* repo, const char* path) const {
    const auto found = cache->answers_about(repo, std::vector<PlacedContent>{{path, content_of(content)}});
    REQUIRE(found);
    std::string names;
    for (const Entry& entry : found->front()) names += name_of(entry.info.key);
    return names;
  }
};

constexpr const char* kHere = "0badcafe";
constexpr const char* kThere = "00c0ffee";

}  // namespace

TEST_CASE_METHOD(NearnessFixture,
                 "near are those of the place, then those of the content elsewhere, the newest first") {
  put({{"a", "Xx", kHere, "p", "refactor", "xai", 10},
       {"b", "Xx", kHere, "q", "refactor", "xai", 10},
       {"c", "Xx", kThere, "p", "refactor", "xai", 30},
       {"d", "Xy", kHere, "q", "refactor", "xai", 10},
       {"e", "Yx", kHere, "q", "refactor", "xai", 10},
       {"f", "Yy", kHere, "p", "refactor", "xai", 20},
       {"g", "Yy", kHere, "p", "docs", "openai", 20},
       {"h", "Xx", kThere, "q", "refactor", "xai", 10}});
  CHECK(near("Xx", kHere, "p", 99) == "gfachb");
  CHECK(near("Xx", kHere, "p", 4) == "gfac");
  CHECK(near("Xx", kHere, "p", 3) == "gfa");
  CHECK(near("Xx", kHere, "p", 0).empty());
  CHECK(near("Xy", kHere, "p", 99) == "gfad");
  CHECK(near("Xx", kThere, "z", 99) == "chba");
  CHECK(near("Zz", kThere, "z", 99).empty());
}

TEST_CASE_METHOD(NearnessFixture,
                 "answers about a file are of its whole content, else of what its place was last about") {
  put({{"a", "Xx", kThere, "far", "refactor", "xai", 10},
       {"b", "Xx", kThere, "far", "refactor", "openai", 20},
       {"c", "Xx", kThere, "far", "refactor", "builtin", 5},
       {"d", "Xx", kHere, "p", "refactor", "builtin", 4},
       {"e", "Xy", kThere, "far", "docs", "xai", 99},
       {"f", "Yx", kThere, "far", "docs", "xai", 99},
       {"g", "Yy", kHere, "p", "docs", "xai", 30},
       {"h", "Yz", kHere, "p", "docs", "xai", 40},
       {"i", "Yz", kThere, "far", "docs", "builtin", 1},
       {"j", "Zz", kHere, "q", "todos", "xai", 50},
       {"k", "Zy", kThere, "p", "todos", "xai", 50},
       {"l", "Yz", kHere, "p", "analysis", "xai", 41}});
  CHECK(answers("Xx", kHere, "p") == "bclhi");
  CHECK(answers("Xx", kHere, "none") == "bc");
  CHECK(answers("Qq", kHere, "q") == "j");
  CHECK(answers("Qq", kThere, "p") == "k");
  CHECK(answers("Qq", kHere, "none").empty());
  // Of two of one moment the one that was stored last is the place's last.
  put({{"m", "Ym", kHere, "p", "docs", "xai", 40}});
  CHECK(answers("Xx", kHere, "p") == "bclm");
  put({{"n", "Xx", kThere, "far", "refactor", "google", 20}});
  CHECK(answers("Xx", kHere, "none") == "nc");
}

TEST_CASE_METHOD(NearnessFixture, "a model's answer stands in for the same question about the whole content") {
  put({{"a", "Xx", kHere, "p", "refactor", "xai", 10},
       {"b", "Xx", kThere, "q", "refactor", "openai", 20},
       {"c", "Xy", kHere, "p", "refactor", "xai", 30},
       {"d", "Yx", kHere, "p", "refactor", "xai", 30},
       {"e", "Xx", kHere, "p", "docs", "xai", 30},
       {"f", "Xx", kHere, "p", "refactor", "builtin", 40},
       {"g", "Xx", kHere, "r", "refactor", "google", 20}});
  const auto stands_in = [&](const char* content, const char* type) {
    AnswerQuery query;
    query.factors = entry_named("a").info.factors;
    query.factors.content_hash = to_hex(content_of(content));
    query.factors.type = type;
    const auto found = cache->find_model_answer(query);
    REQUIRE(found);
    return *found ? name_of((*found)->info.key) : std::string("-");
  };
  CHECK(stands_in("Xx", "refactor") == "g");
  CHECK(stands_in("Xy", "refactor") == "c");
  CHECK(stands_in("Yx", "refactor") == "d");
  CHECK(stands_in("Xx", "docs") == "e");
  CHECK(stands_in("Xx", "todos") == "-");
  CHECK(stands_in("Yy", "refactor") == "-");
  REQUIRE(connection().execute("UPDATE entry SET created = 19 WHERE path = 'r'"));
  CHECK(stands_in("Xx", "refactor") == "b");
}

TEST_CASE_METHOD(CacheFixture, "entries whose keys differ in one factor keep their own, in whichever order they come") {
  std::vector<Entry> entries{entry_named("0")};
  for (std::string domain::KeyFactors::* const factor :
       {&domain::KeyFactors::type, &domain::KeyFactors::provider, &domain::KeyFactors::model,
        &domain::KeyFactors::endpoint, &domain::KeyFactors::prompt_hash, &domain::KeyFactors::schema_version,
        &domain::KeyFactors::language, &domain::KeyFactors::config_hash, &domain::KeyFactors::context_hash}) {
    Entry other = entry_named(std::to_string(entries.size()));
    other.info.factors.*factor = factor == &domain::KeyFactors::type       ? "docs"
                                 : factor == &domain::KeyFactors::provider ? "openai"
                                                                           : "0123";
    entries.push_back(other);
  }
  for (int pass = 0; pass < 2; ++pass) {
    const auto cache = open();
    for (const Entry& entry : entries) REQUIRE(cache->put(entry, Durability::cheap));
    for (const Entry& entry : entries) {
      const auto found = *cache->find(entry.info.key);
      REQUIRE(found);
      for (const domain::Factor& factor : domain::kFactors) {
        CAPTURE(factor.name);
        CHECK(found->info.factors.*factor.value == entry.info.factors.*factor.value);
      }
    }
    CHECK(number("SELECT count(*) FROM variant") == 9);  // a context is of an entry alone
    std::reverse(entries.begin(), entries.end());
  }
}

TEST_CASE_METHOD(CacheFixture, "a repository is called what it was called last, and an empty name changes nothing") {
  const auto told = [this](const char* name, const char* path) {
    Entry entry = entry_named(name);
    entry.info.repo_path = path;
    store(entry);
    const auto statistics = open()->statistics();
    REQUIRE(statistics->by_repo.size() == 1);
    return statistics->by_repo.front().name;
  };
  CHECK(told("a", "") == "0badcafe");
  CHECK(told("b", "/one") == "/one");
  CHECK(told("c", "/two") == "/two");
  CHECK(told("d", "") == "/two");
  CHECK(told("e", "/two") == "/two");
}

TEST_CASE_METHOD(CacheFixture, "where only the built-in analyzer answered, no model's answer is looked for") {
  Entry entry = entry_named("a");
  entry.info.factors.provider = "builtin";
  const auto cache = open();
  REQUIRE(cache->put(entry, Durability::cheap));
  CHECK_FALSE(*cache->find_model_answer({entry.info.factors, {}}));
}

TEST_CASE_METHOD(NearnessFixture,
                 "the dictionary in use is the one that was made last, of two the one with the larger number") {
  put({{"a", "Xx", kHere, "p", "refactor", "xai", 10}});
  const auto in_use = [&] {
    const auto info = cache->statistics()->dictionary;
    return std::to_string(info.id) + " " + std::to_string(info.created.value) + " " + std::to_string(info.samples) +
           " " + std::to_string(info.bytes) + (info.builtin ? " builtin" : "");
  };
  const auto add = [&](const char* row) {
    REQUIRE(connection().execute(std::string("INSERT INTO dictionary (id, created, samples, data) VALUES ") + row));
  };
  CHECK(in_use().ends_with(" builtin"));
  add("(8, 100, 3, x'010203')");
  CHECK(in_use() == "8 100 3 3");
  add("(7, 200, 4, x'0102')");
  CHECK(in_use() == "7 200 4 2");
  add("(9, 200, 5, x'01')");
  CHECK(in_use() == "9 200 5 1");
  add("(10, 150, 6, x'01')");
  CHECK(in_use() == "9 200 5 1");
}

}  // namespace rustassistant::cache
