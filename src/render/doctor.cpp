// SPDX-License-Identifier: MIT
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/paint.hpp"
#include "rustassistant/render/program.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

std::string_view name_of(app::Verdict verdict) {
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
  const std::string name(name_of(verdict));
  const std::string padding(9 - name.size(), ' ');
  if (verdict == app::Verdict::ok) return paint.green(name) + padding;
  return (verdict == app::Verdict::note ? paint.yellow(name) : paint.bold_red(name)) + padding;
}

std::string diagnosis_text(const app::Diagnosis& diagnosis, const Paint& paint) {
  LabelledRows rows;
  for (const app::Check& check : diagnosis.checks) {
    rows.emplace_back(check.name, mark_of(check.verdict, paint) + neutralise(check.detail));
    if (!check.hint.empty()) rows.emplace_back("", std::string(9, ' ') + neutralise(check.hint));
  }
  return aligned(rows);
}

Json diagnosis_json(const app::Diagnosis& diagnosis) {
  Json checks = Json::array();
  for (const app::Check& check : diagnosis.checks) {
    checks.push_back({{"name", check.name},
                      {"verdict", name_of(check.verdict)},
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
  return view.format == Format::json ? to_text(diagnosis_json(diagnosis))
                                     : diagnosis_text(diagnosis, Paint(view.color));
}

}  // namespace rustassistant::render
