// SPDX-License-Identifier: MIT
#include "rustassistant/domain/finding.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/fingerprint.hpp"

namespace rustassistant::domain {

bool is_accepted(const Finding& finding) {
  return finding.allowed || finding.standing == Standing::known || finding.standing == Standing::moved;
}

bool is_shown(const Finding& finding) {
  return (!is_accepted(finding) || finding.is_revealed) && !finding.is_minor && finding.changed != false;
}

bool counts_for_gate(const Finding& finding) {
  return !is_accepted(finding) && finding.changed != false && finding.verified;
}

SeverityCounts severities_of(std::span<const Finding> findings) {
  SeverityCounts counts{};
  for (const Finding& finding : findings) {
    if (is_shown(finding)) ++counts.at(static_cast<std::size_t>(finding.severity));
  }
  return counts;
}

bool is_worse(const Finding& a, const Finding& b) {
  return std::tie(b.severity, a.path, a.line_start, a.kind, a.item, a.ordinal, a.fingerprint) <
         std::tie(a.severity, b.path, b.line_start, b.kind, b.item, b.ordinal, b.fingerprint);
}

void identify(std::span<Finding> findings, std::set<std::string, std::less<>>& taken) {
  std::vector<std::size_t> order(findings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(findings[a].line_start, a) < std::tie(findings[b].line_start, b);
  });
  using Equal = std::tuple<AnalysisType, std::string_view, std::string_view, std::string_view>;
  std::map<Equal, int> seen;
  for (const std::size_t i : order) {
    Finding& finding = findings[i];
    int& next = seen[{finding.type, finding.kind, finding.path, finding.item}];
    do {
      finding.ordinal = next++;
      finding.fingerprint =
          fingerprint({name_of(finding.type), finding.kind, finding.path, finding.item, finding.ordinal});
    } while (!taken.insert(finding.fingerprint).second);
  }
}

namespace {

Finding finding_at(const Location& location) {
  Finding finding;
  finding.item = location.qualified_name.value_or(location.item_name);
  finding.name = location.item_name;
  finding.line_start = location.line_start;
  finding.line_end = location.line_end;
  finding.verified = location.verified == true;
  return finding;
}

}  // namespace

std::vector<Finding> findings_of(const Analysis& analysis) {
  std::vector<Finding> findings;
  findings.reserve(analysis.smells.size());
  for (const Smell& smell : analysis.smells) {
    Finding finding = finding_at(smell.location);
    finding.kind = name_of(smell.type);
    finding.severity = smell.severity;
    finding.message = smell.description;
    finding.impact = smell.impact;
    finding.found_by = smell.found_by;
    finding.value = smell.value;
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> findings_of(const Todos& todos) {
  std::vector<Finding> findings;
  findings.reserve(todos.items.size());
  for (const Todo& todo : todos.items) {
    Finding finding = finding_at(todo.location);
    finding.kind = to_lower(name_of(todo.tag));
    finding.severity = todo.priority;
    finding.message = std::string(name_of(todo.tag)) + (todo.text.empty() ? "" : ": ") + todo.text;
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> findings_of(const QualityReview& review) {
  std::vector<Finding> findings;
  findings.reserve(review.findings.size());
  for (const QualityFinding& found : review.findings) {
    Finding finding = finding_at(found.location);
    finding.kind = name_of(found.category);
    finding.severity = found.severity;
    finding.message = found.title + ": " + found.description;
    finding.impact = found.recommendation;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace rustassistant::domain
