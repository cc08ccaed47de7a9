// SPDX-License-Identifier: MIT
#include "rustassistant/llm/retry.hpp"

#include <algorithm>
#include <optional>

namespace rustassistant::llm {
namespace {

using Remedy = AttemptFailure::Remedy;
using std::chrono::milliseconds;

constexpr milliseconds kFirstWait{500};
constexpr int kMostDoublings = 16;
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
  const milliseconds full = kFirstWait * (1 << std::min(attempts - 1, kMostDoublings));
  return Later{full - full / 2 * static_cast<std::int64_t>(random % 1000) / 1000};
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
