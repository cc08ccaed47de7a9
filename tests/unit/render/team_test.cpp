// SPDX-License-Identifier: MIT
#include "rustassistant/render/team.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "support/expected_texts.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

constexpr std::int64_t kTeamNow = 1'795'000'000'000;  // 2026-11-18T11:06:40Z

View team_view(Format format) {
  View view;
  view.format = format;
  return view;
}

app::TeamSummary full_summary() {
  app::TeamSummary summary;
  summary.report.counts = {1'001, 1'002, 1'003, 1'004, 1'005, 1'006, 1'007};
  summary.report.trouble = "no \x1b answer";
  summary.report.off_until = UnixMillis{kTeamNow};
  summary.report.no_writes = "no \x1b right";
  summary.report.rejections = {"a \x1b signature", "a key"};
  summary.waiting = 1'008;
  summary.off_because = "no \x1b trust";
  summary.was_used = true;
  return summary;
}

}  // namespace

TEST_CASE("the line of a team's store says what is more than nothing") {
  CHECK(team_line(full_summary()) ==
        "team cache: 1,001 hits, 1,002 misses, 1,004 not asked, 1,003 rejected, 1,005 stored, 1,006 already there, "
        "1,007 too large, 1,008 still to be sent; off: no \\x1b trust; off until 11:06 UTC: no \\x1b answer; nothing "
        "more is written: no \\x1b right; rejected a \\x1b signature; rejected a key");
  app::TeamSummary summary;
  CHECK(team_line(summary).empty());
  summary.report.counts.hits = 1;
  CHECK(team_line(summary).empty());
  summary.was_used = true;
  CHECK(team_line(summary) == "team cache: 1 hit");
  summary.report.counts = {0, 1, 0, 0, 0, 0, 0};
  CHECK(team_line(summary) == "team cache: 1 miss");
  summary.report.counts = {};
  CHECK(team_line(summary).empty());
  summary.report.trouble = "late";
  CHECK(team_line(summary) == "team cache: late");
  summary.waiting = 1;
  CHECK(team_line(summary) == "team cache: 1 still to be sent; late");
}

TEST_CASE("what a team's store did in a run is told whole as JSON") {
  test::ExpectedTexts expected("render/expected/team_summary.txt");
  expected.add("full", to_text(team_json(full_summary())));
  expected.add("nothing", to_text(team_json({})));
  expected.check();
}

TEST_CASE("the status of a team's store is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/team_status.txt");
  app::TeamStatus status;
  status.store = {"https://\x1b/", "read-write",   "red\x1b", "0123456789abcdef",
                  "pub:abc",       {"id1", "id2"}, true,      "a \x1b file"};
  status.standing = {{1'001, 1'002, 1'003, 1'004}, 1'005, 1'006};
  status.breaker = tier::BreakerState{{kTeamNow}, 3, "no \x1b answer"};
  status.checks = {{"read", true, "in \x1b time", ""}, {"write", false, "refused", "ask \x1b them"}};
  expected.add("full", team_status(status, team_view(Format::text)));
  expected.add("full, JSON", team_status(status, team_view(Format::json)));
  app::TeamStatus nothing;
  expected.add("nothing", team_status(nothing, team_view(Format::text)));
  expected.add("nothing, JSON", team_status(nothing, team_view(Format::json)));
  nothing.standing = {{1, 1, 1, 1}, 1, 1};
  nothing.breaker = tier::BreakerState{{kTeamNow}, 1, ""};
  expected.add("one of each", team_status(nothing, team_view(Format::text)));
  expected.check();
}

TEST_CASE("what was sent to a team's store is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/team_push.txt");
  app::TeamPush push;
  expected.add("nothing was to be sent", team_push(push, team_view(Format::text)));
  push.summary.was_used = true;
  expected.add("nothing was sent", team_push(push, team_view(Format::text)));
  push.gone = 1;
  expected.add("one is gone", team_push(push, team_view(Format::text)));
  push.summary = full_summary();
  push.gone = 1'234;
  expected.add("full", team_push(push, team_view(Format::text)));
  expected.add("full, JSON", team_push(push, team_view(Format::json)));
  expected.check();
}
