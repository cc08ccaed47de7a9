// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "rustassistant/base/embedded.hpp"

namespace rustassistant::llm {

// The files of prompts/, sorted by name.
extern const std::span<const EmbeddedFile> kPrompts;

}  // namespace rustassistant::llm
