// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "rustassistant/app/backup.hpp"
#include "rustassistant/codec/tar.hpp"
#include "stores_world.hpp"

// Backups that are not as they should be, and what is restored of them.
namespace rustassistant::app {
namespace {

namespace fs = std::filesystem;

using Members = std::vector<std::pair<std::string, std::string>>;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string archive_of(const Members& members, bool has_end = true) {
  std::string archive;
  for (const auto& [name, content] : members) {
    const auto size = static_cast<std::int64_t>(content.size());
    archive += *codec::tar_header({name, size}, UnixMillis{1'795'262'400'000}) + content + codec::tar_padding(size);
  }
  return has_end ? archive + codec::tar_end() : archive;
}

struct Refusals : test::StoresWorld {
  Refusals() { move_home("other"); }
  Result<Restored> restore(const std::string& content) {
    return restore_backup(folder.write("a.tar", content), services());
  }
  // The error, or what was refused of it, each after a "; ".
  std::string told(const std::string& content) {
    const auto restored = restore(content);
    if (!restored) {
      CHECK(restored.error().code == Errc::input);
      return restored.error().what + (restored.error().hint.empty() ? "" : " (" + restored.error().hint + ")");
    }
    std::string all;
    for (const std::string& refusal : restored->refusals) all += (all.empty() ? "" : "; ") + refusal;
    return all;
  }
};

constexpr const char* kNone = "it is not a backup, or damaged (`rustassistant backup FILE` writes one)";
constexpr const char* kPartial = " (what comes before it in the backup is restored; the rest is not)";

}  // namespace

TEST_CASE_METHOD(Refusals,
                 "an archive of other files is no backup; beside those of one they are told and passed over") {
  CHECK(told(archive_of({})) == kNone);
  CHECK(told(archive_of({{"notes.txt", "n"}})) == kNone);
  // Sizes around those of a block, and of what is read at once.
  for (const std::size_t size : {0U, 1U, 511U, 512U, 513U, 65'535U, 65'536U, 65'537U, 200'000U}) {
    CAPTURE(size);
    CHECK(told(archive_of({{"notes.txt", std::string(size, 'n')}, {"config.toml", "[llm]\n"}, {"b", "b"}})) ==
          "'notes.txt' does not belong to a backup; 'b' does not belong to a backup");
    CHECK(bytes_of((folder.path() / "other/config.toml").string()) == "[llm]\n");
  }
}

TEST_CASE_METHOD(Refusals, "settings come back whole up to 1 MiB, and larger ones are refused") {
  std::string settings(1U << 20U, '#');
  CHECK(told(archive_of({{"config.toml", settings}})).empty());
  CHECK(bytes_of((folder.path() / "other/config.toml").string()) == settings);
  CHECK(told(archive_of({{"config.toml", settings + "#"}})) == "its settings are too large");
  CHECK(bytes_of((folder.path() / "other/config.toml").string()) == settings);
}

TEST_CASE_METHOD(Refusals, "a backup that is cut off within a file says so, and what came before is restored") {
  const std::string settings(1000, '#');
  const std::string whole = archive_of({{"config.toml", settings}, {"notes.txt", std::string(100'000, 'n')}});
  CHECK(told(whole.substr(0, 512 + 999)) == "it is cut off");
  CHECK_FALSE(fs::exists(folder.path() / "other/config.toml"));
  CHECK(told(whole.substr(0, 1536 + 512 + 99'999)).starts_with("it is cut off"));
  CHECK(told(whole.substr(0, 1536 + 512 + 99'999)).ends_with(kPartial));
  CHECK(bytes_of((folder.path() / "other/config.toml").string()) == settings);
  // What ends between two files, without the end that an archive has.
  CHECK_FALSE(restore(archive_of({{"config.toml", settings}}, false)));
}

TEST_CASE_METHOD(Refusals, "a ledger or cache that is none is refused, and the settings before it are there") {
  for (const char* name : {"ledger.jsonl.zst", "cache.jsonl.zst"}) {
    CAPTURE(name);
    CHECK_FALSE(restore(archive_of({{name, "nonsense"}})));
    const auto restored = restore(archive_of({{"config.toml", "[llm]\n"}, {name, "nonsense"}}));
    REQUIRE_FALSE(restored);
    CHECK(restored.error().code == Errc::input);
    CHECK_FALSE(restored.error().hint.empty());
    CHECK(bytes_of((folder.path() / "other/config.toml").string()) == "[llm]\n");
  }
}

TEST_CASE_METHOD(Refusals, "a damaged ledger is moved with each of its logs, and a sound one stays where it is") {
  move_home("home");
  spend_on(20261121, 5);
  const std::string path = (folder.path() / "all.tar").string();
  REQUIRE(write_backup(path, loaded, services()));
  CHECK(restore_backup(path, services())->damaged_ledger.empty());
  move_home("other");
  const std::vector<std::string> suffixes{"", "-wal", "-shm", "-journal"};
  for (const std::string& suffix : suffixes) folder.write("other/ledger.db" + suffix, "no ledger" + suffix);
  const auto restored = restore_backup(path, services());
  REQUIRE(restored);
  CHECK(restored->damaged_ledger == (folder.path() / "other/ledger.db.damaged-").string() +
                                        restored->damaged_ledger.substr(restored->damaged_ledger.rfind('-') + 1));
  for (const std::string& suffix : suffixes) CHECK(bytes_of(restored->damaged_ledger + suffix) == "no ledger" + suffix);
  CHECK(restored->ledger.calls.added == 1);
  CHECK(restored->settings.empty());
}

TEST_CASE_METHOD(Refusals,
                 "a backup is written beside others of the working folder, and where nothing may be put is told") {
  const auto before = fs::current_path();
  fs::current_path(folder.path());
  const auto here = write_backup("bare.tar", loaded, services());
  fs::current_path(before);
  REQUIRE(here);
  CHECK_FALSE(here->settings);
  CHECK(here->calls == 0);
  CHECK(here->entries == 0);
  CHECK(here->bytes == static_cast<std::int64_t>(fs::file_size(folder.path() / "bare.tar")));
  CHECK(here->bytes % 512 == 0);
  CHECK_FALSE(write_backup((folder.path() / "nowhere/a.tar").string(), loaded, services()));
  variables.erase("RUSTASSISTANT_HOME");
  variables.erase("HOME");
  const auto homeless = write_backup((folder.path() / "b.tar").string(), loaded, services());
  REQUIRE_FALSE(homeless);
  CHECK(homeless.error().code == Errc::storage);
  CHECK(homeless.error().what == "there is no home folder");
  CHECK(homeless.error().hint == "set RUSTASSISTANT_HOME or HOME");
  CHECK_FALSE(fs::exists(folder.path() / "b.tar"));
}

}  // namespace rustassistant::app
