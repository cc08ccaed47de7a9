// SPDX-License-Identifier: MIT
#include "analysis.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {
namespace {

// "today", "12 days", "5 months", "3 years"
std::string age_text(std::int64_t days) {
  constexpr std::int64_t kMonth = 30;
  constexpr std::int64_t kYear = 365;
  if (days < 1) return "today";
  if (days < 2 * kMonth) return counted(days, "day", "days");
  if (days < 2 * kYear) return counted(days / kMonth, "month", "months");
  return counted(days / kYear, "year", "years");
}

std::string written_text(const domain::LineOrigin& origin) {
  if (origin.commit.empty()) return "not committed";
  return neutralise(origin.author) + ", " + age_text(origin.age_days);
}

// "fix the rounding  (for ada, #12; by grace, 3 years)"
std::string detail_of(const domain::Todo& todo) {
  std::string about;
  if (!todo.owner.empty()) about += "for " + neutralise(todo.owner);
  for (const std::string& issue : todo.issues) {
    if (todo.text.find(issue) == std::string::npos) about += (about.empty() ? "" : ", ") + neutralise(issue);
  }
  if (todo.origin) {
    if (!about.empty()) about += "; ";
    if (!todo.origin->commit.empty()) about += "by ";
    about += written_text(*todo.origin);
  }
  std::string text = neutralise(todo.text);
  if (!about.empty()) text += (text.empty() ? "(" : "  (") + about + ")";
  return text;
}

}  // namespace

std::string todos_detail(const app::FileResult& result, std::size_t index) {
  return detail_of(std::get<domain::Todos>(result.answer->document).items[index]) + state_text(result.findings[index]);
}

std::string todos_text(const app::FileResult& result, const View& view) {
  if (!domain::is_judged(result.answer->document)) return "  not scanned: comments of this language are not known\n";
  std::vector<FindingLine> lines = lines_of(result);
  sort_worst_first(lines);
  return findings_lines(lines, Paint(view.color), view);
}

Json todos_json(const app::FileResult& result, std::string_view path) {
  Json json = domain::to_json(std::get<domain::Todos>(result.answer->document), path);
  add_states(json["todos"], result.findings);
  return json;
}

}  // namespace rustassistant::render
