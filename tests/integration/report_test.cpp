// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "rustassistant/db/connection.hpp"
#include "world.hpp"

// What `report` says, beside what the commands say that show the same.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace db = rustassistant::db;

namespace {

// Three weeks of calls, and today's by a server, whose answer was found again.
struct Reported {
  LoopbackServer server{[](const ReceivedRequest&) { return good_answer(); }};
  World world;

  Reported() {
    world.use_openai(server);
    world.write("repo/a.rs", "fn f() {}\n");
    REQUIRE(world.analyze().exit_code == 0);
    REQUIRE(world.analyze().exit_code == 0);
    const auto connection = db::Connection::open(world.in_home("ledger.db"), {db::OpenMode::read_write});
    REQUIRE(connection);
    REQUIRE(connection->execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21), "
        "d (i, t) AS (SELECT i, unixepoch() - 86400 * i FROM n) "
        "INSERT INTO call (at, month, day, state, closed_at, reserved, cost, provider, type, model, repo, repo_path, "
        "path, extension, input_tokens, cached_tokens, output_tokens) SELECT t * 1000, strftime('%Y%m', t, "
        "'unixepoch') + 0, strftime('%Y%m%d', t, 'unixepoch') + 0, 1, t * 1000, 20000000, 10000000 + i, 2, 0, "
        "'gpt-4.1', '0badcafe', '/p', 'src/' || i % 3 || '.py', 'py', 5000, 400, 800 FROM d"));
  }
  Json json(std::vector<std::string> words) const {
    words.insert(words.end(), {"--format", "json"});
    return world.run(words).json();
  }
};

}  // namespace

TEST_CASE_METHOD(Reported, "every figure of a report is that of the command that shows it, too") {
  const Json report = json({"report"});
  const Json status = json({"budget", "status"});
  // Less of the month is left with each moment that passes between the two.
  const auto differ = [](const Json& a, const Json& b) {
    return std::abs(a.get<std::int64_t>() - b.get<std::int64_t>());
  };
  CHECK(differ(report["forecast"]["month_end_nano_usd"], status["forecast"]["month_end_nano_usd"]) < 1'000'000);
  REQUIRE(report["forecast"]["interval"].is_object());
  CHECK(report["forecast"]["interval"]["days"] == status["forecast"]["interval"]["days"]);
  CHECK(report["forecast"]["interval"]["days"] == 21);
  CHECK(report["budget"]["monthly"] == status["monthly"]);
  for (const auto& [by, member] : std::map<std::string, std::string>{
           {"model", "by_model"}, {"repo", "by_repository"}, {"type", "by_type"}, {"extension", "by_extension"}}) {
    const Json history = json({"budget", "history", "--by", by});
    CHECK(report[member] == history["rows"]);
    CHECK(report["total"] == history["total"]);
  }
  std::map<std::string, Json> days;
  const Json by_day = json({"budget", "history"});
  for (const Json& row : by_day["rows"]) days[row["key"]] = row;
  REQUIRE(report["days"].size() == 30);
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  std::int64_t saved = 0;
  for (const Json& day : report["days"]) {
    const auto row = days.find(day["day"]);
    CHECK(day["spent_nano_usd"] == (row == days.end() ? Json(0) : row->second["spent_nano_usd"]));
    for (const char* figure : {"calls", "reserved_nano_usd", "hits", "misses", "saved_nano_usd"})
      CHECK(day[figure] == (row == days.end() ? Json(0) : row->second[figure]));
    hits += day["hits"].get<std::int64_t>();
    misses += day["misses"].get<std::int64_t>();
    saved += day["saved_nano_usd"].get<std::int64_t>();
  }
  const Json cache = json({"cache", "status"});
  CHECK(report["cache"]["hits"] == cache["hits"]);
  CHECK(hits == cache["hits"]);
  CHECK(misses == cache["misses"]);
  CHECK(saved == cache["saved_nano_usd"]);
  CHECK(report["effectiveness"]["hits"] == hits);
  CHECK_FALSE(report["advice"].empty());
}

TEST_CASE_METHOD(Reported, "a report goes to a file, whole, and may be about one repository") {
  CHECK(world.run({"report", "--output", "report.txt"}).out.empty());
  CHECK_THAT(world.read("repo/report.txt"), Contains("forecast ") && Contains("of 10 such months"));
  const Json mine = json({"report", "--repo", "."});
  CHECK(mine["total"]["calls"] == 1);
  CHECK(mine["effectiveness"]["hits"] == 1);
  CHECK(json({"report", "--what-if", "max_size=1M"})["effectiveness"]["what_if"]["uses"] == 1);
}

TEST_CASE_METHOD(Reported, "a report about a repository tells what was found in it") {
  CHECK(json({"report"})["findings"].is_null());
  const Json findings = json({"report", "--repo", "."})["findings"];
  CHECK(findings["files"] == 1);
  CHECK(findings["answered"] == 1);
  CHECK(findings["outdated"] == 0);
  const Json shown = world.analyze().json();
  std::map<std::string, int> severities;
  for (const Json& smell : shown["results"][0]["analysis"]["code_smells"]) ++severities[smell["severity"]];
  REQUIRE_FALSE(severities.empty());
  for (const auto& [severity, count] : findings["severities"].items()) CHECK(count == severities[severity]);
  CHECK(findings["hot_spots"][0]["path"] == "a.rs");
  CHECK(findings["change"].is_null());
  CHECK(findings["days"].size() == 1);
  CHECK_THAT(world.run({"report", "--repo", "."}).out,
             Contains("Of 1 source file, 1 has an answer.") && Contains("There is no earlier report to compare with"));
  CHECK_THAT(world.run({"report", "--repo", ".", "--format", "csv"}).out, Contains("hot_spot,a.rs,"));
  // As if that had been the day before; then the file moves.
  const auto connection = db::Connection::open(world.in_home("cache.db"), {db::OpenMode::read_write});
  REQUIRE(connection);
  REQUIRE(connection->execute("UPDATE findings_seen SET day = day - 1, at = at - 86400000"));
  std::filesystem::rename(world.repo() + "/a.rs", world.repo() + "/b.rs");
  const Json later = json({"report", "--repo", "."})["findings"];
  CHECK(later["hot_spots"][0]["path"] == "b.rs");
  CHECK(later["change"]["moved"] == findings["findings"]);
  CHECK(later["change"]["new"] == 0);
  CHECK(later["change"]["gone"] == 0);
  CHECK_THAT(world.run({"report", "--repo", "."}).out, Contains("moved to another file."));
}

TEST_CASE_METHOD(Reported, "a page is opened by the first browser that is there, without a shell") {
  const auto program = [&](const std::string& name, const std::string& body) {
    namespace fs = std::filesystem;
    const std::string path = world.write("bin/" + name, "#!/bin/sh\n" + body);
    fs::permissions(path, fs::perms::owner_all);
    return fs::path(path).parent_path().string();
  };
  const std::string tell = "printf '<%s>' \"${0##*/}\" \"$@\" >\"$HOME/opened\"\n";
  world.variables["PATH"] = program("xdg-open", tell);
  const auto opened = world.run({"report", "--open"});
  CHECK(opened.exit_code == 0);
  CHECK(opened.out.empty());
  CHECK(world.read("home/opened") == "<xdg-open><" + world.in_home("report.html") + ">");
  CHECK_THAT(world.read("home/.rustassistant/report.html"), Contains("<!DOCTYPE html>"));

  program("viewer", tell);
  world.variables["BROWSER"] = "nowhere:viewer  --file=%s --new:xdg-open";
  CHECK(world.run({"report", "--open", "-o", "-a b;$(x).html"}).exit_code == 0);
  CHECK(world.read("home/opened") == "<viewer><--file=" + world.repo() + "/-a b;$(x).html><--new>");

  // One that fails is not the last.
  program("viewer", "exit 3\n");
  CHECK(world.run({"report", "--open"}).exit_code == 0);
  CHECK_THAT(world.read("home/opened"), Contains("<xdg-open>"));
}

TEST_CASE_METHOD(Reported, "where no browser is there, the page is written all the same, and the way out is said") {
  world.variables["PATH"] = world.home();
  const auto none = world.run({"report", "--open", "-o", "page.html"});
  CHECK(none.exit_code == 4);
  CHECK_THAT(none.err, Contains("page.html") && Contains("no browser is known") && Contains("set BROWSER"));
  CHECK_THAT(world.read("repo/page.html"), Contains("<!DOCTYPE html>"));
  world.variables["BROWSER"] = "/bin/false";
  const auto failing = world.run({"report", "--open", "-o", "page.html"});
  CHECK(failing.exit_code == 4);
  CHECK_THAT(failing.err, Contains("/bin/false") && Contains("status 1"));
  const auto text = world.run({"report", "--open", "--format", "json", "-o", "other.json"});
  CHECK(text.exit_code == 2);
  CHECK_FALSE(std::filesystem::exists(world.repo() + "/other.json"));
}
