// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rustassistant::cli {

// Takes input apart into lines, as it comes. Holds at most a line and a piece.
class McpLines {
 public:
  // `most`: bytes of a line. Of a longer one only the beginning is kept, which is longer than that, too.
  explicit McpLines(std::size_t most) : most_(most) {}

  void add(std::string_view piece);
  // A whole line without its end, or the beginning of one that is too long. Nothing: more input is needed.
  [[nodiscard]] std::optional<std::string> next();
  // What follows the last line feed, once there is no more input. Nothing: it ended with one.
  [[nodiscard]] std::optional<std::string> rest();

 private:
  const std::size_t most_;
  std::string kept_;
  std::size_t begin_ = 0;  // of what has not been returned, in kept_
  std::size_t seen_ = 0;   // up to there is no line feed, from begin_ on
  bool skipping_ = false;  // the rest of a line that was too long
};

}  // namespace rustassistant::cli
