// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "analysis.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/money.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {
namespace {

using app::FileResult;

std::string origin_line(const FileResult& result, const app::Answered& answered, const Paint& paint) {
  std::string text = "  ";
  switch (result.cache) {
    case app::CacheUse::hit:
      text += paint.green("from the cache") + ", answered by " + answerer_text(answered);
      if (answered.older_tool) text += " through the older tool";
      break;
    case app::CacheUse::miss:
      text += "not in the cache, answered by " + answerer_text(answered);
      break;
    case app::CacheUse::off:
      text += "cache not used, answered by " + answerer_text(answered);
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

// "3 of 41 units asked, $0.0004 instead of ~$0.0021"
std::string reuse_line(const FileResult& result, const app::Answered& answered) {
  const auto* const analysis = std::get_if<domain::Analysis>(&answered.document);
  if (analysis == nullptr || !analysis->reuse) return {};
  const domain::Reuse& reuse = *analysis->reuse;
  std::string text = fmt::format("  {} of {} asked", format_count(reuse.asked), counted(reuse.units, "unit", "units"));
  if (answered.whole_cost && result.spending.cost())
    text += fmt::format(", {} instead of ~{}", usd_text(*result.spending.cost(), !result.spending.is_exact()),
                        domain::format_usd(*answered.whole_cost));
  return text + "\n";
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

std::string answerer_text(const app::Answered& answered) {
  std::string model = neutralise(answered.model);
  if (answered.provider == domain::Provider::builtin) return model;
  return fmt::format("{} {}", name_of(answered.provider), model);
}

std::string usd_text(NanoUsd amount, bool estimated) {
  return (estimated ? "~" : "") + domain::format_usd(amount);
}

std::string cost_line(const app::AnalyzeSummary& summary) {
  const app::Spending& spending = summary.spending;
  std::string text = "cost " + usd_text(spending.booked + spending.open, !spending.is_exact());
  if (spending.open.value > 0) {
    text += fmt::format(", {} of it reserved for {} that may have been billed", domain::format_usd(spending.open),
                        counted(spending.open_calls, "call", "calls"));
  }
  if (summary.unknown_costs > 0)
    text += fmt::format(" and {} of unknown cost", counted(summary.unknown_costs, "file", "files"));
  if (summary.secrets_replaced > 0) text += ", " + counted(summary.secrets_replaced, "secret", "secrets") + " replaced";
  if (summary.saved.value > 0) text += ", saved " + domain::format_usd(summary.saved);
  if (const app::ReuseSums& reused = summary.reused; reused.files > 0) {
    text += fmt::format(", {} of {} of {} asked", format_count(reused.asked), counted(reused.units, "unit", "units"),
                        counted(reused.files, "file", "files"));
    if (!reused.unknown && reused.saved.value > 0)
      text += fmt::format(" (saved ~{})", domain::format_usd(reused.saved));
  }
  return text + ", " + format_duration(summary.duration_us) + "\n";
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

std::string place_of(const domain::Finding& finding) {
  std::string text;
  if (finding.line_start > 0) {
    text = finding.line_start == finding.line_end ? fmt::format("line {}", finding.line_start)
                                                  : fmt::format("lines {}-{}", finding.line_start, finding.line_end);
  }
  if (!finding.name.empty()) text += (text.empty() ? "" : "  ") + neutralise(finding.name);
  return text + state_text(finding);
}

std::string file_text(const FileResult& result, const View& view) {
  const Paint paint(view.color);
  const app::Answered& answered = *result.answer;
  const TypeRow& type = type_row(result.type);
  std::string text = paint.bold(neutralise(result.place.shown)) + "  " + result.language;
  const auto shown = std::count_if(result.findings.begin(), result.findings.end(), domain::is_shown);
  if (!type.finding.empty()) text += "  " + counted(shown, type.finding, type.findings);
  text += "\n" + origin_line(result, answered, paint);
  if (const std::string unparsed = unparsed_text(answered.document, view); !unparsed.empty())
    text += paint.yellow("  " + unparsed) + "\n";
  text += type.body(result, view);
  return text + reuse_line(result, answered) + figures_line(result, answered) + "\n";
}

}  // namespace rustassistant::render
