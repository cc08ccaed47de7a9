// SPDX-License-Identifier: MIT
#include "rustassistant/cache/archive.hpp"

#include <nlohmann/json.hpp>

#include "cache_fixture.hpp"

namespace rustassistant::cache {
namespace {

using Json = nlohmann::ordered_json;

constexpr UnixMillis kNow{1'795'000'100'000};

Entry sound_entry() {
  Entry entry = entry_named("a");
  entry.info.key = domain::cache_key(entry.info.factors);
  entry.info.access_count = 3;
  return entry;
}

Json sound_json() {
  return Json::parse(archive_line(sound_entry()));
}

}  // namespace

TEST_CASE("an entry comes back from its line as it was") {
  Entry entry = sound_entry();
  const bool unknown = GENERATE(false, true);
  entry.info.older_tool = unknown;
  if (unknown) {
    entry.info.usage.reset();
    entry.info.cost.reset();
    entry.info.estimated = true;
  }
  const auto line = parse_archive_line(archive_line(entry), kNow);
  INFO((line ? "" : line.error().what));
  REQUIRE(line);
  REQUIRE(line->entry);
  CHECK(line->entry->result == entry.result);
  CHECK(archive_line(*line->entry) == archive_line(entry));
  CHECK(line->entry->info.key == entry.info.key);
  CHECK(line->entry->info.cost == entry.info.cost);
  CHECK(line->entry->info.usage.has_value() == !unknown);
  CHECK(line->entry->info.older_tool == unknown);
}

TEST_CASE("header and trailer are known again, and other versions are not") {
  CHECK(check_archive_header(archive_header("0.1.0", kNow)));
  CHECK(parse_archive_line(archive_trailer(7), kNow)->entries == 7);
  const auto newer = check_archive_header(R"({"schema":"rustassistant.cache-export/2"})");
  REQUIRE_FALSE(newer);
  CHECK(newer.error().what.find("another version") != std::string::npos);
  for (const char* line : {"", "{}", "[]", "x", R"({"schema":1})", R"({"schema":"rustassistant.analyze/1"})"})
    CHECK_FALSE(check_archive_header(line));
}

TEST_CASE("every member of a line is checked") {
  const auto [member, value] = GENERATE(table<std::string, Json>({
      {"key", std::string(64, '0')},
      {"key", "xyz"},
      {"type", "poems"},
      {"provider", "gemini"},
      {"model", std::string(300, 'm')},
      {"model", "another"},
      {"language", nullptr},
      {"content_hash", std::string(64, 'z')},
      {"content_hash", std::string(64, 'a')},
      {"repo_id", "nothex!!"},
      {"repo_id", "12"},
      {"path", std::string(5000, 'p')},
      {"usage", 7},
      {"usage", Json::object()},
      {"cost_nano_usd", -1},
      {"cost_nano_usd", 1e300},
      {"cost_nano_usd", "1"},
      {"estimated", 1},
      {"generation_ms", -5},
      {"created_ms", 1'795'000'100'000 + 86'400'001},
      {"created_ms", 18'446'744'073'709'551'615ULL},
      {"last_accessed_ms", -1},
      {"access_count", 1.5},
      {"access_count", 9'000'000'000'000'000'000LL},
      {"digest", std::string(32, '0')},
      {"digest", ""},
      {"result", "{}"},
      {"result", Json::object()},
  }));
  CAPTURE(member, value);
  Json json = sound_json();
  json[member] = value;
  CHECK_FALSE(parse_archive_line(json.dump(), kNow));
  json = sound_json();
  json.erase(member);
  CHECK(parse_archive_line(json.dump(), kNow).has_value() == (member == "usage" || member == "cost_nano_usd"));
}

TEST_CASE("a result that is no JSON object is refused even where everything else is right") {
  for (const std::string& result : {std::string("text"), std::string("[1]"), std::string(4000, '['), std::string()}) {
    Entry entry = sound_entry();
    entry.result = result;
    CHECK_FALSE(parse_archive_line(archive_line(entry), kNow));
  }
}

}  // namespace rustassistant::cache
