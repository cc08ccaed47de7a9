// SPDX-License-Identifier: MIT
#include "rustassistant/app/doctor.hpp"

#include <nlohmann/json.hpp>

#include "command.hpp"
#include "exit_code.hpp"
#include "output.hpp"
#include "paint.hpp"
#include "rows.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;

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
                      {"detail", to_valid_utf8(check.detail)},
                      {"hint", to_valid_utf8(check.hint)}});
  }
  return {{"schema", "rustassistant.doctor/1"},
          {"tool_version", RUSTASSISTANT_VERSION},
          {"sound", diagnosis.outcomes.empty()},
          {"checks", std::move(checks)}};
}

}  // namespace

Result<int> run_doctor(const Context& context) {
  const auto reach = context.arguments.has("--online") ? app::Reach::online : app::Reach::offline;
  const app::Diagnosis diagnosis = app::diagnose(context.services, reach);
  Output output("");
  output.write(context.json() ? codec::dump_json(diagnosis_json(diagnosis), codec::JsonStyle::pretty) + "\n"
                              : diagnosis_text(diagnosis, Paint(context.color)));
  TRY(output.finish());
  return exit_code_of(diagnosis.outcomes, false);
}

}  // namespace rustassistant::cli
