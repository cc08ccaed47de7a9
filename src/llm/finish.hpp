// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>

#include "rustassistant/llm/client.hpp"

// Reasons for which a model stopped, and what they mean for its answer.
namespace rustassistant::llm {

inline constexpr std::string_view kCutOff = "the answer was cut off at the output cap";
inline constexpr std::string_view kEmptyAnswer = "the answer is empty";
inline constexpr std::string_view kRaiseCap = "raise llm.max_output_tokens, or choose another model (--model)";
inline constexpr std::string_view kSmallerFile = "a smaller file or another model (--model) may do";
inline constexpr std::string_view kOtherModel = "another model (--model) may answer";
inline constexpr std::string_view kCheckBaseUrl = "check the base URL";

inline constexpr auto kLargerCap = AttemptFailure::Remedy::larger_cap;

inline constexpr std::size_t kModelNameBytes = 200;

// A reason that makes an answer useless; with any other it stands or falls by its schema.
struct FinishRow {
  std::string_view reason;
  std::string_view what;
  std::string_view hint;
  AttemptFailure::Remedy remedy = AttemptFailure::Remedy::none;
};

// Null for a reason that is none of them.
[[nodiscard]] inline const FinishRow* find_finish(std::span<const FinishRow> rows, std::string_view reason) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const FinishRow& row) { return row.reason == reason; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace rustassistant::llm
