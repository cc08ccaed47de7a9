// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>

#include "origin.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/domain/kind_catalog.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/render/program.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

View settings_view(Format format, std::size_t columns = View::kUnlimited) {
  View view;
  view.format = format;
  view.columns = columns;
  return view;
}

std::string line_that_begins(const std::string& text, const std::string& begin) {
  const std::size_t at = ("\n" + text).find("\n" + begin);
  REQUIRE(at != std::string::npos);
  return text.substr(at, text.find('\n', at) - at);
}

}  // namespace

TEST_CASE("where a setting comes from is told in a word, and its place") {
  using config::Source;
  CHECK(origin_text({Source::standard, ""}) == "default");
  CHECK(origin_text({Source::user_file, "/a\x1b"}) == "user /a\\x1b");
  CHECK(origin_text({Source::repository_file, "b"}) == "repository b");
  CHECK(origin_text({Source::ledger, ""}) == "ledger");
  CHECK(origin_text({Source::variable, "V"}) == "variable V");
  CHECK(origin_text({Source::flag, "--f"}) == "flag --f");
  CHECK(value_json("5") == 5);
  CHECK(value_json("\"a\"") == "a");
  CHECK(value_json("[1,2]") == Json::array({1, 2}));
  CHECK(value_json("'raw'") == "'raw'");
}

TEST_CASE("settings are shown with prices, keys and default models, and whence they come behind the longest value") {
  config::Loaded loaded;
  loaded.settings.prices = {{"a-model\x1b", {{1'250'000}, {125'000}, {2'000'001}, {10'000'000}}}};
  loaded.origins["prices.a-model\x1b"] = {config::Source::user_file, "/f"};
  loaded.origins["output.format"] = {config::Source::flag, "--format"};
  const KeyStates keys{{"A_KEY", "set"}, {"LONGER_KEY", "not set"}};
  const std::string hidden = settings(loaded, keys, Origins::hide, settings_view(Format::text, 20));
  const std::string shown = settings(loaded, keys, Origins::show, settings_view(Format::text, 20));
  CHECK(hidden.find('#') == std::string::npos);
  CHECK(hidden.find("prices.\"a-model\\x1b\"") != std::string::npos);
  const std::string rates = "= { input = 1.25, cached_input = 0.1250, cache_write = 2.000001, output = 10.00 }";
  INFO(line_that_begins(hidden, "prices."));
  CHECK(hidden.find(rates + "\n") != std::string::npos);
  CHECK(shown.find(rates + "  # user /f\n") != std::string::npos);
  const std::string format = line_that_begins(shown, "output.format");
  CHECK(format.ends_with("# flag --format"));
  CHECK(format.find('#') == line_that_begins(shown, "prices.").find('#'));
  CHECK(hidden.find("\n\nA_KEY       set\nLONGER_KEY  not set\n\ndefault model of ") != std::string::npos);
  const Json json = Json::parse(settings(loaded, keys, Origins::hide, settings_view(Format::json)));
  CHECK(json["schema"] == "rustassistant.config/1");
  CHECK(json["settings"].size() == config::setting_rows().size());
  CHECK(json["settings"]["output.format"] == Json{{"value", "text"}, {"source", "flag"}, {"where", "--format"}});
  CHECK(json["keys"] == Json{{"A_KEY", "set"}, {"LONGER_KEY", "not set"}});
  for (const auto& [provider, model] : json["default_models"].items()) {
    CHECK(line_that_begins(hidden, "default model of " + provider + " ")
              .ends_with("  " + (model.is_null() ? std::string("none") : model.get<std::string>())));
  }
}

TEST_CASE("a kind is explained with who finds it, its threshold and how to allow it") {
  const config::Loaded loaded;
  const domain::KindFacts* facts = domain::facts_of("long_function");
  REQUIRE(facts != nullptr);
  const std::span<const domain::KindFacts> one(facts, 1);
  const std::string text = explanation(one, loaded, settings_view(Format::text));
  CHECK(text.starts_with("Long function\n\n"));
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) CHECK(text.find('\n', at) - at <= 100);
  CHECK(line_that_begins(text, "kind") == "kind      long_function, of refactor");
  CHECK(line_that_begins(text, "setting") == "setting   analysis.max_function_lines = 50 (default)");
  CHECK(line_that_begins(text, "allow it") ==
        "allow it  a comment at the place: rustassistant: allow(long_function) REASON");
  const Json json = Json::parse(explanation(one, loaded, settings_view(Format::json)));
  CHECK(json["kinds"][0]["found_by"] == "builtin");
  CHECK(json["kinds"][0]["setting"] ==
        Json{{"name", "analysis.max_function_lines"}, {"value", 50}, {"source", "default"}});
  const std::string all = explanation(domain::kind_catalog(), loaded, settings_view(Format::text));
  for (const domain::KindFacts& row : domain::kind_catalog()) {
    const std::string line = line_that_begins(all, std::string(row.kind) + " ");
    CHECK(line.ends_with("  " + std::string(row.summary)));
  }
  const Json list = Json::parse(explanation(domain::kind_catalog(), loaded, settings_view(Format::json)))["kinds"];
  REQUIRE(list.size() == domain::kind_catalog().size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const domain::KindFacts& row = domain::kind_catalog()[i];
    CHECK(list[i]["kind"] == row.kind);
    CHECK(list[i]["setting"].is_null() == row.setting.empty());
    CHECK(list[i]["definition_source"].is_null() == row.source.empty());
  }
}

TEST_CASE("rates of models in JSON are what a million tokens cost") {
  constexpr int kDay = 20261121;
  const Json json = Json::parse(models(kDay, std::nullopt, settings_view(Format::json)));
  REQUIRE(json["models"].size() > 5);
  for (const Json& row : json["models"]) {
    const auto provider = domain::provider_named(row["provider"].get<std::string>());
    REQUIRE(provider);
    const auto price = domain::find_price(*provider, row["model"].get<std::string>(), kDay);
    REQUIRE(price);
    INFO(row["model"]);
    const auto a_million = [&](const domain::Usage& thousand) {
      return domain::cost_of(*price, thousand).value * 1'000;
    };
    const Json& rates = row["nano_usd_per_million_tokens"];
    CHECK(rates["input"] == a_million({1'000, 0, 0, 0, 0}));
    CHECK(rates["cached"] == a_million({1'000, 1'000, 0, 0, 0}));
    CHECK(rates["cache_write"] == a_million({1'000, 0, 1'000, 0, 0}));
    CHECK(rates["output"] == a_million({0, 0, 0, 1'000, 0}));
    CHECK(row["typical_file_nano_usd"] == domain::cost_of(*price, {5'000, 0, 0, 800, 0}).value);
    CHECK(row["context_window"].is_null() == (price->context_window == 0));
    CHECK(row["max_output"].is_null() == (price->max_output == 0));
    CHECK(row["long_context"].is_null() == !price->long_context.has_value());
  }
  const Json xai = Json::parse(models(kDay, domain::Provider::xai, settings_view(Format::json)))["models"];
  REQUIRE_FALSE(xai.empty());
  CHECK(xai.size() < json["models"].size());
  std::size_t defaults = 0;
  for (const Json& row : xai) {
    CHECK(row["provider"] == "xai");
    defaults += row["default"] == true ? 1 : 0;
  }
  CHECK(defaults == 1);
}
