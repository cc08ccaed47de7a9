// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "syntax.hpp"

// What is code of tests, which is judged more mildly.
namespace rustassistant::source {

// Whether a Rust attribute marks what follows: `#[test]`, `#[tokio::test]`, `#[cfg(all(test, unix))]`, `#[proptest]`
// ...
[[nodiscard]] bool is_test_attribute(std::string_view text);

// Whether a function is a test by its annotations, name or parameters, as the frameworks of its language have it.
[[nodiscard]] bool is_test_function(TSNode function, std::string_view name, std::string_view text,
                                    std::string_view language);

}  // namespace rustassistant::source
