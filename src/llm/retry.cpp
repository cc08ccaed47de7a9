// SPDX-License-Identifier: MIT
#include "rustassistant/llm/retry.hpp"

#include <algorithm>
#include <optional>

namespace rustassistant::llm {
namespace {

using Remedy = AttemptFailure::Remedy;
using std::chrono::milliseconds;

constexpr Tokens kCapFactor = 4;

NextStep in_shape(std::optional<RequestShape> shape) {
  if (!shape) return GiveUp{};
  return Again{*shape};
}

std::optional<RequestShape> with_plainer_schema(RequestShape shape, domain::Provider provider) {
  const auto plainer = plainer_schema_mode(provider, shape.schema);
  if (!plainer) return std::nullopt;
  shape.schema = *plainer;
  return shape;
}

std::optional<RequestShape> with_folded_system(RequestShape shape) {
  if (shape.folds_system) return std::nullopt;
  shape.folds_system = true;
  return shape;
}

std::optional<RequestShape> with_larger_cap(const Tried& tried) {
  RequestShape shape = tried.shape;
  if (shape.output_cap != tried.first_shape.output_cap) return std::nullopt;
  shape.output_cap *= kCapFactor;
  if (tried.max_output > 0) shape.output_cap = std::min(shape.output_cap, tried.max_output);
  if (shape.output_cap <= tried.shape.output_cap) return std::nullopt;
  return shape;
}

NextStep after_a_wait(const AttemptFailure& failure, int attempts, std::uint32_t random, const Patience& patience) {
  if (attempts < 1 || attempts >= patience.attempts) return GiveUp{};
  if (failure.retry_after) {
    if (*failure.retry_after > patience.longest_wait) return GiveUp{};
    return Later{*failure.retry_after};
  }
  milliseconds full = patience.first_wait;
  for (int i = 1; i < attempts && full < patience.longest_wait; ++i) full *= patience.factor;
  full = std::min(full, patience.longest_wait);
  return Later{full - full * patience.jitter_percent * static_cast<std::int64_t>(random % 1000) / 100'000};
}

}  // namespace

NextStep next_step(const AttemptFailure& failure, const Tried& tried, domain::Provider provider, std::uint32_t random,
                   const Patience& patience) {
  switch (failure.remedy) {
    case Remedy::plainer_schema:
      return in_shape(with_plainer_schema(tried.shape, provider));
    case Remedy::folded_system:
      return in_shape(with_folded_system(tried.shape));
    case Remedy::larger_cap:
      return in_shape(with_larger_cap(tried));
    case Remedy::time:
      return after_a_wait(failure, tried.attempts, random, patience);
    case Remedy::none:
      break;
  }
  return GiveUp{};
}

}  // namespace rustassistant::llm
