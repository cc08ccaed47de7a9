// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

// Uses all libraries and grammars of the product. Not to be called: it makes the linker take them, in the product's
// way, so that a floor program starts as large as the product does.
std::size_t use_everything(const char* text);
