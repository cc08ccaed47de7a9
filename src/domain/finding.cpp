// SPDX-License-Identifier: MIT
#include "rustassistant/domain/finding.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "rustassistant/domain/fingerprint.hpp"
#include "rustassistant/domain/kind_catalog.hpp"

namespace rustassistant::domain {

bool is_accepted(const Finding& finding) {
  return finding.allowed || finding.standing == Standing::known || finding.standing == Standing::moved;
}

bool is_shown(const Finding& finding) {
  return (!is_accepted(finding) || finding.is_revealed) && !finding.is_minor && finding.changed != false;
}

bool counts_for_gate(const Finding& finding) {
  if (!is_shown(finding) || is_accepted(finding) || !finding.verified) return false;
  const bool by_builtin_alone = finding.found_by.size() == 1 && finding.found_by.front() == "builtin";
  const KindFacts* facts = facts_of(finding.kind);
  return !by_builtin_alone || facts == nullptr || facts->is_settled;
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

std::vector<Finding> findings_of(const Analysis& analysis) {
  std::vector<Finding> findings;
  findings.reserve(analysis.smells.size());
  for (const Smell& smell : analysis.smells) {
    Finding finding;
    finding.kind = name_of(smell.type);
    finding.severity = smell.severity;
    finding.message = smell.description;
    finding.impact = smell.impact;
    finding.item = smell.location.qualified_name.value_or(smell.location.item_name);
    finding.name = smell.location.item_name;
    finding.line_start = smell.location.line_start;
    finding.line_end = smell.location.line_end;
    finding.verified = smell.location.verified == true;
    finding.found_by = smell.found_by;
    finding.value = smell.value;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace rustassistant::domain
