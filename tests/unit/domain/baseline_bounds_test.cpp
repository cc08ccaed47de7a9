// SPDX-License-Identifier: MIT
// Baselines: each member that is needed, each part of the order, and who may take whose entry.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rustassistant/domain/baseline.hpp"
#include "rustassistant/domain/fingerprint.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

const char* const kWholeBaseline =
    R"({"schema":"rustassistant.baseline/1","findings":[{"fingerprint":"f","path":"p","kind":"k","item":"i",)"
    R"("severity":"high","value":7}]})";

Finding found_at(const std::string& path, const std::string& item, int ordinal = 0) {
  Finding made;
  made.kind = "long_function";
  made.severity = Severity::medium;
  made.path = path;
  made.item = item;
  made.ordinal = ordinal;
  made.fingerprint = fingerprint({name_of(made.type), made.kind, path, item, ordinal});
  return made;
}

std::string baseline_fault(const nlohmann::json& json) {
  const auto read = parse_baseline(json.dump());
  if (!read) CHECK(read.error().code == Errc::config);
  return read ? "" : read.error().what;
}

}  // namespace

TEST_CASE("an entry is read member by member, and each but the value is needed as a text") {
  const auto whole = nlohmann::json::parse(kWholeBaseline);
  const auto read = parse_baseline(kWholeBaseline);
  REQUIRE(read);
  CHECK(*read == std::vector<BaselineEntry>{{"f", "p", "k", "i", Severity::high, 7}});
  for (const char* name : {"fingerprint", "path", "kind", "item", "severity"}) {
    const std::string expected = "the baseline is malformed: a finding without a text " + std::string(name);
    auto json = whole;
    json["findings"][0][name] = 5;
    CHECK(baseline_fault(json) == expected);
    json["findings"][0].erase(name);
    CHECK(baseline_fault(json) == expected);
  }
  auto json = whole;
  json["findings"][0].erase("value");
  json["findings"][0]["more"] = true;
  CHECK(baseline_fault(json).empty());
  json["findings"][0]["value"] = "7";
  CHECK(baseline_fault(json) == "the baseline is malformed: a value that is not a whole number");
  json["findings"] = nlohmann::json::object();
  CHECK(baseline_fault(json) == "the baseline is malformed: it has no list of findings");
  json.erase("findings");
  CHECK(baseline_fault(json) == "the baseline is malformed: it has no list of findings");
  json = whole;
  json.erase("schema");
  CHECK(baseline_fault(json) == "the baseline is malformed: a finding without a text schema");
  CHECK(baseline_fault(nlohmann::json::array()) == "the baseline is malformed: it is not a JSON object");
}

TEST_CASE("a baseline is nested up to eight deep") {
  const auto nested = [](std::size_t depth) {
    return R"({"schema":"rustassistant.baseline/1","findings":[],"more":)" + std::string(depth - 1, '[') +
           std::string(depth - 1, ']') + "}";
  };
  CHECK(parse_baseline(nested(8)));
  CHECK_FALSE(parse_baseline(nested(9)));
}

TEST_CASE("entries are sorted by path, kind, item and fingerprint, and written whole") {
  const std::vector<BaselineEntry> sorted{{"z", "a", "z", "z", Severity::low, {}},
                                          {"z", "b", "a", "z", Severity::low, 3},
                                          {"z", "b", "b", "a", Severity::critical, {}},
                                          {"a", "b", "b", "b", Severity::low, {}},
                                          {"b", "b", "b", "b", Severity::low, 0}};
  const std::string text = render_baseline(std::vector<BaselineEntry>(sorted.rbegin(), sorted.rend()));
  CHECK(text == R"({"schema": "rustassistant.baseline/1", "findings": [
{"fingerprint":"z","path":"a","kind":"z","item":"z","severity":"low"},
{"fingerprint":"z","path":"b","kind":"a","item":"z","severity":"low","value":3},
{"fingerprint":"z","path":"b","kind":"b","item":"a","severity":"critical"},
{"fingerprint":"a","path":"b","kind":"b","item":"b","severity":"low"},
{"fingerprint":"b","path":"b","kind":"b","item":"b","severity":"low","value":0}
]}
)");
  CHECK(parse_baseline(text).value() == sorted);
}

TEST_CASE("what is kept of a finding is all that a baseline has of it") {
  Finding finding = found_at("p", "i");
  finding.severity = Severity::critical;
  finding.value = 9;
  CHECK(entry_of(finding) == BaselineEntry{finding.fingerprint, "p", "long_function", "i", Severity::critical, 9});
}

TEST_CASE("an entry serves one finding, and a finding takes one entry") {
  const Finding one = found_at("a.c", "f");
  const auto reviewed = [](const BaselineEntry& /*entry*/) { return EntryFile::reviewed; };
  const std::vector<BaselineEntry> baseline{entry_of(one)};
  CHECK(match_baseline(baseline, std::vector{one, one}, reviewed).standings ==
        std::vector{Standing::known, Standing::added});
  const std::vector<BaselineEntry> twice{entry_of(one), entry_of(one)};
  const auto match = match_baseline(twice, std::vector{one}, reviewed);
  CHECK(match.standings == std::vector{Standing::known});
  CHECK(match.remaining == baseline);
  CHECK(match.gone == baseline);
}

TEST_CASE("what has moved keeps its severity of then, and what grew on the way is worse") {
  const Finding before = found_at("old.c", "f", 1);
  Finding after = found_at("new.c", "f", 1);
  const auto missing = [](const BaselineEntry& entry) {
    return entry.path == "old.c" ? EntryFile::missing : EntryFile::reviewed;
  };
  after.severity = Severity::high;
  const std::vector<BaselineEntry> baseline{entry_of(before)};
  auto match = match_baseline(baseline, std::vector{after}, missing);
  CHECK(match.standings == std::vector{Standing::worse});
  BaselineEntry expected = entry_of(after);
  expected.severity = Severity::medium;
  CHECK(match.remaining == std::vector{expected});
  CHECK(match.gone.empty());
  // Another item, kind, ordinal or type is another finding.
  for (int i = 0; i < 4; ++i) {
    Finding other = after;
    if (i == 0) other.item = "g";
    if (i == 1) other.kind = "dead_code";
    if (i == 2) other.ordinal = 0;
    if (i == 3) other.type = AnalysisType::analysis;
    match = match_baseline(baseline, std::vector{other}, missing);
    CAPTURE(i);
    CHECK(match.standings == std::vector{Standing::added});
    CHECK(match.gone == baseline);
  }
  // What is known by its fingerprint is no candidate for a second entry.
  const std::vector<BaselineEntry> both{entry_of(found_at("old.c", "g")), entry_of(found_at("new.c", "g"))};
  match = match_baseline(both, std::vector{found_at("new.c", "g")}, missing);
  CHECK(match.standings == std::vector{Standing::known});
  CHECK(match.gone == std::vector{both[0]});
}

TEST_CASE("a value that is a tenth larger is no worse, one that is more is") {
  Finding now = found_at("a.c", "f");
  BaselineEntry entry = entry_of(now);
  const auto standing_of = [&](std::optional<std::int64_t> before, std::optional<std::int64_t> today) {
    entry.value = before;
    now.value = today;
    return match_baseline(std::vector{entry}, std::vector{now}, [](const auto&) { return EntryFile::reviewed; })
        .standings.at(0);
  };
  CHECK(standing_of(1'000, 1'100) == Standing::known);
  CHECK(standing_of(1'000, 1'101) == Standing::worse);
  CHECK(standing_of(0, 0) == Standing::known);
  CHECK(standing_of(0, 1) == Standing::worse);
  CHECK(standing_of({}, 5) == Standing::known);
  CHECK(standing_of(5, {}) == Standing::known);
}
