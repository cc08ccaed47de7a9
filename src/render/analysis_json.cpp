// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "analysis.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::render {
namespace {

constexpr std::array<std::string_view, 3> kStatuses{"ok", "failed", "skipped"};
constexpr std::array<std::string_view, 3> kCacheUses{"hit", "miss", "off"};

template <typename Enum>
std::string_view word(const std::array<std::string_view, 3>& words, Enum value) {
  return words.at(static_cast<std::size_t>(value));
}

Json usage_json(const std::optional<domain::Usage>& usage) {
  if (!usage) return nullptr;
  return {{"input_tokens", usage->input}, {"cached_tokens", usage->cached}, {"output_tokens", usage->output}};
}

Json fallback_json(const std::optional<app::Fallback>& fallback) {
  if (!fallback) return nullptr;
  return {{"reason", fallback->reason}, {"message", json_text(fallback->cause.what)}};
}

}  // namespace

Json file_json(const app::FileResult& result) {
  const bool ok = result.status == app::FileStatus::ok;
  const std::string path = to_valid_utf8(result.path);
  Json json;
  json["path"] = path;
  json["status"] = word(kStatuses, result.status);
  json["error"] = result.error ? error_json(*result.error) : Json(nullptr);
  json["language"] = result.language.empty() ? Json(nullptr) : Json(result.language);
  json["provider"] = ok ? Json(domain::name_of(result.provider)) : Json(nullptr);
  json["model"] = ok ? json_text(result.model) : Json(nullptr);
  json["fallback"] = fallback_json(result.fallback);
  json["cache"] = word(kCacheUses, result.cache);
  json["key"] = result.key ? Json(to_hex(*result.key)) : Json(nullptr);
  json["usage"] = usage_json(result.usage);
  json["cost_nano_usd"] = ok || result.cost ? amount(result.cost) : Json(0);
  json["saved_nano_usd"] = result.saved.value;
  json["estimated"] = result.estimated;
  json["duration_ms"] = result.duration_us / 1000;
  json["analysis"] = ok ? domain::to_json(result.analysis, path) : Json(nullptr);
  return json;
}

Json summary_json(const app::AnalyzeSummary& summary) {
  Json smells;
  for (std::size_t i = summary.smells_by_severity.size(); i-- > 0;) {
    smells[std::string(domain::name_of(static_cast<domain::Severity>(i)))] = summary.smells_by_severity[i];
  }
  Json passed_over;
  for (std::size_t i = 0; i < summary.passed_over.size(); ++i) {
    std::string reason(source::name_of(static_cast<source::SkipReason>(i)));
    std::replace(reason.begin(), reason.end(), ' ', '_');
    passed_over[reason] = summary.passed_over[i];
  }
  return {{"files", summary.files},
          {"hits", summary.hits},
          {"misses", summary.misses},
          {"failed", summary.failed},
          {"skipped", summary.skipped},
          {"smells_by_severity", std::move(smells)},
          {"passed_over", std::move(passed_over)},
          {"cost_nano_usd", summary.cost.value},
          {"saved_nano_usd", summary.saved.value},
          {"unknown_costs", summary.unknown_costs},
          {"estimated", summary.estimated},
          {"duration_ms", summary.duration_us / 1000}};
}

}  // namespace rustassistant::render
