// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <set>

#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/fingerprint.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/report.hpp"

using namespace rustassistant;
using namespace rustassistant::render;
using domain::Finding;
using domain::Severity;

namespace {

constexpr std::array kFormats{"sarif", "gitlab", "markdown", "github", "rdjson", "checkstyle", "junit"};

// What a model, a file or a path may say to get out of a format.
const std::string kHostile = std::string("::set-env name=A::b\n##[error]x ]]> <script> \"q\" 'q' & | @octocat #123 ") +
                             "![](http://a.example/p.png) <!-- --> \x1b[31m \xFF " + std::string(1, '\0') +
                             std::string(100, '`') + "\n::error::y\r\n";

Finding finding(const std::string& kind, Severity severity, int line, const std::string& item = "f") {
  Finding made;
  made.kind = kind;
  made.severity = severity;
  made.message = "function `" + item + "` has 80 lines (over 50)";
  made.impact = "Long functions are hard to follow.";
  made.item = made.name = item;
  made.line_start = line;
  made.line_end = line + 79;
  made.verified = true;
  made.found_by = {"builtin"};
  made.line_hash = "a0b1c2d3e4f50617:1";
  return made;
}

app::FileResult file(const std::string& path, std::vector<Finding> findings) {
  app::FileResult result;
  result.place.shown = "./" + path;
  result.place.repo_path = path;
  result.line_lengths = std::vector<int>(2'000, 27);
  std::set<std::string, std::less<>> taken;
  for (Finding& one : findings) one.path = path;
  domain::identify(findings, taken);
  result.findings = std::move(findings);
  return result;
}

app::FileResult failed(const std::string& path) {
  app::FileResult result = file(path, {});
  result.answer = tl::unexpected(Error{Errc::input, "cannot read '" + path + "'", ""});
  return result;
}

std::string shown(std::string_view format, const std::vector<app::FileResult>& files, ReportOptions options = {}) {
  const auto report = format_named(format)->make(options);
  std::string text = report->begin(static_cast<std::int64_t>(files.size()));
  app::AnalyzeSummary summary;
  for (const app::FileResult& one : files) {
    text += report->file(one);
    ++summary.files;
    if (!one.answer) summary.outcomes.insert(one.answer.error().code);
    if (!one.answer) ++summary.failed;
    const auto counts = domain::severities_of(one.findings);
    for (std::size_t i = 0; i < counts.size(); ++i) summary.findings.at(i) += counts.at(i);
  }
  return text + report->finish(summary);
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) ++found;
  return found;
}

bool is_markup(std::string_view format) {
  return format == "markdown" || format == "checkstyle" || format == "junit";
}

Json sarif_run(const std::vector<app::FileResult>& files, const ReportOptions& options = {}) {
  const Json log = Json::parse(shown("sarif", files, options));
  CHECK(log["version"] == "2.1.0");
  REQUIRE(log["runs"].size() == 1);
  return log["runs"][0];
}

}  // namespace

TEST_CASE("the worst finding comes first in every format, whatever the order of files") {
  const std::vector files{file("a.rs", {finding("long_function", Severity::low, 9, "low_one")}),
                          file("b.rs", {finding("deep_nesting", Severity::critical, 1, "worst_one")})};
  for (const char* format : kFormats) {
    INFO(format);
    const std::string text = shown(format, files);
    CHECK(text.find("worst_one") < text.find("low_one"));
    CHECK(text.find("low_one") != std::string::npos);
  }
}

TEST_CASE("what is hidden is in no format, and what is not verified in Markdown only") {
  std::vector<Finding> findings(5, finding("long_function", Severity::high, 1, "hidden_one"));
  findings[0].standing = domain::Standing::known;
  findings[1].allowed = "reason";
  findings[2].changed = false;
  findings[3].is_minor = true;
  findings[4] = finding("feature_envy", Severity::high, 1, "guessed_one");
  findings[4].verified = false;
  for (const char* format : kFormats) {
    INFO(format);
    const std::string text = shown(format, {file("a.rs", findings)});
    CHECK(text.find("hidden_one") == std::string::npos);
    CHECK((text.find("guessed") != std::string::npos) == (std::string_view(format) == "markdown"));
  }
  CHECK(shown("markdown", {file("a.rs", findings)}).find("unverified") != std::string::npos);
}

TEST_CASE("a file or a run that failed is told in every format, and never reads as clean") {
  const Error error{Errc::storage, "disk full", ""};
  for (const char* format : kFormats) {
    INFO(format);
    const std::string clean = shown(format, {file("a.rs", {})});
    CHECK(clean.find("not reviewed") == std::string::npos);
    CHECK(shown(format, {failed("bad.rs")}).find("bad.rs") != std::string::npos);
    CHECK(shown(format, {failed("bad.rs")}).find("not reviewed") != std::string::npos);
    const auto report = format_named(format)->make({});
    std::string text = report->begin(2);
    text += report->file(file("a.rs", {finding("dead_code", Severity::low, 3, "kept_one")}));
    text += report->fail(error);
    CHECK(text.find("disk full") != std::string::npos);
    CHECK(text.find("kept_one") != std::string::npos);
    CHECK(failure_document(*format_named(format), error).find("disk full") != std::string::npos);
  }
  CHECK(sarif_run({failed("bad.rs")})["invocations"][0]["executionSuccessful"] == false);
  CHECK(sarif_run({file("a.rs", {})})["invocations"][0]["executionSuccessful"] == true);
}

TEST_CASE("a run that was to be judged by a model and was not does not read as clean") {
  for (const char* format : kFormats) {
    INFO(format);
    const auto report = format_named(format)->make({});
    std::string text = report->begin(1);
    text += report->file(file("a.rs", {}));
    app::AnalyzeSummary summary;
    summary.files = 1;
    summary.outcomes = {Errc::budget};
    CHECK((text + report->finish(summary)).find("budget") != std::string::npos);
  }
}

TEST_CASE("hostile text stays within its place in every format") {
  Finding hostile = finding("long_function", Severity::high, 3, kHostile);
  hostile.message = kHostile;
  hostile.impact = kHostile;
  hostile.found_by = {"xai/" + kHostile};
  hostile.allowed.reset();
  for (const char* format : kFormats) {
    INFO(format);
    const std::string text = shown(format, {file("dir/" + kHostile, {hostile}), failed(kHostile)});
    CHECK(is_valid_utf8(text));
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\0') == std::string::npos);
    CHECK(text.find("##[") == std::string::npos);
    if (is_markup(format)) CHECK(text.find("<script>") == std::string::npos);
    for (const std::string_view line : split(text, '\n')) {
      if (std::string_view(format) != "github") CHECK_FALSE(trim(line).starts_with("::"));
    }
  }
  const std::string commands = shown("github", {file("a.rs", {hostile})});
  for (const std::string_view line : split(commands, '\n')) {
    CHECK_FALSE(trim(line).starts_with("::set-env"));
    CHECK_FALSE(trim(line).starts_with("::error::y"));
  }
  for (const char* format : {"sarif", "rdjson", "gitlab"}) {
    CHECK_NOTHROW(Json::parse(shown(format, {file(kHostile, {hostile})})));
  }
}

TEST_CASE("text and JSON reports hold no workflow command, either") {
  Finding hostile = finding("long_function", Severity::high, 3, "f");
  hostile.message = "##[error]x\n::set-env name=A::b";
  for (const char* format : {"text", "json"}) {
    for (const std::size_t files : {1U, 2U}) {
      app::FileResult result = file("a.rs", {hostile});
      result.place.shown = "::error::a.rs";
      const std::string text = shown(format, std::vector(files, result));
      INFO(text);
      CHECK(text.find("##[") == std::string::npos);
      for (const std::string_view line : split(text, '\n')) CHECK_FALSE(trim(line).starts_with("::"));
    }
  }
}

TEST_CASE("the same tree gives the same document, byte for byte") {
  const std::vector files{file("a.rs", {finding("long_function", Severity::low, 9)}),
                          file("b.rs", {finding("long_function", Severity::low, 9)})};
  std::vector<app::FileResult> slower = files;
  slower[0].duration_us = 5'000'000;
  for (const char* format : kFormats) CHECK(shown(format, files) == shown(format, slower));
}

TEST_CASE("at most as many findings are shown as were asked for") {
  std::vector<Finding> findings;
  for (int i = 0; i < 10; ++i)
    findings.push_back(finding("long_function", Severity::low, 1 + i, "item" + std::to_string(i)));
  ReportOptions options;
  options.max_findings = 3;
  for (const char* format : kFormats) {
    INFO(format);
    const std::string text = shown(format, {file("a.rs", findings)}, options);
    CHECK(text.find("item2") != std::string::npos);
    CHECK(text.find("item3") == std::string::npos);
  }
  CHECK(shown("text", {file("a.rs", findings), file("b.rs", {})}, options).find("7 more") != std::string::npos);
}

TEST_CASE("26,000 findings stay within the limits of each consumer") {
  std::vector<app::FileResult> files;
  for (int i = 0; i < 260; ++i) {
    std::vector<Finding> findings;
    for (int j = 0; j < 100; ++j)
      findings.push_back(finding("long_function", Severity(j % 4), 1 + j, "f" + std::to_string(j)));
    files.push_back(file("dir/file" + std::to_string(i) + ".rs", std::move(findings)));
  }
  const std::string sarif = shown("sarif", files);  // to parse it takes as long as to write it
  CHECK(count(sarif, "\"ruleId\": ") == 25'000);
  CHECK(sarif.find("\"findingsLeftOut\": 1000") != std::string::npos);
  CHECK(count(sarif, "\"severity\": \"critical\"") == 6'500);
  CHECK(count(sarif, "\"severity\": \"low\"") == 5'500);
  CHECK(sarif.rfind("\"severity\": \"critical\"") < sarif.find("\"severity\": \"high\""));

  const std::string github = shown("github", files);
  CHECK(count(github, "::error ") == 9);
  CHECK(count(github, "::warning ") == 9);
  CHECK(count(github, "::notice ") == 10);
  CHECK(github.find("25,973 more") != std::string::npos);
  const std::string markdown = shown("markdown", files);
  CHECK(markdown.size() < 65'536);
  CHECK(markdown.find("more findings are not shown") != std::string::npos);
}

TEST_CASE("an annotation has at most 4,096 characters") {
  Finding large = finding("long_function", Severity::high, 1);
  large.message = std::string(20'000, '%');
  const std::string commands = shown("github", {file("a.rs", {large})});
  for (const std::string_view line : split(commands, '\n')) CHECK(line.size() <= 4'096);
}

TEST_CASE("SARIF: a result has what GitHub needs") {
  Finding one = finding("long_function", Severity::high, 3, "Box::f");
  one.value = 80;
  one.found_by = {"builtin", "xai/grok-4.3"};
  const Json run = sarif_run({file("src/a b.rs", {one})});
  const Json& result = run["results"][0];
  CHECK(result["ruleId"] == "long_function");
  const Json& rule = run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()];
  CHECK(rule["id"] == "long_function");
  CHECK(rule["name"] == "LongFunction");
  for (const char* text : {"shortDescription", "fullDescription", "help"}) {
    CHECK_FALSE(rule[text]["text"].get<std::string>().empty());
    CHECK(rule[text]["text"].get<std::string>().size() <= 1'024);
  }
  CHECK_FALSE(rule["properties"].contains("security-severity"));
  CHECK(result["level"] == "error");
  const Json& place = result["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "src/a%20b.rs");
  CHECK(place["region"] == Json{{"startLine", 3}, {"startColumn", 1}, {"endLine", 3}, {"endColumn", 28}});
  CHECK(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "Box::f");
  CHECK(result["relatedLocations"][0]["physicalLocation"]["region"] == Json{{"startLine", 3}, {"endLine", 82}});
  CHECK(result["partialFingerprints"]["primaryLocationLineHash"] == "a0b1c2d3e4f50617:1");
  CHECK(result["partialFingerprints"]["rustassistant/v1"].get<std::string>().size() == 16);
  CHECK(result["properties"]["ai/origin"] == "generated");
  CHECK_FALSE(result.contains("suppressions"));
  CHECK(run["automationDetails"]["id"] == "rustassistant/refactor/");
  ReportOptions changed;
  changed.of_change = true;
  one.changed_line = 40;
  const Json limited = sarif_run({file("a.rs", {one})}, changed);
  CHECK(limited["automationDetails"]["id"] == "rustassistant/refactor/changed/");
  CHECK(limited["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 40);
}

TEST_CASE("SARIF: the rules are the same for every run") {
  const Json clean = sarif_run({file("a.rs", {})})["tool"]["driver"]["rules"];
  CHECK(clean.size() >= 14);
  Json other = sarif_run({file("a.rs", {finding("unknown_kind", Severity::low, 1)})})["tool"]["driver"]["rules"];
  CHECK(other.size() == clean.size() + 1);
  CHECK(other.back()["id"] == "unknown_kind");
}

TEST_CASE("GitLab: an array of elements with fingerprints that differ") {
  const Json report = Json::parse(shown("gitlab", {file("a.rs", {finding("long_function", Severity::critical, 3),
                                                                 finding("long_function", Severity::low, 9)}),
                                                   failed("b.rs"), failed("c.rs")}));
  REQUIRE(report.size() == 4);
  std::set<std::string> fingerprints;
  for (const Json& element : report) fingerprints.insert(element["fingerprint"].get<std::string>());
  CHECK(fingerprints.size() == 4);
  CHECK(report[2]["severity"] == "critical");
  CHECK(report[2]["check_name"] == "rustassistant.long_function");
  CHECK(report[2]["location"] == Json{{"path", "a.rs"}, {"lines", {{"begin", 3}}}});
  CHECK(report[3]["severity"] == "info");
  CHECK(shown("gitlab", {file("a.rs", {})}) == "[]\n");
}

TEST_CASE("GitHub: commands with their place, and a line of totals") {
  CHECK(shown("github", {file("a.rs", {finding("long_function", Severity::low, 3)})}) ==
        "::notice file=a.rs,line=3,endLine=3,title=Long function::function `f` has 80 lines (over 50)\n"
        "rustassistant: 1 finding (1 low) in 1 file; cost $0.00\n");
  CHECK(shown("github", {file("a.rs", {})}) == "rustassistant: no findings in 1 file; cost $0.00\n");
}

TEST_CASE("Markdown: one line when clean; else a table, and a folded list for each file") {
  CHECK(shown("markdown", {file("a.rs", {})}) ==
        "<!-- rustassistant:refactor -->\nrustassistant: no findings in 1 file; cost \\$\u200B0.00\n");
  const std::string text = shown("markdown", {file("a.rs", {finding("long_function", Severity::high, 3, "A|b")})});
  CHECK(text.find("| Long function | | 1 | | |\n") != std::string::npos);
  CHECK(text.find("<summary><code>a.rs</code> (1 finding)</summary>\n") != std::string::npos);
  CHECK(text.find("- **high** line 3 (3–82) `A\\|b`: Long function: ") != std::string::npos);
}

TEST_CASE("Reviewdog: a range of whole lines and the whole item beside it") {
  const Json result = Json::parse(shown("rdjson", {file("a.rs", {finding("long_function", Severity::medium, 3)})}));
  const Json& diagnostic = result["diagnostics"][0];
  CHECK(diagnostic["severity"] == "WARNING");
  CHECK(diagnostic["code"]["value"] == "long_function");
  CHECK(diagnostic["location"]["range"] == Json{{"start", {{"line", 3}}}, {"end", {{"line", 3}}}});
  CHECK(diagnostic["related_locations"][0]["location"]["range"]["end"]["line"] == 82);
}

TEST_CASE("Checkstyle and JUnit: a file of each, with what it says in attributes") {
  Finding odd = finding("long_function", Severity::medium, 3);
  odd.message = "a \"b\" <c>";
  const std::string checkstyle = shown("checkstyle", {file("a&b.rs", {odd}), file("clean.rs", {})});
  CHECK(checkstyle.find("<file name=\"a&amp;b.rs\">") != std::string::npos);
  CHECK(checkstyle.find("<error line=\"3\" column=\"1\" severity=\"warning\" message=\"a &quot;b&quot; &lt;c&gt;\" "
                        "source=\"rustassistant.long_function\"/>") != std::string::npos);
  CHECK(checkstyle.find("clean.rs") == std::string::npos);

  const std::string junit = shown("junit", {file("a.rs", {odd}), file("clean.rs", {}), failed("bad.rs")});
  CHECK(junit.find("<testsuite name=\"a.rs\" tests=\"1\" failures=\"1\" errors=\"0\">") != std::string::npos);
  CHECK(junit.find("<testsuite name=\"clean.rs\" tests=\"1\" failures=\"0\" errors=\"0\">") != std::string::npos);
  CHECK(junit.find("<testsuite name=\"bad.rs\" tests=\"1\" failures=\"0\" errors=\"1\">") != std::string::npos);
}
