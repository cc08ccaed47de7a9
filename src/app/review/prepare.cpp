// SPDX-License-Identifier: MIT
#include "prepare.hpp"

#include "rustassistant/http/url.hpp"
#include "rustassistant/source/language.hpp"
#include "sendable.hpp"

namespace rustassistant::app {
namespace {

bool is_on_this_machine(const llm::ProviderConfig& config) {
  const auto url = http::parse_url(config.base_url);
  return url && url->is_loopback;
}

}  // namespace

Result<CallPrice> price_of(const llm::ProviderConfig& config, const config::Settings& settings, int day) {
  if (auto price = domain::find_price(config.provider, config.model, day, settings.prices)) return CallPrice{price, {}};
  if (settings.budget.allow_unpriced) return CallPrice{};
  if (is_on_this_machine(config)) {
    domain::ModelPrice free;
    free.provider = config.provider;
    free.id = config.model;
    return CallPrice{free, "no price is known for model '" + config.model +
                               "' on this machine, so it is treated as free; set one in [prices] to change that"};
  }
  return fail(Errc::config, "the price of model '" + config.model + "' is unknown, so its calls cannot be budgeted",
              "add it to config.toml: [prices.\"" + config.model +
                  "\"] with input and output, 0 for a server that costs nothing; or add --allow-unpriced");
}

tl::expected<PreparedCall, NoCall> prepare(const Question& question, const llm::ProviderConfig& config,
                                           KeyStores key_stores, int day, const domain::ReusePlan* parts) {
  const config::Settings& settings = question.settings();
  auto sent = sendable(question.target.shown, question.content, settings.privacy, key_stores);
  if (!sent) return tl::unexpected(NoCall{{FallbackReason::withheld, std::move(sent).error()}});
  auto price = price_of(config, settings, day);
  if (!price) return tl::unexpected(NoCall{{FallbackReason::unknown_price, std::move(price).error()}});
  const bool measured = question.kind.unite != nullptr && source::has_grammar(question.common.language);
  llm::SourceText source{question.common.language, sent->content, measured, question.context};
  if (parts != nullptr) {
    source.shown = parts->shown;
    source.asked = parts->asked;
  }
  return PreparedCall{llm::prompt_for(question.kind.type, source, settings.analysis.thresholds,
                                      llm::fresh_marker(sent->content + question.context)),
                      *std::move(price), sent->secrets, std::move(sent->notice)};
}

bool blocks(const config::Settings& settings, const Result<domain::BudgetSettings>& stored) {
  return !stored || settings.budget.policy(*stored).when_exceeded == domain::WhenExceeded::block;
}

}  // namespace rustassistant::app
