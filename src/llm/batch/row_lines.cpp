// SPDX-License-Identifier: MIT
#include "row_lines.hpp"

#include <cstddef>

#include "rustassistant/base/text.hpp"

namespace rustassistant::llm {
namespace {

constexpr std::size_t kMostLineBytes = std::size_t{8} << 20U;

}  // namespace

void RowLines::add(std::string_view bytes) {
  if (is_too_long_) return;
  is_too_long_ = line_.size() + bytes.size() > kMostLineBytes;
  if (is_too_long_) {
    line_.clear();
  } else {
    line_.append(bytes);
  }
}

bool RowLines::end_line() {
  const std::string line = std::exchange(line_, {});
  if (std::exchange(is_too_long_, false)) return on_too_long_();
  return trim(line).empty() || on_line_(line);
}

bool RowLines::take(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    add(bytes.substr(0, end));
    if (end == std::string_view::npos) return true;
    if (!end_line()) return false;
    bytes.remove_prefix(end + 1);
  }
  return true;
}

void RowLines::finish() {
  static_cast<void>(end_line());
}

}  // namespace rustassistant::llm
