// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analysis.hpp"
#include "findings_table.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

using app::FileResult;

// "lines 12-95  parse", with a word where the syntax tree does not confirm it.
std::string place(const domain::Finding& finding) {
  std::string text;
  if (finding.line_start > 0) {
    text = finding.line_start == finding.line_end ? fmt::format("line {}", finding.line_start)
                                                  : fmt::format("lines {}-{}", finding.line_start, finding.line_end);
  }
  if (!finding.name.empty()) text += (text.empty() ? "" : "  ") + neutralise(finding.name);
  return text + state_text(finding);
}

// Text from outside, with its own line breaks, indented.
std::string indented(std::string_view text, std::string_view indent) {
  std::string lines;
  for (const std::string_view line : split(trim(text), '\n')) {
    lines += fmt::format("{}{}\n", indent, neutralise(line, Newlines::keep));
  }
  return lines;
}

// The explanation of a kind stands at its first finding only.
std::string findings_text(const FileResult& result, const Paint& paint) {
  std::string text;
  std::set<std::string_view> explained;
  for (const domain::Finding& finding : result.findings) {
    if (!domain::is_shown(finding)) continue;
    const std::size_t width = name_of(domain::Severity::critical).size() + 2;
    const std::string padding(width - name_of(finding.severity).size(), ' ');
    text += fmt::format("\n  {}{}{}  {}{}\n", severity_mark(finding.severity, paint), padding, paint.bold(finding.kind),
                        paint.dim(place(finding)), paint.dim(found_by(finding, result)));
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

std::string answerer(const app::Answered& answered) {
  std::string model = neutralise(answered.model);
  if (answered.provider == domain::Provider::builtin) return model;
  return fmt::format("{} {}", name_of(answered.provider), model);
}

std::string origin_line(const FileResult& result, const app::Answered& answered, const Paint& paint) {
  std::string text = "  ";
  switch (result.cache) {
    case app::CacheUse::hit:
      text += paint.green("from the cache") + ", answered by " + answerer(answered);
      if (answered.older_tool) text += " through the older tool";
      break;
    case app::CacheUse::miss:
      text += "not in the cache, answered by " + answerer(answered);
      break;
    case app::CacheUse::off:
      text += "cache not used, answered by " + answerer(answered);
      break;
  }
  if (answered.fallback) {
    text += paint.yellow(fmt::format("  instead of a model: {}", neutralise(answered.fallback->cause.what)));
  }
  return text + "\n";
}

// "~$0.0148, $0.0148 of it for calls that may not have been billed"
std::string cost_text(const app::Spending& spending) {
  std::string text = spending.cost() ? usd_text(*spending.cost(), !spending.is_exact()) : std::string("cost unknown");
  if (spending.open.value > 0) {
    text += fmt::format(", {} of it reserved for {} that may have been billed", domain::format_usd(spending.open),
                        counted(spending.open_calls, "call", "calls"));
  }
  return text;
}

std::string figures_line(const FileResult& result, const app::Answered& answered) {
  std::string text = "  ";
  if (answered.provider == domain::Provider::builtin) {
    text += "0 tokens, ";
  } else if (answered.usage) {
    text += fmt::format("{} tokens in, {} out, ", format_count(answered.usage->input),
                        format_count(answered.usage->output));
  } else {
    text += "unknown tokens, ";
  }
  text += cost_text(result.spending);
  if (answered.saved.value > 0) text += " (saved " + usd_text(answered.saved, answered.estimated) + ")";
  if (answered.secrets_replaced > 0)
    text += ", " + counted(answered.secrets_replaced, "secret", "secrets") + " replaced";
  return text + ", " + format_duration(result.duration_us) + "\n";
}

}  // namespace

std::string found_by(const domain::Finding& finding, const app::FileResult& result) {
  if (result.answer->provider == domain::Provider::builtin) return {};
  std::string text;
  for (const std::string& finder : finding.found_by) text += (text.empty() ? "  by " : " and ") + neutralise(finder);
  return text;
}

std::string usd_text(NanoUsd amount, bool estimated) {
  return (estimated ? "~" : "") + domain::format_usd(amount);
}

std::string unparsed_text(const domain::Analysis& analysis, const View& view) {
  constexpr double kWorthSaying = 0.1;  // of the lines
  constexpr std::size_t kShown = 5;     // ranges
  if (!analysis.unparsed || analysis.unparsed->ranges.empty()) return {};
  if (!view.verbose && analysis.unparsed->share <= kWorthSaying) return {};
  const std::vector<domain::LineRange>& ranges = analysis.unparsed->ranges;
  const std::size_t shown = view.verbose ? ranges.size() : std::min(ranges.size(), kShown);
  const bool one_line = ranges.size() == 1 && ranges.front().line_end == ranges.front().line_start;
  std::string text = one_line ? "line " : "lines ";
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(ranges[i].line_start);
    if (ranges[i].line_end != ranges[i].line_start) text += "-" + std::to_string(ranges[i].line_end);
  }
  if (ranges.size() > shown) text += fmt::format(" and {} more ranges", ranges.size() - shown);
  return text + " could not be parsed (macros?)";
}

std::string state_text(const domain::Finding& finding) {
  std::string text;
  const bool names_place = !finding.name.empty() || finding.line_start > 0;
  if (!finding.verified && names_place) text += " (unverified)";
  if (finding.standing == domain::Standing::worse) text += " (worse than in the baseline)";
  if (finding.allowed) {
    text += " (allowed" + (finding.allowed->empty() ? "" : ": " + neutralise(*finding.allowed)) + ")";
  } else if (domain::is_accepted(finding)) {
    text += " (in the baseline)";
  }
  return text;
}

std::string file_text(const FileResult& result, const View& view) {
  const Paint paint(view.color);
  std::string text = paint.bold(neutralise(result.place.shown));
  const app::Answered& answered = *result.answer;
  const auto& analysis = std::get<domain::Analysis>(answered.document);
  const auto shown = std::count_if(result.findings.begin(), result.findings.end(), domain::is_shown);
  text += fmt::format("  {}  {}\n", result.language, counted(shown, "smell", "smells"));
  text += origin_line(result, answered, paint);
  if (const std::string unparsed = unparsed_text(analysis, view); !unparsed.empty())
    text += paint.yellow("  " + unparsed) + "\n";
  text += findings_text(result, paint);
  // Suggestions do not say which findings they are about.
  const bool all_shown = static_cast<std::size_t>(shown) == result.findings.size();
  if (all_shown) text += suggestions_text(analysis.suggestions, paint);
  if (analysis.complexity_score && analysis.maintainability_score) {
    text +=
        fmt::format("\n  complexity {:.1f}/100 (lower is better), maintainability {:.1f}/100, effort {}\n",
                    *analysis.complexity_score, *analysis.maintainability_score, name_of(analysis.estimated_effort));
  } else {
    text += "\n  not reviewed: the built-in analyzer has no grammar for this language\n";
  }
  return text + figures_line(result, answered) + "\n";
}

}  // namespace rustassistant::render
