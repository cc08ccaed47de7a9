// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include "cache_fixture.hpp"

// What a report reads of answers and leaves in the cache.
namespace rustassistant::cache {
namespace {

struct Fixture : CacheFixture {
  // An answer about a content, under a path.
  void answer(const std::string& name, const std::string& content, const std::string& path, int second,
              const char* provider = "xai", const char* type = "refactor") const {
    Entry entry = entry_named(name);
    entry.info.factors.content_hash = codec::sha256_hex(content);
    entry.info.factors.provider = provider;
    entry.info.factors.type = type;
    entry.info.path = path;
    entry.info.created.value += second * 1000;
    store(entry);
  }
  [[nodiscard]] std::vector<std::string> about(const std::string& content, const std::string& path) const {
    const std::vector<PlacedContent> files{{path, codec::sha256(content)}};
    const auto answers = open()->answers_about("0badcafe", files);
    REQUIRE(answers);
    REQUIRE(answers->size() == 1);
    std::vector<std::string> names;
    constexpr std::size_t kName = 26;
    for (const Entry& entry : answers->front())
      names.push_back(entry.result.substr(kName, entry.result.find('"', kName) - kName));
    return names;
  }
};
using Names = std::vector<std::string>;

SeenFindings seen(const std::string& text) {
  return {UnixMillis{5}, text};
}

}  // namespace

TEST_CASE_METHOD(Fixture, "of a content, the newest answer of each type counts, of a model and of builtin") {
  answer("old", "x", "a.rs", 1);
  answer("new", "x", "a.rs", 3);
  answer("measured", "x", "a.rs", 2, "builtin");
  answer("noted", "x", "elsewhere.rs", 0, "builtin", "todos");
  answer("other", "y", "a.rs", 9);
  CHECK(about("x", "a.rs") == Names{"new", "measured", "noted"});
  CHECK(about("x", "moved.rs") == Names{"new", "measured", "noted"});
}

TEST_CASE_METHOD(Fixture, "without an answer about the content, those about the path's last one serve") {
  answer("first", "x", "a.rs", 1);
  answer("second", "y", "a.rs", 2);
  answer("beside", "y", "a.rs", 1, "builtin");
  CHECK(about("z", "a.rs") == Names{"second", "beside"});
  CHECK(about("z", "b.rs").empty());
  // Type by type.
  answer("noted", "z", "a.rs", 3, "builtin", "todos");
  CHECK(about("z", "a.rs") == Names{"noted", "second", "beside"});
  CacheFixture empty;
  CHECK(empty.open()->answers_about("0badcafe", std::vector<PlacedContent>(3))->size() == 3);
}

TEST_CASE_METHOD(Fixture, "a day's findings replace those of the same day, and the day before them stays") {
  const auto cache = open();
  CHECK_FALSE(*cache->seen_findings("0badcafe", 99'991'231));
  const auto put = [&](int day, const std::string& text, std::int64_t count) {
    REQUIRE(cache->put_findings("0badcafe", day, seen(text),
                                std::vector<FindingCount>{{day, "", 0, 2}, {day, "dead_code", 3, count}}));
  };
  put(20'261'101, "first", 1);
  put(20'261'105, "second", 2);
  put(20'261'109, "third", 3);
  put(20'261'109, "third again", 4);
  CHECK((*cache->seen_findings("0badcafe", 20'261'109))->text == "second");
  CHECK((*cache->seen_findings("0badcafe", 20'261'110))->text == "third again");
  CHECK_FALSE(*cache->seen_findings("0badcafe", 20'261'105));
  CHECK_FALSE(*cache->seen_findings("0000beef", 20'261'110));
  const auto counts = *cache->finding_counts("0badcafe", 20'261'105, 20'261'130);
  REQUIRE(counts.size() == 4);
  CHECK(counts[1].day == 20'261'105);
  CHECK(counts[1].findings == 2);
  CHECK(counts[3].kind == "dead_code");
  CHECK(counts[3].severity == 3);
  CHECK(counts[3].findings == 4);
  put(20'291'110, "years later", 1);
  CHECK(cache->finding_counts("0badcafe", 0, 20'261'231)->empty());
}

TEST_CASE_METHOD(Fixture, "what is cleared of a repository takes what was found in it along") {
  store(entry_named("main"));
  const auto cache = open();
  for (const char* repo : {"0badcafe", "0000beef"})
    REQUIRE(cache->put_findings(repo, 20'261'101, seen("text"), std::vector<FindingCount>{{20'261'101, "", 0, 1}}));
  EntryFilter filter;
  filter.path = "src/main.rs";
  REQUIRE(cache->clear(filter, DryRun::no));
  CHECK(*cache->seen_findings("0badcafe", 20'261'102));
  filter.path.reset();
  filter.repo_id = "0badcafe";
  REQUIRE(cache->clear(filter, DryRun::yes));
  CHECK(*cache->seen_findings("0badcafe", 20'261'102));
  REQUIRE(cache->clear(filter, DryRun::no));
  CHECK_FALSE(*cache->seen_findings("0badcafe", 20'261'102));
  CHECK(cache->finding_counts("0badcafe", 0, 99'991'231)->empty());
  CHECK(*cache->seen_findings("0000beef", 20'261'102));
  REQUIRE(cache->clear({}, DryRun::no));
  CHECK_FALSE(*cache->seen_findings("0000beef", 20'261'102));
}

}  // namespace rustassistant::cache
