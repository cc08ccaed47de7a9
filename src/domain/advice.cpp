// SPDX-License-Identifier: MIT
#include "rustassistant/domain/advice.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rustassistant::domain {
namespace {

constexpr std::int64_t kCent = 10'000'000;

std::string model_name(Provider provider, std::string_view model) {
  return std::string(name_of(provider)) + " " + std::string(model);
}

// amount * part / whole, for display: in floating point.
NanoUsd share(NanoUsd amount, double part, double whole) {
  return {static_cast<std::int64_t>(static_cast<double>(amount.value) * part / std::max(1.0, whole))};
}

bool is_text_model(const ModelPrice& price) {
  return price.rates.output.value > 0;
}

// What an average call costs.
NanoUsd cost_of_call(const ModelPrice& price, const ModelUse& use) {
  const auto mean = [&](Tokens tokens) { return tokens / use.calls; };
  return cost_of(price, sanitised({mean(use.tokens.input), mean(use.tokens.cached), mean(use.tokens.cache_write),
                                   mean(use.tokens.output), 0}));
}

std::optional<Advice> cheaper_model(const ModelUse& use, const ModelPrice& own, int day) {
  constexpr Tokens kRoomy = 100'000;  // of context: files must fit
  const NanoUsd now = cost_of_call(own, use);
  const std::string family = std::string(own.id) + "-";
  std::optional<ModelPrice> best;
  NanoUsd cost;
  for (const ModelPrice& row : known_prices()) {
    if (row.provider != use.provider || row.id == own.id) continue;
    const auto price = find_price(row.provider, row.id, day);
    if (!price || !is_text_model(*price) || price->context_window < kRoomy) continue;
    const NanoUsd other = cost_of_call(*price, use);
    if (other.value * 2 > now.value) continue;
    const auto rank = [&](const ModelPrice& one, NanoUsd its) { return std::pair(one.id.starts_with(family), its); };
    if (!best || rank(*price, other) > rank(*best, cost)) {
      best = price;
      cost = other;
    }
  }
  if (!best) return std::nullopt;
  Advice advice{AdviceKind::cheaper_model, model_name(use.provider, use.model), model_name(use.provider, best->id)};
  advice.count = use.calls;
  advice.now = use.spent;
  advice.then = share(use.spent, static_cast<double>(cost.value), static_cast<double>(now.value));
  return advice;
}

std::optional<Advice> batch(const ModelUse& use, const ModelPrice& own) {
  if (own.batch_percent == 0 || use.spent <= use.batched) return std::nullopt;
  Advice advice{AdviceKind::batch, model_name(use.provider, use.model)};
  advice.count = use.calls;
  advice.now = use.spent - use.batched;
  advice.then = share(advice.now, own.batch_percent, 100);
  return advice;
}

void advise_models(const Measured& measured, std::vector<Advice>& all) {
  for (const ModelUse& use : measured.models) {
    const bool is_known = use.provider != Provider::openai_compatible && use.provider != Provider::builtin;
    if (!is_known || use.calls <= 0) continue;
    const auto own = find_price(use.provider, use.model, measured.day, measured.prices);
    if (!own || !is_text_model(*own)) continue;
    for (auto& advice : {cheaper_model(use, *own, measured.day), batch(use, *own)}) {
      if (!advice) continue;
      all.push_back(*advice);
      all.back().saving = advice->now - advice->then;
    }
  }
}

void advise_files(const Measured& measured, std::vector<Advice>& all) {
  int files = 0;
  for (const RepeatedFile& file : measured.files) {
    if (file.calls < kCallsOfRepeated || files++ == kMostRepeated) continue;
    Advice advice{AdviceKind::asked_again, file.path};
    advice.count = file.calls;
    advice.now = file.spent;
    advice.then = {file.spent.value / file.calls};
    advice.saving = advice.now - advice.then;
    all.push_back(advice);
  }
}

void advise_cap(const Measured& measured, std::vector<Advice>& all) {
  constexpr std::int64_t kTenCents = 100'000'000;
  const bool is_low = measured.month_end > measured.cap && measured.month_end.value < INT64_MAX - kTenCents;
  const bool is_high = measured.recommended_cap && measured.recommended_cap->value < measured.cap.value / 2;
  if (!is_low && !is_high) return;
  Advice advice{AdviceKind::set_cap};
  advice.now = measured.cap;
  advice.then =
      is_low ? NanoUsd{(measured.month_end.value + kTenCents - 1) / kTenCents * kTenCents} : *measured.recommended_cap;
  all.push_back(advice);
}

void advise_cache(const Measured& measured, std::vector<Advice>& all) {
  constexpr std::int64_t kMegabyte = 1'000'000;
  const auto most = std::ranges::max_element(measured.unused, {}, &UnusedAnswers::bytes);
  if (most != measured.unused.end() && most->bytes >= kMegabyte && most->bytes >= measured.kept_bytes / 4) {
    Advice advice{AdviceKind::fills_cache, most->repo};
    advice.count = most->entries;
    advice.bytes = most->bytes;
    all.push_back(advice);
  }
  if (measured.paid_again > 0) {
    Advice advice{AdviceKind::eviction_costs};
    advice.count = measured.paid_again;
    advice.now = measured.paid_again_cost;
    advice.saving = advice.now;
    all.push_back(advice);
  }
}

}  // namespace

std::string_view name_of(AdviceKind kind) {
  constexpr std::array<std::string_view, 6> kNames{"cheaper-model", "batch",       "set-cap",
                                                   "asked-again",   "fills-cache", "eviction-costs"};
  return kNames.at(static_cast<std::size_t>(kind));
}

std::vector<Advice> advise(const Measured& measured) {
  std::vector<Advice> all;
  advise_models(measured, all);
  advise_files(measured, all);
  advise_cap(measured, all);
  advise_cache(measured, all);
  std::erase_if(all, [](const Advice& advice) { return advice.saving && advice.saving->value < kCent; });
  std::ranges::stable_sort(all, std::ranges::greater(),
                           [](const Advice& advice) { return advice.saving.value_or(NanoUsd{}); });
  return all;
}

}  // namespace rustassistant::domain
