// SPDX-License-Identifier: MIT
#pragma once

#include "smells.hpp"

namespace rustassistant::source {

// Functions that nothing outside of the file can name, and that the file names nowhere but in their definition: macros,
// strings and preprocessor lines count as naming, comments do not. C and C++: `static` or in an unnamed namespace;
// Java: private without an annotation; JavaScript and TypeScript: not exported from a module, `#private`; Python:
// `__name` of a class. Not Go, where the other files of the package may call, nor Rust, whose compiler tells by
// default.
[[nodiscard]] std::unique_ptr<SmellFinder> unused_functions(const Inspection& inspection);

}  // namespace rustassistant::source
