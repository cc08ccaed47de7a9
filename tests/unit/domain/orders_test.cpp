// SPDX-License-Identifier: MIT
// Orders of findings by each of their parts, gates, names, and what is trusted.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/domain/breaker.hpp"
#include "rustassistant/domain/finding.hpp"
#include "rustassistant/domain/findings_change.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/domain/unite.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

Finding ranked(Severity severity, const std::string& path, int line, const std::string& kind, const std::string& item,
               int ordinal, const std::string& fingerprint) {
  Finding finding;
  finding.severity = severity;
  finding.path = path;
  finding.line_start = line;
  finding.kind = kind;
  finding.item = item;
  finding.ordinal = ordinal;
  finding.fingerprint = fingerprint;
  return finding;
}

Smell united_smell(Severity severity, int line, SmellType type, int end, const std::string& item,
                   const std::string& text) {
  Smell smell;
  smell.severity = severity;
  smell.type = type;
  smell.location = {line, end, item, {}, {}};
  smell.description = text;
  return smell;
}

}  // namespace

TEST_CASE("findings are ordered by severity, path, line, kind, item, ordinal and fingerprint") {
  const std::vector<Finding> sorted{
      ranked(Severity::critical, "z", 9, "z", "z", 9, "z"), ranked(Severity::high, "z", 9, "z", "z", 9, "z"),
      ranked(Severity::low, "a", 9, "z", "z", 9, "z"),      ranked(Severity::low, "b", 1, "z", "z", 9, "z"),
      ranked(Severity::low, "b", 2, "a", "z", 9, "z"),      ranked(Severity::low, "b", 2, "b", "a", 9, "z"),
      ranked(Severity::low, "b", 2, "b", "b", 0, "z"),      ranked(Severity::low, "b", 2, "b", "b", 1, "a"),
      ranked(Severity::low, "b", 2, "b", "b", 1, "b")};
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = 0; j < sorted.size(); ++j) CHECK(is_worse(sorted[i], sorted[j]) == (i < j));
  }
}

TEST_CASE("what is accepted, shown and counted, for each standing and mark") {
  struct Row {
    std::optional<Standing> standing;
    bool accepted;
  };
  for (const Row& row : {Row{{}, false}, Row{Standing::added, false}, Row{Standing::known, true},
                         Row{Standing::worse, false}, Row{Standing::moved, true}}) {
    for (int marks = 0; marks < 64; ++marks) {
      Finding finding;
      finding.standing = row.standing;
      if ((marks & 1) != 0) finding.allowed = "";
      finding.is_revealed = (marks & 2) != 0;
      finding.is_minor = (marks & 4) != 0;
      if ((marks & 8) != 0) finding.changed = (marks & 16) != 0;
      finding.verified = (marks & 32) != 0;
      const bool accepted = row.accepted || finding.allowed;
      const bool in_change = !finding.changed || *finding.changed;
      CAPTURE(marks);
      CHECK(is_accepted(finding) == accepted);
      CHECK(is_shown(finding) == ((!accepted || finding.is_revealed) && !finding.is_minor && in_change));
      CHECK(counts_for_gate(finding) == (!accepted && in_change && finding.verified));
    }
  }
}

TEST_CASE("a finding stands at the changed line, else at its first, else at the first of the file") {
  Finding finding;
  CHECK(finding.line() == 1);
  finding.line_start = 1;
  CHECK(finding.line() == 1);
  finding.line_start = 5;
  CHECK(finding.line() == 5);
  finding.changed_line = 1;
  CHECK(finding.line() == 1);
  finding.changed_line = 9;
  CHECK(finding.line() == 9);
}

TEST_CASE("findings of all types have their place, and are verified where that was found so") {
  const Location location{3, 9, "f", true, "A::f"};
  Analysis analysis;
  analysis.smells.emplace_back();
  Todos todos;
  todos.items.emplace_back();
  QualityReview review;
  review.findings.emplace_back();
  for (const std::optional<bool> verified : {std::optional<bool>(), std::optional(false), std::optional(true)}) {
    for (Location* place : {&analysis.smells[0].location, &todos.items[0].location, &review.findings[0].location}) {
      *place = location;
      place->verified = verified;
    }
    for (const auto& findings : {findings_of(analysis), findings_of(todos), findings_of(review)}) {
      REQUIRE(findings.size() == 1);
      CHECK(findings[0].item == "A::f");
      CHECK(findings[0].name == "f");
      CHECK(findings[0].line_start == 3);
      CHECK(findings[0].line_end == 9);
      CHECK(findings[0].verified == (verified == true));
    }
  }
}

TEST_CASE("equal findings of one line are numbered as they come") {
  std::vector<Finding> findings(3);
  findings[0].line_start = 7;
  findings[1].line_start = 5;
  findings[2].line_start = 5;
  std::set<std::string, std::less<>> taken;
  identify(findings, taken);
  CHECK(findings[0].ordinal == 2);
  CHECK(findings[1].ordinal == 0);
  CHECK(findings[2].ordinal == 1);
  CHECK(taken.size() == 3);
}

TEST_CASE("united findings are ordered by severity and each part of their place") {
  const std::vector<Smell> sorted{united_smell(Severity::high, 9, SmellType::unsafe_unwrapping, 9, "z", "z"),
                                  united_smell(Severity::low, 1, SmellType::unsafe_unwrapping, 9, "z2", "z"),
                                  united_smell(Severity::low, 2, SmellType::long_function, 9, "z3", "z"),
                                  united_smell(Severity::low, 2, SmellType::dead_code, 3, "z4", "z"),
                                  united_smell(Severity::low, 2, SmellType::dead_code, 4, "a", "z"),
                                  united_smell(Severity::low, 2, SmellType::dead_code, 4, "b", "a"),
                                  united_smell(Severity::low, 2, SmellType::dead_code, 4, "b", "b")};
  Analysis measured;
  measured.smells.assign(sorted.rbegin(), sorted.rend());
  Analysis answer;
  unite(answer, "m", measured);
  REQUIRE(answer.smells.size() == sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    CAPTURE(i);
    CHECK(answer.smells[i].location.item_name == sorted[i].location.item_name);
    CHECK(answer.smells[i].description == sorted[i].description);
  }
}

TEST_CASE("the analyzer's finding stays the worse one, and who found it is told once") {
  Analysis measured;
  measured.smells = {united_smell(Severity::critical, 1, SmellType::dead_code, 2, "f", "by the analyzer")};
  Analysis answer;
  answer.smells = {united_smell(Severity::low, 5, SmellType::dead_code, 6, "f", "x"),
                   united_smell(Severity::low, 7, SmellType::dead_code, 8, "f", "y"),
                   united_smell(Severity::low, 7, SmellType::god_object, 8, "f", "z")};
  unite(answer, "m", measured);
  REQUIRE(answer.smells.size() == 2);
  CHECK(answer.smells[0].severity == Severity::critical);
  CHECK(answer.smells[0].found_by == std::vector<std::string>{"builtin", "m"});
  CHECK(answer.smells[1].found_by == std::vector<std::string>{"m"});
}

TEST_CASE("of what is missing each moves once, of the same kind and item") {
  const auto entry = [](const char* fingerprint, const char* path, const char* kind, const char* item) {
    return BaselineEntry{fingerprint, path, kind, item, Severity::low, {}};
  };
  const std::vector<BaselineEntry> before{seen_file("refactor", "a"), entry("1", "a", "refactor/k", "f"),
                                          entry("2", "a", "refactor/k", "g")};
  const std::vector<BaselineEntry> now{seen_file("refactor", "a"),
                                       seen_file("refactor", "b"),
                                       entry("3", "a", "refactor/k", "f"),
                                       entry("4", "b", "refactor/k", "f"),
                                       entry("5", "a", "refactor/other", "g"),
                                       entry("6", "a", "todos/k", "g")};
  const FindingsChange change = compare_findings(before, now);
  CHECK(change.moved == 1);
  CHECK(change.gone == 1);
  CHECK(change.added == 3);
  CHECK(change.first_seen == 2);
  CHECK(type_of(now[2]) == "refactor");
  CHECK(type_of(seen_file("todos", "a")) == "todos");
  CHECK_FALSE(is_finding(now[0]));
  CHECK(is_finding(now[2]));
  Finding finding = ranked(Severity::high, "p", 1, "k", "i", 0, "f");
  finding.type = AnalysisType::todos;
  finding.value = 4;
  CHECK(seen_entry(finding) == BaselineEntry{"f", "p", "todos/k", "i", Severity::high, 4});
}

TEST_CASE("providers, types and modes have their names, and embeddings are no type of analysis") {
  const char* const providers[] = {"builtin", "xai", "openai", "anthropic", "google", "openai-compatible"};
  for (const char* name : providers) {
    REQUIRE(provider_named(name));
    CHECK(name_of(*provider_named(name)) == name);
  }
  CHECK(provider_named("anthropic") == Provider::anthropic);
  CHECK(provider_named("builtin") == Provider::builtin);
  CHECK(provider_named("openai-compatible") == Provider::openai_compatible);
  CHECK_FALSE(provider_named("OpenAI"));
  for (const char* name : {"refactor", "docs", "analysis", "todos"}) {
    REQUIRE(analysis_type_named(name));
    CHECK(name_of(*analysis_type_named(name)) == name);
    CHECK(call_type_named(name) == analysis_type_named(name));
  }
  CHECK_FALSE(analysis_type_named("embeddings"));
  CHECK(call_type_named("embeddings") == AnalysisType::embeddings);
  CHECK_FALSE(call_type_named("none"));
  for (const char* name : {"json_schema", "json_object", "none"}) {
    REQUIRE(schema_mode_named(name));
    CHECK(name_of(*schema_mode_named(name)) == name);
  }
  CHECK_FALSE(schema_mode_named("json"));
}

TEST_CASE("each sign of trouble alone takes the trust away") {
  constexpr UnixMillis kAnswered{1'795'262'400'000};
  Breaker sound;
  sound.answered = kAnswered;
  CHECK(is_trusted(sound, kAnswered));
  Breaker failing = sound;
  failing.failures = 1;
  CHECK_FALSE(is_trusted(failing, kAnswered));
  Breaker resting = sound;
  resting.rests_until = kAnswered;
  CHECK_FALSE(is_trusted(resting, kAnswered));
}
