// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace rustassistant::render {

// Text in color where colors are on. The text must be harmless already.
class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}

  [[nodiscard]] std::string bold(std::string_view text) const { return painted("1", text); }
  [[nodiscard]] std::string dim(std::string_view text) const { return painted("2", text); }
  [[nodiscard]] std::string red(std::string_view text) const { return painted("31", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return painted("32", text); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return painted("33", text); }
  [[nodiscard]] std::string bold_red(std::string_view text) const { return painted("1;31", text); }
  [[nodiscard]] std::string cyan(std::string_view text) const { return painted("36", text); }

 private:
  [[nodiscard]] std::string painted(std::string_view code, std::string_view text) const {
    if (!on_) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }

  bool on_;
};

}  // namespace rustassistant::render
