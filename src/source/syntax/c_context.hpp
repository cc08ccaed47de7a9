// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "c_conditionals.hpp"

namespace rustassistant::source {

// What brackets enclose.
enum class CContext : std::uint8_t {
  declarations,  // a file or namespace
  members,       // of a class, structure or union
  statements,
  enumerators,
  values,  // of an initializer
  brackets,
};

// Where each token stands.
struct CPlace {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t partner = kNone;                // of a bracket: the token that closes or opens it
  CContext context = CContext::declarations;  // the innermost braces or brackets around
  CContext braces = CContext::declarations;   // the innermost braces around
  bool begins = false;                        // a declaration or statement
  bool control = false;                       // of a bracket: the condition of `if` and the like
};

// One for each token, in one pass from the front. Brackets without a partner are nobody's.
[[nodiscard]] std::vector<CPlace> places_of(const CText& c, CDialect dialect);

}  // namespace rustassistant::source
