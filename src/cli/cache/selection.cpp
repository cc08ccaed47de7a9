// SPDX-License-Identifier: MIT
#include "selection.hpp"

#include <vector>

#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/render/table.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/nearest_path.hpp"

namespace rustassistant::cli {
namespace {

// "; did you mean 'x'?", or nothing.
std::string nearest_of(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  const auto close = nearest(word, views);
  return close ? "did you mean " + sys::quoted(*close) + "?" : std::string();
}

// "did you mean 'x'?", or nothing.
std::string nearest_place(const std::string& path, std::vector<std::string> known) {
  const auto close = sys::nearest_path(path, std::move(known));
  return close ? "did you mean " + sys::quoted(*close) + "?" : std::string();
}

}  // namespace

Result<std::string> repo_named(const std::string& path, std::string_view option, const cache::Statistics& statistics,
                               const Context& context) {
  std::string id = app::repo_id_of(path, context.services.environment);
  if (sys::exists(path)) return id;
  std::vector<std::string> known;
  for (const cache::NamedTally& repo : statistics.by_repo) {
    if (repo.name == path || domain::repo_id(repo.name) == id) return id;
    known.push_back(repo.name);
  }
  return fail(Errc::usage, std::string(option) + " " + sys::quoted(path) + ": no such repository",
              nearest_place(path, std::move(known)));
}

void warn_if_unknown_model(const std::string& model, const cache::Statistics& statistics, Console& console) {
  std::vector<std::string> known;
  for (const cache::ModelTally& by_model : statistics.by_model) {
    if (by_model.model == model && by_model.tally.entries > 0) return;
    known.push_back(by_model.model);
  }
  const std::string close = nearest_of(model, known);
  console.warning("no entry of the model " + sys::quoted(model) + (close.empty() ? "" : "; " + close));
}

void warn_if_unknown_file(const std::string& path, Console& console) {
  const std::string close = sys::exists(path) ? std::string() : nearest_place(path, {});
  console.warning("nothing is stored for the file " + sys::quoted(path) + (close.empty() ? "" : "; " + close));
}

bool is_most_of_what_was_paid(const cache::Removal& removal, const cache::Statistics& statistics) {
  cache::Tally paid;
  for (const cache::ModelTally& by_model : statistics.by_model) {
    if (by_model.provider == domain::Provider::builtin) continue;
    paid.entries += by_model.tally.entries;
    paid.cost += by_model.tally.cost;
    paid.unknown_costs += by_model.tally.unknown_costs;
  }
  if (paid.entries == 0) return false;
  return removal.cost.value > paid.cost.value / 2 || removal.unknown_costs > paid.unknown_costs / 2;
}

Result<void> confirm(const cache::Removal& planned, std::string_view why, Console& console) {
  if (console.can_ask()) {
    const std::string worth = planned.cost.value > 0 ? ", worth " + domain::format_usd(planned.cost) : std::string();
    if (console.ask("remove " + counted(planned.entries, "entry", "entries") + worth + "?")) return {};
    return fail(Errc::usage, "nothing was removed", "answer y, or add --yes");
  }
  if (why.empty()) return {};
  return fail(Errc::usage, std::string(why) + ", which needs a confirmation; nothing was removed",
              "add --yes to confirm");
}

}  // namespace rustassistant::cli
