// SPDX-License-Identifier: MIT
#include "forms.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "names.hpp"
#include "rustassistant/base/hex_array.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/prices.hpp"

namespace rustassistant::legacy {
namespace {

std::string_view without_hash_prefix(std::string_view hash) {
  constexpr std::string_view kPrefix = "sha256:";
  return hash.starts_with(kPrefix) ? hash.substr(kPrefix.size()) : hash;
}

// A whole number that is not negative, with nothing but zeros after a point.
std::optional<std::int64_t> whole(std::string_view text) {
  const auto point = text.find('.');
  if (point != std::string_view::npos && text.find_first_not_of('0', point + 1) == std::string_view::npos) {
    text = text.substr(0, point);
  }
  const auto value = parse_integer(text);
  return value && *value >= 0 ? value : std::nullopt;
}

}  // namespace

bool take_hash(std::string_view text, Entry& entry) {
  const auto hash = array_from_hex<decltype(entry.file_hash)>(to_lower(without_hash_prefix(text)));
  if (hash) entry.file_hash = *hash;
  return hash.has_value();
}

std::string foreign_prompt(std::string_view hash) {
  const std::string bare = to_lower(without_hash_prefix(trim(hash)));
  return std::find(kOwnPrompts.begin(), kOwnPrompts.end(), bare) == kOwnPrompts.end() ? bare : std::string();
}

std::optional<domain::Provider> provider_called(std::string_view name) {
  const std::string lower = to_lower(name);
  return domain::provider_named(lower == "gemini" ? "google" : lower == "grok" ? "xai" : lower);
}

std::optional<NanoUsd> usd_of(std::string_view text) {
  const std::string digits(text);
  char* end = nullptr;
  const double dollars = std::strtod(digits.c_str(), &end);
  const bool is_number = !digits.empty() && end == digits.c_str() + digits.size();
  if (!is_number || !(dollars >= 0 && dollars < 1e6)) return std::nullopt;
  return NanoUsd{std::llround(dollars * 1e9)};
}

std::optional<NanoUsd> usd_of_millicents(std::string_view text) {
  constexpr std::int64_t kNanoUsd = 10'000;
  constexpr std::int64_t kMost = 100'000'000'000;  // a million dollars
  const auto millicents = whole(text);
  if (!millicents || *millicents >= kMost) return std::nullopt;
  return NanoUsd{*millicents * kNanoUsd};
}

std::optional<Tokens> count_of(std::string_view text) {
  const auto count = whole(text);
  return count && *count <= domain::kMaxTokens ? count : std::nullopt;
}

std::optional<UnixMillis> time_of(std::string_view text) {
  constexpr std::string_view kUtc = " UTC";
  constexpr std::int64_t kLastSecond = 253'402'300'799;   // of the year 9999
  constexpr std::int64_t kFirstMillis = 100'000'000'000;  // as seconds, of the year 5138; as milliseconds, of 1973
  text = trim(text);
  if (text.ends_with(kUtc)) text.remove_suffix(kUtc.size());
  if (const auto time = parse_rfc3339(text)) return time;
  if (const auto day = parse_rfc3339(std::string(text) + "T00:00:00Z")) return day;
  const auto number = whole(text);
  if (!number) return std::nullopt;
  if (*number < kFirstMillis) return UnixMillis{*number * 1000};
  return *number / 1000 <= kLastSecond ? std::optional(UnixMillis{*number}) : std::nullopt;
}

bool is_repo_id(std::string_view text) {
  return text.size() == 8 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace rustassistant::legacy
