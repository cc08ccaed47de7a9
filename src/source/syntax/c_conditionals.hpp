// SPDX-License-Identifier: MIT
#pragma once

#include "c_tokens.hpp"

namespace rustassistant::source {

enum class CDialect : bool { c, cpp };

// Blanks the lines of `#if` and its kin, so that what they enclose reads as one text. All branches stay where they can
// follow each other; else the first that is code does. What `#if 0` and the other dialect's `__cplusplus` enclose goes.
// Afterwards no directive stands within a statement or list.
void join_conditionals(CText& c, CDialect dialect);

}  // namespace rustassistant::source
