// SPDX-License-Identifier: MIT
#include "report_command.hpp"

#include "budget_values.hpp"
#include "output.hpp"
#include "rustassistant/app/cost_report.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/render/cost_page.hpp"
#include "rustassistant/render/cost_report.hpp"

namespace rustassistant::cli {
namespace {

// "max_size=200M"
Result<std::int64_t> what_if_of(std::string_view text) {
  constexpr std::string_view kName = "max_size=";
  const auto size = text.starts_with(kName) ? parse_size(text.substr(kName.size())) : std::nullopt;
  if (!size)
    return fail(Errc::usage, "--what-if does not understand '" + std::string(text) + "'",
                "for example --what-if max_size=200M");
  return *size;
}

Result<app::CostReportRequest> request_of(const Arguments& arguments) {
  app::CostReportRequest request;
  if (arguments.has("--repo")) request.repo = arguments.value("--repo");
  TRY_ASSIGN(const auto since, since_of(arguments));
  request.since = since.day;
  request.since_age = since.age;
  TRY_ASSIGN(request.until, day_of(arguments, "--until"));
  if (arguments.has("--what-if")) {
    TRY_ASSIGN(request.what_if_bytes, what_if_of(arguments.value("--what-if")));
  }
  return request;
}

}  // namespace

Result<int> run_report(const Context& context) {
  TRY_ASSIGN(const app::CostReportRequest request, request_of(context.arguments));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(Output output, Output::open(context.arguments.value("--output")));
  TRY_ASSIGN(const app::CostReport report, app::cost_report(request, loaded, context.services));
  output.write(context.arguments.value("--format") == "html" ? render::cost_page(report)
                                                             : render::cost_report(report, context.view()));
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
