// SPDX-License-Identifier: MIT
#include "defaults.hpp"

#include <algorithm>

#include "characters.hpp"
#include "names.hpp"
#include "nearby.hpp"
#include "values.hpp"

namespace rustassistant::privacy {
namespace {

constexpr std::size_t kLongestDefault = 1024;

// The names of Spring have dashes; those of shells end at one.
std::size_t size_of_variable(std::string_view rest) {
  const std::size_t dashed = run_of(rest, &is_dotted);
  return rest.substr(dashed, 1) == ":" ? dashed : run_of(rest, &is_word);
}

}  // namespace

std::optional<Secret> default_value(std::string_view text, std::size_t at, std::size_t line) {
  if (text.substr(at, 2) != "${") return std::nullopt;
  const std::string_view rest = text.substr(at + 2, kLongestDefault);
  const std::size_t size = size_of_variable(rest);
  const bool is_colon = rest.substr(size, 1) == ":";
  std::size_t begin = size + (is_colon ? 1 : 0);
  const std::string_view mark = rest.substr(begin, 1);
  const bool is_mark = mark == "-" || mark == "=";
  if (size == 0 || (!is_colon && !is_mark)) return std::nullopt;
  if (is_mark) ++begin;
  if (begin < rest.size() && is_quote(rest[begin])) ++begin;
  const std::string_view value =
      rest.substr(begin, run_of(rest.substr(begin), [](char c) { return c > ' ' && c != '}' && !is_quote(c); }));
  const std::string_view after = rest.substr(begin + value.size(), 1);
  if (after.empty() || (after != "}" && !is_quote(after.front()))) return std::nullopt;
  const NameKind kind = std::max(kind_of_name(rest.substr(0, size)), kind_of_name(assigned_name(text, at, line)));
  if (!is_secret_value(value, kind, Notation::bare)) return std::nullopt;
  return Secret{at + 2 + begin, value.size(), kAssignedSecret};
}

}  // namespace rustassistant::privacy
