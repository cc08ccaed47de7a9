// SPDX-License-Identifier: MIT
#include "past_calls.hpp"

#include <algorithm>

#include "answers.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/sys/paths.hpp"

namespace rustassistant::app {
namespace {

// What the older tool called an operation, such as "refactor_analysis"; what has no type of ours is an analysis.
domain::AnalysisType type_of(const std::string& operation) {
  if (operation.empty()) return domain::AnalysisType::refactor;
  if (const auto type = domain::analysis_type_named(operation)) return *type;
  const std::string_view first = split(operation, '_').front();
  return domain::analysis_type_named(first).value_or(domain::AnalysisType::analysis);
}

// The same row of the same file is the same call, however often it is read. Rows of token_usage were the only ones
// once, and are known by their number alone.
std::string tag_of(const legacy::Tree& database, std::string place) {
  constexpr std::string_view kOnceAlone = " of token_usage";
  if (place.ends_with(kOnceAlone)) place.resize(place.size() - kOnceAlone.size());
  return codec::sha256_hex(database.place + "\n" + place).substr(0, 32);
}

}  // namespace

Result<ledger::PastCall> past_call(legacy::UsageRow row, const legacy::Tree& database, UnixMillis now) {
  if (!row.usage) return tl::unexpected(std::move(row.usage).error());
  const legacy::Usage& usage = *row.usage;
  if (usage.at > now) return fail(Errc::input, "its time, " + to_rfc3339(usage.at) + ", is still to come");
  const legacy::Tree tree = legacy::tree_of_row(row.owner, database);
  ledger::PastCall call;
  call.tag = tag_of(database, row.place);
  call.at = usage.at;
  call.facts.model = usage.model.empty() ? "unknown" : usage.model;
  // The versions that did not note a model asked xAI alone.
  const auto seller = usage.model.empty() ? domain::Provider::xai : provider_of_model(usage.model);
  call.facts.provider = usage.provider.value_or(seller);
  call.facts.type = type_of(usage.type);
  call.facts.repo_id = tree.repo_id;
  call.facts.repo_path = tree.repo_path;
  if (!usage.path.empty()) call.facts.path = path_within(usage.path, tree.repo_path);
  call.facts.extension = sys::extension_of(call.facts.path);
  if (usage.input || usage.output) {
    const Tokens input = usage.input.value_or(0);
    call.usage = domain::Usage{input, std::min(usage.cached.value_or(0), input), 0, usage.output.value_or(0), 0};
  }
  call.cost = usage.cost;
  if (!call.cost && call.usage) {
    const auto price = domain::find_price(call.facts.provider, usage.model, utc_day(usage.at));
    if (price) call.cost = domain::cost_of(*price, *call.usage);
  }
  return call;
}

}  // namespace rustassistant::app
