// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "analysis.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

using app::FileResult;

std::string severity_mark(domain::Severity severity, const Paint& paint) {
  switch (severity) {
    case domain::Severity::critical:
      return paint.bold_red("critical");
    case domain::Severity::high:
      return paint.red("high    ");
    case domain::Severity::medium:
      return paint.yellow("medium  ");
    case domain::Severity::low:
      return paint.cyan("low     ");
  }
  return {};
}

// "12-95 parse", with a question mark where the syntax tree does not confirm it.
std::string place(const domain::Location& location) {
  std::string text;
  if (location.line_start > 0) {
    text = location.line_start == location.line_end
               ? fmt::format("line {}", location.line_start)
               : fmt::format("lines {}-{}", location.line_start, location.line_end);
  }
  if (!location.item_name.empty()) text += (text.empty() ? "" : "  ") + neutralise(location.item_name);
  if (location.verified == false) text += "  (unverified)";
  return text;
}

// Text from outside, with its own line breaks, indented.
std::string indented(std::string_view text, std::string_view indent) {
  std::string lines;
  for (const std::string_view line : split(trim(text), '\n')) {
    lines += fmt::format("{}{}\n", indent, neutralise(line, Newlines::keep));
  }
  return lines;
}

std::string smell_text(const domain::Smell& smell, const Paint& paint) {
  std::string text = fmt::format("  {} {}  {}\n", severity_mark(smell.severity, paint), paint.bold(name_of(smell.type)),
                                 paint.dim(place(smell.location)));
  text += indented(smell.description, "    ");
  if (!smell.impact.empty()) text += indented(smell.impact, "    ");
  return text;
}

std::string suggestion_text(const domain::Suggestion& suggestion, std::size_t number, const Paint& paint) {
  std::string text = fmt::format("  {}. {}  {}\n", number, paint.bold(neutralise(suggestion.title)),
                                 paint.dim(fmt::format("{}, effort {}, priority {}", name_of(suggestion.type),
                                                       name_of(suggestion.effort), name_of(suggestion.priority))));
  text += indented(suggestion.description, "     ");
  for (const std::string& step : suggestion.steps) text += indented("- " + step, "     ");
  if (suggestion.example && !suggestion.example->after.empty()) {
    if (!suggestion.example->before.empty()) text += "     before:\n" + indented(suggestion.example->before, "       ");
    text += "     after:\n" + indented(suggestion.example->after, "       ");
    if (!suggestion.example->explanation.empty()) text += indented(suggestion.example->explanation, "     ");
  }
  return text;
}

std::string answerer(const FileResult& result) {
  std::string model = neutralise(result.model);
  if (result.provider == domain::Provider::builtin) return model;
  return fmt::format("{} {}", name_of(result.provider), model);
}

std::string origin_line(const FileResult& result, const Paint& paint) {
  std::string text = "  ";
  switch (result.cache) {
    case app::CacheUse::hit:
      text += paint.green("from the cache") + ", answered by " + answerer(result);
      break;
    case app::CacheUse::miss:
      text += "not in the cache, answered by " + answerer(result);
      break;
    case app::CacheUse::off:
      text += "cache not used, answered by " + answerer(result);
      break;
  }
  if (result.fallback) {
    text += paint.yellow(fmt::format("  instead of a model: {}", neutralise(result.fallback->cause.what)));
  }
  return text + "\n";
}

std::string usd(NanoUsd amount, bool estimated) {
  return (estimated ? "~" : "") + domain::format_usd(amount);
}

std::string figures_line(const FileResult& result) {
  std::string text = "  ";
  if (result.usage && result.provider != domain::Provider::builtin) {
    text +=
        fmt::format("{} tokens in, {} out, ", format_count(result.usage->input), format_count(result.usage->output));
  } else {
    text += "0 tokens, ";
  }
  text += result.cost ? usd(*result.cost, result.estimated && result.cost->value != 0) : std::string("cost unknown");
  if (result.saved.value > 0) text += " (saved " + usd(result.saved, result.estimated) + ")";
  return text + ", " + format_duration(result.duration_us) + "\n";
}

// Only where so much is left out that the findings do not speak for the file.
std::string unparsed_line(const domain::Unparsed& unparsed, const Paint& paint) {
  constexpr double kWorthSaying = 0.1;  // of the lines
  constexpr std::size_t kShown = 5;     // ranges
  if (unparsed.share <= kWorthSaying) return {};
  std::string ranges;
  for (std::size_t i = 0; i < std::min(unparsed.ranges.size(), kShown); ++i) {
    const domain::LineRange& range = unparsed.ranges[i];
    ranges += i == 0 ? " " : ", ";
    ranges += std::to_string(range.line_start);
    if (range.line_end != range.line_start) ranges += "-" + std::to_string(range.line_end);
  }
  if (unparsed.ranges.size() > kShown) ranges += fmt::format(" and {} more ranges", unparsed.ranges.size() - kShown);
  return paint.yellow("  lines" + ranges + " could not be parsed (macros?)") + "\n";
}

}  // namespace

std::string file_text(const FileResult& result, const Paint& paint) {
  std::string text = paint.bold(neutralise(result.path));
  const domain::Analysis& analysis = result.analysis;
  text += fmt::format("  {}  {}\n", result.language,
                      counted(static_cast<std::int64_t>(analysis.smells.size()), "smell", "smells"));
  text += origin_line(result, paint);
  if (analysis.unparsed) text += unparsed_line(*analysis.unparsed, paint);
  for (const domain::Smell& smell : analysis.smells) text += "\n" + smell_text(smell, paint);
  if (!analysis.suggestions.empty()) text += "\n  " + paint.bold("Suggestions") + "\n";
  std::size_t number = 0;
  for (const domain::Suggestion& suggestion : analysis.suggestions)
    text += suggestion_text(suggestion, ++number, paint);
  if (analysis.complexity_score && analysis.maintainability_score) {
    text +=
        fmt::format("\n  complexity {:.1f}/100 (lower is better), maintainability {:.1f}/100, effort {}\n",
                    *analysis.complexity_score, *analysis.maintainability_score, name_of(analysis.estimated_effort));
  } else {
    text += "\n  not reviewed: the built-in analyzer has no grammar for this language\n";
  }
  return text + figures_line(result) + "\n";
}

std::string summary_text(const app::AnalyzeSummary& summary, const Paint& paint) {
  std::string text = fmt::format("{}: {} from the cache, {} analysed", counted(summary.files, "file", "files"),
                                 format_count(summary.hits), format_count(summary.misses));
  if (summary.failed > 0) text += fmt::format(", {} failed", format_count(summary.failed));
  if (summary.skipped > 0) text += fmt::format(", {} skipped", format_count(summary.skipped));
  text = paint.bold(text) + "\n";

  std::int64_t smells = 0;
  std::string by_severity;
  for (std::size_t i = summary.smells_by_severity.size(); i-- > 0;) {
    const std::int64_t count = summary.smells_by_severity[i];
    smells += count;
    if (count > 0)
      by_severity += fmt::format("{}{} {}", by_severity.empty() ? "" : ", ", format_count(count),
                                 name_of(static_cast<domain::Severity>(i)));
  }
  text += counted(smells, "smell", "smells") + (by_severity.empty() ? "" : " (" + by_severity + ")") + "\n";

  std::string passed_over;
  for (std::size_t i = 0; i < summary.passed_over.size(); ++i) {
    if (summary.passed_over[i] == 0) continue;
    passed_over += fmt::format("{}{} {}", passed_over.empty() ? "" : ", ", format_count(summary.passed_over[i]),
                               source::name_of(static_cast<source::SkipReason>(i)));
  }
  if (!passed_over.empty()) text += "passed over: " + passed_over + "\n";
  text += "cost " + usd(summary.cost, summary.estimated);
  if (summary.unknown_costs > 0)
    text += fmt::format(" and {} of unknown cost", counted(summary.unknown_costs, "answer", "answers"));
  if (summary.saved.value > 0) text += ", saved " + domain::format_usd(summary.saved);
  return text + ", " + format_duration(summary.duration_us) + "\n";
}

}  // namespace rustassistant::render
