// SPDX-License-Identifier: MIT
#include "lists.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "characters.hpp"
#include "names.hpp"
#include "nearby.hpp"
#include "rustassistant/base/text.hpp"
#include "values.hpp"

namespace rustassistant::privacy {
namespace {

constexpr std::size_t kLongestList = 8192;  // bytes that are looked through for the closing bracket

// The end of the line, if a comment begins here; else the same place.
std::size_t behind_comment(std::string_view text, std::size_t at) {
  const bool is_comment = text[at] == '#' || text.substr(at, 2) == "//" || text.substr(at, 2) == "--";
  if (!is_comment) return at;
  const auto end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end;
}

// How a list is opened, and what its items are then.
struct ListHead {
  NameKind kind = NameKind::none;
  bool is_shell = false;  // items are words, which need no quotes
};

// [], vec![, []string{, List.of( and others: what may stand between the sign and the bracket.
bool is_list_type(std::string_view between) {
  constexpr std::size_t kLongestType = 32;
  return between.size() <= kLongestType &&
         all_of(between, [](char c) { return is_word(c) || contains("[]!&:.<>( ", std::string_view(&c, 1)); });
}

// Since the last thing that ends a statement or an argument.
std::string_view last_part(std::string_view code) {
  const auto edge = code.find_last_of(";,({&|");
  return edge == std::string_view::npos ? code : code.substr(edge + 1);
}

ListHead head_of(std::string_view left, char bracket) {
  const auto equals = left.rfind('=');
  const auto sign = equals != std::string_view::npos ? equals : left.rfind(':');
  if (sign == std::string_view::npos || !is_list_type(left.substr(sign + 1))) return {};
  const std::string_view name = trim(last_part(left.substr(0, sign)));
  const NameKind kind = kind_of_names(name);
  if (kind == NameKind::none) return {};
  // A table of one name describes one secret.
  std::string_view word = name;
  while (!word.empty() && !is_word(word.back())) word.remove_suffix(1);
  const bool is_several = word.ends_with("s") || word.ends_with("S") || contains(name, "[]");
  if (bracket == '{' && !is_several) return {};
  return {kind, bracket == '(' && sign + 1 == left.size() && left[sign] == '='};
}

char closing_of(char bracket) {
  return bracket == '(' ? ')' : bracket == '[' ? ']' : '}';
}

// "alice": …, 'bob' => … : a literal that names the next one.
bool is_key(std::string_view after) {
  after = after.substr(run_of(after.substr(0, kReach), &is_blank));
  return after.starts_with(":") || after.starts_with("=>");
}

std::optional<std::size_t> index_of_word(std::string_view text, std::string_view word) {
  const auto at = to_lower(text).find(word);
  return at == std::string::npos ? std::nullopt : std::optional<std::size_t>(at);
}

// One kind for each column between these parentheses.
std::vector<NameKind> kinds_of_columns(std::string_view columns) {
  std::vector<NameKind> kinds;
  for (std::size_t i = 0; i <= columns.size();) {
    const std::size_t size = run_of(columns.substr(i), [](char c) { return c != ','; });
    kinds.push_back(kind_of_names(columns.substr(i, size)));
    i += size + 1;
  }
  return kinds;
}

}  // namespace

std::vector<Secret> list_values(std::string_view text, std::size_t at, std::size_t line) {
  const ListHead head = head_of(before(text, at, line), text[at]);
  if (head.kind == NameKind::none) return {};
  std::vector<Secret> secrets;
  const auto add = [&](std::size_t begin, std::size_t end, Notation notation) {
    if (is_secret_value(text.substr(begin, end - begin), head.kind, notation))
      secrets.push_back({begin, end - begin, kAssignedSecret});
  };
  const char closing = closing_of(text[at]);
  const std::size_t last = std::min(text.size(), at + 1 + kLongestList);
  for (std::size_t i = at + 1; i < last && text[i] != closing;) {
    if (const std::size_t next = behind_comment(text, i); next != i) {
      i = next;
    } else if (is_quote(text[i])) {
      const auto literal = literal_at(text, i);
      if (!literal) break;
      i = literal->end + 1;
      if (!is_key(text.substr(i))) add(literal->begin, literal->end, Notation::quoted);
    } else if (head.is_shell && text[i] == '[') {  // [alice]=…
      i = std::min(text.find('=', i), last - 1) + 1;
    } else if (contains("([{", text.substr(i, 1))) {
      break;
    } else if (const std::size_t size = run_of(text.substr(i, last - i), &is_bare); head.is_shell && size > 0) {
      add(i, i + size, Notation::bare);
      i += size;
    } else {
      ++i;
    }
  }
  return secrets;
}

std::vector<Secret> inserted_values(std::string_view text, std::size_t at) {
  const std::string_view statement = text.substr(at, kLongestList);
  const auto open = statement.substr(0, kReach).find('(');
  if (open == std::string_view::npos || !index_of_word(statement.substr(0, open), "into")) return {};
  const auto close = statement.find(')', open);
  if (close == std::string_view::npos) return {};
  const std::vector<NameKind> kinds = kinds_of_columns(statement.substr(open + 1, close - open - 1));
  if (std::all_of(kinds.begin(), kinds.end(), [](NameKind kind) { return kind == NameKind::none; })) return {};
  if (!index_of_word(statement.substr(close, kReach), "values")) return {};
  std::vector<Secret> secrets;
  std::size_t column = 0;
  for (std::size_t i = close + 1; i < statement.size() && statement[i] != ';'; ++i) {
    if (statement[i] == '(') column = 0;
    if (statement[i] == ',') ++column;
    if (!is_quote(statement[i])) continue;
    const auto literal = literal_at(statement, i);
    if (!literal) break;
    const std::string_view value = statement.substr(literal->begin, literal->end - literal->begin);
    if (column < kinds.size() && is_secret_value(value, kinds[column], Notation::quoted))
      secrets.push_back({at + literal->begin, value.size(), kAssignedSecret});
    i = literal->end;
  }
  return secrets;
}

}  // namespace rustassistant::privacy
