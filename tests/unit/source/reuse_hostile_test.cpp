// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "built_files.hpp"
#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/domain/reuse.hpp"
#include "rustassistant/source/file_units.hpp"
#include "support/unit_model.hpp"

// Files and answers that nobody would write on purpose.
namespace rustassistant::source {
namespace {

using built::Part;
using built::Syntax;
using domain::Analysis;
using domain::FileUnits;
using domain::ReuseDecision;
using domain::ReusePlan;
using test::answer_of;

struct Edit {
  std::string language;
  std::string before;
  std::string behind;
};

// The merged answer is that about the whole file, whatever the decision.
ReuseDecision check(const Edit& edit) {
  const domain::EarlierReview earlier{file_units_of(edit.before, edit.language), 0, {}, 0};
  const Analysis answer = answer_of(earlier.file, edit.before);
  const FileUnits now = file_units_of(edit.behind, edit.language);
  const ReusePlan plan = domain::plan_reuse(earlier, answer, now, edit.behind, 5'000);
  if (plan.decision == ReuseDecision::whole) return plan.decision;
  std::optional<Analysis> partial;
  if (plan.decision == ReuseDecision::partial) partial = answer_of(now, edit.behind, &plan);
  INFO(edit.language);
  CHECK(domain::serialise(domain::merge(plan, earlier, answer, now, partial)) ==
        domain::serialise(answer_of(now, edit.behind)));
  return plan.decision;
}

// A file with `middle` between its parts, before and behind an edit of one function.
Edit edit_around(const Syntax& syntax, const std::string& middle) {
  const auto text = [&](int number) {
    std::vector<Part> parts = built::first_parts();
    parts[12].number += number;
    const std::string content = built::text_of(syntax, parts);
    const std::size_t at = content.find("\n\n", content.size() / 2);
    return content.substr(0, at + 1) + middle + content.substr(at + 1);
  };
  return {std::string(syntax.language), text(0), text(1)};
}

std::string lines(std::string_view line, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += line;
  return text;
}

}  // namespace

TEST_CASE("files that do not parse, or are no UTF-8, are merged as others are") {
  for (const Syntax& syntax : built::kSyntaxes) {
    for (const std::string middle : {"}}}} ) ]\n", "((((( {{{\n", "\"\n'\n`\n/*\n", "\xff\xfe\x80\n", "\xc3\n"})
      static_cast<void>(check(edit_around(syntax, middle)));
    Edit returns = edit_around(syntax, "\r\r\n");
    returns.behind += "\r";
    static_cast<void>(check(returns));
  }
}

TEST_CASE("files without functions are asked about by what they have, and one that is all one unit whole") {
  std::string table;
  for (int i = 0; i < 400; ++i) table += "VALUE_" + std::to_string(i) + " = " + std::to_string(i) + "\n";
  CHECK(check({"python", table, table + "VALUE_400 = 1\n"}) == ReuseDecision::partial);
  const std::string comments = lines("# Nothing but words, over and over.\n", 400);
  CHECK(check({"python", comments, comments + "# More.\n"}) == ReuseDecision::whole);
  const std::string body = lines("    total = total + step\n", 5'000);
  const std::string one = "def f(step):\n" + body + "    return total\n";
  CHECK(check({"python", one, "def f(step):\n    total = 1\n" + body + "    return total\n"}) == ReuseDecision::whole);
  CHECK(check({"python", one, "# Says.\n\n\n" + one}) == ReuseDecision::nothing);
  CHECK(check({"python", one + table, one + table + "LAST = 1\n"}) == ReuseDecision::partial);
}

TEST_CASE("equal twins in another order, and both sides of a swap, keep their findings") {
  for (const Syntax& syntax : built::kSyntaxes) {
    std::vector<Part> parts = built::first_parts();
    parts.push_back(parts[5]);
    parts.push_back(parts[5]);
    std::vector<Part> swapped = parts;
    std::swap(swapped[4], swapped[9]);
    std::swap(swapped.back(), swapped[2]);
    CHECK(check({std::string(syntax.language), built::text_of(syntax, parts), built::text_of(syntax, swapped)}) !=
          ReuseDecision::whole);
  }
}

TEST_CASE("what an answer says of lines that are none, or that it was not shown, is dropped") {
  const Syntax& syntax = built::kSyntaxes[3];
  const Edit edit = edit_around(syntax, "");
  const domain::EarlierReview earlier{file_units_of(edit.before, "python"), 0, {}, 0};
  const Analysis answer = answer_of(earlier.file, edit.before);
  const FileUnits now = file_units_of(edit.behind, "python");
  const ReusePlan plan = domain::plan_reuse(earlier, answer, now, edit.behind, 5'000);
  REQUIRE(plan.decision == ReuseDecision::partial);
  Analysis partial = answer_of(now, edit.behind, &plan);
  std::size_t kept = 0;
  while (!plan.kept[kept]) ++kept;
  const std::size_t asked = partial.smells.size();
  for (const int line : {-5, 0, 1, 1'000'000, now.units[kept].lines.line_start, now.units[kept].lines.line_end}) {
    partial.smells.emplace_back().location.line_start = line;
    partial.smells.back().description = "the function is empty";
  }
  domain::Suggestion suggestion;
  suggestion.title = "of what was dropped";
  suggestion.answers = {asked, asked + 3, 1'000};
  partial.suggestions.push_back(suggestion);
  suggestion.answers.clear();
  partial.suggestions.push_back(suggestion);
  CHECK(domain::serialise(domain::merge(plan, earlier, answer, now, partial)) ==
        domain::serialise(answer_of(now, edit.behind)));
}

}  // namespace rustassistant::source
