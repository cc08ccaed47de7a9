// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/domain/findings.hpp"

namespace rustassistant::domain {

// Makes one list of what a model and the built-in analyzer found in a file, the worst first, then by line; each smell
// says who found it. Findings of one kind and item become one, with the worst severity, and of what both found the
// analyzer's text and place. Everything else of the answer stays. Pure.
void unite(Analysis& answer, const std::string& model, const Analysis& measured);

}  // namespace rustassistant::domain
