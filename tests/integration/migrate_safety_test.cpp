// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "older_tool.hpp"

// A migration ends in one state whatever comes between: copies are kept, damage is found, and the newest answer stays.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

// Of cache.db and its log.
std::uintmax_t bytes_in_cache(const World& world) {
  std::uintmax_t bytes = 0;
  for (const char* file : {"cache.db", "cache.db-wal"}) {
    std::error_code missing;
    const auto size = fs::file_size(world.in_home(file), missing);
    if (!missing) bytes += size;
  }
  return bytes;
}

}  // namespace

TEST_CASE("of several answers to one question the newest stays, in whatever order they come") {
  const Old world;
  Json newer = legacy_entry();
  newer["analyzed_at"] = "2026-03-01T00:00:00Z";
  newer["result"] = legacy_result("newer");
  Json oldest = legacy_entry();
  oldest["analyzed_at"] = "2025-01-01T00:00:00Z";
  world.add("1.json", legacy_entry());
  world.add("2.json", newer);
  world.add("3.json", oldest);
  const Json planned = world.migrate({"--dry-run"});
  CHECK(planned["migrated"] == 1);
  CHECK(planned["superseded"] == 2);
  CHECK_FALSE(fs::exists(world.in_home("cache.db")));
  for (int run = 0; run < 2; ++run) {
    const Json report = world.migrate({"--verify"});
    CHECK(report["migrated"] == (run == 0 ? 1 : 0));
    CHECK(report["already_present"] == (run == 0 ? 0 : 1));
    CHECK(report["superseded"] == 2);
    CHECK(report["verified"] == true);
  }
  CHECK(world.first()["analysis"]["code_smells"][0]["description"] == "newer");
}

TEST_CASE("a backup is made before anything else, never over another one, and not again of the same") {
  const Old world;
  world.add("a.json", legacy_entry());
  const std::string source = world.home() + "/.rustassistant/cache/repos";
  const auto before = picture_of(source);
  CHECK(world.migrate({"--backup"})["backup"] == source + ".backup");
  CHECK(world.migrate({"--backup"})["backup"] == source + ".backup");
  CHECK(picture_of(source) == before);
  CHECK_FALSE(fs::exists(source + ".backup-2"));
  CHECK_THAT(world.run({"cache", "migrate", "--backup"}).out, Contains("made before, unchanged"));
  world.add("b.json", legacy_entry("b.rs", "b"));
  CHECK(world.migrate({"--backup"})["backup"] == source + ".backup-2");
  CHECK(fs::exists(source + ".backup/0123abcd/cache/refactor/a.json"));
  CHECK_FALSE(fs::exists(source + ".backup/0123abcd/cache/refactor/b.json"));
  CHECK(fs::exists(source + ".backup-2/0123abcd/cache/refactor/b.json"));
}

TEST_CASE("a change of one byte in what was stored is found") {
  const Old world;
  world.add("a.json", legacy_entry());
  world.add("b.json", legacy_entry("b.rs", "b"));
  CHECK(world.migrate()["migrated"] == 2);
  execute(world.in_home("cache.db"),
          "UPDATE blob SET data = CAST(substr(data, 1, 20) || x'00' || substr(data, 22) AS BLOB) WHERE id = 1");
  const Json report = world.migrate({"--verify"});
  CHECK(report["verified"] == false);
  CHECK(report["failed"].get<int>() == 1);
  CHECK_THAT(report["failures"][0]["reason"].get<std::string>(), Contains("cannot be read back"));
  CHECK(world.migrate({"--verify"})["verified"] == true);  // the damaged one was removed, and came in again
}

TEST_CASE("what is saved is told of the entries alone, and never below nothing") {
  const Old world;
  for (int i = 0; i < 20; ++i) world.write("repo/f" + std::to_string(i) + ".rs", kSource);
  CHECK(world.run({"refactor", "analyze", "."}).exit_code == 0);
  Json tiny = legacy_entry();
  tiny["result"] = {{"x", 1}};
  world.add("a.json", tiny);
  const Outcome outcome = world.run({"cache", "migrate"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, !Contains("(-") && Contains("stored"));
  const Json report = world.migrate();
  CHECK(report["stored_bytes"] > 0);
  CHECK(report["stored_bytes"] < report["source_bytes"]);
  CHECK(report["destination_bytes"] > report["source_bytes"]);
}

TEST_CASE("killed at any moment and repeated, a migration ends in the same state") {
  const Old world;
  constexpr int kEntries = 300;
  for (int i = 0; i < kEntries; ++i) {
    const std::string name = std::to_string(i);
    world.add(name + ".json", legacy_entry(name + ".rs", name));
  }
  // RUSTASSISTANT_KILLS: how often; by default few.
  const char* wanted = std::getenv("RUSTASSISTANT_KILLS");
  const int kills = wanted == nullptr ? 10 : std::atoi(wanted);
  for (int i = 0; i < kills; ++i) {
    if (i % 20 == 0) fs::remove(world.in_home("cache.db"));
    const Started process = world.start({"cache", "migrate"});
    // At another point of its work each time: once so much is written, or once it has ended.
    const auto written = static_cast<std::uintmax_t>(i * 7919 % 150'000);
    while (bytes_in_cache(world) < written && process.is_running()) std::this_thread::yield();
    process.signal(SIGKILL);
    CHECK(process.wait().exit_code <= 128 + SIGKILL);
  }
  const Json report = world.migrate({"--verify"});
  CHECK(report["verified"] == true);
  CHECK(report["migrated"].get<int>() + report["already_present"].get<int>() == kEntries);
  CHECK(world.cache()["entries"] == kEntries);
}
