// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <set>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/domain/price_date.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/llm/provider_config.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/program.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

// A file of about 400 lines.
constexpr domain::Usage kTypicalFile{5'000, 0, 0, 800, 0};

constexpr std::int64_t kTypicalBytes = 20'000;

struct Model {
  domain::ModelPrice price;
  bool is_default = false;

  // Whether the reservation for one call is larger than the cap that holds where the user set none.
  [[nodiscard]] bool exceeds_default_cap() const {
    return domain::BudgetPolicy{}.monthly_cap < domain::worst_case(price, kTypicalBytes, llm::kDefaultOutputCap);
  }
};

// Every known model of the providers that can be called, in their order, at the prices of a day.
std::vector<Model> models_on(int day, std::optional<domain::Provider> only) {
  std::vector<Model> models;
  for (const llm::ProviderFacts& facts : llm::known_providers()) {
    if (only && facts.provider != *only) continue;
    std::set<std::string_view> seen;
    for (const domain::ModelPrice& row : domain::known_prices()) {
      if (row.provider != facts.provider || !seen.insert(row.id).second) continue;
      const auto price = domain::find_price(row.provider, row.id, day);
      if (price) models.push_back({*price, row.id == facts.default_model});
    }
  }
  return models;
}

// A rate of 1 is $0.000001 per million tokens: dollars with the decimals that are needed, at least two.
std::string rate_text(PicoUsdPerToken rate) {
  std::string text = fmt::format("{}.{:06}", rate.value / 1'000'000, rate.value % 1'000'000);
  while (text.back() == '0' && text[text.size() - 3] != '.') text.pop_back();
  return text;
}

std::string models_text(const std::vector<Model>& models, const View& view) {
  Table table({{"provider"},
               {"model"},
               {"input", Side::right},
               {"cached", Side::right, Cut::column},
               {"output", Side::right},
               {"higher rate above", Side::right, Cut::column},
               {"context", Side::right},
               {"400 lines", Side::right}});
  for (const Model& model : models) {
    const domain::ModelPrice& price = model.price;
    table.add({std::string(domain::name_of(price.provider)),
               std::string(price.id) + (model.is_default ? " *" : "") + (model.exceeds_default_cap() ? " !" : ""),
               rate_text(price.rates.input), rate_text(price.rates.cached), rate_text(price.rates.output),
               price.long_context ? format_count(price.long_context->threshold) : "", count_cell(price.context_window),
               domain::format_usd(domain::cost_of(price, kTypicalFile))});
  }
  const std::string notes = "prices as published on " + day_text(domain::kPricesReadOn) +
                            "\n* the provider's default\n! a single call may cost more than the default cap of " +
                            domain::format_usd(domain::BudgetPolicy{}.monthly_cap) +
                            ": raise the cap first (budget set --monthly)\n";
  return table.text(Paint(view.color), view.columns) + wrapped(notes, view.columns);
}

// Nano-dollars per million tokens; a rate of 1 is a thousand of them.
Json rates_json(const domain::Rates& rates) {
  const auto nano = [](PicoUsdPerToken rate) { return rate.value * 1000; };
  return {{"input", nano(rates.input)},
          {"cached", nano(rates.cached)},
          {"cache_write", nano(rates.cache_write)},
          {"output", nano(rates.output)}};
}

Json models_json(const std::vector<Model>& models) {
  Json rows = Json::array();
  for (const Model& model : models) {
    const domain::ModelPrice& price = model.price;
    Json row = {{"provider", domain::name_of(price.provider)},
                {"model", price.id},
                {"default", model.is_default},
                {"exceeds_default_cap", model.exceeds_default_cap()},
                {"nano_usd_per_million_tokens", rates_json(price.rates)},
                {"long_context", nullptr},
                {"batch", nullptr},
                {"context_window", price.context_window == 0 ? Json(nullptr) : Json(price.context_window)},
                {"max_output", price.max_output == 0 ? Json(nullptr) : Json(price.max_output)},
                {"typical_file_nano_usd", domain::cost_of(price, kTypicalFile).value}};
    if (price.long_context) {
      row["long_context"] = {{"above_input_tokens", price.long_context->threshold},
                             {"nano_usd_per_million_tokens", rates_json(price.long_context->rates)}};
    }
    if (const auto batch = domain::batch_rates(price))
      row["batch"] = {{"nano_usd_per_million_tokens", rates_json(*batch)}};
    rows.push_back(std::move(row));
  }
  Json json = document("rustassistant.models/1");
  json["prices_read_on"] = day_text(domain::kPricesReadOn);
  json["models"] = std::move(rows);
  return json;
}

}  // namespace

std::string models(int day, std::optional<domain::Provider> only, const View& view) {
  const std::vector<Model> models = models_on(day, only);
  return view.format == Format::json ? to_text(models_json(models)) : models_text(models, view);
}

}  // namespace rustassistant::render
