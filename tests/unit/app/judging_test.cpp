// SPDX-License-Identifier: MIT
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "local_cache.hpp"
#include "rustassistant/app/doctor.hpp"
#include "selection.hpp"
#include "stores_world.hpp"

// Bounds of what a finding is about, and of whose files may be trusted.
namespace rustassistant::app {
namespace {

namespace fs = std::filesystem;

domain::Finding finding_at(int first, int last, const std::string& item = {}) {
  domain::Finding found;
  found.kind = "long_function";
  found.item = item;
  found.line_start = first;
  found.line_end = last;
  return found;
}

// "changed line": of a finding in a file of 100 lines, by a change of one line, or of a new file.
std::string change_of(domain::Finding found, int line, bool is_new = false) {
  std::vector<domain::Finding> all{std::move(found)};
  mark_changed(all, {"a.c", is_new, {{line, line}}}, 100);
  REQUIRE(all[0].changed);
  return std::string(*all[0].changed ? "yes " : "no ") + std::to_string(all[0].changed_line);
}

}  // namespace

TEST_CASE(
    "a finding is about its lines, or about the whole file: without a place, or from the first line to the last") {
  CHECK(change_of(finding_at(1, 100), 50) == "no 0");
  CHECK(change_of(finding_at(1, 101), 50) == "no 0");
  CHECK(change_of(finding_at(0, 0), 50) == "no 0");
  CHECK(change_of(finding_at(0, 0, "f"), 50) == "no 0");
  CHECK(change_of(finding_at(1, 100), 50, true) == "yes 0");
  CHECK(change_of(finding_at(0, 0, "f"), 50, true) == "yes 0");
  CHECK(change_of(finding_at(2, 100), 50) == "yes 50");
  CHECK(change_of(finding_at(1, 99), 50) == "yes 50");
  CHECK(change_of(finding_at(1, 100, "f"), 50) == "yes 50");
  CHECK(change_of(finding_at(40, 50), 50) == "yes 50");
  CHECK(change_of(finding_at(40, 49), 50) == "no 0");
  CHECK(change_of(finding_at(51, 60), 50) == "no 0");
  // Without a last line, or with one before the first, it is about the first.
  CHECK(change_of(finding_at(50, 0), 50) == "yes 50");
  CHECK(change_of(finding_at(50, 0), 51) == "no 0");
}

TEST_CASE("a comment in an item holds from its first line to its last, of that item alone") {
  const auto allowed = [](const domain::Finding& found) {
    std::vector<domain::Finding> all{found};
    const source::Suppression comment{{{"long_function", domain::SmellType::long_function}},
                                      "because",
                                      9,
                                      source::SuppressionScope::item,
                                      "f",
                                      {10, 20}};
    static_cast<void>(apply_suppressions(all, std::vector{comment}, {domain::AnalysisType::refactor, true, true}));
    return all[0].allowed == "because";
  };
  CHECK_FALSE(allowed(finding_at(9, 20, "f")));
  CHECK(allowed(finding_at(10, 20, "f")));
  CHECK(allowed(finding_at(20, 30, "f")));
  CHECK_FALSE(allowed(finding_at(21, 30, "f")));
  CHECK_FALSE(allowed(finding_at(10, 20, "g")));
}

TEST_CASE("what is wrong with a comment is told with its line and a remedy") {
  std::vector<domain::Finding> none;
  const auto mistake = [&](const source::Suppression& comment, Judges judges) {
    const auto found = apply_suppressions(none, std::vector{comment}, judges);
    REQUIRE(found.size() == 1);
    CHECK(found[0].line == 9);
    return found[0].what + " (" + found[0].hint + ")" + (found[0].is_unused ? " unused" : "");
  };
  const Judges both{domain::AnalysisType::refactor, true, true};
  const auto of = [](std::vector<source::SuppressedKind> kinds, source::SuppressionScope scope) {
    return source::Suppression{std::move(kinds), "because", 9, scope, {}, {}};
  };
  const std::vector<source::SuppressedKind> known{{"long_function", domain::SmellType::long_function}};
  CHECK(mistake(of({}, source::SuppressionScope::nothing), both) ==
        "no kind is named (for example: rustassistant: allow(long_function) why it is right)");
  CHECK(mistake(of(known, source::SuppressionScope::nothing), both) ==
        "there is nothing below that it could belong to (put it directly above the item, or use allow-file)");
  CHECK(mistake(of(known, source::SuppressionScope::file), both) ==
        "no long_function was found that allow(long_function) could suppress (remove it) unused");
  CHECK(mistake(of({{"qqqqqqqqqq", {}}}, source::SuppressionScope::file), both) ==
        "unknown kind 'qqqqqqqqqq' (`rustassistant explain` lists the kinds)");
}

TEST_CASE("hidden findings add up, reason by reason") {
  Hidden sum{1, 2, 3, 4};
  sum += Hidden{10, 20, 30, 40};
  CHECK(sum.by_baseline == 11);
  CHECK(sum.by_comment == 22);
  CHECK(sum.unchanged == 33);
  CHECK(sum.minor == 44);
}

TEST_CASE("a repository's own cache that belongs to another user is refused") {
  if (::geteuid() != 0) return;  // who may not give a file away cannot try
  test::TemporaryFolder folder;
  const std::string inner = (folder.path() / "repo/.rustassistant").string();
  fs::create_directories(inner);
  const sys::Environment environment(sys::Variables{{"RUSTASSISTANT_HOME", (folder.path() / "home").string()}});
  const auto refusal = [&] {
    const auto done = check_place_of_cache(inner + "/cache.db", environment);
    return done ? std::string() : done.error().what + " (" + done.error().hint + ")";
  };
  const std::string hint = " (remove it, or set [cache] strategy = \"centralized\")";
  CHECK(refusal().empty());
  const std::string file = folder.write("repo/.rustassistant/cache.access", "x");
  REQUIRE(::chown(file.c_str(), 12345, 0) == 0);
  CHECK(refusal() == "refused the repository's own cache '" + file + "': it belongs to another user" + hint);
  fs::remove(file);
  REQUIRE(::chown(inner.c_str(), 12345, 0) == 0);
  CHECK(refusal() == "refused the repository's own cache '" + inner + "': it belongs to another user" + hint);
}

TEST_CASE_METHOD(test::StoresWorld,
                 "doctor's checks come in their order, each with its verdict, and nothing is wrong at first") {
  const auto checks = [&] {
    std::string all;
    const Diagnosis diagnosis = diagnose(services(), Reach::offline);
    for (const Check& check : diagnosis.checks) {
      all += check.name + (check.verdict == Verdict::ok ? "" : check.verdict == Verdict::note ? "?" : "!") + " ";
      if (check.verdict != Verdict::ok) CHECK_FALSE(check.detail.empty());
    }
    CHECK(diagnosis.outcomes.empty() == (all.find('!') == std::string::npos));
    return all;
  };
  const std::string rest = "keys auto TLS libraries ";
  CHECK(checks() == "home settings cache ledger " + rest);
  run();
  CHECK(checks() == "home settings cache ledger queue " + rest);
  fs::permissions(home() + "/queue.db", fs::perms(0640));
  CHECK(checks() == "home settings cache ledger queue? " + rest);
  fs::permissions(home() + "/queue.db", fs::perms(0600));
  fs::permissions(home() + "/ledger.db", fs::perms(0604));
  CHECK(checks() == "home settings cache ledger? queue " + rest);
  fs::permissions(home() + "/ledger.db", fs::perms(0600));
  folder.write("home/config.toml", "[analysis]\ncontext = \"interfaces\"\n[no_such_table]\nx = 1\n");
  CHECK(checks() == "home settings? context cache ledger queue " + rest);
  folder.write("home/config.toml", "[llm.xai]\napi_key_file = \"/no/such/file\"\n");
  CHECK(checks() == "home settings cache ledger queue keys! " + rest);
  fs::remove(home() + "/config.toml");
  variables["all_proxy"] = "http://proxy.example:3128";
  CHECK(checks() == "home settings cache ledger queue keys auto TLS proxy libraries ");
  variables.erase("all_proxy");
  variables.erase("RUSTASSISTANT_HOME");
  variables.erase("HOME");
  CHECK(checks().starts_with("home! "));
}

}  // namespace rustassistant::app
