// SPDX-License-Identifier: MIT
#pragma once

#include "smells.hpp"

namespace rustassistant::source {

// Of M. Lanza and R. Marinescu, Object-Oriented Metrics in Practice (2006), as far as a file shows it: WMC, the sum of
// the methods' complexities, those without a branch apart; the number of methods with a body, static ones apart; and
// TCC, the share of pairs of methods that use a field in common, constructors apart (J. Bieman and B.-K. Kang, 1995),
// in percent.
inline constexpr int kGodComplexity = 47;
inline constexpr int kGodMethods = 15;
inline constexpr int kGodCohesion = 33;

// Types with so many and complex methods that have so little in common. Python, JavaScript, TypeScript, Java, C++ with
// its methods in the class, Rust by `impl`, Go by receiver.
[[nodiscard]] std::unique_ptr<SmellFinder> god_object(const Inspection& inspection);

}  // namespace rustassistant::source
