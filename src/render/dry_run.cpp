// SPDX-License-Identifier: MIT
#include "rustassistant/render/dry_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/paint.hpp"
#include "rustassistant/render/table.hpp"
#include "sync_lines.hpp"

namespace rustassistant::render {
namespace {

using app::PlannedAnswer;
using app::PlannedFile;

std::string_view word_for(PlannedAnswer answer) {
  switch (answer) {
    case PlannedAnswer::hit:
      return "cache";
    case PlannedAnswer::call:
      return "call";
    case PlannedAnswer::builtin:
      return "builtin";
    case PlannedAnswer::batch:
      return "batch";
    case PlannedAnswer::none:
      return "none";
  }
  return {};
}

std::string cost_text(const PlannedFile& file) {
  if (!file.expected_cost) return "unknown cost";
  return fmt::format("~{}, at most {}", domain::format_usd(*file.expected_cost), domain::format_usd(*file.upper_bound));
}

std::string what_text(const PlannedFile& file) {
  if (file.answer == PlannedAnswer::call) {
    const std::string context =
        file.context_bytes > 0 ? fmt::format(" ({} of other files)", format_size(file.context_bytes)) : "";
    const std::string parts = file.parts ? fmt::format(" for {} of {}", format_count(file.parts->asked),
                                                       counted(file.parts->units, "unit", "units"))
                                         : "";
    return fmt::format("{} {}, {}{}{}, ~{} + ~{} tokens, {}", domain::name_of(file.provider), neutralise(file.model),
                       format_size(file.request_bytes), context, parts, format_count(file.input_tokens),
                       format_count(file.output_tokens), cost_text(file));
  }
  if (file.answer == PlannedAnswer::none) return "was given up; `rustassistant queue retry` queues it again";
  const std::string who = file.provider == domain::Provider::builtin
                              ? std::string("builtin")
                              : std::string(domain::name_of(file.provider)) + " " + neutralise(file.model);
  std::string text = file.answer == PlannedAnswer::hit     ? "from the cache, by " + who
                     : file.answer == PlannedAnswer::batch ? "in a batch of " + who
                                                           : who + ", free";
  if (file.fallback) text += " (" + neutralise(file.fallback->cause.what) + ")";
  return text;
}

Json planned_file_json(const PlannedFile& file) {
  Json json = {{"path", json_text(file.path)}, {"status", file.error ? "failed" : "ok"}};
  if (file.error) {
    json["error"] = error_json(*file.error);
    return json;
  }
  json["cache"] = file.answer == PlannedAnswer::hit ? "hit" : "miss";
  json["answer"] = word_for(file.answer);
  json["provider"] = domain::name_of(file.provider);
  json["model"] = json_text(file.model);
  if (file.fallback) json["fallback"] = {{"reason", app::name_of(file.fallback->reason)}};
  if (file.answer != PlannedAnswer::call) return json;
  json["secrets_replaced"] = file.secrets_replaced;
  json["request_bytes"] = file.request_bytes;
  json["context_bytes"] = file.context_bytes;
  if (file.parts) json["units"] = {{"all", file.parts->units}, {"asked", file.parts->asked}};
  json["expected_input_tokens"] = file.input_tokens;
  json["expected_output_tokens"] = file.output_tokens;
  json["expected_cost_nano_usd"] = amount(file.expected_cost);
  json["upper_bound_nano_usd"] = amount(file.upper_bound);
  return json;
}

std::string dry_run_text(const app::DryRun& run, const View& view) {
  Table files({{"", Side::left, Cut::beginning}, {"", Side::left, Cut::end}});
  for (const PlannedFile& file : run.files) {
    if (!file.error) files.add({neutralise(file.path), what_text(file)});
  }
  const Paint paint(view.color);
  std::string text = run.sync ? aligned(sync_rows(*run.sync), view.columns) + "\n" : "";
  text += files.text(paint, view.columns) + (files.empty() ? "" : "\n");
  std::string sum = fmt::format("nothing was sent: {}, {} from the cache, {}, {} builtin",
                                counted(static_cast<std::int64_t>(run.files.size()), "file", "files"),
                                format_count(run.hits), counted(run.calls, "call", "calls"), format_count(run.builtin));
  if (run.in_batches > 0) sum += fmt::format(", {} in batches", format_count(run.in_batches));
  if (run.given_up > 0) sum += fmt::format(", {} given up", format_count(run.given_up));
  text += paint.bold(sum) + "\n";
  if (run.team_lookups)
    text +=
        fmt::format("the team's store would be asked about {} first\n", counted(*run.team_lookups, "file", "files"));
  if (run.calls == 0) return text;
  text += fmt::format("expected cost ~{}, at most {}", domain::format_usd(run.expected_cost),
                      domain::format_usd(run.upper_bound));
  if (run.unknown_costs > 0) text += ", and " + counted(run.unknown_costs, "call", "calls") + " of unknown cost";
  return text + (run.averaged_calls > 0
                     ? "; estimated from " + counted(run.averaged_calls, "call", "calls") + " in the ledger\n"
                     : fmt::format("; estimated without history: {} bytes per input token, {} output tokens\n",
                                   app::kDefaultBytesPerToken, app::kDefaultOutputTokens));
}

Json dry_run_json(const app::DryRun& run) {
  Json files = Json::array();
  for (const PlannedFile& file : run.files) files.push_back(planned_file_json(file));
  Json json = document("rustassistant.dry-run/1");
  if (run.sync) json["sync"] = sync_json(*run.sync);
  json["results"] = std::move(files);
  json["summary"] = {{"files", run.files.size()},
                     {"hits", run.hits},
                     {"calls", run.calls},
                     {"builtin", run.builtin},
                     {"failed", std::count_if(run.files.begin(), run.files.end(),
                                              [](const PlannedFile& file) { return file.error.has_value(); })},
                     {"expected_cost_nano_usd", run.expected_cost.value},
                     {"upper_bound_nano_usd", run.upper_bound.value},
                     {"unknown_costs", run.unknown_costs},
                     {"averaged_calls", run.averaged_calls}};
  if (run.team_lookups) json["summary"]["team_lookups"] = *run.team_lookups;
  return json;
}

}  // namespace

std::string dry_run(const app::DryRun& run, const View& view) {
  return view.format == Format::json ? to_text(dry_run_json(run)) : dry_run_text(run, view);
}

}  // namespace rustassistant::render
