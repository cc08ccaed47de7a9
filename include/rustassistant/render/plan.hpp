// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include "rustassistant/domain/findings.hpp"
#include "rustassistant/render/report.hpp"

namespace rustassistant::render {

// What reviews of the type `refactor` found as steps in order (domain/refactor_plan.hpp): one document of JSON
// (rustassistant.plan/1), or of Markdown with the first fifty steps unless the options ask for more. Keeps the
// documents of the run until its end. With `only`, steps that resolve this kind.
[[nodiscard]] std::unique_ptr<Report> make_plan_report(const ReportOptions& options,
                                                       std::optional<domain::SmellType> only);

}  // namespace rustassistant::render
