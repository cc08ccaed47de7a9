// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger_rows.hpp"

// A ledger, and everything else, that moves to another machine.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

struct Moving {
  LoopbackServer server{[](const ReceivedRequest&) { return good_answer(); }};
  World old;
  World fresh;

  Moving() {
    old.use_openai(server);
    REQUIRE(old.analyze({"--provider", "openai"}).exit_code == 0);
    REQUIRE(old.run({"budget", "set", "--monthly", "4.5", "--repo", ".=1", "--timezone", "+02:00"}).exit_code == 0);
  }
  void export_to(const World& world, const std::string& name) const {
    const Outcome exported = old.run({"budget", "export", "--full"});
    REQUIRE(exported.exit_code == 0);
    world.write("repo/" + name, exported.out);
  }
  static void check_moved(const World& world) {
    const Json budget = world.budget();
    CHECK(budget["monthly"]["cap_nano_usd"] == 4'500'000'000);
    CHECK(budget["monthly"]["spent_nano_usd"] == kCost);
    CHECK(budget["timezone"] == "+02:00");
    REQUIRE(budget["repositories"].size() == 1);
    CHECK(budget["repositories"][0]["cap_nano_usd"] == 1'000'000'000);
    CHECK(budget["repositories"][0]["spent_nano_usd"] == kCost);
  }
};

}  // namespace

TEST_CASE("an exported ledger is imported whole, and only once") {
  const Moving moving;
  moving.export_to(moving.fresh, "ledger.jsonl");
  const Outcome first = moving.fresh.run({"budget", "import", "ledger.jsonl", "--format", "json"});
  CHECK(first.exit_code == 0);
  CHECK(first.json()["added"] == 1);
  Moving::check_moved(moving.fresh);
  const Json again = moving.fresh.run({"budget", "import", "ledger.jsonl", "--format", "json"}).json();
  CHECK(again["added"] == 0);
  CHECK(again["present"] == 1);
  Moving::check_moved(moving.fresh);
  CHECK(moving.fresh.run({"budget", "export", "--full"}).out.find("\"tag\"") != std::string::npos);
  moving.export_to(moving.old, "ledger.jsonl");
  CHECK(moving.old.run({"budget", "import", "ledger.jsonl", "--format", "json"}).json()["added"] == 0);
}

TEST_CASE("what is not an exported ledger, or not all of one, is told") {
  const Moving moving;
  moving.fresh.write("repo/x", "id,at,day\n");
  CHECK(moving.fresh.run({"budget", "import", "x"}).exit_code == 3);
  CHECK_FALSE(fs::exists(moving.fresh.in_home("ledger.db")));
  CHECK(moving.fresh.run({"budget", "import", "nowhere"}).exit_code == 3);
  const std::string whole = moving.old.run({"budget", "export", "--full"}).out;
  const std::size_t head = whole.find('\n') + 1;
  moving.fresh.write("repo/cut", whole.substr(0, head));
  const Outcome cut = moving.fresh.run({"budget", "import", "cut"});
  CHECK(cut.exit_code == 1);
  CHECK_THAT(cut.out, Contains("cut off"));
  moving.fresh.write("repo/odd", whole.substr(0, head) + "{\"tag\":\"x\",\"id\":-1}\n" + whole.substr(head));
  const Json odd = moving.fresh.run({"budget", "import", "odd", "--format", "json"}).json();
  CHECK(odd["refused"] == 1);
  CHECK(odd["added"] == 1);
}

TEST_CASE("a backup brings settings, ledger and cache to another home, and no key") {
  const Moving moving;
  const std::string file = moving.old.home() + "/backup.tar";
  const Json backup = moving.old.run({"backup", file, "--format", "json"}).json();
  CHECK(backup["calls"] == 1);
  CHECK(backup["entries"] == 2);  // the model's answer, and builtin's
  CHECK(backup["bytes"] == fs::file_size(file));
  CHECK((fs::status(file).permissions() & fs::perms::others_read) == fs::perms::none);
  CHECK(moving.old.read("home/backup.tar").find(kKey) == std::string::npos);

  moving.fresh.configure("# mine\n");
  const Outcome restored = moving.fresh.run({"restore", file, "--format", "json"});
  CHECK(restored.exit_code == 0);
  CHECK(restored.json()["calls_added"] == 1);
  CHECK(restored.json()["entries_added"] == 2);
  CHECK(fs::exists(restored.json()["settings_before"].get<std::string>()));
  Moving::check_moved(moving.fresh);
  CHECK(moving.fresh.read("home/.rustassistant/config.toml") == moving.old.read("home/.rustassistant/config.toml"));
  CHECK(moving.fresh.cache()["entries"] == 2);
  const Json again = moving.fresh.run({"restore", file, "--format", "json"}).json();
  CHECK(again["calls_added"] == 0);
  CHECK(again["entries_added"] == 0);
  CHECK(again["settings_before"].is_null());
}

TEST_CASE("a damaged or vanished ledger is brought back by its backup") {
  const Moving moving;
  const std::string file = moving.old.home() + "/backup.tar";
  REQUIRE(moving.old.run({"backup", file}).exit_code == 0);
  const bool vanished = GENERATE(false, true);
  fs::remove(moving.old.in_home("ledger.db"));
  if (!vanished) moving.old.write("home/.rustassistant/ledger.db", "damage");
  REQUIRE(moving.old.run({"budget", "status"}).exit_code == 7);
  const Json restored = moving.old.run({"restore", file, "--format", "json"}).json();
  CHECK(restored["damaged_ledger"].is_null() == vanished);
  if (!vanished) CHECK(fs::file_size(restored["damaged_ledger"].get<std::string>()) == 6);
  Moving::check_moved(moving.old);
}

TEST_CASE("what is no backup is refused") {
  const World world;
  world.write("repo/x", std::string(2000, 'x'));
  CHECK(world.run({"restore", "x"}).exit_code == 3);
  world.write("repo/empty", std::string(1024, '\0'));
  CHECK(world.run({"restore", "empty"}).exit_code == 3);
  CHECK(world.run({"restore", "nowhere"}).exit_code == 3);
  CHECK(world.run({"backup", "nowhere/x.tar"}).exit_code == 7);
}

TEST_CASE("a backup that is cut off brings back what it has, and says so") {
  World world;
  world.configure("[llm]\nprovider = \"builtin\"\n");
  REQUIRE(world.run({"backup", "b.tar"}).exit_code == 0);
  std::filesystem::resize_file(world.repo() + "/b.tar", 1700);
  const Outcome outcome = world.run({"restore", "b.tar"});
  CHECK(outcome.exit_code == 3);
  CHECK_THAT(outcome.err, Contains("cut off") && Contains("what comes before it in the backup is restored"));
}

TEST_CASE("what is no backup is said to be none, however short it is") {
  const World world;
  for (const std::string& content : {std::string(), std::string("{}\n"), std::string(600, 'x')}) {
    world.write("repo/other.tar", content);
    const Outcome outcome = world.run({"restore", "other.tar"});
    CHECK(outcome.exit_code == 3);
    CHECK_THAT(outcome.err, Contains("it is not a backup, or damaged") && Contains("rustassistant backup FILE"));
  }
}
