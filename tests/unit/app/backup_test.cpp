// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "rustassistant/app/backup.hpp"
#include "stores_world.hpp"

// What a backup holds, what restoring it leaves, and files that are none.
namespace rustassistant::app {
namespace {

namespace fs = std::filesystem;

using test::StoresWorld;

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE_METHOD(StoresWorld,
                 "a backup holds settings, ledger and cache, and nothing of them is lost by restoring it") {
  fs::create_directories(home());
  std::ofstream(home() + "/config.toml") << "[llm]\nmodel = \"gpt-4o-mini\"\n";
  run();
  const std::string path = (folder.path() / "all.tar").string();
  const auto backup = write_backup(path, loaded, services());
  REQUIRE(backup);
  CHECK(backup->settings);
  CHECK(backup->calls == 1);
  CHECK(backup->entries == 2);  // the model's answer and what builtin measures
  CHECK(backup->damaged == 0);
  CHECK(backup->bytes == static_cast<std::int64_t>(fs::file_size(path)));
  CHECK(fs::status(path).permissions() == fs::perms(0600));

  move_home("other");
  const auto restored = restore_backup(path, services());
  REQUIRE(restored);
  CHECK(restored->settings == (folder.path() / "other/config.toml").string());
  CHECK(restored->settings_before.empty());
  CHECK(restored->damaged_ledger.empty());
  CHECK(restored->ledger.calls.added == 1);
  CHECK(restored->entries == 2);
  CHECK(restored->refusals.empty());
  CHECK(content_of(restored->settings) == content_of(home() + "/config.toml"));
  CHECK(fs::status(restored->settings).permissions() == fs::perms(0600));

  // Settings that differ are kept beside; twice in a second, too. The same ones are left.
  const auto again = restore_backup(path, services());
  CHECK(again->settings_before.empty());
  CHECK(again->entries == 0);
  for (const std::string end : {"", "-2", "-3"}) {
    std::ofstream(restored->settings) << "[llm]\nmodel = \"other" << end << "\"\n";
    const auto kept = *restore_backup(path, services());
    CHECK(kept.settings_before == restored->settings + ".before-20261121T120000Z" + end);
    CHECK(content_of(kept.settings_before).find("other" + end) != std::string::npos);
  }
}

TEST_CASE_METHOD(StoresWorld, "a ledger that cannot be used makes room for the one of a backup, with its log") {
  spend_on(20261121, 5);
  const std::string path = (folder.path() / "all.tar").string();
  CHECK_FALSE(write_backup(path, loaded, services())->settings);
  move_home("other");
  folder.write("other/ledger.db", "no ledger");
  folder.write("other/ledger.db-wal", "its log");
  const auto restored = restore_backup(path, services());
  REQUIRE(restored);
  CHECK(restored->settings.empty());
  CHECK(content_of(restored->damaged_ledger) == "no ledger");
  CHECK(content_of(restored->damaged_ledger + "-wal") == "its log");
  CHECK(restored->ledger.calls.added == 1);
}

TEST_CASE_METHOD(StoresWorld, "what is no backup is refused, and one that is cut off says so") {
  spend_on(20261121, 5);
  const std::string path = (folder.path() / "all.tar").string();
  REQUIRE(write_backup(path, loaded, services()));
  const std::string whole = content_of(path);
  const auto outcome = [&](const std::string& content) {
    const auto restored = restore_backup(folder.write("changed.tar", content), services());
    return restored ? std::to_string(restored->refusals.size()) + " refusals" : restored.error().what;
  };
  const std::string none = "it is not a backup, or damaged";
  CHECK(outcome("") == none);
  CHECK(outcome(std::string(2048, 'x')) == none);
  CHECK(outcome(std::string(1024, '\0')) == none);
  CHECK(outcome(whole.substr(0, 100)) == none);
  CHECK(outcome(whole.substr(0, 520)) != "0 refusals");
  std::string renamed = whole;
  renamed.replace(0, 6, "redger");
  CHECK(outcome(renamed) != "0 refusals");
  CHECK(outcome(whole) == "0 refusals");
}

}  // namespace rustassistant::app
