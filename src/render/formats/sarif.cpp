// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "escape.hpp"
#include "findings_report.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/version.hpp"
#include "rustassistant/domain/fingerprint.hpp"
#include "rustassistant/domain/kind_catalog.hpp"
#include "rustassistant/render/document.hpp"

// SARIF 2.1.0 as GitHub's code scanning reads it.
namespace rustassistant::render {
namespace {

constexpr std::size_t kMostText = 1'000;  // GitHub takes 1,024 characters of a rule's texts

// "LongFunction" of "long_function"
std::string camel_case(std::string_view kind) {
  std::string name;
  bool upper = true;
  for (const char c : kind) {
    if (c == '_' || c == '-') {
      upper = true;
    } else {
      name += upper && ascii::is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
      upper = false;
    }
  }
  return name;
}

Json text_json(std::string_view text) {
  return {{"text", cut(one_line(text), kMostText)}};
}

// `worst`: of what was found of the kind; medium where nothing was.
Json rule_of(std::string_view kind, domain::AnalysisType type, domain::Severity worst) {
  const domain::KindFacts* facts = domain::facts_of(kind);
  const std::string title = title_of(kind);
  std::string help = facts == nullptr ? title : std::string(facts->definition) + " " + std::string(facts->remedy);
  const std::string allow = "rustassistant: allow(" + std::string(kind) + ") with a reason";
  const SeverityWords& words = words_of(worst);
  Json rule = {{"id", kind}};
  // A name that differs from the id only in case is to be left out (SARIF 3.49.7).
  if (kind.find_first_of("_-") != std::string_view::npos) rule["name"] = cut(camel_case(kind), 255);
  rule["shortDescription"] = text_json(facts == nullptr ? title : title + ".");
  rule["fullDescription"] = text_json(facts == nullptr ? std::string_view(title) : facts->summary);
  rule["help"] = {{"text", cut(help + " To allow it at one place, write a comment: " + allow + ".", kMostText)},
                  {"markdown", cut(markdown_text(help) +
                                       " To allow it at one place, write a comment: " + markdown_code(allow) + ".",
                                   kMostText)}};
  rule["defaultConfiguration"] = {{"level", words.sarif}};
  rule["properties"] = {
      {"tags", Json::array({type == domain::AnalysisType::refactor ? "maintainability" : name_of(type)})},
      {"precision", facts != nullptr && facts->finder == domain::Finder::builtin ? "very-high" : "medium"},
      {"problem.severity", words.sarif_problem}};
  return rule;
}

// The rules by their numbers: every kind of the catalog, so that they are the same for every run, then others.
struct Rules {
  Json list = Json::array();
  std::map<std::string, std::size_t, std::less<>> numbers;
};

Rules rules_of(const Collected& collected) {
  std::map<std::string, domain::Severity, std::less<>> worst;
  for (const ShownFinding& shown : collected.findings) {
    const auto at = worst.try_emplace(shown.finding.kind, shown.finding.severity).first;
    at->second = std::max(at->second, shown.finding.severity);
  }
  Rules rules;
  const auto add = [&](std::string_view kind, domain::Severity severity) {
    if (!rules.numbers.try_emplace(std::string(kind), rules.list.size()).second) return;
    rules.list.push_back(rule_of(kind, collected.type, severity));
  };
  for (const domain::KindFacts& facts : domain::kind_catalog()) {
    if (facts.type == collected.type && facts.finder != domain::Finder::nobody)
      add(facts.kind, domain::Severity::medium);
  }
  for (const auto& [kind, severity] : worst) add(kind, severity);
  return rules;
}

Json artifact(const std::string& path) {
  return {{"uri", uri_of(path)}};
}

Json location_of(const ShownFinding& shown) {
  const domain::Finding& finding = shown.finding;
  const int line = finding.line();
  Json location{
      {"physicalLocation",
       {{"artifactLocation", artifact(finding.path)},
        {"region",
         {{"startLine", line}, {"startColumn", 1}, {"endLine", line}, {"endColumn", shown.line_length + 1}}}}}};
  if (!finding.item.empty()) {
    location["logicalLocations"] = Json::array();
    location["logicalLocations"].push_back({{"fullyQualifiedName", one_line(finding.item)}});
  }
  return location;
}

bool is_from_model(const domain::Finding& finding) {
  return std::any_of(finding.found_by.begin(), finding.found_by.end(),
                     [](const std::string& finder) { return finder != "builtin"; });
}

// Only where what is hidden was asked for.
Json suppressions_of(const domain::Finding& finding) {
  Json suppressions = Json::array();
  if (finding.allowed) {
    suppressions.push_back(
        {{"kind", "inSource"}, {"status", "accepted"}, {"justification", one_line(*finding.allowed)}});
  }
  if (finding.standing == domain::Standing::known || finding.standing == domain::Standing::moved) {
    suppressions.push_back({{"kind", "external"}, {"status", "accepted"}, {"justification", "in the baseline"}});
  }
  return suppressions;
}

Json result_of(const ShownFinding& shown, std::size_t rule) {
  const domain::Finding& finding = shown.finding;
  Json result{{"ruleId", finding.kind},
              {"ruleIndex", rule},
              {"level", words_of(finding.severity).sarif},
              {"rank", 25.0 * static_cast<double>(static_cast<int>(finding.severity) + 1)},
              {"message", {{"text", message_of(finding)}}},
              {"locations", Json::array({location_of(shown)})}};
  if (finding.line_end > finding.line_start) {
    result["relatedLocations"] = Json::array();
    result["relatedLocations"].push_back(
        {{"id", 1},
         {"physicalLocation",
          {{"artifactLocation", artifact(finding.path)},
           {"region", {{"startLine", finding.line_start}, {"endLine", finding.line_end}}}}},
         {"message", {{"text", "The whole item."}}}});
  }
  Json fingerprints = Json::object();
  // GitHub looks at this one only, and makes its own where it is missing.
  if (!finding.line_hash.empty()) fingerprints["primaryLocationLineHash"] = finding.line_hash;
  fingerprints[std::string(domain::kFingerprintName)] = finding.fingerprint;
  result["partialFingerprints"] = std::move(fingerprints);
  if (Json suppressions = suppressions_of(finding); !suppressions.empty())
    result["suppressions"] = std::move(suppressions);
  Json properties{{"severity", name_of(finding.severity)},
                  {"foundBy", finding.found_by},
                  {"lineStart", finding.line_start},
                  {"lineEnd", finding.line_end}};
  if (finding.value) properties["value"] = *finding.value;
  if (is_from_model(finding)) properties["ai/origin"] = "generated";
  result["properties"] = std::move(properties);
  return result;
}

Json notification_of(const Problem& problem) {
  Json notification{{"level", "error"}, {"message", {{"text", text_of(problem)}}}};
  if (!problem.path.empty()) {
    notification["locations"] = Json::array();
    notification["locations"].push_back({{"physicalLocation", {{"artifactLocation", artifact(problem.path)}}}});
  }
  return notification;
}

Json invocation_of(const Collected& collected) {
  Json invocation{{"executionSuccessful", collected.problems.empty()}};
  if (collected.problems.empty()) return invocation;
  Json notifications = Json::array();
  for (const Problem& problem : collected.problems) notifications.push_back(notification_of(problem));
  invocation["toolExecutionNotifications"] = std::move(notifications);
  return invocation;
}

}  // namespace

std::string sarif_document(const Collected& collected) {
  Rules rules = rules_of(collected);
  Json results = Json::array();
  for (const ShownFinding& shown : collected.findings)
    results.push_back(result_of(shown, rules.numbers.find(shown.finding.kind)->second));
  const std::string category =
      "rustassistant/" + std::string(name_of(collected.type)) + (collected.of_change ? "/changed/" : "/");
  Json run{{"tool",
            {{"driver",
              {{"name", "rustassistant"}, {"semanticVersion", program_version()}, {"rules", std::move(rules.list)}}}}},
           {"invocations", Json::array({invocation_of(collected)})},
           {"automationDetails", {{"id", category}}},
           {"columnKind", "unicodeCodePoints"},
           {"results", std::move(results)}};
  if (collected.left_out > 0) run["properties"] = {{"findingsLeftOut", collected.left_out}};
  return to_text({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                  {"version", "2.1.0"},
                  {"runs", Json::array({std::move(run)})}});
}

}  // namespace rustassistant::render
