// SPDX-License-Identifier: MIT
#include "settings_file.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::config {
namespace {

// More than anybody needs: a repository's file may come from a stranger, and what is wrong in it is told.
constexpr std::size_t kMostSettings = 1'000;
constexpr std::size_t kLongestName = 200;

// toml++ bounds the nesting of values but not that of dotted keys, and takes its tables apart recursively.
constexpr int kMostDots = 2'000;

// Where the string that begins at `at` ends: behind its closing quotes, or at the end of its line or of the text.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string triple(3, quote);
  const bool multiline = text.substr(at, 3) == triple;
  std::size_t i = at + (multiline ? 3 : 1);
  for (; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (multiline ? text.substr(i, 3) == triple : text[i] == quote || text[i] == '\n') {
      i += multiline ? 3 : 1;
      // Up to two more quotes belong to the content.
      for (int more = 0; multiline && more < 2 && i < text.size() && text[i] == quote; ++more) ++i;
      return i;
    }
  }
  return text.size();
}

// Whether there are more dots outside of strings and comments than any settings file needs.
bool has_too_many_dots(std::string_view text) {
  int dots = 0;
  for (std::size_t i = 0; i < text.size() && dots <= kMostDots;) {
    if (text[i] == '"' || text[i] == '\'') {
      i = end_of_string(text, i);
    } else if (text[i] == '#') {
      i = std::min(text.find('\n', i), text.size());
    } else {
      if (text[i++] == '.') ++dots;
    }
  }
  return dots > kMostDots;
}

std::string place(const std::string& path, const toml::source_region& source) {
  return sys::quoted(path) + " line " + std::to_string(source.begin.line);
}

// The shortest text that reads back as the same number. Not by std::to_chars, whose tables are 130 KB of the
// executable.
std::string text_of(double number) {
  char text[32] = {};
  for (int digits = 15; digits <= 17; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, number);
    if (std::strtod(text, nullptr) == number) break;
  }
  return text;
}

std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* number = node.as_floating_point()) return text_of(number->get());
  if (const auto* truth = node.as_boolean()) return std::string(truth->get() ? "true" : "false");
  return std::nullopt;
}

Result<FileSetting> read_setting(std::string name, const toml::node& node, const std::string& path) {
  FileSetting setting{std::move(name), {}};
  const auto take = [&](const toml::node& item) {
    auto text = text_of(item);
    if (text) setting.values.push_back(std::move(*text));
    return text.has_value();
  };
  bool taken = true;
  if (const auto* list = node.as_array()) {
    for (const toml::node& item : *list) taken = taken && take(item);
  } else {
    taken = take(node);
  }
  if (!taken)
    return fail(Errc::config, place(path, node.source()) + ": " + sys::quoted(setting.name) +
                                  " must be a text, a number or a list of texts");
  return setting;
}

bool is_rate(std::string_view name) {
  return std::find(kPriceRates.begin(), kPriceRates.end(), name) != kPriceRates.end();
}

// What is most likely wrong with a price that lacks a rate.
std::string hint_for_price(const toml::table* table) {
  if (table != nullptr) {
    for (const auto& [key, value] : *table) {
      const auto close = is_rate(key.str()) ? std::nullopt : nearest(key.str(), kPriceRates);
      if (close)
        return "did you mean '" + std::string(*close) + "' instead of " + sys::quoted(std::string(key.str())) + "?";
      if (value.is_table()) return "the name of a model with a dot needs quotes: [prices.\"some-model-1.5\"]";
    }
  }
  return "for example: input = 0.15";
}

// [prices."model"]: a missing cached or cache-write rate is the input rate.
Result<domain::PriceOverride> read_price(std::string_view id, const toml::node& node, const std::string& path) {
  const auto* table = node.as_table();
  const auto rate = [&](std::string_view name) -> std::optional<PicoUsdPerToken> {
    const toml::node* value = table == nullptr ? nullptr : table->get(name);
    const auto text = value == nullptr ? std::nullopt : text_of(*value);
    return text ? domain::parse_rate(*text) : std::nullopt;
  };
  const auto given = [&](std::string_view name) { return table != nullptr && table->contains(name); };
  const auto input = rate("input");
  const auto output = rate("output");
  const bool bad = !input || !output || (given("cached_input") && !rate("cached_input")) ||
                   (given("cache_write") && !rate("cache_write"));
  if (bad) {
    return fail(Errc::config,
                place(path, node.source()) + ": a price needs `input` and `output` in US dollars per million tokens",
                hint_for_price(table));
  }
  return domain::PriceOverride{
      std::string(id), {*input, rate("cached_input").value_or(*input), rate("cache_write").value_or(*input), *output}};
}

// Names below [prices."model"] that are no rate, as settings, which they are not either.
void add_unknown_rates(SettingsFile& file, std::string_view id, const toml::node& node) {
  const auto* table = node.as_table();
  if (table == nullptr) return;
  for (const auto& [key, value] : *table) {
    if (!is_rate(key.str())) file.settings.push_back({"prices." + std::string(id) + "." + std::string(key.str()), {}});
  }
}

Result<void> read_table(SettingsFile& file, const std::string& prefix, const toml::table& table,
                        const std::string& path) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (name.size() > kLongestName) return fail(Errc::config, place(path, node.source()) + ": the name is too long");
    if (file.settings.size() >= kMostSettings)
      return fail(Errc::config, place(path, node.source()) + ": too many settings");
    const auto* inner = node.as_table();
    if (name == "prices" && inner != nullptr) {
      for (const auto& [id, price_node] : *inner) {
        add_unknown_rates(file, id.str(), price_node);
        TRY_ASSIGN(auto price, read_price(id.str(), price_node, path));
        file.prices.push_back(std::move(price));
      }
    } else if (inner != nullptr) {
      TRY(read_table(file, name + ".", *inner, path));
    } else {
      TRY_ASSIGN(auto setting, read_setting(name, node, path));
      file.settings.push_back(std::move(setting));
    }
  }
  return {};
}

}  // namespace

Result<SettingsFile> parse_settings_file(std::string_view content, const std::string& path) {
  if (has_too_many_dots(content)) {
    return fail(Errc::config, sys::quoted(path) + ": more than " + std::to_string(kMostDots) + " dots outside of texts",
                "fix or remove the file");
  }
  const toml::parse_result parsed = toml::parse(content, path);
  if (!parsed) {
    return fail(Errc::config, place(path, parsed.error().source()) + ": " + std::string(parsed.error().description()),
                "fix or remove the file");
  }
  SettingsFile file;
  TRY(read_table(file, "", parsed.table(), path));
  return file;
}

}  // namespace rustassistant::config
