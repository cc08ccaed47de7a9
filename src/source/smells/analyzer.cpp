// SPDX-License-Identifier: MIT
#include "rustassistant/source/analyzer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "found_items.hpp"
#include "identity.hpp"
#include "measure.hpp"
#include "parsed.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/source/test_files.hpp"
#include "scores.hpp"
#include "smells.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

using domain::Effort;
using domain::Severity;
using domain::Smell;
using domain::Suggestion;

struct Finding {
  const SmellKind* kind = nullptr;
  Severity severity{};
  Excess excess;
};

// Worse comes first; among equals, what exceeds its threshold more, then what stands earlier. A total order, so that
// every library's sort gives the same.
bool is_worse(const Finding& a, const Finding& b) {
  if (a.severity != b.severity) return a.severity > b.severity;
  const std::int64_t excess_a = std::int64_t{a.excess.value} * b.excess.threshold;
  const std::int64_t excess_b = std::int64_t{b.excess.value} * a.excess.threshold;
  if (excess_a != excess_b) return excess_a > excess_b;
  const domain::Location& at_a = a.excess.location;
  const domain::Location& at_b = b.excess.location;
  return std::tie(at_a.line_start, a.kind, at_a.line_end, at_a.item_name, a.excess.description) <
         std::tie(at_b.line_start, b.kind, at_b.line_end, at_b.item_name, b.excess.description);
}

// What one scan of the tree yields.
struct Scanned {
  Measures measures;
  std::vector<Item> items;
  std::vector<Finding> findings;  // the worst first
};

using Finders = std::vector<std::unique_ptr<SmellFinder>>;

// The kinds that are looked for: in tests only what is measured.
std::vector<const SmellKind*> wanted_kinds(const Inspection& inspection, const domain::OptionalKinds& wanted) {
  const bool by_form = inspection.role != FileRole::test;
  std::vector<const SmellKind*> kinds;
  for (const SmellKind& kind : smell_kinds()) {
    const bool has_form = kind.search.finder != nullptr || kind.type == domain::SmellType::tight_coupling;
    if (domain::is_on(wanted, kind.type) && (by_form || !has_form)) kinds.push_back(&kind);
  }
  return kinds;
}

Finders finders_for(std::span<const SmellKind* const> kinds, const Inspection& inspection) {
  Finders finders;
  for (const SmellKind* kind : kinds) {
    const bool looks = inspection.parsed.parsed() && kind->search.finder != nullptr;
    finders.push_back(looks ? kind->search.finder(inspection) : nullptr);
  }
  return finders;
}

// `finders` are of the kinds in their order.
std::vector<Finding> findings_of(std::span<const SmellKind* const> kinds, const Finders& finders,
                                 const Subject& subject) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < finders.size(); ++i) {
    const SmellKind& kind = *kinds[i];
    std::vector<Excess> found;
    if (kind.search.measured != nullptr) {
      found = kind.search.measured(subject);
    } else if (finders[i] != nullptr) {
      found = finders[i]->find(subject);
    }
    for (Excess& excess : found) {
      const Severity severity = severity_of(kind, excess);
      findings.push_back({&kind, severity, std::move(excess)});
    }
  }
  std::sort(findings.begin(), findings.end(), is_worse);
  return findings;
}

Scanned scan_all(const Inspection& inspection, const domain::Thresholds& thresholds,
                 const domain::OptionalKinds& wanted) {
  const ParsedText& parsed = inspection.parsed;
  const std::vector<const SmellKind*> kinds = wanted_kinds(inspection, wanted);
  const Finders finders = finders_for(kinds, inspection);
  Scanned scanned;
  if (parsed.parsed()) {
    const std::unique_ptr<Measurer> measurer = make_measurer(parsed);
    ItemFinder items(parsed);
    std::vector<Listener*> listeners{measurer.get(), &items};
    for (const auto& finder : finders) {
      if (finder != nullptr) listeners.push_back(finder.get());
    }
    scan(parsed, listeners);
    scanned.measures = measurer->finish();
    scanned.items = items.take_items();
  } else {
    scanned.measures = measure(parsed);
  }
  scanned.findings = findings_of(kinds, finders, {parsed, scanned.measures, thresholds, inspection.role});
  return scanned;
}

Effort effort_of(std::int64_t minutes) {
  struct Step {
    std::int64_t below;
    Effort effort;
  };
  constexpr std::int64_t kHour = 60;
  constexpr std::int64_t kDay = 8 * kHour;  // of work
  constexpr auto kSteps = std::to_array<Step>(
      {{30, Effort::trivial}, {2 * kHour, Effort::small}, {kDay, Effort::medium}, {3 * kDay, Effort::large}});
  for (const Step& step : kSteps) {
    if (minutes < step.below) return step.effort;
  }
  return Effort::very_large;
}

// "`a`", "`a` and `b`" or "`a`, `b` and 3 more places"
std::string names_of(const std::vector<const Finding*>& findings) {
  constexpr std::size_t kShown = 2;
  std::string names;
  for (std::size_t i = 0; i < std::min(findings.size(), kShown); ++i) {
    const std::string& name = findings[i]->excess.location.item_name;
    if (i > 0) names += i + 1 == findings.size() ? " and " : ", ";
    names += name.empty() ? "the code outside functions" : "`" + name + "`";
  }
  if (findings.size() > kShown) names += " and " + std::to_string(findings.size() - kShown) + " more";
  return names;
}

std::vector<std::string> strings(std::span<const std::string_view> lines) {
  return {lines.begin(), lines.end()};
}

// `findings` are of one kind, the worst first, and not empty.
Suggestion suggestion_for(const SmellKind& kind, const std::vector<const Finding*>& findings) {
  Suggestion suggestion;
  suggestion.type = kind.refactoring;
  suggestion.title = kind.title;
  const bool of_file = kind.type == domain::SmellType::large_module || kind.type == domain::SmellType::tight_coupling;
  if (!of_file) suggestion.title += " " + names_of(findings);
  suggestion.description = kind.advice;
  suggestion.benefits = strings(kind.benefits);
  suggestion.steps = strings(kind.steps);
  suggestion.effort = effort_of(static_cast<std::int64_t>(findings.size()) * kind.minutes);
  suggestion.priority = findings.front()->severity;
  return suggestion;
}

std::vector<Suggestion> suggestions_for(const std::vector<Finding>& findings) {
  std::vector<Suggestion> suggestions;
  for (const SmellKind& kind : smell_kinds()) {
    std::vector<const Finding*> of_kind;
    for (const Finding& finding : findings) {
      if (finding.kind == &kind) of_kind.push_back(&finding);
    }
    if (!of_kind.empty()) suggestions.push_back(suggestion_for(kind, of_kind));
  }
  std::sort(suggestions.begin(), suggestions.end(), [](const Suggestion& a, const Suggestion& b) {
    return std::tie(b.priority, a.type, a.title) < std::tie(a.priority, b.type, b.title);
  });
  return suggestions;
}

std::string priority_of(const Finding& finding) {
  std::string text = finding.excess.description;
  if (text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  const domain::Location& location = finding.excess.location;
  return text + ", lines " + std::to_string(location.line_start) + "-" + std::to_string(location.line_end);
}

// The worst findings in words; and how many are left out, if any are.
std::vector<std::string> priorities_of(const std::vector<Finding>& findings) {
  constexpr std::size_t kShown = 3;
  constexpr auto kMost = static_cast<std::size_t>(kMaxSmells);
  std::vector<std::string> priorities;
  for (std::size_t i = 0; i < std::min(findings.size(), kShown); ++i) priorities.push_back(priority_of(findings[i]));
  if (findings.size() > kMost) {
    priorities.push_back(std::to_string(findings.size() - kMost) + " less severe findings are not listed");
  }
  return priorities;
}

// Names each finding's item with what is around it.
void qualify(std::vector<Smell>& smells, const std::vector<Item>& items) {
  for (Smell& smell : smells) {
    domain::Location& location = smell.location;
    location.qualified_name = location.item_name.empty() ? std::string() : identity_of(items, location);
  }
}

std::vector<Smell> smells_of(std::vector<Finding> findings, const std::vector<Item>& items) {
  if (findings.size() > static_cast<std::size_t>(kMaxSmells)) findings.resize(static_cast<std::size_t>(kMaxSmells));
  std::vector<Smell> smells;
  smells.reserve(findings.size());
  for (Finding& finding : findings) {
    smells.push_back({finding.kind->type, finding.severity, std::move(finding.excess.description),
                      std::string(finding.kind->impact), std::move(finding.excess.location), finding.excess.value});
  }
  qualify(smells, items);
  std::sort(smells.begin(), smells.end(), [](const Smell& a, const Smell& b) {
    return std::tie(a.location.line_start, a.type, a.location.line_end, a.location.item_name, a.description) <
           std::tie(b.location.line_start, b.type, b.location.line_end, b.location.item_name, b.description);
  });
  return smells;
}

}  // namespace

FileRole role_of(std::string_view path) {
  constexpr std::string_view kHeaders = " h hh hpp hxx h++ inc inl ipp tpp txx ";
  if (is_test_path(path)) return FileRole::test;
  const std::size_t dot = path.rfind('.');
  const bool header = dot != std::string_view::npos && has_word(kHeaders, to_lower(path.substr(dot + 1)));
  return header ? FileRole::header : FileRole::product;
}

std::optional<domain::Analysis> analyze(std::string_view content, std::string_view language,
                                        const domain::Thresholds& thresholds, FileRole role,
                                        const domain::OptionalKinds& kinds) {
  const ParsedText parsed(content, language);
  if (parsed.grammar() == nullptr) return std::nullopt;
  auto [measures, items, findings] = scan_all({parsed, role}, thresholds, kinds);
  std::int64_t minutes = 0;
  for (const Finding& finding : findings) minutes += finding.kind->minutes;

  domain::Analysis analysis;
  analysis.complexity_score = complexity_tenths(measures) / 10.0;
  analysis.maintainability_score = maintainability_tenths(measures) / 10.0;
  analysis.suggestions = suggestions_for(findings);
  analysis.priorities = priorities_of(findings);
  analysis.estimated_effort = effort_of(minutes);
  analysis.unparsed = unparsed_of(parsed);
  analysis.smells = smells_of(std::move(findings), items);
  return analysis;
}

}  // namespace rustassistant::source
