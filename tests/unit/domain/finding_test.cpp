// SPDX-License-Identifier: MIT
#include "rustassistant/domain/finding.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/domain/kind_catalog.hpp"

using namespace rustassistant::domain;

namespace {

Finding finding(const std::string& kind, const std::string& item, int line, Severity severity = Severity::medium) {
  Finding made;
  made.kind = kind;
  made.item = item;
  made.path = "a.c";
  made.line_start = line;
  made.line_end = line + 9;
  made.severity = severity;
  made.verified = true;
  made.found_by = {"builtin"};
  return made;
}

std::vector<std::string> fingerprints(std::vector<Finding> findings) {
  std::set<std::string, std::less<>> taken;
  identify(findings, taken);
  std::vector<std::string> made;
  for (const Finding& one : findings) made.push_back(one.fingerprint);
  return made;
}

}  // namespace

TEST_CASE("a finding keeps its identity when it moves, gets another severity, text or finder") {
  Finding before = finding("dead_code", "Box::f", 10);
  Finding after = finding("dead_code", "Box::f", 300, Severity::high);
  after.message = "reworded";
  after.found_by = {"xai/grok-4.3"};
  after.value = 7;
  CHECK(fingerprints({before}) == fingerprints({after}));
  after.item = "Other::f";
  CHECK(fingerprints({before}) != fingerprints({after}));
}

TEST_CASE("equal findings are told apart by the order of their lines") {
  const auto in_order = fingerprints({finding("dead_code", "f", 10), finding("dead_code", "f", 20)});
  const auto reversed = fingerprints({finding("dead_code", "f", 20), finding("dead_code", "f", 10)});
  CHECK(in_order[0] != in_order[1]);
  CHECK(in_order[0] == reversed[1]);
  CHECK(in_order[1] == reversed[0]);
  // Of another kind or item: the first is the first whatever else there is.
  CHECK(fingerprints({finding("deep_nesting", "f", 1), finding("dead_code", "f", 10)})[1] == in_order[0]);
}

TEST_CASE("no two findings of a report have the same fingerprint, not even of two repositories") {
  std::vector<Finding> first{finding("dead_code", "f", 10)};
  std::vector<Finding> second = first;
  std::set<std::string, std::less<>> taken;
  identify(first, taken);
  identify(second, taken);
  CHECK(first[0].fingerprint != second[0].fingerprint);
  CHECK(first[0].ordinal == 0);
  CHECK(second[0].ordinal == 1);
}

TEST_CASE("what is hidden is not counted, and a gate counts what is verified") {
  Finding plain = finding("long_function", "f", 1, Severity::high);
  CHECK(counts_for_gate(plain));
  CHECK(severities_of(std::vector{plain, plain}) == SeverityCounts{0, 0, 2, 0});

  Finding unverified = plain;
  unverified.verified = false;
  CHECK(is_shown(unverified));
  CHECK_FALSE(counts_for_gate(unverified));

  std::vector<Finding> hidden(4, plain);
  hidden[0].standing = Standing::known;
  hidden[1].standing = Standing::moved;
  hidden[2].allowed = "a table";
  hidden[3].changed = false;
  for (const Finding& one : hidden) {
    CHECK_FALSE(is_shown(one));
    CHECK_FALSE(counts_for_gate(one));
  }
  CHECK(severities_of(hidden) == SeverityCounts{});
  Finding minor = plain;
  minor.is_minor = true;
  CHECK_FALSE(is_shown(minor));
  CHECK(counts_for_gate(minor));  // --min-severity is about what is shown
  plain.standing = Standing::worse;
  plain.changed = true;
  CHECK(is_shown(plain));
}

TEST_CASE("the worst comes first, then path and line decide") {
  const Finding low = finding("a", "f", 1, Severity::low);
  const Finding high = finding("a", "f", 9, Severity::high);
  const Finding later = finding("a", "f", 10, Severity::high);
  CHECK(is_worse(high, low));
  CHECK_FALSE(is_worse(low, high));
  CHECK(is_worse(high, later));
  CHECK_FALSE(is_worse(high, high));
}

TEST_CASE("every kind of smell has a row, and its words fit where they go") {
  for (int i = 0; i < 16; ++i) {
    const KindFacts* facts = facts_of(name_of(SmellType(i)));
    REQUIRE(facts != nullptr);
    CHECK(facts->type == AnalysisType::refactor);
  }
  for (const KindFacts& facts : kind_catalog()) {
    INFO(facts.kind);
    CHECK(facts_of(facts.kind) == &facts);
    CHECK_FALSE(facts.summary.empty());
    CHECK(facts.summary.size() <= 120);
    CHECK_FALSE(facts.definition.empty());
    CHECK_FALSE(facts.remedy.empty());
  }
  CHECK(facts_of("nothing") == nullptr);
}

TEST_CASE("a smell's finding has the qualified item, or the name where it was not checked") {
  Analysis analysis;
  Smell smell;
  smell.type = SmellType::unsafe_unwrapping;
  smell.description = "d";
  smell.location = {3, 9, "f", true, "Box::f"};
  smell.value = 2;
  smell.found_by = {"builtin"};
  analysis.smells = {smell};
  smell.location.qualified_name.reset();
  smell.location.verified.reset();
  analysis.smells.push_back(smell);
  const auto findings = findings_of(analysis);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].kind == "unsafe_unwrapping");
  CHECK(findings[0].item == "Box::f");
  CHECK(findings[0].name == "f");
  CHECK(findings[0].verified);
  CHECK(findings[0].value == 2);
  CHECK(findings[1].item == "f");
  CHECK_FALSE(findings[1].verified);
  CHECK(findings[0].line() == 3);
}

TEST_CASE("a finding has the words, lines and weight of what it was made of") {
  Analysis analysis;
  Smell smell;
  smell.severity = Severity::critical;
  smell.description = "what";
  smell.impact = "why";
  smell.location.line_start = 3;
  smell.location.line_end = 9;
  smell.found_by = {"builtin", "xai/m"};
  analysis.smells = {smell};
  const Finding of_smell = findings_of(analysis).front();
  CHECK(of_smell.message == "what");
  CHECK(of_smell.impact == "why");
  CHECK(of_smell.severity == Severity::critical);
  CHECK(of_smell.line_start == 3);
  CHECK(of_smell.line_end == 9);
  CHECK(of_smell.found_by == std::vector<std::string>{"builtin", "xai/m"});

  Todos todos;
  Todo todo;
  todo.tag = TodoTag::fixme;
  todo.priority = Severity::high;
  todo.text = "soon";
  todos.items = {todo};
  todo.text.clear();
  todos.items.push_back(todo);
  const auto of_todos = findings_of(todos);
  CHECK(of_todos[0].kind == "fixme");
  CHECK(of_todos[0].severity == Severity::high);
  CHECK(of_todos[0].message == "FIXME: soon");
  CHECK(of_todos[1].message == "FIXME");

  QualityReview review;
  QualityFinding found;
  found.category = QualityCategory::security;
  found.severity = Severity::low;
  found.title = "T";
  found.description = "d";
  found.recommendation = "r";
  review.findings = {found};
  const Finding of_review = findings_of(review).front();
  CHECK(of_review.kind == "security");
  CHECK(of_review.severity == Severity::low);
  CHECK(of_review.message == "T: d");
  CHECK(of_review.impact == "r");
}
