// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/kind_catalog.hpp"
#include "rustassistant/render/program.hpp"

namespace rustassistant::cli {
namespace {

Result<std::span<const domain::KindFacts>> kinds_of(const Context& context) {
  const std::vector<std::string>& names = context.arguments.paths;
  if (names.empty()) return domain::kind_catalog();
  if (names.size() > 1) return fail(Errc::usage, "name one kind", "`rustassistant explain` lists all");
  if (const domain::KindFacts* facts = domain::facts_of(names.front())) return std::span(facts, 1);
  std::vector<std::string_view> known;
  for (const domain::KindFacts& facts : domain::kind_catalog()) known.push_back(facts.kind);
  const auto close = nearest(names.front(), known);
  return fail(Errc::usage, "unknown kind '" + neutralise(names.front()) + "'",
              close ? "did you mean '" + std::string(*close) + "'?" : "`rustassistant explain` lists all");
}

}  // namespace

Result<int> run_explain(const Context& context) {
  TRY_ASSIGN(const auto kinds, kinds_of(context));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY(context.print(render::explanation(kinds, loaded, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
