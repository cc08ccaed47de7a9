// SPDX-License-Identifier: MIT
// Which parts of a file are asked about again, and how answers are joined, with units made by hand.
#include "rustassistant/domain/reuse.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

constexpr int kUnitLines = 10;
constexpr int kUnitCount = 10;
constexpr std::size_t kLineBytes = 80;

// Ten units of ten lines of 80 bytes, without names.
FileUnits even_units() {
  FileUnits file;
  for (int i = 0; i < kUnitCount; ++i) {
    FileUnit unit;
    unit.lines = unit.head = {i * kUnitLines + 1, (i + 1) * kUnitLines};
    unit.hash = "unit" + std::to_string(i);
    unit.bytes = 100;
    file.units.push_back(unit);
  }
  return file;
}

std::string even_text(int lines = kUnitCount * kUnitLines) {
  std::string text;
  for (int i = 0; i < lines; ++i) text += std::string(kLineBytes, '.') + "\n";
  return text;
}

FileUnits with_changed(FileUnits file, const std::vector<std::size_t>& changed) {
  for (const std::size_t i : changed) file.units[i].hash += " changed";
  return file;
}

EarlierReview earlier_of(FileUnits file) {
  EarlierReview review;
  review.file = std::move(file);
  return review;
}

// As models see lines: each with its number, a sign and a line end.
std::int64_t seen_bytes(int first, int last) {
  std::int64_t bytes = 0;
  for (int line = first; line <= last; ++line)
    bytes += static_cast<std::int64_t>(kLineBytes + std::to_string(line).size()) + 2;
  return bytes;
}

ReusePlan plan_with(const std::vector<std::size_t>& changed, std::int64_t prompt_bytes = 0, const Analysis& answer = {},
                    std::int64_t sent = 0) {
  EarlierReview earlier = earlier_of(even_units());
  earlier.sent_since_whole = sent;
  return plan_reuse(earlier, answer, with_changed(even_units(), changed), even_text(), prompt_bytes);
}

Smell smell_of(const std::string& description, Severity severity, int line, int end = 0) {
  Smell smell;
  smell.description = description;
  smell.severity = severity;
  smell.location.line_start = line;
  smell.location.line_end = end == 0 ? line : end;
  return smell;
}

Suggestion answer_to(const std::string& title, std::vector<std::size_t> answers) {
  Suggestion suggestion;
  suggestion.title = title;
  suggestion.answers = std::move(answers);
  return suggestion;
}

// "description@start-end" of each smell, "title(places)" of each suggestion.
std::string joined(const Analysis& analysis) {
  std::string text;
  for (const Smell& smell : analysis.smells) {
    text += smell.description + "@" + std::to_string(smell.location.line_start) + "-" +
            std::to_string(smell.location.line_end) + " ";
  }
  for (const Suggestion& suggestion : analysis.suggestions) {
    text += suggestion.title + "(";
    for (const std::size_t place : suggestion.answers) text += std::to_string(place);
    text += ") ";
  }
  return text;
}

std::vector<std::size_t> sent_units(const ReusePlan& plan) {
  std::vector<std::size_t> sent;
  for (std::size_t i = 0; i < plan.kept.size(); ++i) {
    if (!plan.kept[i]) sent.push_back(i);
  }
  CHECK(plan.sent == sent.size());
  return sent;
}

}  // namespace

TEST_CASE("what is sent of a file without names is what changed") {
  const ReusePlan plan = plan_with({2, 3, 7});
  CHECK(plan.decision == ReuseDecision::partial);
  CHECK(plan.reason == WholeReason::none);
  CHECK(sent_units(plan) == std::vector<std::size_t>{2, 3, 7});
  CHECK(plan.kept[4] == 4);
  CHECK(plan.sent_bytes == 300);
  CHECK(plan.asked == std::vector<LineRange>{{21, 40}, {71, 80}});
  CHECK(plan.shown == plan.asked);
  const ReusePlan none = plan_with({});
  CHECK(none.decision == ReuseDecision::nothing);
  CHECK(none.reason == WholeReason::none);
  CHECK(none.asked.empty());
}

TEST_CASE("a file is asked about as a whole from the first byte on that makes it so") {
  struct Row {
    ReusePlan plan;
    WholeReason reason;
  };
  // (prompt + part) * 100 against (prompt + whole) * 90, where a mark of what is left out has 32 bytes.
  const std::int64_t equal = 9 * seen_bytes(1, 100) - 10 * (seen_bytes(1, 60) + 32);
  for (const Row& row :
       {Row{plan_with({0, 1, 2, 3, 4, 5}), WholeReason::none},
        Row{plan_with({0, 1, 2, 3, 4, 5, 6}), WholeReason::changed},
        Row{plan_with({0}, 0, {}, 1'000), WholeReason::none}, Row{plan_with({0}, 0, {}, 1'001), WholeReason::enough},
        Row{plan_with({0, 1, 2, 3, 4, 5}, equal), WholeReason::none},
        Row{plan_with({0, 1, 2, 3, 4, 5}, equal + 1), WholeReason::long_ask}}) {
    CHECK(row.plan.reason == row.reason);
    CHECK(row.plan.decision == (row.reason == WholeReason::none ? ReuseDecision::partial : ReuseDecision::whole));
  }
  FileUnits larger = with_changed(even_units(), {0, 1, 2, 3, 4, 5});
  larger.units[0].bytes = 101;
  CHECK(plan_reuse(earlier_of(even_units()), {}, larger, even_text(), 0).reason == WholeReason::changed);
}

TEST_CASE("a file of fewer than 6,000 bytes, or without units, is asked about as a whole") {
  const FileUnits file = with_changed(even_units(), {0});
  std::string text(6'000 - 3, '.');  // one line, its number and its ends
  CHECK(plan_reuse(earlier_of(even_units()), {}, {}, text, 0).reason == WholeReason::no_units);
  text.pop_back();
  CHECK(plan_reuse(earlier_of(even_units()), {}, {}, text, 0).reason == WholeReason::small);
  CHECK(plan_reuse(earlier_of({}), {}, file, even_text(), 0).reason == WholeReason::no_units);
  CHECK(plan_reuse(earlier_of(even_units()), {}, file, even_text(10), 0).reason == WholeReason::small);
}

TEST_CASE("gaps of two lines are shown, also at both ends of a file, longer ones are not") {
  const auto shown_of = [](const std::vector<LineRange>& sent, int lines) {
    FileUnits now;
    FileUnits before;
    int line = 1;
    for (const LineRange& range : sent) {
      for (const bool is_sent : {false, true}) {
        FileUnit unit;
        unit.lines = unit.head = is_sent ? range : LineRange{line, range.line_start - 1};
        if (unit.lines.line_end < unit.lines.line_start) continue;
        unit.hash = std::to_string(unit.lines.line_start);
        unit.bytes = is_sent ? 1 : 1'000;
        before.units.push_back(unit);
        if (is_sent) unit.hash += " changed";
        now.units.push_back(unit);
      }
      line = range.line_end + 1;
    }
    const ReusePlan plan = plan_reuse(earlier_of(before), {}, now, even_text(lines), 0);
    CHECK(plan.asked == sent);
    return plan.shown;
  };
  using Ranges = std::vector<LineRange>;
  CHECK(shown_of({{4, 5}, {8, 9}, {13, 14}}, 100) == Ranges{{4, 9}, {13, 14}});
  CHECK(shown_of({{3, 3}, {97, 98}}, 100) == Ranges{{1, 3}, {97, 100}});
  CHECK(shown_of({{4, 4}, {97, 97}}, 100) == Ranges{{4, 4}, {97, 97}});
  CHECK(shown_of({{1, 1}, {100, 100}}, 100) == Ranges{{1, 1}, {100, 100}});
}

TEST_CASE("what is sent is shown with what it mentions and what is around it, as a whole if that is mostly head") {
  FileUnits file = even_units();
  file.units[0].head = {1, 1};
  file.units[0].tail = {0, 0};
  file.units[2].container = 0;
  file.units[5].names = {"helper_one"};
  file.units[7].names = {"helper_two"};
  file.units[9].names = {"helper_no"};
  file.units[5].head = {51, 57};
  file.units[7].head = {71, 78};  // four fifths of it
  file.units[9].head = {91, 92};
  std::string text = even_text();
  const std::size_t line = 25 * (kLineBytes + 1);
  text.replace(line, 35, "helper_one + helper_two + helper_nos");
  text.resize(even_text().size());
  const ReusePlan plan = plan_reuse(earlier_of(file), {}, with_changed(file, {2}), text, 0);
  CHECK(plan.asked == std::vector<LineRange>{{21, 30}});
  CHECK(plan.shown == std::vector<LineRange>{{1, 1}, {21, 30}, {51, 57}, {71, 80}});
}

TEST_CASE("a unit is asked about again when a finding in it, or what shares a suggestion, names what is gone") {
  FileUnits before = even_units();
  before.units[0].names = {"changed_thing"};
  before.units[5].names = {"changed_too"};
  const FileUnits now = with_changed(before, {0});
  const auto sent_with = [&](const Analysis& answer) {
    return sent_units(plan_reuse(earlier_of(before), answer, now, even_text(), 0));
  };
  using Units = std::vector<std::size_t>;
  Analysis answer;
  answer.smells = {smell_of("like changed_thing", Severity::low, 15), smell_of("else", Severity::low, 25),
                   smell_of("more", Severity::low, 35), smell_of("last", Severity::low, 45),
                   smell_of("of no unit: changed_thing", Severity::low, 0)};
  CHECK(sent_with({}) == Units{0});
  CHECK(sent_with(answer) == Units{0, 1});
  answer.smells[1].impact = "changed_thing";
  CHECK(sent_with(answer) == Units{0, 1, 2});
  answer.smells[1].impact.clear();
  answer.suggestions = {answer_to("t", {2, 3}), answer_to("t", {1, 2}), answer_to("t", {0, 1}), answer_to("t", {4})};
  CHECK(sent_with(answer) == Units{0, 1, 2, 3, 4});
  answer.suggestions = {answer_to("t", {2, 3})};
  CHECK(sent_with(answer) == Units{0, 1});
  answer.suggestions[0].title = "changed_thing";
  CHECK(sent_with(answer) == Units{0, 1, 3, 4});
  answer.suggestions[0].title = "t";
  answer.suggestions[0].description = "changed_thing";
  CHECK(sent_with(answer) == Units{0, 1, 3, 4});
  answer.suggestions[0].description = "changed_too";
  CHECK(sent_with(answer) == Units{0, 1});
  // A unit that says its own name is not about another.
  before.units[1].names = {"changed_thing"};
  CHECK(sent_units(plan_reuse(earlier_of(before), answer, with_changed(before, {0}), even_text(), 0)) == Units{0});
}

TEST_CASE("whether a text names a unit") {
  struct Row {
    const char* text;
    const char* name;
    bool says;
  };
  for (const Row& row : {
           Row{"parse_line fails", "parse_line", true},
           Row{"fails in parse_line", "parse_line", true},
           Row{"my_parse_line", "parse_line", false},
           Row{"parse_lines", "parse_line", false},
           Row{"parse_lines, then parse_line", "parse_line", true},
           Row{"parseLine fails", "parseLine", true},
           Row{"to parse is hard", "parse", false},
           Row{"Parse is hard", "Parse", false},
           Row{"`parse` is hard", "parse", true},
           Row{"`parse is hard", "parse", true},
           Row{"parse` is hard", "parse", true},
           Row{"parse() is hard", "parse", true},
           Row{"parse", "parse", false},
           Row{"(parse is hard", "parse", false},
           Row{"A::parse is hard", "parse", true},
           Row{"a.parse is hard", "parse", true},
           Row{"parse. It", "parse", false},
           Row{"'parse", "parse", true},
           Row{"\"parse\"", "parse", true},
           Row{"to parse, see parse()", "parse", true},
           Row{"PARSE is hard", "PARSE", true},
           Row{"f() and f", "f", false},
           Row{"io() works", "io", true},
           Row{"x2 works", "x2", true},
           Row{"", "parse", false},
       }) {
    CAPTURE(row.text, row.name);
    CHECK(says_name(row.text, row.name) == row.says);
  }
}

TEST_CASE("each reason has its name, and its sentence unless there is none") {
  const char* const names[] = {"none", "small", "no_units", "changed", "long_ask", "enough", "first", "off"};
  for (int i = 0; i < 8; ++i) {
    CHECK(name_of(WholeReason(i)) == names[i]);
    CHECK(sentence_of(WholeReason(i)).empty() == (i == 0));
  }
  CHECK(sentence_of(WholeReason::off) == "llm.reuse is off");
  CHECK(sentence_of(WholeReason::small) == "the file is short");
}

TEST_CASE("findings move with their units, those of units that were sent are replaced") {
  FileUnit head;
  head.lines = {1, 3};
  head.tail = {20, 22};
  FileUnit member;
  member.lines = {5, 9};
  member.container = 0;
  FileUnit sent = member;
  sent.lines = {11, 15};
  FileUnits before{{head, member, sent}, {}};
  FileUnits now = before;
  now.units[0].lines = {2, 4};
  now.units[0].tail = {30, 32};
  now.units[1].lines = {12, 16};
  now.units[2].lines = {21, 25};
  ReusePlan plan;
  plan.kept = {0, 1, std::nullopt};

  Analysis old;
  old.smells = {smell_of("head", Severity::low, 1, 3),   smell_of("tail", Severity::low, 21, 22),
                smell_of("span", Severity::low, 2, 22),  smell_of("member", Severity::low, 5, 9),
                smell_of("sent", Severity::low, 12, 13), smell_of("file", Severity::low, 0, 0),
                smell_of("loose", Severity::low, 7, 17), smell_of("turned", Severity::low, 8, 6)};
  old.suggestions = {answer_to("of sent", {4}), answer_to("of both", {3, 4}), answer_to("orphan", {}),
                     answer_to("out of bounds", {8, 0})};
  Analysis partial;
  partial.smells = {smell_of("new", Severity::low, 23, 24), smell_of("refused", Severity::low, 13, 14),
                    smell_of("nowhere", Severity::low, 0, 0), smell_of("nowhere else", Severity::low, 40, 41)};
  partial.suggestions = {answer_to("to new", {1, 0}), answer_to("to refused", {1}), answer_to("new orphan", {})};

  CHECK(joined(merge(plan, earlier_of(before), old, now, {})) ==
        "file@0-0 head@2-4 span@3-32 member@12-16 loose@14-24 turned@15-15 tail@31-32 "
        "orphan() out of bounds(1) of both(3) ");
  CHECK(joined(merge(plan, earlier_of(before), old, now, partial)) ==
        "file@0-0 head@2-4 span@3-32 member@12-16 loose@14-24 turned@15-15 new@23-24 tail@31-32 "
        "orphan() out of bounds(1) of both(3) to new(6) ");
  CHECK(joined(merge(plan, earlier_of(before), {}, now, partial)) == "new@23-24 to new(0) ");
}

TEST_CASE("smells are sorted by severity, then by each part of their place, and suggestions by what they answer") {
  const auto placed = [](const char* description, Severity severity, int line, SmellType type, int end,
                         const char* item) {
    Smell smell = smell_of(description, severity, line, end);
    smell.type = type;
    smell.location.item_name = item;
    return smell;
  };
  const std::vector<Smell> sorted{placed("z", Severity::high, 9, SmellType::dead_code, 9, "z"),
                                  placed("y", Severity::low, 1, SmellType::dead_code, 9, "z"),
                                  placed("x", Severity::low, 2, SmellType::long_function, 9, "z"),
                                  placed("w", Severity::low, 2, SmellType::dead_code, 5, "z"),
                                  placed("v", Severity::low, 2, SmellType::dead_code, 6, "a"),
                                  placed("t", Severity::low, 2, SmellType::dead_code, 6, "b"),
                                  placed("u", Severity::low, 2, SmellType::dead_code, 6, "b")};
  const auto made = [](const char* title, Severity priority, RefactoringType type, const char* description,
                       std::vector<std::size_t> answers) {
    Suggestion suggestion = answer_to(title, std::move(answers));
    suggestion.priority = priority;
    suggestion.type = type;
    suggestion.description = description;
    return suggestion;
  };
  const std::vector<Suggestion> ranked{made("f", Severity::high, RefactoringType::rename, "z", {5, 6}),
                                       made("e", Severity::low, RefactoringType::rename, "z", {0, 2}),
                                       made("d", Severity::low, RefactoringType::extract_module, "z", {0, 3}),
                                       made("b", Severity::low, RefactoringType::rename, "z", {0, 3}),
                                       made("c", Severity::low, RefactoringType::rename, "a", {0, 3}),
                                       made("c", Severity::low, RefactoringType::rename, "b", {0, 3})};
  Analysis expected;
  expected.smells = sorted;
  expected.suggestions = ranked;
  Analysis reversed;
  reversed.smells.assign(sorted.rbegin(), sorted.rend());
  reversed.suggestions.assign(ranked.rbegin(), ranked.rend());
  for (Suggestion& suggestion : reversed.suggestions) {
    for (std::size_t& place : suggestion.answers) place = 6 - place;
  }
  sort_by_severity(reversed);
  CHECK(joined(reversed) == joined(expected));
  for (std::size_t i = 0; i < ranked.size(); ++i) CHECK(reversed.suggestions[i].description == ranked[i].description);
}

TEST_CASE("what is said of a whole file is measured, but for three priorities and the largest effort") {
  Analysis assembled;
  assembled.priorities = {"old"};
  assembled.estimated_effort = Effort::very_large;
  for (const char* title : {"a", "b", "c", "d"}) assembled.suggestions.push_back(answer_to(title, {}));
  assembled.suggestions[1].effort = Effort::medium;
  assembled.suggestions[3].effort = Effort::large;
  assembled.suggestions[0].effort = Effort::small;
  Analysis measured;
  measured.complexity_score = 11;
  measured.maintainability_score = 12;
  measured.unparsed = Unparsed{{{1, 2}}, 0.5};
  summarize(assembled, measured);
  CHECK(assembled.priorities == std::vector<std::string>{"a", "b", "c"});
  CHECK(assembled.estimated_effort == Effort::large);
  CHECK(assembled.complexity_score == 11);
  CHECK(assembled.maintainability_score == 12);
  CHECK(assembled.unparsed == measured.unparsed);
  assembled.suggestions.clear();
  summarize(assembled, {});
  CHECK(assembled.priorities.empty());
  CHECK(assembled.estimated_effort == Effort::trivial);
  CHECK_FALSE(assembled.complexity_score);
}
