// SPDX-License-Identifier: MIT
#include "rustassistant/render/report.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/render/document.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

app::FileResult reviewed(const std::string& path) {
  app::FileResult result;
  result.place.shown = path;
  result.language = "rust";
  return result;
}

}  // namespace

TEST_CASE("a JSON report is one document, however many files it has") {
  const auto report = format_named("json")->make({});
  const int files = GENERATE(0, 1, 3);
  std::string written = report->begin(files);
  for (int i = 0; i < files; ++i) written += report->file(reviewed("line\nfeed.rs"));
  written += report->finish({});
  const Json document = Json::parse(written);
  CHECK(document["schema"] == "rustassistant.analyze/1");
  CHECK(document["results"].size() == static_cast<std::size_t>(files));
  for (const Json& result : document["results"]) CHECK(result["path"] == "line\nfeed.rs");
  CHECK(document["summary"]["files"] == 0);
  CHECK(written == to_text(document));
}

TEST_CASE("a report that fails is one document all the same, at any time") {
  for (const FormatRow& row : formats()) {
    if (row.format != Format::json) continue;
    const int files = GENERATE(0, 2);
    const auto report = row.make({});
    std::string written = report->begin(2);
    for (int i = 0; i < files; ++i) written += report->file(reviewed("a.rs"));
    written += report->fail({Errc::storage, "disk full", ""});
    CHECK(Json::parse(written)["error"]["code"] == "storage");
    CHECK(Json::parse(failure_document(row, {Errc::usage, "no", ""}))["error"]["code"] == "usage");
  }
}

namespace {

domain::Smell smell(domain::Severity severity, int line, const std::string& item) {
  domain::Smell smell;
  smell.type = domain::SmellType::long_function;
  smell.severity = severity;
  smell.description = "function `" + item + "` has 80 lines (over 50)";
  smell.impact = "Long functions are hard to follow.";
  smell.location = {line, line + 79, item, true};
  return smell;
}

domain::Analysis& analysis_of(app::FileResult& result) {
  return std::get<domain::Analysis>(result.answer->document);
}

app::FileResult with_findings(const std::string& path, std::vector<domain::Smell> smells) {
  app::FileResult result = reviewed(path);
  analysis_of(result).smells = std::move(smells);
  result.findings = domain::findings_of(analysis_of(result));
  return result;
}

std::string text_of(const std::vector<app::FileResult>& files, Detail detail = Detail::first, const View& view = {}) {
  const auto report = format_named("text")->make({view, detail});
  std::string written = report->begin(static_cast<std::int64_t>(files.size()));
  app::AnalyzeSummary summary;
  summary.files = static_cast<std::int64_t>(files.size());
  for (const app::FileResult& file : files) {
    written += report->file(file);
    const domain::SeverityCounts found = domain::severities_of(file.findings);
    for (std::size_t i = 0; i < found.size(); ++i) summary.findings[i] += found[i];
  }
  return written + report->finish(summary);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
  return found;
}

}  // namespace

TEST_CASE("lines that could not be parsed are told where they are many, or where one asks for more") {
  const auto unparsed = [](const std::string& path, std::vector<domain::LineRange> ranges, double share) {
    app::FileResult result = reviewed(path);
    analysis_of(result).unparsed = domain::Unparsed{std::move(ranges), share};
    return result;
  };
  View verbose;
  verbose.verbose = true;
  const app::FileResult few = unparsed("few.c", {{40, 44}}, 0.1);
  const app::FileResult many = unparsed("many.c", {{3, 3}, {5, 6}, {8, 8}, {10, 10}, {12, 12}, {14, 20}}, 0.101);
  const std::string all = "lines 3, 5-6, 8, 10, 12, 14-20 could not be parsed (macros?)\n";
  for (const bool full : {false, true}) {
    INFO(full);
    const Detail detail = full ? Detail::full : Detail::first;
    const std::vector<app::FileResult> files =
        full ? std::vector{few} : std::vector{few, reviewed("clean.c"), unparsed("none.c", {}, 0)};
    CHECK(count(text_of(files, detail), "could not be parsed") == 0);
    CHECK(count(text_of(files, detail, verbose), "could not be parsed") == 1);
    CHECK(count(text_of(files, detail, verbose), full ? "  lines 40-44 could" : "few.c: lines 40-44 could") == 1);
  }
  CHECK(count(text_of({many}), "  lines 3, 5-6, 8, 10, 12 and 1 more ranges could not be parsed (macros?)\n") == 1);
  CHECK(count(text_of({few, many}), "many.c: lines 3, ") == 1);
  CHECK(count(text_of({many}, Detail::first, verbose), "  " + all) == 1);
  CHECK(count(text_of({few, many}, Detail::first, verbose), "many.c: " + all) == 1);
  CHECK(count(text_of({unparsed("a.c", {{7, 7}}, 0.5)}), "  line 7 could not be parsed (macros?)\n") == 1);
  const std::vector<app::FileResult> seven(7, many);
  CHECK(count(text_of(seven), "could not be parsed") == 5);
  CHECK(count(text_of(seven), "… and parts of 2 more files: -v\n") == 1);
  CHECK(count(text_of(seven, Detail::first, verbose), "could not be parsed") == 7);
}

TEST_CASE("of several files each finding is a line, the worst first, and clean files are not listed") {
  using domain::Severity;
  const std::string text =
      text_of({with_findings("a.rs", {smell(Severity::low, 9, "nine"), smell(Severity::medium, 30, "thirty"),
                                      smell(Severity::medium, 20, "twenty")}),
               reviewed("clean.rs"), with_findings("b.rs", {smell(Severity::high, 1, "one")})});
  CHECK(text ==
        "b.rs\n"
        "  1  high  long_function  one  80 lines (over 50), lines 1–80\n"
        "\n"
        "a.rs\n"
        "  20  medium  long_function  twenty  80 lines (over 50), lines 20–99\n"
        "  30  medium  long_function  thirty  80 lines (over 50), lines 30–109\n"
        "   9  low     long_function  nine    80 lines (over 50), lines 9–88\n"
        "\n"
        "4 findings in 2 files (1 high, 2 medium, 1 low)\n"
        "  3  a.rs\n"
        "  1  b.rs\n"
        "3 files\n"
        "cost $0.00, 0.0 ms\n");
}

TEST_CASE("at most fifty findings are listed, unless all are asked for") {
  std::vector<app::FileResult> files;
  for (int i = 0; i < 3'000; ++i) {
    const auto severity = i == 2'999 ? domain::Severity::critical : domain::Severity::low;
    files.push_back(with_findings("f" + std::to_string(i), {smell(severity, 1, "x"), smell(severity, 2, "y")}));
  }
  const std::string text = text_of(files);
  CHECK(count(text, "long_function") == 50);
  CHECK(text.starts_with("f2999\n"));
  CHECK(text.find("\nf0\n") != std::string::npos);
  CHECK(text.find("\nf24\n") == std::string::npos);
  CHECK(text.find("… 5,950 more: --all, or --format json\n") != std::string::npos);
  CHECK(text.find("6,000 findings in 3,000 files (2 critical, 5,998 low)") != std::string::npos);
  CHECK(count(text_of(files, Detail::all), "long_function") == 6'000);
}

TEST_CASE("why no model answered stands once, with how many files it concerns") {
  std::vector<app::FileResult> files{reviewed("a"), reviewed("b"), reviewed("c")};
  for (std::size_t i = 0; i < 2; ++i)
    files[i].answer->fallback = app::Fallback{app::FallbackReason::no_key, {Errc::config, "no key is set", "set one"}};
  const std::string text = text_of(files);
  CHECK(count(text, "no key is set") == 1);
  CHECK(text.find("no model answered for 2 of 3 files: no key is set\n  set one\n") != std::string::npos);
}

TEST_CASE("one file is shown whole, and what is said of a kind is said once") {
  using domain::Severity;
  app::FileResult file = with_findings("a.rs", {smell(Severity::high, 1, "one"), smell(Severity::high, 100, "two")});
  for (const char* item : {"one", "two"}) {
    domain::Suggestion suggestion;
    suggestion.title = "Split " + std::string(item);
    suggestion.description = "Give parts a name.";
    suggestion.steps = {"Find a part"};
    analysis_of(file).suggestions.push_back(suggestion);
  }
  const std::string text = text_of({file});
  CHECK(count(text, "Long functions are hard to follow.") == 1);
  CHECK(count(text, "Give parts a name.") == 1);
  CHECK(count(text, "Find a part") == 1);
  CHECK(text.find("  1. Split one") < text.find("  2. Split two"));
  CHECK(text.find("  2. Split two") < text.find("Give parts a name."));
  CHECK(count(text_of({file, file}, Detail::full), "Give parts a name.") == 2);
}

TEST_CASE("lines are fitted to a terminal's width, and to no other") {
  View narrow;
  narrow.columns = 40;
  const app::FileResult file =
      with_findings("a/long/path/that/does/not/fit/into/forty/columns.rs",
                    {smell(domain::Severity::high, 1234, "a_function_with_quite_a_long_name_indeed")});
  const std::string text = text_of({file, reviewed("b")}, Detail::first, narrow);
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    const std::string line = text.substr(begin, end - begin);
    if (line.starts_with("  1234")) CHECK(line.find("…") != std::string::npos);
  }
  CHECK(text.starts_with("…"));
  CHECK(text_of({file, reviewed("b")}).find("…") == std::string::npos);
}

TEST_CASE("what comes from outside cannot steer the terminal") {
  app::FileResult file = with_findings("a\x1b[2J.rs", {smell(domain::Severity::high, 1, "x\x1b[31m")});
  for (const Detail detail : {Detail::first, Detail::full}) {
    CHECK(text_of({file, reviewed("b")}, detail).find('\x1b') == std::string::npos);
    CHECK(text_of({file}, detail).find('\x1b') == std::string::npos);
  }
}

TEST_CASE("what reuse asked and saved stands in the last line and in the summary, and what is unknown does not") {
  app::AnalyzeSummary summary;
  const auto last_line = [&] {
    const auto report = format_named("text")->make({});
    static_cast<void>(report->begin(2));
    return report->finish(summary);
  };
  const auto in_json = [&] {
    const auto report = format_named("json")->make({});
    const std::string begin = report->begin(0);
    return Json::parse(begin + report->finish(summary))["summary"];
  };
  CHECK(count(last_line(), "asked") == 0);
  CHECK(!in_json().contains("reused"));
  summary.reused = {3, 120, 4, NanoUsd{5'100'000}, false};
  CHECK(count(last_line(), ", 4 of 120 units of 3 files asked (saved ~$0.0051), ") == 1);
  CHECK(in_json()["reused"]["saved_nano_usd"] == 5'100'000);
  summary.reused.unknown = true;
  CHECK(count(last_line(), ", 4 of 120 units of 3 files asked, ") == 1);
  CHECK(in_json()["reused"]["files"] == 3);
  CHECK(in_json()["reused"]["saved_nano_usd"].is_null());
}
