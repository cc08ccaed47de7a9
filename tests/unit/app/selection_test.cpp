// SPDX-License-Identifier: MIT
#include "selection.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using app::Judges;
using domain::AnalysisType;
using domain::Finding;
using domain::Severity;
using domain::SmellType;
using domain::Standing;
using source::SuppressionScope;

namespace {

constexpr int kLines = 100;  // of the file
constexpr Judges kBoth{AnalysisType::refactor, true, true};

Finding finding(std::string kind, std::string item, int first, int last) {
  Finding found;
  found.kind = std::move(kind);
  found.item = std::move(item);
  found.line_start = first;
  found.line_end = last;
  found.severity = Severity::medium;
  found.path = "a.c";
  found.verified = true;
  found.found_by = {"builtin"};
  return found;
}

std::vector<Finding> findings() {
  return {finding("long_function", "f", 10, 20), finding("deep_nesting", "f", 10, 20),
          finding("long_function", "g", 30, 40), finding("large_module", "", 1, kLines)};
}

source::Suppression allow(SmellType kind, SuppressionScope scope, std::string item = {}, int first = 0, int last = 0) {
  return {{{std::string(name_of(kind)), kind}}, "because", 9, scope, std::move(item), {first, last}};
}

// Of a kind that is no smell, for the file.
source::Suppression allow_word(const std::string& word) {
  return {{{word, {}}}, "because", 9, SuppressionScope::file, {}, {}};
}

std::vector<bool> allowed(const std::vector<Finding>& all) {
  std::vector<bool> list;
  for (const Finding& each : all) list.push_back(each.allowed.has_value());
  return list;
}

std::vector<app::SuppressionMistake> mistakes_of(const source::Suppression& comment, Judges judges = kBoth) {
  auto all = findings();
  return app::apply_suppressions(all, std::vector{comment}, judges);
}

domain::EntryFile reviewed(const domain::BaselineEntry& /*entry*/) {
  return domain::EntryFile::reviewed;
}

}  // namespace

TEST_CASE("a finding is changed where a changed line lies in its item, first and last line included") {
  for (const auto& [line, expected] :
       std::vector<std::pair<int, bool>>{{9, false}, {10, true}, {20, true}, {21, false}}) {
    auto all = findings();
    app::mark_changed(all, {"a.c", false, {{line, line}}}, kLines);
    CHECK(all[0].changed == expected);
    CHECK(all[0].changed_line == (expected ? line : 0));
    CHECK(all[2].changed == false);
  }
}

TEST_CASE("what is about the whole file is changed in a new file only") {
  auto all = findings();
  app::mark_changed(all, {"a.c", false, {{50, 50}}}, kLines);
  CHECK(all[3].changed == false);
  app::mark_changed(all, {"a.c", true, {{1, kLines}}}, kLines);
  CHECK(all[3].changed == true);
}

TEST_CASE("a comment allows its kinds in its item, and nothing else") {
  auto all = findings();
  CHECK(app::apply_suppressions(all, std::vector{allow(SmellType::long_function, SuppressionScope::item, "f", 10, 20)},
                                kBoth)
            .empty());
  CHECK(allowed(all) == std::vector<bool>{true, false, false, false});
  CHECK(all[0].allowed == "because");
  CHECK_FALSE(domain::is_shown(all[0]));
  CHECK_FALSE(domain::counts_for_gate(all[0]));
  all[0].is_revealed = true;
  CHECK(domain::is_shown(all[0]));
  CHECK_FALSE(domain::counts_for_gate(all[0]));
}

TEST_CASE("of two items of one name a comment means the one that it stands at") {
  auto all = findings();
  all[2].item = "f";
  CHECK(app::apply_suppressions(all, std::vector{allow(SmellType::long_function, SuppressionScope::item, "f", 30, 40)},
                                kBoth)
            .empty());
  CHECK(allowed(all) == std::vector<bool>{false, false, true, false});
}

TEST_CASE("a comment for the file allows its kinds everywhere") {
  auto all = findings();
  CHECK(app::apply_suppressions(all, std::vector{allow(SmellType::long_function, SuppressionScope::file)}, kBoth)
            .empty());
  CHECK(allowed(all) == std::vector<bool>{true, false, true, false});
}

TEST_CASE("a comment that allows nothing that was found is unused, but only if somebody looked for it") {
  const auto unused = mistakes_of(allow(SmellType::complex_conditional, SuppressionScope::file));
  REQUIRE(unused.size() == 1);
  CHECK(unused[0].is_unused);
  CHECK(unused[0].line == 9);
  CHECK(mistakes_of(allow(SmellType::feature_envy, SuppressionScope::file), {AnalysisType::refactor, true, false})
            .empty());
  CHECK(mistakes_of(allow(SmellType::feature_envy, SuppressionScope::file), kBoth).size() == 1);
  CHECK(
      mistakes_of(allow(SmellType::complex_conditional, SuppressionScope::file), {AnalysisType::refactor, false, true})
          .empty());
  CHECK(mistakes_of(allow(SmellType::god_object, SuppressionScope::file), kBoth).empty());
  CHECK(mistakes_of(allow(SmellType::god_object, SuppressionScope::file),
                    {AnalysisType::refactor, true, true, {false, false, true, false}})
            .size() == 1);
}

TEST_CASE("a kind that only another type finds is not judged, and an unknown one is told whatever the type") {
  for (const AnalysisType type : {AnalysisType::analysis, AnalysisType::todos}) {
    INFO(name_of(type));
    const Judges judges{type, true, true};
    CHECK(mistakes_of(allow(SmellType::complex_conditional, SuppressionScope::file), judges).empty());
    CHECK(mistakes_of(allow(SmellType::divergent_change, SuppressionScope::file), judges).empty());
    CHECK(mistakes_of(allow_word("long_funktion"), judges).size() == 1);
  }
  CHECK(mistakes_of(allow_word("todo")).empty());
  CHECK(mistakes_of(allow_word("correctness")).empty());
  CHECK(mistakes_of(allow_word("TODO"), {AnalysisType::todos, true, false}).size() == 1);
  CHECK(mistakes_of(allow_word("correctness"), {AnalysisType::analysis, true, false}).empty());
  CHECK(mistakes_of(allow_word("correctness"), {AnalysisType::analysis, false, true}).size() == 1);
}

TEST_CASE("what cannot be understood in a comment is a mistake with a remedy") {
  source::Suppression comment = allow(SmellType::long_function, SuppressionScope::file);
  comment.kinds = {{"long_funktion", {}}};
  const auto unknown = mistakes_of(comment);
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].what == "unknown kind 'long_funktion'");
  CHECK(unknown[0].hint == "did you mean 'long_function'?");
  CHECK_FALSE(unknown[0].is_unused);
  comment.kinds.clear();
  CHECK(mistakes_of(comment)[0].what == "no kind is named");
  const auto nowhere = mistakes_of(allow(SmellType::long_function, SuppressionScope::nothing));
  REQUIRE(nowhere.size() == 1);
  CHECK_FALSE(nowhere[0].is_unused);
}

TEST_CASE("what the baseline knows is hidden until it gets worse, also outside of the change if it is about the file") {
  auto all = findings();
  std::set<std::string, std::less<>> taken;
  all[3].value = 1000;
  domain::identify(all, taken);
  const std::vector<domain::BaselineEntry> baseline{domain::entry_of(all[0]), domain::entry_of(all[3])};
  all[3].value = 1200;
  app::mark_changed(all, {"a.c", false, {{12, 12}}}, kLines);
  const auto match = app::apply_baseline(all, baseline, reviewed);
  CHECK(match.gone.empty());
  CHECK(all[0].standing == Standing::known);
  CHECK(all[1].standing == Standing::added);
  CHECK(all[3].standing == Standing::worse);
  CHECK_FALSE(domain::is_shown(all[0]));
  CHECK(domain::is_shown(all[1]));
  CHECK_FALSE(domain::is_shown(all[2]));
  CHECK(domain::is_shown(all[3]));
}

TEST_CASE("each finding that is not shown is counted once, under its first reason") {
  auto all = findings();
  app::mark_changed(all, {"a.c", true, {{1, kLines}}}, kLines);
  all[0].changed = false;
  all[0].allowed = "";
  all[1].is_minor = true;
  all[2].standing = Standing::moved;
  const app::Hidden hidden = app::hidden_among(all);
  CHECK(hidden.unchanged == 1);
  CHECK(hidden.by_comment == 0);
  CHECK(hidden.minor == 1);
  CHECK(hidden.by_baseline == 1);
}
