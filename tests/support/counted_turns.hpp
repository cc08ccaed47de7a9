// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/llm/batch.hpp"

namespace rustassistant::test {

// Lets every call to a batch service through, and counts them.
struct CountedTurns final : llm::CallTurns {
  Result<void> wait(const llm::ProviderConfig& /*config*/) override {
    ++waited;
    return {};
  }
  void heard(const llm::ProviderConfig& /*config*/, const llm::AttemptFailure& /*failure*/) override { ++refused; }
  int waited = 0;
  int refused = 0;
};

}  // namespace rustassistant::test
