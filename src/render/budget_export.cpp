// SPDX-License-Identifier: MIT
#include "csv.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/render/budget.hpp"
#include "rustassistant/render/document.hpp"

namespace rustassistant::render {
namespace {

using ledger::CallRecord;

Json number(const std::optional<std::int64_t>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// The columns of a call: what both formats are made of.
struct Field {
  const char* name;
  Json (*value)(const CallRecord&);
};
constexpr Field kFields[] = {
    {"id", [](const CallRecord& c) -> Json { return c.id; }},
    {"at", [](const CallRecord& c) -> Json { return to_rfc3339(c.at); }},
    {"day", [](const CallRecord& c) -> Json { return day_text(c.day); }},
    {"state", [](const CallRecord& c) -> Json { return name_of(c.state); }},
    {"closed_at",
     [](const CallRecord& c) -> Json { return c.closed_at ? Json(to_rfc3339(*c.closed_at)) : Json(nullptr); }},
    {"provider", [](const CallRecord& c) -> Json { return name_of(c.facts.provider); }},
    {"model", [](const CallRecord& c) { return json_text(c.facts.model); }},
    {"type", [](const CallRecord& c) -> Json { return name_of(c.facts.type); }},
    {"repo", [](const CallRecord& c) { return json_text(c.facts.repo_id); }},
    {"repo_path", [](const CallRecord& c) { return json_text(c.facts.repo_path); }},
    {"path", [](const CallRecord& c) { return json_text(c.facts.path); }},
    {"extension", [](const CallRecord& c) { return json_text(c.facts.extension); }},
    {"request_bytes", [](const CallRecord& c) { return number(c.facts.request_bytes); }},
    {"input_tokens", [](const CallRecord& c) { return number(c.input_tokens); }},
    {"cached_tokens", [](const CallRecord& c) { return number(c.cached_tokens); }},
    {"cache_write_tokens", [](const CallRecord& c) { return number(c.cache_write_tokens); }},
    {"output_tokens", [](const CallRecord& c) { return number(c.output_tokens); }},
    {"reasoning_tokens", [](const CallRecord& c) { return number(c.reasoning_tokens); }},
    {"reserved_nano_usd", [](const CallRecord& c) { return amount(c.reserved); }},
    {"cost_nano_usd", [](const CallRecord& c) { return amount(c.cost); }},
    {"charged_nano_usd", [](const CallRecord& c) -> Json { return c.charged.value; }},
    {"estimated", [](const CallRecord& c) -> Json { return c.estimated; }},
    {"by_hand", [](const CallRecord& c) -> Json { return c.by_hand; }},
};

std::string csv_field(const Json& value) {
  if (value.is_null()) return {};
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string csv_row(const CallRecord& call, const View& view) {
  std::vector<std::string> fields;
  for (const Field& field : kFields) fields.push_back(csv_field(field.value(call)));
  return csv_line(view, fields);
}

// As the CSV, but for the repository, which is an object as in every other document.
std::string json_row(const CallRecord& call) {
  Json row;
  for (const Field& field : kFields) {
    const std::string_view name = field.name;
    if (name == "repo") {
      row["repository"] = repository(call.facts.repo_id, call.facts.repo_path);
    } else if (name != "repo_path") {
      row[field.name] = field.value(call);
    }
  }
  return to_line(row);
}

}  // namespace

std::string BudgetExport::begin() const {
  if (view_.format == Format::json) {
    std::string head = to_line(document("rustassistant.budget-export/1"));
    head.back() = ',';
    return head + "\"calls\":[";
  }
  std::vector<std::string> names;
  for (const Field& field : kFields) names.emplace_back(field.name);
  return csv_line(view_, names);
}

std::string BudgetExport::call(const CallRecord& call) {
  if (view_.format != Format::json) return csv_row(call, view_);
  const std::string row = (first_ ? "\n" : ",\n") + json_row(call);
  first_ = false;
  return row;
}

std::string BudgetExport::end() const {
  return view_.format == Format::json ? "\n]}\n" : "";
}

}  // namespace rustassistant::render
