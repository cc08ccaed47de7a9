// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "command.hpp"
#include "output.hpp"
#include "rows.hpp"
#include "rustassistant/app/maintenance.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string verification_text(const cache::Verification& verification, bool repair) {
  std::string text;
  for (const std::string& problem : verification.problems) text += neutralise(problem) + "\n";
  text += fmt::format("{} read back, {}", counted(verification.entries, "entry", "entries"),
                      counted(static_cast<std::int64_t>(verification.problems.size()), "problem", "problems"));
  if (repair && verification.repaired > 0) text += fmt::format(", {} mended", format_count(verification.repaired));
  return text + "\n";
}

}  // namespace

Result<int> run_cache_verify(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  const bool repair = context.arguments.has("--repair");
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  TRY_ASSIGN(const cache::Verification verification,
             opened.cache->verify(repair ? cache::Repair::yes : cache::Repair::no));
  const std::string path = opened.path;
  TRY(app::close(std::move(opened), context.services));
  Json problems = Json::array();
  for (const std::string& problem : verification.problems) problems.push_back(to_valid_utf8(problem));
  const Json document = {{"schema", "rustassistant.cache-verify/1"},
                         {"tool_version", RUSTASSISTANT_VERSION},
                         {"path", to_valid_utf8(path)},
                         {"entries", verification.entries},
                         {"problems", std::move(problems)},
                         {"repaired", verification.repaired}};
  Output output("");
  output.write(context.json() ? codec::dump_json(document, codec::JsonStyle::pretty) + "\n"
                              : verification_text(verification, repair));
  TRY(output.finish());
  if (!verification.problems.empty() && !repair)
    context.console.hint("`rustassistant cache verify --repair` removes what is damaged and counts again");
  return verification.problems.empty() ? 0 : 1;
}

}  // namespace rustassistant::cli
