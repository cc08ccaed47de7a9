// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/domain/file_units.hpp"

namespace rustassistant::domain {

using NameSet = std::set<std::string, std::less<>>;

// The text of a file by its units.
class UnitTexts {
 public:
  UnitTexts(const FileUnits& file, std::string_view content);

  // Whether a unit's text, or that of some lines, has one of these names as a word.
  [[nodiscard]] bool mentions(std::size_t unit, const NameSet& names) const;
  [[nodiscard]] bool mentions(LineRange lines, const NameSet& names) const;
  // Adds the words of a unit's text.
  void add_words(std::size_t unit, NameSet& words) const;
  // The bytes of some lines as models see them: with their numbers and line ends.
  [[nodiscard]] std::int64_t numbered_bytes(LineRange lines) const;
  [[nodiscard]] int count() const { return static_cast<int>(starts_.size()) - 1; }

 private:
  [[nodiscard]] std::string_view text_of(LineRange lines) const;

  const FileUnits& file_;
  std::string_view content_;
  std::vector<std::size_t> starts_;  // of lines, and the end
};

}  // namespace rustassistant::domain
