// SPDX-License-Identifier: MIT
#include "rustassistant/domain/findings_change.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/domain/fingerprint.hpp"

namespace rustassistant::domain {
namespace {

Finding finding(const std::string& path, const std::string& item, int ordinal = 0, int line = 1) {
  Finding made;
  made.type = AnalysisType::refactor;
  made.kind = "long_function";
  made.severity = Severity::high;
  made.path = path;
  made.item = item;
  made.line_start = line;
  made.fingerprint = fingerprint({"refactor", made.kind, path, item, ordinal});
  return made;
}

// The files of the findings had answers.
std::vector<BaselineEntry> list(const std::vector<Finding>& findings, const std::vector<std::string>& clean = {}) {
  std::vector<BaselineEntry> seen;
  for (const Finding& one : findings) {
    seen.push_back(seen_file("refactor", one.path));
    seen.push_back(seen_entry(one));
  }
  for (const std::string& path : clean) seen.push_back(seen_file("refactor", path));
  return seen;
}

void check(const FindingsChange& change, std::vector<std::int64_t> expected) {
  CHECK(std::vector{change.added, change.first_seen, change.gone, change.moved} == expected);
}

}  // namespace

TEST_CASE("what is remembered of findings survives as text") {
  const auto seen = list({finding("a.rs", "f"), finding("b\n\"é.rs", "")}, {"c.rs"});
  const auto again = parse_baseline(render_baseline(seen));
  REQUIRE(again);
  CHECK(again->size() == seen.size());
  check(compare_findings(seen, *again), {0, 0, 0, 0});
  for (const BaselineEntry& entry : *again) CHECK(type_of(entry) == "refactor");
}

TEST_CASE("a finding at another line is the same") {
  check(compare_findings(list({finding("a.rs", "f", 0, 10)}), list({finding("a.rs", "f", 0, 90)})), {0, 0, 0, 0});
}

TEST_CASE("what was fixed is gone, what was not there is new") {
  check(compare_findings(list({finding("a.rs", "f"), finding("a.rs", "g")}),
                         list({finding("a.rs", "f"), finding("a.rs", "h")})),
        {1, 0, 1, 0});
  check(compare_findings(list({finding("a.rs", "f"), finding("a.rs", "f", 1)}), list({finding("a.rs", "f")})),
        {0, 0, 1, 0});
}

TEST_CASE("what is new in a file that had no answer is told apart") {
  check(compare_findings(list({}, {"a.rs"}), list({finding("a.rs", "f"), finding("b.rs", "g")})), {2, 1, 0, 0});
}

TEST_CASE("an item that went to another file has moved") {
  check(compare_findings(list({finding("a.rs", "f"), finding("b.rs", "g")}),
                         list({finding("b.rs", "f"), finding("b.rs", "g")}, {"a.rs"})),
        {0, 0, 0, 1});
  // One of two.
  check(compare_findings(list({finding("a.rs", "f")}), list({finding("b.rs", "f"), finding("c.rs", "f")}, {"a.rs"})),
        {1, 1, 0, 1});
}

TEST_CASE("what is about a file as a whole moves with the file alone") {
  check(compare_findings(list({finding("a.rs", "")}), list({finding("b.rs", "")})), {0, 0, 0, 1});
  // The file is still there; the other was there before.
  check(compare_findings(list({finding("a.rs", "")}), list({finding("b.rs", "")}, {"a.rs"})), {1, 1, 1, 0});
  check(compare_findings(list({finding("a.rs", "")}, {"b.rs"}), list({finding("b.rs", "")})), {1, 0, 1, 0});
}

}  // namespace rustassistant::domain
