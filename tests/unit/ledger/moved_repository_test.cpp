// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// A repository's cap goes with it.
namespace rustassistant::ledger {
namespace {

namespace fs = std::filesystem;

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const std::string path = (folder.path() / "ledger.db").string();
  std::map<std::string, std::string> commits;  // first commit by path
  int asked = 0;
  std::unique_ptr<Ledger> ledger = open();

  std::unique_ptr<Ledger> open() {
    auto opened = *Ledger::open(path, clock);
    opened->identify_by([this](const std::string& repository) {
      ++asked;
      return commits[repository];
    });
    return opened;
  }
  // A repository with the id and the first commit.
  CallFacts repository(const std::string& name, const std::string& id, const std::string& commit) {
    CallFacts facts;
    facts.repo_id = id;
    facts.repo_path = (folder.path() / name).string();
    fs::create_directories(facts.repo_path + "/.git");
    commits[facts.repo_path] = commit;
    return facts;
  }
  void cap(const CallFacts& facts, std::int64_t amount) {
    SettingsChange change;
    change.set.repo_caps = {{facts.repo_id, facts.repo_path, {amount}, commits[facts.repo_path]}};
    REQUIRE(ledger->change(change));
  }
  Result<Reservation> reserve(const CallFacts& facts, std::int64_t amount) {
    return ledger->reserve(facts, NanoUsd{amount}, {});
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a cap follows a repository that moved, with what was spent there this month") {
  const CallFacts old = repository("old", "00000001", "c0ffee");
  cap(old, 100);
  REQUIRE(reserve(old, 60));
  CHECK(asked == 0);
  fs::remove_all(old.repo_path);
  const CallFacts moved = repository("new", "00000002", "c0ffee");
  ledger = open();
  CHECK(reserve(moved, 41).error().code == Errc::budget);
  REQUIRE(reserve(moved, 30));
  CHECK(asked == 1);
  auto standing = *ledger->standing();
  REQUIRE(standing.repos.size() == 1);
  CHECK(standing.repos[0].cap.path == moved.repo_path);
  CHECK(standing.repos[0].cap.root_commit == "c0ffee");
  CHECK(standing.repos[0].committed() == NanoUsd{90});

  // And again, and back.
  fs::remove_all(moved.repo_path);
  const CallFacts third = repository("third", "00000003", "c0ffee");
  ledger = open();
  CHECK(reserve(third, 11).error().code == Errc::budget);
  fs::remove_all(third.repo_path);
  fs::create_directories(old.repo_path + "/.git");
  ledger = open();
  CHECK(reserve(old, 11).error().code == Errc::budget);
  REQUIRE(reserve(old, 10));
  standing = *ledger->standing();
  CHECK(standing.repos[0].cap.path == old.repo_path);
  CHECK(standing.repos[0].committed() == NanoUsd{100});
}

TEST_CASE_METHOD(Fixture, "a cap stays where its repository is still there, and follows no stranger") {
  const CallFacts capped = repository("here", "00000001", "c0ffee");
  cap(capped, 100);
  const CallFacts copy = repository("copy", "00000002", "c0ffee");
  CHECK(reserve(copy, 500));
  CHECK(asked == 0);
  fs::remove_all(capped.repo_path);
  const CallFacts stranger = repository("stranger", "00000003", "0ddba11");
  const CallFacts unknown = repository("unknown", "00000004", "");
  CHECK(reserve(stranger, 500));
  CHECK(reserve(unknown, 500));
  CHECK(reserve(stranger, 500));
  CHECK(asked == 2);
  CHECK(ledger->settings()->repo_caps[0].path == capped.repo_path);
}

TEST_CASE_METHOD(Fixture, "a cap of a repository without a commit stays where it was set") {
  const CallFacts capped = repository("bare", "00000001", "");
  cap(capped, 100);
  fs::remove_all(capped.repo_path);
  CHECK(reserve(repository("other", "00000002", ""), 500));
  CHECK(asked == 0);
}

}  // namespace rustassistant::ledger
