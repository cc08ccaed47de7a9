// SPDX-License-Identifier: MIT
#include "unicode.hpp"

#include <algorithm>
#include <span>

namespace rustassistant::embed {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};
struct Run {
  char32_t first;
  char32_t last;
  std::int32_t step;
  std::int32_t delta;
};
struct Several {
  char32_t from;
  char32_t to[3];
};
#include "unicode_tables.inc"

template <typename Row>
const Row* row_of(std::span<const Row> rows, char32_t character) {
  const auto row = std::partition_point(rows.begin(), rows.end(), [&](const Row& one) { return one.last < character; });
  return row != rows.end() && row->first <= character ? &*row : nullptr;
}

// Syllables of Hangul decompose by arithmetic (The Unicode Standard, section 3.12).
constexpr char32_t kFirstSyllable = 0xAC00;
constexpr char32_t kLastSyllable = 0xD7A3;
constexpr char32_t kVowels = 21;
constexpr char32_t kTrails = 28;

Folded syllable(char32_t character) {
  const char32_t index = character - kFirstSyllable;
  const char32_t trail = index % kTrails;
  Folded folded{{0x1100 + index / (kVowels * kTrails), 0x1161 + index % (kVowels * kTrails) / kTrails, 0x11A7 + trail},
                3};
  if (trail == 0) folded.count = 2;
  return folded;
}

std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
  constexpr char32_t kMalformed = 0xFFFD;
  constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = length_of(lead);
  if (length == 1) {
    ++at;
    return lead;
  }
  if (length == 0 || at + length > text.size()) {
    ++at;
    return kMalformed;
  }
  char32_t character = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0U) != 0x80) {
      ++at;
      return kMalformed;
    }
    character = character << 6U | (byte & 0x3FU);
  }
  if (character < kLeast[length] || character > 0x10FFFF || (character >= 0xD800 && character < 0xE000)) {
    ++at;
    return kMalformed;
  }
  at += length;
  return character;
}

void append_utf8(std::string& text, char32_t character) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (character < 0x80) {
    add(character);
    return;
  }
  if (character < 0x800) {
    add(0xC0 | character >> 6U);
  } else if (character < 0x10000) {
    add(0xE0 | character >> 12U);
    add(0x80 | (character >> 6U & 0x3F));
  } else {
    add(0xF0 | character >> 18U);
    add(0x80 | (character >> 12U & 0x3F));
    add(0x80 | (character >> 6U & 0x3F));
  }
  add(0x80 | (character & 0x3F));
}

bool is_control(char32_t character) {
  return row_of(std::span<const Range>(kControls), character) != nullptr;
}

bool is_space(char32_t character) {
  return character == '\t' || character == '\n' || character == '\r' ||
         row_of(std::span<const Range>(kSpaces), character) != nullptr;
}

bool is_punctuation(char32_t character) {
  return row_of(std::span<const Range>(kPunctuation), character) != nullptr;
}

bool is_ideograph(char32_t character) {
  static constexpr Range kRows[] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xF900, 0xFAFF},   {0x20000, 0x2A6DF},
                                    {0x2A700, 0x2B73F}, {0x2B740, 0x2B81F}, {0x2B820, 0x2CEAF}, {0x2F800, 0x2FA1F}};
  return row_of(std::span<const Range>(kRows), character) != nullptr;
}

Folded folded(char32_t character) {
  if (character < 0x80) {
    if (character >= 'A' && character <= 'Z') character += 'a' - 'A';
    return {{character}, 1};
  }
  if (character >= kFirstSyllable && character <= kLastSyllable) return syllable(character);
  if (row_of(std::span<const Range>(kMarks), character) != nullptr) return {};
  const Run* run = row_of(std::span<const Run>(kFolded), character);
  if (run != nullptr && (character - run->first) % static_cast<char32_t>(run->step) == 0)
    return {{static_cast<char32_t>(static_cast<std::int32_t>(character) + run->delta)}, 1};
  const auto* const several = std::find_if(std::begin(kFoldedToSeveral), std::end(kFoldedToSeveral),
                                           [&](const Several& one) { return one.from == character; });
  if (several == std::end(kFoldedToSeveral)) return {{character}, 1};
  Folded result;
  for (const char32_t one : several->to) {
    if (one != 0) result.characters[result.count++] = one;
  }
  return result;
}

}  // namespace rustassistant::embed
