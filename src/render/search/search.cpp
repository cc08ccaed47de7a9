// SPDX-License-Identifier: MIT
#include "rustassistant/render/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/paint.hpp"

namespace rustassistant::render {
namespace {

// Scores are alike on every machine to this many digits.
double rounded(double score) {
  return std::round(score * 1000) / 1000;
}

std::string joined_terms(const std::vector<std::string>& terms) {
  std::string text;
  for (const std::string& term : terms) {
    text += text.empty() ? "" : " ";
    text += neutralise(term);
  }
  return text;
}

std::string head_text(const app::SearchResult& result, const Paint& paint) {
  std::string text = paint.bold(neutralise(result.path));
  if (result.line_start > 0) text += fmt::format(":{}-{}", result.line_start, result.line_end);
  if (!result.symbol.empty()) text += "  " + paint.cyan(neutralise(result.symbol));
  if (!result.kind.empty()) text += " " + paint.dim(neutralise(result.kind));
  if (result.is_stale) text += "  " + paint.yellow("changed since it was indexed");
  return text + "\n";
}

std::string why_text(const app::SearchResult& result) {
  const search::Why& why = result.why;
  std::string text = fmt::format("  score {:.3f} = (text {:.3f} + coherence {:.3f} + name {:.3f} + symbol {:.3f})",
                                 result.score, why.text, why.coherence, why.name, why.symbol);
  if (why.similarity)
    text = fmt::format(
        "  score {:.3f} of the ranks by words and by meaning; similarity {:.3f}, text {:.3f}, coherence "
        "{:.3f}, name {:.3f}, symbol {:.3f}",
        result.score, *why.similarity, why.text, why.coherence, why.name, why.symbol);
  if (why.factor < 1) text += fmt::format(" x {:.1f} for a test or an example", why.factor);
  return text + "\n  terms: " + joined_terms(result.terms) + "\n";
}

std::string snippet_text(const app::Snippet& snippet, const Paint& paint) {
  std::string text;
  std::string_view rest = snippet.text;
  for (int line = snippet.line_start; !rest.empty(); ++line) {
    const std::size_t size = std::min(rest.find('\n'), rest.size());
    std::string_view shown = rest.substr(0, size);
    if (shown.ends_with('\r')) shown.remove_suffix(1);
    std::string harmless = neutralise(shown, Newlines::keep);
    text += paint.dim(fmt::format("{:>6}", line)) + "  " + harmless + "\n";
    rest.remove_prefix(std::min(size + 1, rest.size()));
  }
  return text;
}

std::string report_text(const app::SearchReport& report, Explain explain, const View& view) {
  const Paint paint(view.color);
  std::string text;
  for (const app::SearchResult& result : report.results) {
    if (!text.empty() && (result.snippet || explain == Explain::yes)) text += "\n";
    text += head_text(result, paint);
    if (explain == Explain::yes) text += why_text(result);
    if (result.snippet) text += snippet_text(*result.snippet, paint);
  }
  if (report.more > 0) text += fmt::format("\n{} more; -n shows more of them\n", counted(report.more, "file", "files"));
  return text;
}

Json standing_json(const app::IndexStanding& index) {
  return {{"files", index.files},
          {"chunks", index.chunks},
          {"refreshed", index.refreshed},
          {"removed", index.removed},
          {"stale_seconds", index.stale_seconds ? Json(*index.stale_seconds) : Json(nullptr)},
          {"in_memory", index.file.empty()}};
}

Json result_json(const app::SearchResult& result, Explain explain) {
  Json json;
  json["path"] = json_text(result.path);
  json["language"] = result.language;
  json["symbol"] = result.symbol.empty() ? Json(nullptr) : json_text(result.symbol);
  json["kind"] = result.kind.empty() ? Json(nullptr) : json_text(result.kind);
  json["line_start"] = result.line_start;
  json["line_end"] = result.line_end;
  json["score"] = rounded(result.score);
  json["stale"] = result.is_stale;
  json["snippet"] = nullptr;
  if (result.snippet) {
    json["snippet"] = {{"line_start", result.snippet->line_start},
                       {"text", json_text(result.snippet->text)},
                       {"cut", result.snippet->is_cut}};
  }
  if (explain == Explain::no) return json;
  Json terms = Json::array();
  for (const std::string& term : result.terms) terms.push_back(json_text(term));
  json["why"] = {{"text", rounded(result.why.text)},
                 {"coherence", rounded(result.why.coherence)},
                 {"name", rounded(result.why.name)},
                 {"symbol", rounded(result.why.symbol)},
                 {"factor", rounded(result.why.factor)},
                 {"terms", std::move(terms)},
                 {"similarity", result.why.similarity ? Json(rounded(*result.why.similarity)) : Json(nullptr)}};
  return json;
}

void add_query(Json& json, const app::SearchReport& report) {
  Json terms = Json::array();
  for (const std::string& term : report.query.terms) terms.push_back(json_text(term));
  json["top"] = json_text(report.index.repository);
  json["query"] = {{"words", json_text(report.query.words)}, {"terms", std::move(terms)}};
  json["index"] = standing_json(report.index);
  json["model"] = report.model.empty() ? Json(nullptr) : json_text(report.model);
}

std::string report_json(const app::SearchReport& report, Explain explain) {
  Json json = document("rustassistant.search/1");
  add_query(json, report);
  json["results"] = Json::array();
  for (const app::SearchResult& result : report.results) json["results"].push_back(result_json(result, explain));
  json["more"] = report.more;
  return to_text(json);
}

std::string report_lines(const app::SearchReport& report, Explain explain) {
  Json head = document("rustassistant.search-lines/1");
  add_query(head, report);
  head["more"] = report.more;
  std::string text = to_line(head) + "\n";
  for (const app::SearchResult& result : report.results) text += to_line(result_json(result, explain)) + "\n";
  return text;
}

std::string elapsed_text(std::int64_t seconds) {
  constexpr std::int64_t kMicros = 1'000'000;
  return format_duration(seconds * kMicros);
}

}  // namespace

std::string search(const app::SearchReport& report, Explain explain, const View& view) {
  if (view.format == Format::json) return report_json(report, explain);
  if (view.format == Format::json_lines) return report_lines(report, explain);
  return report_text(report, explain, view);
}

std::string freshness_text(const app::IndexStanding& index) {
  std::string text;
  if (index.refreshed > 0)
    text =
        "indexed " + counted(index.refreshed, "file that is new or has changed", "files that are new or have changed");
  if (index.removed > 0)
    text +=
        (text.empty() ? "removed " : ", removed ") + counted(index.removed, "file that is gone", "files that are gone");
  if (!index.stale_seconds) return text + (text.empty() ? "" : ", ") + "the index was never complete";
  if (*index.stale_seconds > 0) text += "the index was last checked " + elapsed_text(*index.stale_seconds) + " ago";
  return text;
}

}  // namespace rustassistant::render
