// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "rustassistant/db/connection.hpp"
#include "world.hpp"

// Every command that touches a cache, in a repository that keeps its own.
namespace rustassistant::test {
namespace {

using Catch::Matchers::Contains;
namespace fs = std::filesystem;

struct Command {
  const char* name;
  std::vector<std::string> words;
  bool goes_on = false;  // without a cache: the command has another purpose
};

std::vector<Command> commands(const World& world) {
  const std::string archive = world.home() + "/archive.zst";
  return {
      {"analyze", {"refactor", "analyze", "a.rs", "--format", "json"}, true},
      {"dry run", {"refactor", "analyze", "a.rs", "--dry-run"}, true},
      {"why", {"cache", "why", "a.rs"}},
      {"status", {"cache", "status"}},
      {"prunings", {"cache", "status", "--pruning"}},
      {"prune", {"cache", "prune", "--max-size", "1M"}},
      {"prune, dry", {"cache", "prune", "--max-size", "1M", "--dry-run"}},
      {"clear", {"cache", "clear", "--all", "--yes"}},
      {"clear, dry", {"cache", "clear", "--all", "--dry-run"}},
      {"verify", {"cache", "verify"}},
      {"repair", {"cache", "verify", "--repair"}},
      {"optimize", {"cache", "optimize"}},
      {"export", {"cache", "export", archive + ".new"}},
      {"import", {"cache", "import", archive}},
      {"migrate", {"cache", "migrate", "--source", world.home() + "/older"}},
      {"budget", {"budget", "status"}, true},
      {"doctor", {"doctor"}},
  };
}

void git(const World& world, const std::string& words) {
  REQUIRE(std::system(("git -C " + world.repo() + " " + words + " >/dev/null 2>&1").c_str()) == 0);
}

// A repository under git whose own cache holds an answer, and what the commands need beside it.
struct LocalWorld : World {
  LocalWorld() {
    fs::remove_all(repo() + "/.git");
    git(*this, "init -q");
    configure("[cache]\nstrategy = \"local\"\n");
    write("repo/a.rs", kSource);
    REQUIRE(analyze().exit_code == 0);
    REQUIRE(run({"cache", "export", home() + "/archive.zst"}).exit_code == 0);
    write("home/older/0badcafe/meta.json", R"({"path":"/nowhere"})");
    write(
        "home/older/0badcafe/cache/refactor/a.json",
        R"({"file_path":"a.rs","file_hash":")" + std::string(64, 'a') +
            R"(","analyzed_at":"2026-01-01T00:00:00Z","provider":"xai","model":"grok-beta","result":{},"tokens_used":1,)"
            R"("file_size":1,"cache_type":"refactor"})");
  }
  [[nodiscard]] std::string folder() const { return repo() + "/.rustassistant"; }
};

std::string bytes_below(const std::string& folder) {
  std::string all;
  std::vector<fs::path> files;
  for (const auto& file : fs::recursive_directory_iterator(folder)) files.push_back(file.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    all += file.string() + "\n" + std::string(std::istreambuf_iterator<char>(stream), {});
  }
  return all;
}

struct Hostile {
  const char* name;
  const char* said;
  std::function<void(const LocalWorld&)> make;
};

const std::vector<Hostile>& hostile_layouts() {
  static const auto track = [](const char* file) {
    return [file](const LocalWorld& world) {
      const std::string path = world.folder() + "/" + file;
      if (!fs::exists(path)) world.write("repo/.rustassistant/" + std::string(file), "");
      git(world, "add -f .rustassistant/" + std::string(file));
    };
  };
  static const auto link = [](const char* file) {
    return [file](const LocalWorld& world) {
      const std::string path = world.folder() + "/" + file;
      const std::string victim =
          world.write("victim", fs::exists(path) ? world.read("repo/.rustassistant/" + std::string(file)) : "");
      fs::remove(path);
      fs::create_symlink(victim, path);
    };
  };
  static const std::vector<Hostile> layouts{
      {"tracked database", "git tracks a file in it", track("cache.db")},
      {"tracked log", "git tracks a file in it", track("cache.db-wal")},
      {"tracked shared memory", "git tracks a file in it", track("cache.db-shm")},
      {"tracked journal", "git tracks a file in it", track("cache.db-journal")},
      {"tracked uses", "git tracks a file in it", track("cache.access")},
      {"tracked answers that wait", "git tracks a file in it", track("cache.db.unstored")},
      {"linked database", "symbolic link", link("cache.db")},
      {"linked log", "symbolic link", link("cache.db-wal")},
      {"linked shared memory", "symbolic link", link("cache.db-shm")},
      {"linked journal", "symbolic link", link("cache.db-journal")},
      {"linked uses", "symbolic link", link("cache.access")},
      {"linked answers that wait", "symbolic link", link("cache.db.unstored")},
      {"linked folder", "symbolic link",
       [](const LocalWorld& world) {
         fs::rename(world.folder(), world.home() + "/elsewhere");
         fs::create_directory_symlink(world.home() + "/elsewhere", world.folder());
       }},
  };
  return layouts;
}

// Where the tests run as the superuser, who alone can give files away.
std::vector<Hostile> all_layouts() {
  std::vector<Hostile> all = hostile_layouts();
  if (::geteuid() != 0) {
    WARN("layouts with files of other users are left out: only the superuser can make them");
    return all;
  }
  constexpr uid_t kNobody = 65534;
  for (const char* file : {"cache.db", "cache.access", ""}) {
    all.push_back({"another user's", "belongs to another user", [file](const LocalWorld& world) {
                     const std::string path = world.folder() + (*file == '\0' ? "" : "/") + file;
                     if (!fs::exists(path)) world.write("repo/.rustassistant/" + std::string(file), "");
                     REQUIRE(::lchown(path.c_str(), kNobody, kNobody) == 0);
                   }});
  }
  return all;
}

}  // namespace

TEST_CASE("no command uses a repository's cache that may be somebody else's") {
  for (const Hostile& hostile : all_layouts()) {
    const LocalWorld world;
    hostile.make(world);
    const std::string before = bytes_below(world.repo() + "/.rustassistant/");
    for (const Command& command : commands(world)) {
      CAPTURE(hostile.name, command.name);
      const Outcome outcome = world.run(command.words);
      CAPTURE(outcome.out, outcome.err);
      CHECK_THAT(outcome.err + outcome.out, Contains("refused the repository's own cache") && Contains(hostile.said));
      CHECK(outcome.exit_code == (command.goes_on ? 0 : 7));
      const bool untouched = bytes_below(world.repo() + "/.rustassistant/") == before;
      CHECK(untouched);
    }
  }
}

TEST_CASE("whichever command makes a repository's cache also keeps it out of git") {
  for (std::size_t i = 0; i < commands(World()).size(); ++i) {
    const LocalWorld world;
    const Command command = commands(world)[i];
    CAPTURE(command.name);
    fs::remove_all(world.folder());
    static_cast<void>(world.run(command.words));
    CHECK(std::system(("! git -C " + world.repo() + " status --porcelain | grep -q rustassistant").c_str()) == 0);
    if (fs::exists(world.folder())) CHECK(fs::exists(world.folder() + "/.gitignore"));
  }
}

TEST_CASE("every command says that a cache was set aside, wherever it is kept") {
  for (std::size_t i = 0; i < commands(World()).size(); ++i) {
    for (const bool local : {false, true}) {
      const LocalWorld world;
      const Command command = commands(world)[i];
      CAPTURE(command.name, local);
      if (!local) world.configure("");
      const std::string database = local ? "repo/.rustassistant/cache.db" : "home/.rustassistant/cache.db";
      world.write(database, "some text of somebody's, longer than a header: " + std::string(200, 'a'));
      const Outcome outcome = world.run(command.words);
      CAPTURE(outcome.out, outcome.err);
      CHECK_THAT(outcome.err, Contains("cache.db.damaged-"));
      CHECK(outcome.exit_code <= 1);
    }
  }
}

TEST_CASE("damage that shows only when figures are read is told, too") {
  const auto words = GENERATE(std::vector<std::string>{"budget", "status"}, std::vector<std::string>{"doctor"},
                              std::vector<std::string>{"cache", "status"});
  const bool local = GENERATE(false, true);
  CAPTURE(words, local);
  const LocalWorld world;
  if (!local) world.configure("");
  REQUIRE(world.analyze().exit_code == 0);
  const std::string database = local ? world.folder() + "/cache.db" : world.in_home("cache.db");
  std::int64_t root = 0;
  {
    const auto connection = db::Connection::open(database, {});
    REQUIRE(connection);
    root = *connection->integer("SELECT rootpage FROM sqlite_schema WHERE name = 'lookup'");
  }
  REQUIRE(root > 1);
  {
    std::fstream file(database, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp((root - 1) * 4096);
    file << std::string(4096, '\xff');
  }
  fs::last_write_time(database, fs::file_time_type::clock::now() - std::chrono::hours(1));
  const Outcome outcome = world.run(words);
  CAPTURE(outcome.out, outcome.err);
  CHECK_THAT(outcome.err, Contains("cache.db.damaged-"));
}

}  // namespace rustassistant::test
