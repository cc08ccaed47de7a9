// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/domain/findings.hpp"

namespace rustassistant::source {

// The lines of a text, from 1.
class TextLines {
 public:
  explicit TextLines(std::string_view content);
  [[nodiscard]] int count() const { return static_cast<int>(lines_.size()); }
  // Without white space at its end.
  [[nodiscard]] std::string_view at(int line) const { return lines_[static_cast<std::size_t>(line) - 1]; }
  [[nodiscard]] bool is_blank(int line) const;
  // The lines joined by line feeds.
  [[nodiscard]] std::string joined(domain::LineRange range) const;

 private:
  std::vector<std::string_view> lines_;
};

// The text with every run of white space as one space.
[[nodiscard]] std::string collapsed(std::string_view text);

// The identifiers in a text, sorted, each once, at most `most`.
[[nodiscard]] std::vector<std::string> identifiers_in(std::string_view text, std::size_t most);

}  // namespace rustassistant::source
