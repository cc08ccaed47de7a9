// SPDX-License-Identifier: MIT
#include "settings_file.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "rustassistant/sys/files.hpp"

namespace rustassistant::config {
namespace {

std::string place(const std::string& path, const toml::source_region& source) {
  return sys::quoted(path) + " line " + std::to_string(source.begin.line);
}

// The shortest text that reads back as the same number.
std::string text_of(double number) {
  char text[64];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number);
  return error == std::errc{} ? std::string(text, end) : std::string();
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
    return fail(Errc::config,
                place(path, node.source()) + ": " + sys::quoted(setting.name) + " is no text, number or list of texts");
  return setting;
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
                "for example: input = 0.15");
  }
  return domain::PriceOverride{
      std::string(id), {*input, rate("cached_input").value_or(*input), rate("cache_write").value_or(*input), *output}};
}

Result<void> read_table(SettingsFile& file, const std::string& prefix, const toml::table& table,
                        const std::string& path) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    const auto* inner = node.as_table();
    if (name == "prices" && inner != nullptr) {
      for (const auto& [id, price_node] : *inner) {
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
  const toml::parse_result parsed = toml::parse(content, path);
  if (!parsed) {
    return fail(Errc::config, place(path, parsed.error().source()) + ": " + std::string(parsed.error().description()),
                "mend or remove the file");
  }
  SettingsFile file;
  TRY(read_table(file, "", parsed.table(), path));
  return file;
}

}  // namespace rustassistant::config
