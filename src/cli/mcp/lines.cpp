// SPDX-License-Identifier: MIT
#include "lines.hpp"

#include <utility>

namespace rustassistant::cli {

void McpLines::add(std::string_view piece) {
  kept_.erase(0, begin_);
  seen_ -= begin_;
  begin_ = 0;
  kept_ += piece;
}

std::optional<std::string> McpLines::next() {
  while (true) {
    const std::size_t feed = kept_.find('\n', seen_);
    if (feed == std::string::npos) break;
    std::string line = kept_.substr(begin_, feed - begin_);
    begin_ = seen_ = feed + 1;
    if (!std::exchange(skipping_, false)) return line;
  }
  seen_ = kept_.size();
  if (skipping_) {
    begin_ = kept_.size();
    return std::nullopt;
  }
  if (kept_.size() - begin_ <= most_) return std::nullopt;
  skipping_ = true;
  std::string line = kept_.substr(begin_);
  begin_ = kept_.size();
  return line;
}

std::optional<std::string> McpLines::rest() {
  if (begin_ == kept_.size() || skipping_) return std::nullopt;
  std::string line = kept_.substr(begin_);
  begin_ = seen_ = kept_.size();
  return line;
}

}  // namespace rustassistant::cli
