// SPDX-License-Identifier: MIT
#include "report_command.hpp"

#include "browser.hpp"
#include "budget_values.hpp"
#include "output.hpp"
#include "rustassistant/app/cost_report.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/render/cost_page.hpp"
#include "rustassistant/render/cost_report.hpp"
#include "rustassistant/sys/files.hpp"

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

// Where the report goes; empty: to standard output. A page that is to be opened and has no name is the user's last one.
Result<std::string> output_of(const Context& context) {
  std::string path = context.arguments.value("--output");
  if (!context.arguments.has("--open") || !path.empty()) return path;
  TRY_ASSIGN(const std::string home, app::home_of(context.services.environment));
  TRY(sys::create_private_folder(home));
  return sys::joined(home, "report.html");
}

}  // namespace

Result<int> run_report(const Context& context) {
  TRY_ASSIGN(const app::CostReportRequest request, request_of(context.arguments));
  const bool opens = context.arguments.has("--open");
  const std::string format = context.arguments.value("--format", opens ? "html" : "text");
  if (opens && format != "html")
    return fail(Errc::usage, "--open is about a page, not about " + format, "leave out --format, or give it html");
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const std::string path, output_of(context));
  TRY_ASSIGN(Output output, Output::open(path));
  TRY_ASSIGN(const app::CostReport report, app::cost_report(request, loaded, context.services));
  const render::View view = context.view();
  output.write(format == "html" ? render::cost_page(report) : harmless(render::cost_report(report, view), view.format));
  TRY(output.finish());
  if (opens) {
    TRY_ASSIGN(const std::string file, sys::canonical_path(path));
    TRY(open_in_browser(file, context.services.environment));
  }
  return 0;
}

}  // namespace rustassistant::cli
