// SPDX-License-Identifier: MIT
#include "rustassistant/domain/prices.hpp"

#include <algorithm>
#include <iterator>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/domain/batch_price.hpp"
#include "rustassistant/domain/reply_bound.hpp"

namespace rustassistant::domain {
namespace {

// "0.075" dollars per million tokens is 75,000 pico-dollars per token. Below $10,000, so that sums of products with
// kMaxTokens stay within 64 bits (checked below).
constexpr std::int64_t kPicoPerUsdPerMillion = 1'000'000;
constexpr std::int64_t kMaxRate = 2'000 * kPicoPerUsdPerMillion;

constexpr std::optional<std::int64_t> pico_from_decimal(std::string_view text) {
  std::int64_t value = 0;
  std::int64_t unit = kPicoPerUsdPerMillion;
  bool fraction = false;
  bool digits = false;
  for (const char c : text) {
    if (c == '.' && !fraction && digits) {
      fraction = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    digits = true;
    if (!fraction) {
      value = value * 10 + (c - '0') * kPicoPerUsdPerMillion;
    } else {
      unit /= 10;
      if (unit == 0) return std::nullopt;
      value += (c - '0') * unit;
    }
    if (value > kMaxRate) return std::nullopt;
  }
  if (!digits || text.back() == '.') return std::nullopt;
  return value;
}

// A rate of the table. Does not compile for a missing, zero, malformed or absurd price.
consteval PicoUsdPerToken rate(std::string_view usd_per_million) {
  const auto value = pico_from_decimal(usd_per_million);
  if (!value || *value <= 0) throw "a price is missing, zero or malformed";
  return {*value};
}

consteval Rates rates(std::string_view input, std::string_view cached, std::string_view cache_write,
                      std::string_view output) {
  return {rate(input), rate(cached.empty() ? input : cached), rate(cache_write.empty() ? input : cache_write),
          rate(output)};
}

constexpr ModelPrice kPrices[] = {
#include "price_table.inc"

};

// The largest context window of the models whose reasoning is not capped.
constexpr Tokens kUnknownReasoningReserve = 2'000'000;

using ascii::is_digit;

// The id without a trailing "-20240718" or "-2024-07-18".
std::string_view without_date(std::string_view id) {
  for (const std::string_view shape : {std::string_view("-dddddddd"), std::string_view("-dddd-dd-dd")}) {
    if (id.size() <= shape.size()) continue;
    const std::string_view tail = id.substr(id.size() - shape.size());
    const bool matches = std::equal(tail.begin(), tail.end(), shape.begin(),
                                    [](char c, char wanted) { return wanted == 'd' ? is_digit(c) : c == wanted; });
    if (matches) return id.substr(0, id.size() - shape.size());
  }
  return id;
}

// The newest row in force on `day` of those that `accepts` takes; the earliest price of a model that is not on sale
// yet.
template <typename Accepts>
std::optional<ModelPrice> newest(Provider provider, int day, Accepts accepts) {
  std::optional<ModelPrice> best;
  for (const ModelPrice& price : kPrices) {
    if (provider != Provider::openai_compatible && price.provider != provider) continue;
    if (accepts(price.id) && (!best || price.from_day <= day)) best = price;
  }
  return best;
}

std::optional<ModelPrice> find_known(Provider provider, std::string_view model, int day) {
  auto found = newest(provider, day, [&](std::string_view id) { return id == model; });
  if (!found && without_date(model) != model) {
    found = newest(provider, day, [&](std::string_view id) { return id == without_date(model); });
  }
  if (!found) found = newest(provider, day, [&](std::string_view id) { return without_date(id) == model; });
  return found;
}

Rates highest(const Rates& a, const Rates& b) {
  return {std::max(a.input, b.input), std::max(a.cached, b.cached), std::max(a.cache_write, b.cache_write),
          std::max(a.output, b.output)};
}

NanoUsd rounded_up(std::int64_t pico) {
  return {pico / 1000 + (pico % 1000 != 0 ? 1 : 0)};
}

static_assert(kMaxRate * (2 * kMaxTokens) < INT64_MAX);

}  // namespace

std::optional<ModelPrice> find_price(Provider provider, std::string_view model, int day,
                                     std::span<const PriceOverride> overrides) {
  auto known = find_known(provider, model, day);
  const auto own =
      std::find_if(overrides.begin(), overrides.end(), [&](const auto& price) { return price.id == model; });
  if (own == overrides.end()) return known;
  if (!known) {
    known = ModelPrice{};
    known->provider = provider;
    known->reasoning_reserve = provider == Provider::xai ? kUnknownReasoningReserve : 0;
  }
  known->id = own->id;
  known->rates = own->rates;
  known->long_context.reset();
  return known;
}

std::span<const ModelPrice> known_prices() {
  return kPrices;
}

namespace {

Rates share_of(const Rates& rates, int percent) {
  const auto share = [&](PicoUsdPerToken rate) { return PicoUsdPerToken{(rate.value * percent + 99) / 100}; };
  return {share(rates.input), share(rates.cached), share(rates.cache_write), share(rates.output)};
}

}  // namespace

std::optional<Rates> batch_rates(const ModelPrice& price) {
  if (price.batch_percent == 0) return std::nullopt;
  return share_of(price.rates, price.batch_percent);
}

std::optional<ModelPrice> batch_price(ModelPrice price) {
  if (price.batch_percent == 0) return std::nullopt;
  price.rates = share_of(price.rates, price.batch_percent);
  if (price.long_context) price.long_context->rates = share_of(price.long_context->rates, price.batch_percent);
  return price;
}

std::optional<PicoUsdPerToken> parse_rate(std::string_view usd_per_million) {
  const auto value = pico_from_decimal(usd_per_million);
  if (!value) return std::nullopt;
  return PicoUsdPerToken{*value};
}

Usage sanitised(Usage usage) {
  for (Tokens* count : {&usage.input, &usage.cached, &usage.cache_write, &usage.output, &usage.reasoning}) {
    *count = std::clamp<Tokens>(*count, 0, kMaxTokens);
  }
  usage.cached = std::min(usage.cached, usage.input);
  usage.cache_write = std::min(usage.cache_write, usage.input - usage.cached);
  usage.reasoning = std::min(usage.reasoning, usage.output);
  return usage;
}

NanoUsd cost_of(const ModelPrice& price, const Usage& usage) {
  const bool is_long = price.long_context && usage.input > price.long_context->threshold;
  const Rates& rates = is_long ? price.long_context->rates : price.rates;
  const Tokens plain_input = usage.input - usage.cached - usage.cache_write;
  return rounded_up(plain_input * rates.input.value + usage.cached * rates.cached.value +
                    usage.cache_write * rates.cache_write.value + usage.output * rates.output.value);
}

namespace {

NanoUsd at_highest_rates(const ModelPrice& price, Tokens input, Tokens output) {
  input = std::min(input, kMaxTokens);
  const bool can_be_long = price.long_context && input > price.long_context->threshold;
  const Rates rates = can_be_long ? highest(price.rates, price.long_context->rates) : price.rates;
  const std::int64_t input_rate = std::max({rates.input, rates.cached, rates.cache_write}).value;
  return rounded_up(input * input_rate + std::min(output, kMaxTokens) * rates.output.value);
}

}  // namespace

NanoUsd worst_case(const ModelPrice& price, std::int64_t request_bytes, Tokens output_cap) {
  constexpr std::int64_t kOverheadTokens = 2'000;  // what a provider may add around the request, such as the schema
  return at_highest_rates(price, request_bytes + kOverheadTokens, output_cap + price.reasoning_reserve);
}

NanoUsd reply_bound(const ModelPrice& price, std::int64_t request_bytes, std::int64_t reply_bytes) {
  return at_highest_rates(price, request_bytes, reply_bytes);
}

}  // namespace rustassistant::domain
