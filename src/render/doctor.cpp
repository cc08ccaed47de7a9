// SPDX-License-Identifier: MIT
#include <algorithm>

#include "rustassistant/base/text.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/paint.hpp"
#include "rustassistant/render/program.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

std::string_view verdict_name(app::Verdict verdict) {
  switch (verdict) {
    case app::Verdict::ok:
      return "ok";
    case app::Verdict::note:
      return "note";
    case app::Verdict::problem:
      return "problem";
  }
  return {};
}

std::string mark_of(app::Verdict verdict, const Paint& paint) {
  const std::string name(verdict_name(verdict));
  if (verdict == app::Verdict::ok) return paint.green(name);
  return verdict == app::Verdict::note ? paint.yellow(name) : paint.bold_red(name);
}

std::string diagnosis_text(const app::Diagnosis& diagnosis, const View& view) {
  const Paint paint(view.color);
  std::size_t names = 0;
  for (const app::Check& check : diagnosis.checks) names = std::max(names, display_width(check.name));
  LabelledRows rows;
  for (const app::Check& check : diagnosis.checks) {
    const std::string gap(names - display_width(check.name) + 2, ' ');
    rows.emplace_back(check.name + gap + mark_of(check.verdict, paint), neutralise(check.detail));
    if (!check.hint.empty()) rows.emplace_back("", neutralise(check.hint));
  }
  return aligned(rows, view.columns);
}

Json diagnosis_json(const app::Diagnosis& diagnosis) {
  Json checks = Json::array();
  for (const app::Check& check : diagnosis.checks) {
    checks.push_back({{"name", check.name},
                      {"verdict", verdict_name(check.verdict)},
                      {"detail", json_text(check.detail)},
                      {"hint", json_text(check.hint)}});
  }
  Json json = document("rustassistant.doctor/1");
  json["sound"] = diagnosis.outcomes.empty();
  json["checks"] = std::move(checks);
  return json;
}

}  // namespace

std::string diagnosis(const app::Diagnosis& diagnosis, const View& view) {
  return view.format == Format::json ? to_text(diagnosis_json(diagnosis)) : diagnosis_text(diagnosis, view);
}

}  // namespace rustassistant::render
