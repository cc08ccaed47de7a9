// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "world.hpp"

// The SQLite in this executable beside the distribution's, which Python links: a former version of this program was
// built with that one.
using namespace rustassistant::test;

namespace {

constexpr const char* kPython = "/usr/bin/python3";

// A cache with one answer and a ledger, made by the executable under test.
class Shared : public World {
 public:
  Shared() {
    CHECK(run({"budget", "set", "--monthly", "3.00"}).exit_code == 0);
    CHECK(analyze().exit_code == 0);
  }
  // Runs a script on a database of the home, whose path is `path` there. What it prints.
  [[nodiscard]] std::string python(std::string_view database, const std::string& script) {
    const std::string head = "import os, sqlite3\npath = '" + in_home(database) + "'\n";
    wrapper = {kPython, write("script.py", head + script)};
    const Outcome outcome = run({});
    wrapper.clear();
    INFO(outcome.err);
    CHECK(outcome.exit_code == 0);
    return outcome.out;
  }
};

constexpr const char* kReadAndWrite = R"(
db = sqlite3.connect(path)
print(db.execute('PRAGMA integrity_check').fetchone()[0], db.execute('PRAGMA foreign_key_check').fetchall())
db.execute('BEGIN IMMEDIATE')
db.execute('CREATE TABLE other (a)')
db.execute('INSERT INTO other VALUES (1)')
db.execute('DROP TABLE other')
db.commit()
db.close()
)";

// A new file with the same content, written row by row by the distribution's library.
constexpr const char* kMakeAgain = R"(
old = sqlite3.connect(path)
new = sqlite3.connect(path + '.new', isolation_level=None)
new.execute('PRAGMA auto_vacuum=INCREMENTAL')
new.execute('PRAGMA journal_mode=WAL')
new.executescript('\n'.join(old.iterdump()))
for name in ('application_id', 'user_version'):
    new.execute('PRAGMA %s=%d' % (name, old.execute('PRAGMA ' + name).fetchone()[0]))
new.close()
old.close()
os.rename(path + '.new', path)
for end in ('-wal', '-shm'):
    if os.path.exists(path + end): os.remove(path + end)
)";

}  // namespace

TEST_CASE("the distribution's SQLite reads what this one wrote, and this one what that one wrote into it") {
  Shared world;
  CHECK(world.python("cache.db", kReadAndWrite) == "ok []\n");
  CHECK(world.python("ledger.db", kReadAndWrite) == "ok []\n");
  CHECK(world.analyze().json()["results"][0]["cache"] == "hit");
  CHECK(world.run({"cache", "verify"}).exit_code == 0);
  CHECK(world.budget()["monthly"]["cap_nano_usd"] == 3'000'000'000);
}

TEST_CASE("a database that the distribution's SQLite made opens") {
  Shared world;
  CHECK(world.python("cache.db", kMakeAgain).empty());
  CHECK(world.python("ledger.db", kMakeAgain).empty());
  CHECK(world.analyze().json()["results"][0]["cache"] == "hit");
  CHECK(world.run({"cache", "verify"}).exit_code == 0);
  CHECK(world.cache()["entries"] == 1);
  CHECK(world.budget()["monthly"]["cap_nano_usd"] == 3'000'000'000);
}

TEST_CASE("the version of every linked library is told") {
  const World world;
  const Outcome brief = world.run({"--version"});
  CHECK(brief.exit_code == 0);
  CHECK(std::count(brief.out.begin(), brief.out.end(), '\n') == 1);
  const Outcome full = world.run({"--version", "-v"});
  CHECK(full.exit_code == 0);
  CHECK(full.out.starts_with(brief.out));
  for (const char* name :
       {"SQLite 3.", "zstd 1.", "OpenSSL 3.", "nlohmann/json 3.", "libcurl ", "toml++ ", "spdlog ", "fmt ", "CLI11 "}) {
    CHECK_THAT(full.out, Catch::Matchers::Contains("\n" + std::string(name)));
  }
  CHECK_THAT(world.run({"doctor"}).out, Catch::Matchers::Contains("SQLite 3."));
}
