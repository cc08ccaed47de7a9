// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "finish.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/prices.hpp"

namespace rustassistant::llm {

// What a reply says, before anybody judges it (judge.hpp).
struct ReplyParts {
  std::optional<domain::Usage> usage;
  std::optional<NanoUsd> billed;
  bool from_a_model = false;          // holds what a model alone writes: choices, content, candidates
  const FinishRow* finish = nullptr;  // the reason that makes the answer useless, if any
  std::string refusal;                // a sentence, if the model or its provider declined
  std::string text;
  std::string model;
};

}  // namespace rustassistant::llm
