// SPDX-License-Identifier: MIT
#include "worth.hpp"

#include <algorithm>
#include <array>

namespace rustassistant::cache {
namespace {

constexpr double kMsPerDay = 86'400'000;

// Nano-dollars to have an answer again: its price, guessed where it is unknown from the size, at about $2 for a million
// tokens of four bytes; and the time it takes, a second for a hundredth of a cent.
double regeneration(const EntryFacts& facts) {
  constexpr double kUnknownPerByte = 500;
  constexpr double kPerMs = 100;
  const double price = facts.builtin ? 0
                       : facts.cost  ? static_cast<double>(facts.cost->value)
                                     : kUnknownPerByte * static_cast<double>(facts.raw_size);
  return price + kPerMs * static_cast<double>(facts.generation_ms) + 1;
}

double cost_aware(const EntryFacts& facts, UnixMillis now) {
  if (facts.superseded) return -1;
  const double idle_days =
      std::max(0.0, static_cast<double>(now.value) - static_cast<double>(facts.last_accessed.value)) / kMsPerDay;
  const double uses = 1.0 + static_cast<double>(facts.access_count);
  const double bytes = static_cast<double>(facts.stored_size + kBesides);
  return uses * regeneration(facts) / bytes / (1.0 + idle_days);
}

double lru(const EntryFacts& facts, UnixMillis) {
  return static_cast<double>(facts.last_accessed.value);
}

double oldest(const EntryFacts& facts, UnixMillis) {
  return static_cast<double>(facts.created.value);
}

double largest(const EntryFacts& facts, UnixMillis) {
  return -static_cast<double>(facts.stored_size);
}

double most_expensive(const EntryFacts& facts, UnixMillis) {
  return facts.cost ? -static_cast<double>(facts.cost->value) : 1;
}

struct StrategyRow {
  PruneStrategy strategy;
  std::string_view name;
  double (*worth)(const EntryFacts&, UnixMillis now);
};

constexpr auto kStrategies = std::to_array<StrategyRow>({
    {PruneStrategy::cost_aware, "cost-aware", cost_aware},
    {PruneStrategy::lru, "lru", lru},
    {PruneStrategy::oldest, "oldest", oldest},
    {PruneStrategy::largest, "largest", largest},
    {PruneStrategy::most_expensive, "most-expensive", most_expensive},
});

const StrategyRow& row_of(PruneStrategy strategy) {
  return kStrategies.at(static_cast<std::size_t>(strategy));
}

}  // namespace

double worth(PruneStrategy strategy, const EntryFacts& facts, UnixMillis now) {
  return row_of(strategy).worth(facts, now);
}

std::string_view name_of(PruneStrategy strategy) {
  return row_of(strategy).name;
}

std::optional<PruneStrategy> prune_strategy_named(std::string_view name) {
  const auto* const found =
      std::find_if(kStrategies.begin(), kStrategies.end(), [&](const StrategyRow& row) { return row.name == name; });
  return found == kStrategies.end() ? std::nullopt : std::optional(found->strategy);
}

}  // namespace rustassistant::cache
