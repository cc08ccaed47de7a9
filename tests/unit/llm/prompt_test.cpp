// SPDX-License-Identifier: MIT
#include "rustassistant/llm/prompt.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "embedded_prompts.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/domain/kind_catalog.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;

namespace {

constexpr std::string_view kMarker = "=====0123456789abcdef=====";

Prompt prompt_about(std::string_view content, const domain::Thresholds& thresholds = {}) {
  return prompt_for(domain::AnalysisType::refactor, {"rust", content}, thresholds, kMarker);
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Every enum in the schema below `node`, by the name of its member.
void each_enum(const nlohmann::json& node, const std::string& name,
               const std::function<void(const std::string&, const nlohmann::json&)>& visit) {
  if (!node.is_structured()) return;
  if (node.is_object() && node.contains("enum")) visit(name, node["enum"]);
  for (const auto& [key, child] : node.items()) each_enum(child, key, visit);
}

}  // namespace

TEST_CASE("the file stands numbered between two marker lines") {
  const auto prompt = prompt_about("fn main() {\r\n}\n");
  CHECK(contains(prompt.user, "\n" + std::string(kMarker) + "\n1|fn main() {\n2|}\n" + std::string(kMarker) + "\n"));
  CHECK(contains(prompt.user, "Language: rust. Lines: 2."));
}

TEST_CASE("the thresholds are told, and nothing in a prompt is left to fill in") {
  domain::Thresholds thresholds;
  thresholds.function_lines = 77;
  const auto prompt = prompt_about("x", thresholds);
  CHECK(contains(prompt.system, "long_function over 77 lines"));
  CHECK_FALSE(contains(prompt.system, "{{"));
  CHECK_FALSE(contains(prompt.user, "{{"));
}

TEST_CASE("a model leaves to the built-in analyzer what that measures, in the languages that it knows") {
  const auto measured =
      prompt_for(domain::AnalysisType::refactor, {"rust", "x", true}, domain::Thresholds{}, kMarker).system;
  const auto unmeasured = prompt_about("x").system;
  CHECK_FALSE(contains(measured, "{{"));
  CHECK_FALSE(contains(measured, "Thresholds"));
  const std::string_view rule = measured;
  const auto start = rule.find("Do not report");
  REQUIRE(start != std::string_view::npos);
  const std::string_view listed = rule.substr(start, rule.find(':', start) - start);
  for (const domain::KindFacts& facts : domain::kind_catalog()) {
    if (facts.type != domain::AnalysisType::refactor) continue;
    INFO(facts.kind);
    // Of the kinds that are off by default the model may report all but magic_numbers.
    const bool left_to_model =
        facts.kind == "duplicated_code" || facts.kind == "god_object" || facts.kind == "tight_coupling";
    CHECK(contains(listed, facts.kind) == (facts.finder == domain::Finder::builtin && !left_to_model));
    if (facts.finder == domain::Finder::nobody) CHECK(contains(unmeasured, facts.kind));
  }
}

TEST_CASE("what the file uses of others stands behind it, between marker lines of its own") {
  const SourceText with{"rust", "x", false, "fn f ( a : u8 )\n{{marker}} {{lines}}\n"};
  const auto prompt = prompt_for(domain::AnalysisType::refactor, with, {}, kMarker);
  const std::string marker(kMarker);
  CHECK(prompt.user.starts_with(prompt_about("x").user));
  CHECK(prompt.user.ends_with("\n" + marker + "\nfn f ( a : u8 )\n{{marker}} {{lines}}\n" + marker + "\n"));
  CHECK(prompt.system == prompt_about("x").system);
  CHECK(is_valid_utf8(prompt_for(domain::AnalysisType::refactor, {"rust", "x", false, "\xff"}, {}, kMarker).user));
}

TEST_CASE("what is said of a context is no part of the prompt hash: stored answers stay valid") {
  codec::Sha256 hash;
  for (const std::string_view name : {"refactor.system.md", "file.user.md", "refactor.schema.json",
                                      "refactor.measured.md", "refactor.unmeasured.md", "refactor.partial.md"}) {
    const auto found =
        std::find_if(kPrompts.begin(), kPrompts.end(), [&](const auto& file) { return file.name == name; });
    REQUIRE(found != kPrompts.end());
    hash.update(std::to_string(found->content.size()) + ":");
    hash.update(found->content);
  }
  const auto digest = hash.finish();
  CHECK(prompt_hash(domain::AnalysisType::refactor) == to_hex(digest).substr(0, 16));
}

TEST_CASE("of a question about parts, lines keep their numbers and what is left out is marked") {
  std::string content;
  for (int i = 1; i <= 9; ++i) content += "line " + std::to_string(i) + "\r\n";
  const std::vector<domain::LineRange> shown{{2, 3}, {5, 7}};
  const std::vector<domain::LineRange> asked{{3, 3}, {5, 6}};
  const auto prompt =
      prompt_for(domain::AnalysisType::refactor, {"rust", content, false, {}, shown, asked}, {}, kMarker);
  CHECK(contains(prompt.user, std::string(kMarker) +
                                  "\n⋯ 1 line not shown\n2|line 2\n3|line 3\n⋯ 1 line not shown\n"
                                  "5|line 5\n6|line 6\n7|line 7\n⋯ 2 lines not shown\n" +
                                  std::string(kMarker)));
  CHECK(contains(prompt.user, "Lines: 9, of which some are shown."));
  CHECK(contains(prompt.user, "Report only what lies in these lines: 3, 5-6."));
  CHECK_FALSE(contains(prompt.user, "{{"));
  CHECK(prompt.system == prompt_about(content).system);
}

TEST_CASE("lines of parts that are not there are passed over") {
  const std::vector<domain::LineRange> shown{{2, 900}, {1, 1}, {800, 801}};
  const auto prompt =
      prompt_for(domain::AnalysisType::refactor, {"rust", "a\nb\n", false, {}, shown, shown}, {}, kMarker);
  CHECK(contains(prompt.user, std::string(kMarker) + "\n⋯ 1 line not shown\n2|b\n" + std::string(kMarker)));
}

TEST_CASE("a context has a hash of its own, and none has none") {
  CHECK(context_hash("").empty());
  CHECK(context_hash("a").size() == 16);
  CHECK(context_hash("a") != context_hash("b"));
}

TEST_CASE("placeholders in a file's content stay as they are") {
  CHECK(contains(prompt_about("{{marker}} {{language}}").user, "1|{{marker}} {{language}}\n"));
}

TEST_CASE("malformed UTF-8 in a file is replaced, empty files are sent as such") {
  CHECK(is_valid_utf8(prompt_about("a\xff\xfe").user));
  CHECK(contains(prompt_about("").user, std::string(kMarker) + "\n1|\n" + std::string(kMarker)));
}

TEST_CASE("a marker is new every time and does not occur in the content") {
  const std::string content = "=====";
  std::set<std::string> markers;
  for (int i = 0; i < 100; ++i) markers.insert(fresh_marker(content));
  CHECK(markers.size() == 100);
  CHECK(markers.begin()->size() == kMarker.size());
}

TEST_CASE("the prompt hash is 16 hex digits, and every type but todos has a prompt") {
  const auto hash = prompt_hash(domain::AnalysisType::refactor);
  CHECK(hash.size() == 16);
  CHECK(from_hex(hash));
  CHECK(prompt_hash(domain::AnalysisType::refactor) == hash);
  CHECK(prompt_hash(domain::AnalysisType::todos).empty());
}

TEST_CASE("the schema names exactly the words that results know") {
  const auto schema = nlohmann::json::parse(prompt_about("x").schema);
  const std::map<std::string, std::pair<std::size_t, std::function<bool(const std::string&)>>> known{
      {"smell_type", {14, [](const auto& word) { return domain::smell_type_named(word).has_value(); }}},
      {"refactoring_type", {14, [](const auto& word) { return domain::refactoring_type_named(word).has_value(); }}},
      {"severity", {4, [](const auto& word) { return domain::severity_named(word).has_value(); }}},
      {"priority", {4, [](const auto& word) { return domain::severity_named(word).has_value(); }}},
      {"effort", {5, [](const auto& word) { return domain::effort_named(word).has_value(); }}},
      {"estimated_effort", {5, [](const auto& word) { return domain::effort_named(word).has_value(); }}},
  };
  std::size_t seen = 0;
  each_enum(schema, "", [&](const std::string& name, const nlohmann::json& values) {
    INFO(name);
    ++seen;
    const auto& [count, is_word] = known.at(name);
    CHECK(values.size() == count);
    for (const auto& value : values) CHECK(is_word(value.get<std::string>()));
  });
  CHECK(seen == known.size());
}

TEST_CASE("an answer made by the schema's own words is a result") {
  const std::string answer = R"({"code_smells":[{"smell_type":"deep_nesting","severity":"low","description":"d",
      "impact":"i","location":{"line_start":1,"line_end":2,"item_name":""}}],
      "suggestions":[{"refactoring_type":"inline","title":"t","description":"d","benefits":[],"steps":["s"],
      "example":null,"effort":"very_large","priority":"critical"}],
      "complexity_score":10,"maintainability_score":90,"priorities":[],"estimated_effort":"trivial"})";
  CHECK(domain::parse_analysis(answer));
}

TEST_CASE("the fixed part of a request stays small, for it is paid for with every file") {
  const auto prompt = prompt_about("");
  const auto schema = nlohmann::json::parse(prompt.schema).dump();
  // About four characters make a token: at most 1,200 tokens, of which the schema is about half.
  CHECK(prompt.system.size() + prompt.user.size() + schema.size() < 4800);
}
