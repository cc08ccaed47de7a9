// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace rustassistant::llm {

// Cuts what comes in pieces into lines. Holds one line at a time, of at most 8 MiB; a longer one is passed over.
class RowLines {
 public:
  // `on_line` gets each line that is not blank, without its end; `on_too_long` stands for one. Both say whether to go
  // on.
  RowLines(std::function<bool(std::string)> on_line, std::function<bool()> on_too_long)
      : on_line_(std::move(on_line)), on_too_long_(std::move(on_too_long)) {}

  // False: no more is wanted.
  [[nodiscard]] bool take(std::string_view bytes);
  // The last line may have no end.
  void finish();

 private:
  void add(std::string_view bytes);
  bool end_line();

  std::function<bool(std::string)> on_line_;
  std::function<bool()> on_too_long_;
  std::string line_;
  bool is_too_long_ = false;
};

}  // namespace rustassistant::llm
