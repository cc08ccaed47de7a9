// SPDX-License-Identifier: MIT
#include "rustassistant/base/ascii.hpp"

#include <catch2/catch.hpp>
#include <cctype>

using namespace rustassistant;

TEST_CASE("the classes of ASCII are those of the C locale, but for white space") {
  for (int code = 0; code < 256; ++code) {
    CAPTURE(code);
    const char c = static_cast<char>(code);
    CHECK(ascii::is_digit(c) == (std::isdigit(code) != 0));
    CHECK(ascii::is_lower(c) == (std::islower(code) != 0));
    CHECK(ascii::is_upper(c) == (std::isupper(code) != 0));
    CHECK(ascii::is_letter(c) == (std::isalpha(code) != 0));
    CHECK(ascii::is_alnum(c) == (std::isalnum(code) != 0));
    CHECK(ascii::is_hex_digit(c) == (std::isxdigit(code) != 0));
    CHECK(ascii::is_control(c) == (std::iscntrl(code) != 0));
    CHECK(ascii::is_space(c) == (std::isspace(code) != 0 && c != '\f' && c != '\v'));
  }
}
