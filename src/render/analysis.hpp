// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "rustassistant/app/analyze.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/paint.hpp"
#include "rustassistant/render/report.hpp"

// The parts of a report on a review. Pure; text from outside is neutralized.
namespace rustassistant::render {

// `result` must be ok.
[[nodiscard]] std::string file_text(const app::FileResult& result, const View& view);
// What stands behind a finding's place: " (unverified)", " (allowed: a state table)"; mostly nothing.
[[nodiscard]] std::string state_text(const domain::Finding& finding);
// "lines 12-95  parse", and state_text().
[[nodiscard]] std::string place_of(const domain::Finding& finding);
// "  by builtin and xai/grok-4.3"; nothing where builtin alone answered about the file.
[[nodiscard]] std::string found_by(const domain::Finding& finding, const app::FileResult& result);
// Who answered: "builtin/7", "xai grok-4.3".
[[nodiscard]] std::string answerer_text(const app::Answered& answered);
// "~$0.12" where it is an estimate.
[[nodiscard]] std::string usd_text(NanoUsd amount, bool estimated);

// What settles these calls as not billed.
[[nodiscard]] std::string settle_command(const ledger::OpenMoney& open);
// What a run left charged, and how to settle it; empty: nothing.
[[nodiscard]] std::string left_open_text(const ledger::OpenMoney& open);

// "12 known to the baseline, 3 allowed by comments": the findings that are not shown, and why; empty: none.
[[nodiscard]] std::string hidden_text(const app::AnalyzeSummary& summary);

// What a run cost and how long it took; with a line feed.
[[nodiscard]] std::string cost_line(const app::AnalyzeSummary& summary);

// Adds what the run knows of a finding, beside what its document says.
void add_state(Json& item, const domain::Finding& finding);
[[nodiscard]] Json file_json(const app::FileResult& result);
[[nodiscard]] Json summary_json(const app::AnalyzeSummary& summary);

[[nodiscard]] std::unique_ptr<Report> make_text_report(const ReportOptions& options);
[[nodiscard]] std::unique_ptr<Report> make_json_report(const ReportOptions& options);

}  // namespace rustassistant::render
