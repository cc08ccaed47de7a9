// SPDX-License-Identifier: MIT
// What each setting takes, at its bounds, and how flags, variables and files meet.
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/config/load.hpp"
#include "rustassistant/config/settings_table.hpp"

using namespace rustassistant;
using namespace rustassistant::config;

namespace {

sys::Environment nowhere(sys::Variables variables = {}) {
  variables.emplace("RUSTASSISTANT_HOME", "/nonexistent/home");
  return sys::Environment(std::move(variables));
}

std::string load_fault(const sys::Environment& environment, const std::vector<FlagValue>& flags = {}) {
  const auto loaded = load(environment, flags);
  return loaded ? "" : loaded.error().what;
}

}  // namespace

TEST_CASE("which settings are lists, paths, and never a repository's") {
  std::set<std::string_view> lists;
  std::set<std::string_view> paths;
  std::set<std::string_view> own;
  for (const SettingRow& row : setting_rows()) {
    CHECK(setting_row(row.name) == &row);
    if (row.is_list) lists.insert(row.name);
    if (row.is_path) paths.insert(row.name);
    if (row.is_own) own.insert(row.name);
  }
  CHECK(lists == std::set<std::string_view>{"cache.accept_models", "cache.remote.trust", "analysis.exclude"});
  CHECK(paths == std::set<std::string_view>{"cache.path", "output.baseline", "llm.xai.api_key_file",
                                            "llm.openai.api_key_file", "llm.anthropic.api_key_file",
                                            "llm.google.api_key_file", "llm.openai-compatible.api_key_file"});
  CHECK(own == std::set<std::string_view>{"analysis.context"});
  CHECK(setting_row("cache.location") == nullptr);
  CHECK(current_name("cache.location") == "cache.strategy");
  CHECK(current_name("cache.path") == "cache.path");
  CHECK(variable_of("llm.openai-compatible.base_url") == "RUSTASSISTANT_OPENAI_COMPATIBLE_BASE_URL");
  CHECK(variable_of("cache.max_size") == "RUSTASSISTANT_CACHE_MAX_SIZE");
}

TEST_CASE("no URL is shown with the password in it") {
  int urls = 0;
  for (const SettingRow& row : setting_rows()) {
    if (!row.name.ends_with("url")) continue;
    CAPTURE(row.name);
    Settings settings;
    CHECK(row.assign(settings, {"https://ann:hush@h.example/v1"}) == nullptr);
    CHECK(row.show(settings) == "\"https://h.example/v1\"");
    ++urls;
  }
  CHECK(urls == 8);
}

TEST_CASE("each number has its range, and what is shown is what was taken") {
  struct Row {
    std::string_view name;
    const char* low;
    const char* below;
    const char* high;
    const char* above;
  };
  std::vector<Row> rows{{"cache.compression_level", "1", "0", "19", "20"},
                        {"llm.timeout_seconds", "1", "0", "3600", "3601"},
                        {"llm.max_output_tokens", "256", "255", "1000000", "1000001"}};
  for (const std::string_view name : {"llm.xai.requests_per_minute", "llm.openai.requests_per_minute",
                                      "llm.anthropic.requests_per_minute", "llm.google.requests_per_minute"})
    rows.push_back({name, "0", "-1", "1000000", "1000001"});
  std::size_t thresholds = 0;
  for (const SettingRow& row : setting_rows()) {
    if (!row.name.starts_with("analysis.max_") || row.name == "analysis.max_file_size") continue;
    ++thresholds;
    rows.push_back({row.name, "1", "0", "1000000", "1000001"});
  }
  CHECK(thresholds > 0);
  for (const Row& expected : rows) {
    const SettingRow* row = setting_row(expected.name);
    CAPTURE(expected.name);
    REQUIRE(row != nullptr);
    Settings settings;
    for (const char* value : {expected.low, expected.high}) {
      CHECK(row->assign(settings, {value}) == nullptr);
      CHECK(row->show(settings) == value);
    }
    for (const char* value : {expected.below, expected.above, "x", "", "1.5"}) {
      CHECK(row->assign(settings, {value}) != nullptr);
      CHECK(row->show(settings) == expected.high);
    }
  }
}

TEST_CASE("each word of a setting is taken, shown and no other") {
  const std::vector<std::pair<std::string_view, std::vector<std::string>>> words{
      {"cache.strategy", {"centralized", "local"}},
      {"cache.remote.mode", {"read", "read-write", "off"}},
      {"llm.reuse", {"units", "off"}},
      {"llm.openai-compatible.schema", {"json_schema", "json_object", "none"}},
      {"llm.openai-compatible.output_cap_member", {"max_tokens", "max_completion_tokens"}},
      {"budget.when_exceeded", {"degrade", "block", "warn"}},
      {"budget.team.when_unreachable", {"block", "local"}},
      {"privacy.redact", {"on", "off", "refuse"}},
      {"analysis.context", {"none", "interfaces"}},
      {"search.dense", {"off", "rerank", "all"}}};
  for (const auto& [name, values] : words) {
    const SettingRow* row = setting_row(name);
    CAPTURE(name);
    REQUIRE(row != nullptr);
    Settings settings;
    for (const std::string& value : values) {
      CHECK(row->assign(settings, {value}) == nullptr);
      CHECK(row->show(settings) == "\"" + value + "\"");
      CHECK(row->assign(settings, {"other"}) != nullptr);
      CHECK(row->show(settings) == "\"" + value + "\"");
    }
  }
}

TEST_CASE("sizes and sums have their bounds") {
  Settings settings;
  const SettingRow* size = setting_row("analysis.max_file_size");
  CHECK(size->assign(settings, {"100M"}) == nullptr);
  CHECK(settings.analysis.max_file_size == 100'000'000);
  CHECK(size->assign(settings, {"100000001"}) == std::string("a size of at most 100M"));
  const SettingRow* monthly = setting_row("budget.monthly_usd");
  CHECK(monthly->assign(settings, {"1000000"}) == nullptr);
  CHECK(monthly->show(settings) == "1000000.00");
  CHECK(monthly->assign(settings, {"1000000.000000001"}) != nullptr);
  CHECK(monthly->assign(settings, {""}) != nullptr);
  CHECK(monthly->assign(settings, {"0.123456789"}) == nullptr);
  CHECK(monthly->show(settings) == "0.123456789");
  const SettingRow* daily = setting_row("budget.daily_usd");
  CHECK(daily->show(settings) == "\"\"");
  CHECK(daily->assign(settings, {"0.25"}) == nullptr);
  CHECK(daily->show(settings) == "0.25");
  CHECK(daily->assign(settings, {"x"}) != nullptr);
  CHECK(daily->assign(settings, {""}) == nullptr);
  CHECK(daily->show(settings) == "\"\"");
}

TEST_CASE("a higher bound may equal the lower one, and is told where it does not") {
  const std::pair<std::string, std::string> pairs[] = {{"budget.warn_at", "budget.alert_at"},
                                                       {"cache.low_watermark", "cache.high_watermark"}};
  for (const auto& [low, high] : pairs) {
    CHECK(load_fault(nowhere(), {{low, "60", "--low"}, {high, "60", "--high"}}).empty());
    CHECK(load_fault(nowhere(), {{low, "61", "--low"}, {high, "60", "--high"}}) ==
          high + " is below " + low + " in --low");
    CHECK(load_fault(nowhere({{variable_of(low), "61"}}), {{high, "60", "--high"}}) ==
          high + " is below " + low + " in --high");
    CHECK(load_fault(nowhere({{variable_of(low), "99"}})) ==
          high + " is below " + low + " in variable " + variable_of(low));
  }
}

TEST_CASE(
    "what flags and variables say of the budget stands above what the "
    "ledger keeps, one by one") {
  const std::vector<std::pair<std::string, std::string>> settings{{"budget.monthly_usd", "4"},
                                                                  {"budget.daily_usd", "2"},
                                                                  {"budget.warn_at", "50"},
                                                                  {"budget.alert_at", "95"},
                                                                  {"budget.when_exceeded", "block"}};
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const auto& [name, value] = settings[i];
    const auto by_flag = load(nowhere(), std::vector<FlagValue>{{name, value, "--flag"}});
    const auto by_variable = load(nowhere({{variable_of(name), value}}), {});
    CAPTURE(name);
    for (const auto& loaded : {by_flag, by_variable}) {
      REQUIRE(loaded);
      const domain::BudgetSettings& overrides = loaded->settings.budget.overrides;
      CHECK(overrides.monthly_cap.has_value() == (i == 0));
      CHECK(overrides.daily_cap.has_value() == (i == 1));
      CHECK(overrides.warn_percent.has_value() == (i == 2));
      CHECK(overrides.alert_percent.has_value() == (i == 3));
      CHECK(overrides.when_exceeded.has_value() == (i == 4));
      CHECK(loaded->origins.size() == 1);
    }
    CHECK(by_flag->origin_of(name).source == Source::flag);
    CHECK(by_flag->origin_of(name).where == "--flag");
    CHECK(by_variable->origin_of(name).source == Source::variable);
  }
  CHECK(load(nowhere(), std::vector<FlagValue>{{"budget.monthly_usd", "4", "--f"}})
            ->settings.budget.overrides.monthly_cap == NanoUsd{4'000'000'000});
}

TEST_CASE(
    "the last of repeated flags counts, of a list all of them, and items "
    "of a variable are trimmed") {
  const std::vector<FlagValue> flags{{"llm.model", "a", "--model"},
                                     {"cache.accept_models", "x", "--accept"},
                                     {"llm.model", "b", "--model"},
                                     {"cache.accept_models", "y", "--accept"}};
  const auto loaded = load(nowhere({{"RUSTASSISTANT_ANALYSIS_EXCLUDE", " a , b,c "}}), flags);
  REQUIRE(loaded);
  CHECK(loaded->settings.llm.model == "b");
  CHECK(loaded->settings.cache.accept_models == std::vector<std::string>{"x", "y"});
  CHECK(loaded->settings.analysis.exclude == std::vector<std::string>{"a", "b", "c"});
  CHECK(loaded->names_provider());
}

TEST_CASE("which flags name a provider") {
  struct Row {
    FlagValue flag;
    bool names;
  };
  for (const Row& row : {Row{{"llm.provider", "xai", "--p"}, true}, Row{{"llm.provider", "auto", "--p"}, false},
                         Row{{"llm.model", "m", "--m"}, true}, Row{{"llm.model", "", "--m"}, false},
                         Row{{"llm.reuse", "off", "--r"}, false}}) {
    const auto loaded = load(nowhere(), std::vector<FlagValue>{row.flag});
    REQUIRE(loaded);
    CHECK(loaded->names_provider() == row.names);
  }
}

TEST_CASE("a bad value is cut to sixty bytes in a message") {
  CHECK(load_fault(nowhere(), {{"cache.compression_level", std::string(61, '7'), "--level"}}) ==
        "bad value '" + std::string(60, '7') +
            "' for cache.compression_level in --level: expected a whole number "
            "from 1 to 19");
}
