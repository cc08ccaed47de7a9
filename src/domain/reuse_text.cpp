// SPDX-License-Identifier: MIT
#include "reuse_text.hpp"

#include <algorithm>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/identifiers.hpp"
#include "rustassistant/domain/reuse.hpp"

namespace rustassistant::domain {
namespace {

std::int64_t digits_of(int number) {
  std::int64_t digits = 1;
  for (; number >= 10; number /= 10) ++digits;
  return digits;
}

// "parse" may be any word of a sentence; "parse_line" and "parseLine" are names.
bool looks_like_word(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return ascii::is_lower(c); }) ||
         (ascii::is_upper(name.front()) && std::all_of(name.begin() + 1, name.end(), ascii::is_lower));
}

}  // namespace

UnitTexts::UnitTexts(const FileUnits& file, std::string_view content) : file_(file), content_(content) {
  if (content_.ends_with('\n')) content_.remove_suffix(1);
  starts_.push_back(0);
  for (std::size_t at = content_.find('\n'); at != std::string_view::npos; at = content_.find('\n', at + 1))
    starts_.push_back(at + 1);
  starts_.push_back(content_.size() + 1);
}

std::string_view UnitTexts::text_of(LineRange lines) const {
  if (lines.line_start < 1 || lines.line_end < lines.line_start || lines.line_end > count()) return {};
  const std::size_t start = starts_[static_cast<std::size_t>(lines.line_start) - 1];
  const std::size_t end = starts_[static_cast<std::size_t>(lines.line_end)] - 1;
  return content_.substr(start, end - start);
}

bool UnitTexts::mentions(std::size_t unit, const NameSet& names) const {
  return mentions(file_.units[unit].lines, names) || mentions(file_.units[unit].tail, names);
}

bool UnitTexts::mentions(LineRange lines, const NameSet& names) const {
  if (names.empty()) return false;
  bool found = false;
  visit_identifiers(text_of(lines), [&](std::string_view word) { found = found || names.contains(word); });
  return found;
}

void UnitTexts::add_words(std::size_t unit, NameSet& words) const {
  const auto add = [&](std::string_view word) {
    if (!words.contains(word)) words.emplace(word);
  };
  visit_identifiers(text_of(file_.units[unit].lines), add);
  visit_identifiers(text_of(file_.units[unit].tail), add);
}

std::int64_t UnitTexts::numbered_bytes(LineRange lines) const {
  std::int64_t bytes = static_cast<std::int64_t>(text_of(lines).size());
  for (int line = lines.line_start; line <= lines.line_end; ++line) bytes += digits_of(line) + 1;
  return bytes + 1;
}

bool says_name(std::string_view text, std::string_view name) {
  if (name.size() < 2) return false;
  const bool needs_sign = looks_like_word(name);
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool starts = at == 0 || !is_word_byte(text[at - 1]);
    const bool ends = end == text.size() || !is_word_byte(text[end]);
    if (!starts || !ends) continue;
    constexpr std::string_view kBefore = "`'\".:";
    constexpr std::string_view kBehind = "`'\"(";
    const bool signed_before = at > 0 && kBefore.find(text[at - 1]) != std::string_view::npos;
    const bool signed_behind = end < text.size() && kBehind.find(text[end]) != std::string_view::npos;
    if (!needs_sign || signed_before || signed_behind) return true;
  }
  return false;
}

}  // namespace rustassistant::domain
