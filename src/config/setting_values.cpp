// SPDX-License-Identifier: MIT
#include "setting_values.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "rustassistant/base/quantity.hpp"

namespace rustassistant::config {

const char* assign_text(std::string& target, const Values& values) {
  target = values.front();
  return nullptr;
}

const char* assign_list(std::vector<std::string>& target, const Values& values) {
  target = values;
  return nullptr;
}

const char* assign_size(std::int64_t& target, const Values& values) {
  const auto value = parse_size(values.front());
  if (!value || *value == 0) return "a size such as 500M or 500MiB";
  target = *value;
  return nullptr;
}

const char* assign_share(int& percent, const Values& values) {
  // As a setting, 1 has always been the whole.
  const auto value = values.front() == "1" ? std::optional(100) : parse_percent(values.front());
  if (!value) return "a share such as 0.75, or percent such as 75 or 75%";
  percent = *value;
  return nullptr;
}

const char* assign_truth(bool& target, const Values& values) {
  if (values.front() != "true" && values.front() != "false") return "true or false";
  target = values.front() == "true";
  return nullptr;
}

const char* assign_provider(std::string& target, const Values& values) {
  constexpr std::array<std::string_view, 7> kNames{
      "auto", "xai", "openai", "anthropic", "google", "openai-compatible", "builtin"};
  if (std::find(kNames.begin(), kNames.end(), values.front()) == kNames.end()) {
    return "auto, xai, openai, anthropic, google, openai-compatible or builtin";
  }
  target = values.front();
  return nullptr;
}

const char* assign_format(std::string& target, const Values& values) {
  constexpr std::array<std::string_view, 9> kNames{"text",   "json",   "sarif",      "gitlab", "markdown",
                                                   "github", "rdjson", "checkstyle", "junit"};
  if (std::find(kNames.begin(), kNames.end(), values.front()) == kNames.end()) {
    return "text, json, sarif, gitlab, markdown, github, rdjson, checkstyle or junit";
  }
  target = values.front();
  return nullptr;
}

std::string toml_text(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c;
  }
  return literal + '"';
}

std::string toml_secret(std::string_view text) {
  const bool is_name = text.starts_with("${") && text.find('}') == text.size() - 1;
  return toml_text(text.empty() || is_name ? text : "(set)");
}

std::string toml_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return toml_secret(url);
  const std::size_t begin = scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
  const std::size_t at = url.rfind('@', end);
  if (at == std::string_view::npos || at < begin) return toml_text(url);
  return toml_text(std::string(url.substr(0, begin)) + std::string(url.substr(at + 1)));
}

std::string toml_list(const std::vector<std::string>& items) {
  std::string literal = "[";
  for (const std::string& item : items) literal += (literal.size() > 1 ? ", " : "") + toml_text(item);
  return literal + "]";
}

std::string toml_size(std::int64_t bytes) {
  if (bytes % 1'000'000 == 0) return toml_text(std::to_string(bytes / 1'000'000) + "M");
  return toml_text(std::to_string(bytes));
}

std::string toml_share(int percent) {
  const std::string digits = std::to_string(percent % 100);
  return std::to_string(percent / 100) + "." + (digits.size() < 2 ? "0" : "") + digits;
}

std::string toml_truth(bool value) {
  return value ? "true" : "false";
}

std::string toml_usd(NanoUsd amount) {
  std::string digits = std::to_string(amount.value % 1'000'000'000);
  digits.insert(0, 9 - digits.size(), '0');
  while (digits.size() > 2 && digits.back() == '0') digits.pop_back();
  return std::to_string(amount.value / 1'000'000'000) + "." + digits;
}

}  // namespace rustassistant::config
