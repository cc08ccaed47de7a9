// SPDX-License-Identifier: MIT
#include "rustassistant/domain/baseline.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/domain/fingerprint.hpp"

using namespace rustassistant;
using domain::AnalysisType;
using domain::BaselineEntry;
using domain::EntryFile;
using domain::Finding;
using domain::Severity;
using domain::Standing;

namespace {

Finding finding(const std::string& path, const std::string& item, int ordinal = 0, Severity severity = Severity::medium,
                std::optional<std::int64_t> value = {}) {
  Finding made;
  made.kind = "long_function";
  made.severity = severity;
  made.path = path;
  made.item = item;
  made.value = value;
  made.ordinal = ordinal;
  made.fingerprint = domain::fingerprint({name_of(made.type), made.kind, path, item, ordinal});
  return made;
}

std::vector<BaselineEntry> accepted(const std::vector<Finding>& findings) {
  std::vector<BaselineEntry> entries;
  for (const Finding& one : findings) entries.push_back(entry_of(one));
  return entries;
}

EntryFile all_reviewed(const BaselineEntry& /*entry*/) {
  return EntryFile::reviewed;
}

std::vector<Standing> standings(const std::vector<BaselineEntry>& baseline, const std::vector<Finding>& findings) {
  return domain::match_baseline(baseline, findings, all_reviewed).standings;
}

}  // namespace

TEST_CASE("what was accepted is known, and one equal finding more is new") {
  const std::vector<Finding> two{finding("a.c", "f", 0), finding("a.c", "f", 1)};
  const auto baseline = accepted(two);
  CHECK(standings(baseline, two) == std::vector{Standing::known, Standing::known});
  CHECK(standings(baseline, {two[0], two[1], finding("a.c", "f", 2)}) ==
        std::vector{Standing::known, Standing::known, Standing::added});
  CHECK(standings({}, two) == std::vector{Standing::added, Standing::added});
}

TEST_CASE("a known finding comes back when it gets worse") {
  const auto baseline = accepted({finding("a.c", "f", 0, Severity::medium, 100)});
  CHECK(standings(baseline, {finding("a.c", "f", 0, Severity::medium, 110)})[0] == Standing::known);
  CHECK(standings(baseline, {finding("a.c", "f", 0, Severity::medium, 111)})[0] == Standing::worse);
  CHECK(standings(baseline, {finding("a.c", "f", 0, Severity::high, 100)})[0] == Standing::worse);
  CHECK(standings(baseline, {finding("a.c", "f", 0, Severity::low, 50)})[0] == Standing::known);
  CHECK(standings(baseline, {finding("a.c", "f", 0, Severity::medium)})[0] == Standing::known);
  const auto unmeasured = accepted({finding("a.c", "f", 0, Severity::medium)});
  CHECK(standings(unmeasured, {finding("a.c", "f", 0, Severity::medium, 100)})[0] == Standing::known);
  CHECK(standings(baseline, {finding("a.c", "f", 0, Severity::medium)})[0] == Standing::known);
}

TEST_CASE("what was fixed is gone, of the files that this run looked at") {
  const auto baseline = accepted({finding("a.c", "f"), finding("b.c", "g"), finding("c.c", "h")});
  const auto match = domain::match_baseline(baseline, {}, [](const BaselineEntry& entry) {
    return entry.path == "a.c"   ? EntryFile::reviewed
           : entry.path == "b.c" ? EntryFile::not_reviewed
                                 : EntryFile::missing;
  });
  CHECK(match.gone == std::vector{baseline[0], baseline[2]});
  CHECK(match.remaining == std::vector{baseline[1]});
}

TEST_CASE("a renamed file takes its findings along, and the baseline follows") {
  const std::vector<Finding> before{finding("old.c", "f", 0), finding("old.c", "f", 1)};
  const std::vector<Finding> after{finding("new.c", "f", 0), finding("new.c", "f", 1)};
  const auto match = domain::match_baseline(accepted(before), after, [](const BaselineEntry& entry) {
    return entry.path == "old.c" ? EntryFile::missing : EntryFile::reviewed;
  });
  CHECK(match.standings == std::vector{Standing::moved, Standing::moved});
  CHECK(match.remaining == accepted(after));
  CHECK(match.gone.empty());
}

TEST_CASE("a rename that could be two files is none") {
  const auto baseline = accepted({finding("old.c", "f")});
  const auto missing = [](const BaselineEntry& entry) {
    return entry.path == "old.c" ? EntryFile::missing : EntryFile::reviewed;
  };
  CHECK(domain::match_baseline(baseline, std::vector{finding("new.c", "f"), finding("other.c", "f")}, missing)
            .standings == std::vector{Standing::added, Standing::added});
  const auto two = accepted({finding("old.c", "f"), finding("old2.c", "f")});
  CHECK(domain::match_baseline(two, std::vector{finding("new.c", "f")}, [](const BaselineEntry& /*entry*/) {
          return EntryFile::missing;
        }).standings == std::vector{Standing::added});
  // The file still exists: the finding there was fixed, and the other one is new.
  CHECK(standings(baseline, {finding("new.c", "f")}) == std::vector{Standing::added});
}

TEST_CASE("what nobody looked for stays, also where its file is missing and it may be in another") {
  const auto baseline = accepted({finding("a.c", "f"), finding("old.c", "g"), finding("old.c", "h")});
  const auto match = domain::match_baseline(baseline, std::vector{finding("new.c", "h")}, [](const auto& entry) {
    return entry.path == "a.c" ? EntryFile::not_reviewed : EntryFile::astray;
  });
  CHECK(match.gone.empty());
  CHECK(match.standings == std::vector{Standing::moved});
  CHECK(match.remaining == std::vector{baseline[0], baseline[1], accepted({finding("new.c", "h")})[0]});
}

TEST_CASE("the kind of an entry tells which type finds it, and its value that builtin did") {
  const auto entry = [](const std::string& kind, std::optional<std::int64_t> value = {}) {
    return BaselineEntry{"f", "a.c", kind, "f", Severity::medium, value};
  };
  CHECK(is_of(entry("long_function"), AnalysisType::refactor));
  CHECK_FALSE(is_of(entry("long_function"), AnalysisType::todos));
  CHECK(is_of(entry("todo"), AnalysisType::todos));
  CHECK(is_of(entry("correctness"), AnalysisType::analysis));
  for (const AnalysisType type : {AnalysisType::refactor, AnalysisType::analysis, AnalysisType::todos})
    CHECK_FALSE(is_of(entry("a_kind_of_tomorrow"), type));
  CHECK_FALSE(needs_model(entry("long_function")));
  CHECK_FALSE(needs_model(entry("todo")));
  CHECK(needs_model(entry("feature_envy")));
  CHECK(needs_model(entry("correctness")));
  CHECK(needs_model(entry("shotgun_surgery")));
  CHECK(needs_model(entry("dead_code")));
  CHECK_FALSE(needs_model(entry("dead_code", 1)));
}

TEST_CASE("a baseline reads back as it was written, sorted, one finding to a line") {
  const auto entries =
      accepted({finding("b.c", "g", 0, Severity::high, 7), finding("a.c", "\"q\"\n", 0, Severity::low)});
  const std::string text = domain::render_baseline(entries);
  const auto read = domain::parse_baseline(text);
  REQUIRE(read);
  CHECK(*read == std::vector{entries[1], entries[0]});
  CHECK(domain::render_baseline(*read) == text);
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
  CHECK(domain::render_baseline({}) == "{\"schema\": \"rustassistant.baseline/1\", \"findings\": [\n]}\n");
}

TEST_CASE("a baseline of another version, or malformed, is an error of the configuration") {
  for (
      const char* text :
      {"", "[]", "{}", R"({"schema": "rustassistant.baseline/2", "findings": []})",
       R"({"schema": "rustassistant.baseline/1"})", R"({"schema": "rustassistant.baseline/1", "findings": [1]})",
       R"({"schema": "rustassistant.baseline/1", "findings": [{"fingerprint": "1"}]})",
       R"({"schema": "rustassistant.baseline/1", "findings": [{"fingerprint": "1", "path": "a", "kind": "k", "item": "", "severity": "awful"}]})",
       R"({"schema": "rustassistant.baseline/1", "findings": [{"fingerprint": "1", "path": "a", "kind": "k", "item": "", "severity": "low", "value": 1.5}]})"}) {
    INFO(text);
    const auto read = domain::parse_baseline(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == Errc::config);
  }
}
