// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "csv.hpp"
#include "output.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;
using ledger::CallRecord;

Json number(const std::optional<std::int64_t>& value) {
  return value ? Json(*value) : Json(nullptr);
}
Json number(const std::optional<NanoUsd>& value) {
  return value ? Json(value->value) : Json(nullptr);
}
Json text(const std::string& value) {
  return to_valid_utf8(value);
}

// The columns of a call: what both formats are made of.
struct Column {
  const char* name;
  Json (*value)(const CallRecord&);
};
constexpr Column kColumns[] = {
    {"id", [](const CallRecord& c) -> Json { return c.id; }},
    {"at", [](const CallRecord& c) -> Json { return to_rfc3339(c.at); }},
    {"day", [](const CallRecord& c) -> Json { return c.day; }},
    {"state", [](const CallRecord& c) -> Json { return name_of(c.state); }},
    {"closed_at",
     [](const CallRecord& c) -> Json { return c.closed_at ? Json(to_rfc3339(*c.closed_at)) : Json(nullptr); }},
    {"provider", [](const CallRecord& c) -> Json { return name_of(c.facts.provider); }},
    {"model", [](const CallRecord& c) { return text(c.facts.model); }},
    {"type", [](const CallRecord& c) -> Json { return name_of(c.facts.type); }},
    {"repo", [](const CallRecord& c) { return text(c.facts.repo_id); }},
    {"repo_path", [](const CallRecord& c) { return text(c.facts.repo_path); }},
    {"path", [](const CallRecord& c) { return text(c.facts.path); }},
    {"extension", [](const CallRecord& c) { return text(c.facts.extension); }},
    {"request_bytes", [](const CallRecord& c) { return number(c.facts.request_bytes); }},
    {"input_tokens", [](const CallRecord& c) { return number(c.input_tokens); }},
    {"cached_tokens", [](const CallRecord& c) { return number(c.cached_tokens); }},
    {"cache_write_tokens", [](const CallRecord& c) { return number(c.cache_write_tokens); }},
    {"output_tokens", [](const CallRecord& c) { return number(c.output_tokens); }},
    {"reasoning_tokens", [](const CallRecord& c) { return number(c.reasoning_tokens); }},
    {"reserved_nano_usd", [](const CallRecord& c) { return number(c.reserved); }},
    {"cost_nano_usd", [](const CallRecord& c) { return number(c.cost); }},
    {"charged_nano_usd", [](const CallRecord& c) -> Json { return c.charged.value; }},
    {"estimated", [](const CallRecord& c) -> Json { return c.estimated; }},
    {"by_hand", [](const CallRecord& c) -> Json { return c.by_hand; }},
};

std::string csv_field(const Json& value) {
  if (value.is_null()) return {};
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string csv_header() {
  std::vector<std::string> names;
  for (const Column& column : kColumns) names.emplace_back(column.name);
  return csv_line(names);
}

std::string csv_row(const CallRecord& call) {
  std::vector<std::string> fields;
  for (const Column& column : kColumns) fields.push_back(csv_field(column.value(call)));
  return csv_line(fields);
}

std::string json_row(const CallRecord& call) {
  Json row;
  for (const Column& column : kColumns) row[column.name] = column.value(call);
  return codec::dump_json(row, codec::JsonStyle::compact);
}

}  // namespace

// Written as it is read: a ledger may hold a million calls.
Result<int> run_budget_export(const Context& context) {
  TRY_ASSIGN(const std::string path, app::ledger_path(context.services.environment));
  TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, context.services.clock, ledger::IfMissing::empty));
  Output output("");
  if (context.json()) {
    output.write("{\"schema\":\"rustassistant.budget-export/1\",\"tool_version\":\"" RUSTASSISTANT_VERSION
                 "\",\"calls\":[");
    const char* separator = "\n";
    TRY(ledger->for_each_call([&](const CallRecord& call) {
      output.write(separator + json_row(call));
      separator = ",\n";
    }));
    output.write("\n]}\n");
  } else {
    output.write(csv_header());
    TRY(ledger->for_each_call([&](const CallRecord& call) { output.write(csv_row(call)); }));
  }
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
