// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/domain/fingerprint.hpp"
#include "rustassistant/render/docs.hpp"
#include "rustassistant/render/plan.hpp"
#include "rustassistant/render/report.hpp"
#include "support/expected_texts.hpp"

using namespace rustassistant;
using namespace rustassistant::render;
using domain::AnalysisType;
using domain::Severity;

namespace {

domain::Location review_place(int first, int last, const std::string& item, std::optional<bool> verified = true) {
  return {first, last, item, verified, {}};
}

struct FindingsOfAny {
  template <typename T>
  std::vector<domain::Finding> operator()(const T& document) const {
    return domain::findings_of(document);
  }
  std::vector<domain::Finding> operator()(const domain::Documentation& /*document*/) const { return {}; }
};

app::FileResult review_of(const std::string& path, AnalysisType type, domain::Document document) {
  app::FileResult result;
  result.place = {"./" + path, "/repo\x1b", "01234567", path, true};
  result.type = type;
  result.language = "rust";
  app::Answered& answered = *result.answer;
  answered.provider = domain::Provider::openai;
  answered.model = "gpt\x1b-4.1";
  answered.document = std::move(document);
  result.findings = std::visit(FindingsOfAny(), answered.document);
  std::set<std::string, std::less<>> taken;
  for (domain::Finding& finding : result.findings) finding.path = path;
  domain::identify(result.findings, taken);
  return result;
}

domain::Smell review_smell(domain::SmellType type, Severity severity, domain::Location place, const std::string& text) {
  domain::Smell smell;
  smell.type = type;
  smell.severity = severity;
  smell.description = text;
  smell.impact = "Impact of " + text.substr(0, 3) + "\x1b";
  smell.location = std::move(place);
  smell.found_by = {"builtin", "openai/gpt\x1b"};
  return smell;
}

domain::Suggestion review_suggestion(const std::string& title, domain::RefactoringType type) {
  domain::Suggestion suggestion;
  suggestion.type = type;
  suggestion.title = title;
  suggestion.description = "First \x1b\nsecond";
  suggestion.benefits = {"less", "more"};
  suggestion.steps = {"step one\x1b", "step two"};
  suggestion.example = domain::Example{"old\x1b\nlines", "new\x1b\nlines", "because\x1b"};
  suggestion.effort = domain::Effort::large;
  suggestion.priority = Severity::high;
  return suggestion;
}

app::FileResult refactor_review() {
  domain::Analysis analysis;
  analysis.smells = {
      review_smell(domain::SmellType::long_function, Severity::low, review_place(10, 90, "one"),
                   "function `one` has 80 lines (over 50)\x1b"),
      review_smell(domain::SmellType::deep_nesting, Severity::critical, review_place(7, 7, "two", false), "nested"),
      review_smell(domain::SmellType::large_module, Severity::medium, review_place(0, 0, ""),
                   "the file has 1,200 lines\nand more"),
      review_smell(domain::SmellType::long_function, Severity::high, review_place(100, 190, "three"),
                   "function `three` takes 9 parameters")};
  analysis.suggestions = {review_suggestion("Split\x1b one", domain::RefactoringType::extract_function),
                          review_suggestion("Rename", domain::RefactoringType::rename),
                          review_suggestion("Split three", domain::RefactoringType::extract_function)};
  analysis.suggestions[1].example->before.clear();
  analysis.suggestions[1].example->explanation.clear();
  analysis.complexity_score = 12.34;
  analysis.maintainability_score = 56.78;
  analysis.estimated_effort = domain::Effort::very_large;
  analysis.unparsed = domain::Unparsed{{{3, 4}, {9, 9}}, 0.5};
  analysis.reuse = domain::Reuse{1'041, 3, "abcd\x1b"};
  app::FileResult result = review_of("src/a\x1b.rs", AnalysisType::refactor, analysis);
  result.cache = app::CacheUse::miss;
  result.key = domain::CacheKey{0xAB};
  result.spending.booked = NanoUsd{5'000'000};
  result.spending.open = NanoUsd{2'000'000};
  result.spending.open_calls = 1;
  result.duration_us = 2'345'678;
  app::Answered& answered = *result.answer;
  answered.usage = domain::Usage{1'001, 1'002, 1'003, 1'004, 1'005};
  answered.whole_cost = NanoUsd{9'000'000};
  answered.saved = NanoUsd{11'000'000};
  answered.estimated = true;
  answered.secrets_replaced = 1'006;
  answered.fallback = app::Fallback{app::FallbackReason::budget, {Errc::budget, "over \x1b the cap", "raise \x1b it"}};
  for (domain::Finding& finding : result.findings) finding.line_hash = "a0b1c2d3e4f50617:1";
  result.findings[0].value = 80;
  result.findings[1].changed = true;
  result.findings[1].changed_line = 8;
  result.findings[3].standing = domain::Standing::worse;
  result.line_lengths = std::vector<int>(200, 0);
  for (std::size_t i = 0; i < 200; ++i) result.line_lengths[i] = static_cast<int>(i) + 300;
  return result;
}

app::FileResult quality_review() {
  domain::QualityReview review;
  review.summary = "All \x1b in all\nfine";
  review.findings = {{domain::QualityCategory::security, Severity::high, "Ti\x1btle", "De\x1bscription", "Do \x1b it",
                      review_place(3, 5, "f")},
                     {domain::QualityCategory::tests, Severity::low, "Two", "D2", "", review_place(0, 0, "", false)}};
  review.measures = domain::FileMeasures{1'001, 1'002, 1'003, 1'004, 1'005, 1'006, 1'007};
  review.hot_spots = {{review_place(11, 12, "hot\x1b"), 13, 14, 15, 16}, {review_place(1'017, 18, "h"), 1, 2, 3, 4}};
  app::FileResult result = review_of("q.rs", AnalysisType::analysis, review);
  result.cache = app::CacheUse::hit;
  result.answer->from_cache = true;
  result.answer->older_tool = true;
  result.answer->saved = NanoUsd{1'000'000};
  return result;
}

app::FileResult todos_review() {
  domain::Todos todos;
  for (const std::int64_t days : {0, 1, 59, 60, 729, 730, 1'100}) {
    domain::Todo todo;
    todo.tag = days == 0 ? domain::TodoTag::fixme : domain::TodoTag::todo;
    todo.priority = days == 0 ? Severity::high : days == 60 ? Severity::critical : Severity::low;
    todo.text = days == 1 ? "" : "fix \x1b #12";
    todo.owner = days == 59 ? "" : "ada\x1b";
    todo.issues = days == 59 ? std::vector<std::string>{} : std::vector<std::string>{"#12", "AB-1\x1b"};
    todo.location = review_place(static_cast<int>(days) + 1, static_cast<int>(days) + 1, "f");
    if (days != 729) todo.origin = domain::LineOrigin{"grace\x1b", {0}, days == 730 ? "" : "c0ffee", days};
    todos.items.push_back(todo);
  }
  app::FileResult result = review_of("t.rs", AnalysisType::todos, todos);
  result.answer->provider = domain::Provider::builtin;
  result.answer->model = "builtin/3";
  return result;
}

app::FileResult docs_review() {
  domain::Documentation documentation;
  documentation.purpose = "Purpose <b>. More\x1b";
  domain::DocumentedItem item;
  item.kind = "free_function";
  item.name = "f`x";
  item.signature = "fn f(a: u8)\x1b";
  item.description = "# Describes\nit";
  item.parameters = {{"a", "what", true}, {"b", "", false}, {"c", "d", {}}};
  item.returns = "a | b";
  item.errors = {"E1\x1b", "E2"};
  item.examples = {"f(1)", " \n", "```rust\nf(2)\n```"};
  item.location = review_place(1, 2, "f");
  domain::DocumentedItem other;
  other.kind = "class";
  other.name = "C";
  other.location = review_place(0, 0, "C", false);
  domain::DocumentedItem last = other;
  last.kind = "";
  last.location.verified.reset();
  domain::DocumentedItem second = item;
  second.name = "g";
  second.parameters.clear();
  second.returns.clear();
  second.errors.clear();
  second.examples.clear();
  documentation.items = {item, other, last, second};
  app::FileResult result = review_of("d.rs", AnalysisType::docs, documentation);
  result.cache = app::CacheUse::off;
  return result;
}

app::AnalyzeSummary full_review_summary() {
  app::AnalyzeSummary summary;
  summary.files = 1'001;
  summary.hits = 1'002;
  summary.older_tool_hits = 1'003;
  summary.misses = 1'004;
  summary.failed = 1'005;
  summary.skipped = 1'006;
  summary.findings = {1, 2, 3, 1'004};
  summary.spending.booked = NanoUsd{11'000'000};
  summary.spending.open = NanoUsd{3'000'000};
  summary.spending.open_calls = 2;
  summary.left_open = {{17, 18}, NanoUsd{4'000'000}};
  summary.saved = NanoUsd{5'000'000};
  summary.reused = {1'007, 1'008, 1'009, NanoUsd{6'000'000}, false};
  summary.unknown_costs = 1'010;
  summary.secrets_replaced = 1'011;
  summary.not_reviewed = {{"elm", 1'012}, {"zig", 1}};
  summary.duration_us = 12'345'678;
  for (std::size_t i = 0; i < summary.passed_over.size(); ++i)
    summary.passed_over[i] = i == 2 ? 0 : static_cast<std::int64_t>(i) + 1'100;
  summary.submodules = 1'013;
  summary.hidden = {1'014, 1'015, 1'016, 1'017};
  summary.baseline_gone = 1'018;
  summary.unused_suppressions = 1'019;
  summary.team.emplace();
  summary.team->waiting = 20;
  return summary;
}

app::FileResult failed_review(const std::string& path) {
  app::FileResult result = review_of(path, AnalysisType::refactor, {});
  result.answer = tl::unexpected(Error{Errc::input, "cannot \x1b read '" + path + "'", "look \x1b"});
  result.language.clear();
  result.findings.clear();
  return result;
}

std::string review_shown(std::string_view format, const std::vector<app::FileResult>& files,
                         const app::AnalyzeSummary& summary, ReportOptions options = {}) {
  options.type = files.empty() ? AnalysisType::refactor : files.front().type;
  const auto report = format_named(format)->make(options);
  std::string text = report->begin(static_cast<std::int64_t>(files.size()));
  for (const app::FileResult& file : files) text += report->file(file);
  return text + report->finish(summary);
}

constexpr std::array kReviewFormats{"json", "sarif", "gitlab", "markdown", "github", "rdjson", "checkstyle", "junit"};

}  // namespace

TEST_CASE("a review of each type is told whole as text, alone and among others") {
  test::ExpectedTexts expected("render/expected/review_text.txt");
  ReportOptions colored;
  colored.view.color = true;
  colored.view.columns = 60;
  ReportOptions full;
  full.detail = Detail::full;
  for (const app::FileResult& file : {refactor_review(), quality_review(), todos_review(), docs_review()}) {
    const std::string type(name_of(file.type));
    expected.add(type + ", alone", review_shown("text", {file}, full_review_summary()));
    expected.add(type + ", alone, in color", review_shown("text", {file}, {}, colored));
    expected.add(type + ", of two", review_shown("text", {file, file}, full_review_summary()));
    expected.add(type + ", of two, in color", review_shown("text", {file, file}, {}, colored));
    expected.add(type + ", of two, in full", review_shown("text", {file, file}, {}, full));
  }
  expected.check();
}

TEST_CASE("a review of each type is told whole in every other format") {
  for (const std::string format : kReviewFormats) {
    test::ExpectedTexts expected("render/expected/review_" + format + ".txt");
    ReportOptions few;
    few.max_findings = 2;
    few.of_change = true;
    std::vector<app::FileResult> files{refactor_review(), failed_review("f\x1b.rs"),
                                       review_of("clean.rs", AnalysisType::refactor, {})};
    expected.add("refactor", review_shown(format, files, full_review_summary()));
    if (format != "json") expected.add("refactor, two findings", review_shown(format, {files[0]}, {}, few));
    if (format != "sarif") {
      expected.add("analysis", review_shown(format, {quality_review()}, {}));
      expected.add("todos", review_shown(format, {todos_review()}, {}));
      expected.add("docs", review_shown(format, {docs_review()}, {}));
    }
    expected.add("failed", failure_document(*format_named(format), {Errc::config, "no \x1b key", "set it"}));
    expected.check();
  }
}

TEST_CASE("a plan is told whole, as Markdown and as JSON") {
  test::ExpectedTexts expected("render/expected/plan.txt");
  for (const Format format : {Format::text, Format::json}) {
    ReportOptions options;
    options.view.format = format;
    const auto report = make_plan_report(options, {});
    std::string text = report->begin(2);
    text += report->file(refactor_review());
    text += report->file(failed_review("f\x1b.rs"));
    expected.add(format == Format::json ? "JSON" : "Markdown", text + report->finish(full_review_summary()));
  }
  expected.check();
}

TEST_CASE("documentation is told whole as Markdown") {
  test::ExpectedTexts expected("render/expected/docs.txt");
  app::FileResult file = docs_review();
  expected.add("by a model", docs_document(file));
  const auto report = make_docs_report();
  std::string text = report->begin(2);
  for (const app::FileResult& one : {file, failed_review("f.rs"), file}) text += report->file(one);
  expected.add("two files", text + report->finish({}));
  file.answer->provider = domain::Provider::builtin;
  file.answer->fallback = app::Fallback{app::FallbackReason::no_key, {Errc::config, "no | key", ""}};
  std::get<domain::Documentation>(file.answer->document) = {};
  expected.add("nothing is public", docs_document(file));
  std::get<domain::Documentation>(file.answer->document).judged = false;
  expected.add("not judged", docs_document(file));
  const std::vector<DocsEntry> entries{{"src/a b.rs", "a b.md", "First. Second."}, {"b.rs", "b.md", ""}};
  expected.add("index", docs_index(entries));
  expected.add("index of nothing", docs_index({}));
  expected.add("written", docs_written(1'234, "docs/\x1b", full_review_summary()));
  expected.add("one written", docs_written(1, "docs", {}));
  expected.check();
}
