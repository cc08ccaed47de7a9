// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analysis.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/findings_json.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {
namespace {

// The explanation of a kind stands at its first finding only.
std::string findings_text(const app::FileResult& result, const Paint& paint) {
  std::string text;
  std::set<std::string_view> explained;
  for (const domain::Finding& finding : result.findings) {
    if (!domain::is_shown(finding)) continue;
    const std::size_t width = name_of(domain::Severity::critical).size() + 2;
    const std::string padding(width - name_of(finding.severity).size(), ' ');
    text += fmt::format("\n  {}{}{}  {}{}\n", severity_mark(finding.severity, paint), padding, paint.bold(finding.kind),
                        paint.dim(place_of(finding)), paint.dim(found_by(finding, result)));
    text += indented(finding.message, "    ");
    if (!finding.impact.empty() && explained.insert(finding.impact).second) text += indented(finding.impact, "    ");
  }
  return text;
}

// What is said below the title of a suggestion.
std::string advice_text(const domain::Suggestion& suggestion) {
  std::string text = indented(suggestion.description, "     ");
  for (const std::string& step : suggestion.steps) text += indented("- " + step, "     ");
  if (suggestion.example && !suggestion.example->after.empty()) {
    if (!suggestion.example->before.empty()) text += "     before:\n" + indented(suggestion.example->before, "       ");
    text += "     after:\n" + indented(suggestion.example->after, "       ");
    if (!suggestion.example->explanation.empty()) text += indented(suggestion.example->explanation, "     ");
  }
  return text;
}

// Suggestions with the same advice stand together, and the advice stands once below them.
std::string suggestions_text(const std::vector<domain::Suggestion>& suggestions, const Paint& paint) {
  if (suggestions.empty()) return {};
  std::vector<std::pair<std::string, std::vector<const domain::Suggestion*>>> groups;
  for (const domain::Suggestion& suggestion : suggestions) {
    const std::string advice = advice_text(suggestion);
    const auto known = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
      return group.first == advice && group.second.front()->type == suggestion.type;
    });
    if (known == groups.end()) {
      groups.emplace_back(advice, std::vector{&suggestion});
    } else {
      known->second.push_back(&suggestion);
    }
  }
  std::string text = "\n  " + paint.bold("Suggestions") + "\n";
  std::size_t number = 0;
  for (const auto& [advice, members] : groups) {
    for (const domain::Suggestion* suggestion : members) {
      text += fmt::format("  {}. {}  {}\n", ++number, paint.bold(neutralise(suggestion->title)),
                          paint.dim(fmt::format("{}, effort {}, priority {}", name_of(suggestion->type),
                                                name_of(suggestion->effort), name_of(suggestion->priority))));
    }
    text += advice;
  }
  return text;
}

}  // namespace

std::string refactor_text(const app::FileResult& result, const View& view) {
  const auto& analysis = std::get<domain::Analysis>(result.answer->document);
  const Paint paint(view.color);
  std::string text = findings_text(result, paint);
  // Suggestions do not say which findings they are about.
  if (std::all_of(result.findings.begin(), result.findings.end(), domain::is_shown))
    text += suggestions_text(analysis.suggestions, paint);
  if (analysis.complexity_score && analysis.maintainability_score) {
    text +=
        fmt::format("\n  complexity {:.1f}/100 (lower is better), maintainability {:.1f}/100, effort {}\n",
                    *analysis.complexity_score, *analysis.maintainability_score, name_of(analysis.estimated_effort));
  } else {
    text += "\n" + std::string(kNotReviewed);
  }
  return text;
}

Json refactor_json(const app::FileResult& result, std::string_view path) {
  Json json = domain::to_json(std::get<domain::Analysis>(result.answer->document), path);
  add_states(json["code_smells"], result.findings);
  return json;
}

}  // namespace rustassistant::render
