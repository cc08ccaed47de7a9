// SPDX-License-Identifier: MIT
#include "todo_tags.hpp"

#include <algorithm>
#include <array>

#include "names.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

using domain::TodoTag;

struct TagRow {
  TodoTag tag;
  bool any_case;  // a word that is rarely anything else
};
constexpr auto kTagRows = std::to_array<TagRow>({
    {TodoTag::todo, true},
    {TodoTag::fixme, true},
    {TodoTag::hack, true},
    {TodoTag::xxx, true},
    {TodoTag::bug, false},
    {TodoTag::note, false},
});

// Of the form ABC-123, and no issue.
constexpr std::string_view kNoIssues =
    " UTF SHA ISO RFC AES UCS MD CVE CWE IEEE IEC ANSI BASE HTTP TLS SSL CP WINDOWS LATIN EBCDIC CRC ARM MIPS PPC ";

// Takes "(...)" from the front of a text; nothing where it has none.
std::optional<std::string_view> take_parentheses(std::string_view& text) {
  if (!text.starts_with('(') && !text.starts_with('[')) return std::nullopt;
  const std::size_t close = text.find(text.front() == '(' ? ')' : ']');
  if (close == std::string_view::npos) return std::nullopt;
  const std::string_view inside = text.substr(1, close - 1);
  text.remove_prefix(close + 1);
  return inside;
}

bool ends_tag(std::string_view rest) {
  return rest.empty() || (!is_word_byte(rest.front()) && rest.front() != '-' && rest.front() != '.');
}

std::string_view name_at(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && (is_word_byte(text[length]) || text[length] == '-' || text[length] == '.')) ++length;
  while (length > 0 && text[length - 1] == '.') --length;
  return text.substr(0, length);
}

// Reads on behind a tag.
TodoHead head_of(TodoTag tag, std::size_t begin, std::string_view rest, bool& marked) {
  TodoHead head{tag, begin, false, {}, {}, {}};
  const auto take_marks = [&] {
    while (rest.starts_with('!')) {
      head.raised = true;
      rest.remove_prefix(1);
    }
  };
  take_marks();
  if (const auto inside = take_parentheses(rest)) {
    head.about = *inside;
    marked = true;
  }
  take_marks();
  if (rest.starts_with(':')) marked = true;
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t:,-/])"), rest.size()));
  if (rest.starts_with('@')) {
    head.owner = name_at(rest.substr(1));
    if (!head.owner.empty()) rest.remove_prefix(1 + head.owner.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t:,-"), rest.size()));
  }
  head.text = trim(rest);
  return head;
}

std::optional<TodoHead> tag_at(std::string_view line, std::size_t at) {
  const std::string_view before = line.substr(0, at);
  const bool commanded = before == "@" || before == "\\";
  const bool at_start = commanded || before.find_first_not_of(" \t-[*") == std::string_view::npos;
  for (const TagRow& row : kTagRows) {
    const std::string_view name = domain::name_of(row.tag);
    const std::string_view written = line.substr(at, name.size());
    const bool capitals = written == name;
    const std::string_view rest = line.substr(std::min(at + name.size(), line.size()));
    if (!ends_tag(rest)) continue;
    if (!capitals && (!row.any_case || !at_start || to_lower(written) != to_lower(name))) continue;
    bool marked = commanded;
    TodoHead head = head_of(row.tag, at, rest, marked);
    if (marked || (capitals && at_start)) return head;
  }
  return std::nullopt;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 12 && std::all_of(text.begin(), text.end(), ascii::is_digit);
}

// "ABC-123" at the start of a text; empty where there is none.
std::string_view ticket_at(std::string_view text) {
  std::size_t letters = 0;
  while (letters < text.size() && (ascii::is_upper(text[letters]) || (letters > 0 && ascii::is_digit(text[letters]))))
    ++letters;
  if (letters < 2 || letters > 10 || letters == text.size() || text[letters] != '-') return {};
  std::size_t end = letters + 1;
  while (end < text.size() && ascii::is_digit(text[end])) ++end;
  if (!is_number(text.substr(letters + 1, end - letters - 1))) return {};
  if (end < text.size() && (is_word_byte(text[end]) || text[end] == '-')) return {};
  return has_word(kNoIssues, text.substr(0, letters)) ? std::string_view() : text.substr(0, end);
}

std::string_view hash_number_at(std::string_view text) {
  if (!text.starts_with('#')) return {};
  std::size_t end = 1;
  while (end < text.size() && ascii::is_digit(text[end])) ++end;
  const bool ends = end == text.size() || !is_word_byte(text[end]);
  return ends && is_number(text.substr(1, end - 1)) ? text.substr(0, end) : std::string_view();
}

std::string_view url_at(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return {};
  std::string_view url = text.substr(0, text.find_first_of(" \t\r\n<>\"'`"));
  while (!url.empty() && std::string_view(".,;:!?)]}").find(url.back()) != std::string_view::npos) url.remove_suffix(1);
  return url.size() > std::string_view("https://").size() ? url : std::string_view();
}

std::string_view issue_at(std::string_view text) {
  for (const auto& find : {url_at, hash_number_at, ticket_at}) {
    if (const std::string_view issue = find(text); !issue.empty()) return issue;
  }
  return {};
}

void add_once(std::vector<std::string>& list, std::string value) {
  constexpr std::size_t kMost = 20;
  if (list.size() < kMost && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

std::optional<domain::Severity> priority_named(std::string_view text) {
  if (text.size() != 2 || (text[0] != 'P' && text[0] != 'p') || text[1] < '0' || text[1] > '3') return std::nullopt;
  return static_cast<domain::Severity>('3' - text[1]);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && !ascii::is_digit(text.front()) && name_at(text) == text;
}

}  // namespace

std::optional<TodoHead> find_todo(std::string_view line) {
  constexpr std::size_t kShortest = 3;  // "XXX"
  for (std::size_t at = 0; at + kShortest <= line.size(); ++at) {
    if (!ascii::is_letter(line[at])) continue;
    const char before = at == 0 ? ' ' : line[at - 1];
    const bool begins_word = !is_word_byte(before) && before != '-' && before != '.' && before != '/';
    if (!begins_word) continue;
    if (auto head = tag_at(line, at)) return head;
  }
  return std::nullopt;
}

TodoFacts facts_in(std::string_view about) {
  TodoFacts facts;
  for (std::string_view part : split(about, ',')) {
    part = trim(part);
    if (const auto priority = priority_named(part)) {
      facts.priority = priority;
    } else if (is_number(part)) {
      add_once(facts.issues, "#" + std::string(part));
    } else if (const auto issues = issues_in(part); !issues.empty()) {
      for (const std::string& issue : issues) add_once(facts.issues, issue);
    } else {
      if (part.starts_with('@')) part.remove_prefix(1);
      if (facts.owner.empty() && is_name(part)) facts.owner = to_valid_utf8(part);
    }
  }
  return facts;
}

std::vector<std::string> issues_in(std::string_view text) {
  std::vector<std::string> issues;
  for (std::size_t at = 0; at < text.size();) {
    const char before = at == 0 ? ' ' : text[at - 1];
    const bool may_begin = !is_word_byte(before) && before != '&' && before != '-';
    const std::string_view issue = may_begin ? issue_at(text.substr(at)) : std::string_view();
    if (!issue.empty()) add_once(issues, to_valid_utf8(issue));
    at += std::max<std::size_t>(issue.size(), 1);
  }
  return issues;
}

}  // namespace rustassistant::source
