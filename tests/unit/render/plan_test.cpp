// SPDX-License-Identifier: MIT
#include "rustassistant/render/plan.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/render/document.hpp"

using namespace rustassistant;
using namespace rustassistant::render;
using domain::RefactoringType;
using domain::Severity;
using domain::SmellType;

namespace {

domain::Smell smell(SmellType type, int first, int last, const std::string& item, std::optional<bool> verified = true) {
  domain::Smell smell;
  smell.type = type;
  smell.severity = Severity::high;
  smell.location.line_start = first;
  smell.location.line_end = last;
  smell.location.item_name = item;
  smell.location.verified = verified;
  return smell;
}

app::FileResult reviewed(const std::string& path, std::vector<domain::Smell> smells,
                         std::vector<domain::Suggestion> suggestions = {}) {
  app::FileResult result;
  result.place.shown = path;
  auto& analysis = std::get<domain::Analysis>(result.answer->document);
  analysis.smells = std::move(smells);
  analysis.suggestions = std::move(suggestions);
  return result;
}

std::string report(const std::vector<app::FileResult>& files, Format format, Detail detail = Detail::first) {
  ReportOptions options;
  options.view.format = format;
  options.detail = detail;
  const auto report = make_plan_report(options, std::nullopt);
  std::string text = report->begin(static_cast<std::int64_t>(files.size()));
  for (const app::FileResult& file : files) text += report->file(file);
  return text + report->finish({});
}

bool holds(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a step of a plan lists eight of the findings that it resolves, with their lines") {
  std::vector<domain::Smell> smells;
  for (int i = 0; i < 8; ++i) {
    smells.push_back(smell(SmellType::long_function, 10 * i, 10 * i + (i == 1 ? 0 : 5),
                           i == 2 ? "" : "f" + std::to_string(i), i == 3 ? std::optional(false) : std::optional(true)));
  }
  const std::string eight = report({reviewed("a.rs", smells)}, Format::text);
  CHECK_FALSE(holds(eight, "more"));
  CHECK(holds(eight, "- high long_function in `f0`\n"));  // no line is known
  CHECK(holds(eight, "- high long_function in `f1`, line 10\n"));
  CHECK(holds(eight, "- high long_function, lines 20–25\n"));
  CHECK(holds(eight, "- high long_function in `f3`, lines 30–35 *(unverified)*\n"));
  smells.push_back(smell(SmellType::long_function, 90, 95, "ninth"));
  smells.push_back(smell(SmellType::long_function, 100, 105, "tenth"));
  const std::string ten = report({reviewed("a.rs", smells)}, Format::text);
  CHECK(holds(ten, "   - and 2 more\n"));
  CHECK_FALSE(holds(ten, "tenth"));
}

TEST_CASE("the first fifty steps of a plan are shown, unless all are asked for") {
  std::vector<app::FileResult> files;
  for (int i = 0; i < 50; ++i)
    files.push_back(reviewed("f" + std::to_string(i), {smell(SmellType::long_function, 1, 60, "x")}));
  CHECK_FALSE(holds(report(files, Format::text), "more: --all"));
  files.push_back(reviewed("last", {smell(SmellType::long_function, 1, 60, "x")}));
  const std::string text = report(files, Format::text);
  CHECK(holds(text, "51 steps"));
  CHECK(holds(text, "\n50. **"));
  CHECK_FALSE(holds(text, "\n51. **"));
  CHECK(holds(text, "\n… 1 more: --all, or --format json\n"));
  const std::string all = report(files, Format::text, Detail::all);
  CHECK(holds(all, "\n51. **"));
  CHECK_FALSE(holds(all, "more: --all"));
  CHECK(Json::parse(report(files, Format::json))["steps"].size() == 51);
}

TEST_CASE("steps of a plan are numbered from one, also where they wait for others") {
  const auto suggested = [](RefactoringType type, const std::string& title) {
    domain::Suggestion suggestion;
    suggestion.type = type;
    suggestion.title = title;
    suggestion.description = "why";
    suggestion.steps = {"do it"};
    return suggestion;
  };
  app::FileResult failed = reviewed("bad.rs", {});
  failed.answer = tl::unexpected(Error{Errc::input, "not text", {}});
  const std::vector<app::FileResult> files{
      reviewed("a.rs", {smell(SmellType::dead_code, 5, 9, "f", false), smell(SmellType::long_function, 1, 60, "f")},
               {suggested(RefactoringType::extract_function, "Split f"),
                suggested(RefactoringType::remove_dead_code, "Remove lines")}),
      failed};
  const Json json = Json::parse(report(files, Format::json));
  CHECK(json["schema"] == "rustassistant.plan/1");
  REQUIRE(json["steps"].size() == 2);
  const Json& first = json["steps"][0];
  CHECK(first["number"] == 1);
  CHECK(first["title"] == "Remove lines");
  CHECK(first["description"] == "why");
  CHECK(first["steps"] == Json{"do it"});
  CHECK(first["files"] == Json{"a.rs"});
  CHECK(first["after"].empty());
  CHECK(first["resolves"][0]["smell_type"] == "dead_code");
  CHECK(first["resolves"][0]["location"]["line_start"] == 5);
  CHECK(first["resolves"][0]["location"]["line_end"] == 9);
  CHECK(first["resolves"][0]["location"]["verified"] == false);
  CHECK(json["steps"][1]["number"] == 2);
  CHECK(json["steps"][1]["after"] == Json{1});
  CHECK(json["steps"][1]["resolves"][0]["location"]["verified"] == true);
  REQUIRE(json["not_planned"].size() == 1);
  CHECK(json["not_planned"][0]["path"] == "bad.rs");
  CHECK(json["not_planned"][0]["error"]["code"] == "input");
  CHECK(holds(report(files, Format::text), "2. **Split f**\n"));
  CHECK(holds(report(files, Format::text), ", after step 1\n"));
}

TEST_CASE("a step of a plan is shown with all that belongs to it, and JSON has the same") {
  domain::Suggestion suggestion;
  suggestion.type = RefactoringType::remove_dead_code;
  suggestion.title = "Remove f";
  suggestion.description = "Nobody calls it";
  suggestion.steps = {"Delete it", "Delete its tests"};
  const std::vector<app::FileResult> files{
      reviewed("src/a.rs", {smell(SmellType::dead_code, 5, 9, "f")}, {suggestion})};
  const Json json = Json::parse(report(files, Format::json));
  REQUIRE(json["steps"].size() == 1);
  const Json& step = json["steps"][0];
  const std::string text = report(files, Format::text);
  INFO(text);
  std::string expected = "\n1. **Remove f**\n   `src/a.rs`: remove_dead_code, effort " +
                         step["effort"].get<std::string>() + ", risk " + step["risk"].get<std::string>() +
                         "\n\n   Nobody calls it\n\n   Resolves:\n   - high dead_code in `f`, lines 5–9\n\n   Steps:\n"
                         "   - Delete it\n   - Delete its tests\n\n   Validation:\n";
  const Json checks = step["validation"];
  REQUIRE_FALSE(checks.empty());
  for (const Json& check : checks) expected += "   - " + check.get<std::string>() + "\n";
  CHECK(text.ends_with(expected));
  CHECK(step["refactoring_type"] == "remove_dead_code");
  CHECK(step["resolves"].size() == 1);
  CHECK(step["resolves"][0]["severity"] == "high");
  CHECK(step["resolves"][0]["location"]["file"] == "src/a.rs");
  CHECK(step["resolves"][0]["location"]["item_name"] == "f");
  CHECK(step["value"].get<int>() > 0);
  CHECK(json["not_planned"].empty());
  CHECK(json["summary"].is_object());
}

TEST_CASE("what a comment allows is in no step of a plan, in any format, and is counted") {
  app::FileResult result = reviewed(
      "a.rs", {smell(SmellType::long_function, 1, 60, "first"), smell(SmellType::dead_code, 70, 90, "second")});
  result.findings = domain::findings_of(std::get<domain::Analysis>(result.answer->document));
  result.findings[0].allowed = "";
  ReportOptions options;
  app::AnalyzeSummary summary;
  summary.hidden.by_comment = 1;
  for (const Format format : {Format::text, Format::json}) {
    options.view.format = format;
    const auto plan = make_plan_report(options, std::nullopt);
    std::string text = plan->begin(1);
    text += plan->file(result);
    text += plan->finish(summary);
    CHECK_FALSE(holds(text, "first"));
    CHECK(holds(text, "second"));
    if (format == Format::text) CHECK(holds(text, "\nfindings not shown: 1 allowed by comments\n"));
    if (format == Format::json) CHECK(Json::parse(text)["steps"].size() == 1);
  }
}

TEST_CASE("a finding without a place has none in a plan, and a plan of nothing says so") {
  const std::string text = report({reviewed("a.rs", {smell(SmellType::long_function, -1, 7, "f")})}, Format::text);
  CHECK(holds(text, "- high long_function in `f`\n"));
  CHECK(holds(report({}, Format::text), "# Refactoring plan\n\n0 steps from 0 files; "));
  CHECK(Json::parse(report({}, Format::json))["steps"] == Json::array());
}

TEST_CASE("a plan that fails is an error document in JSON, and nothing as text") {
  const Error error{Errc::input, "no such folder", {}};
  ReportOptions options;
  options.view.format = Format::json;
  const Json json = Json::parse(make_plan_report(options, std::nullopt)->fail(error));
  CHECK(json["error"]["message"] == "no such folder");
  options.view.format = Format::text;
  CHECK(make_plan_report(options, std::nullopt)->fail(error).empty());
}
