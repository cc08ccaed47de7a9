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

// What an entry is worth for each byte that it takes: what it costs to have again, times how often it was used, over
// its size, as in GreedyDual-Size-Frequency (Cherkasova, HPL-98-69, 1998). Instead of that algorithm's clock, which
// must be kept up at each access, worth fades with the time since the last use and is computed when somebody asks, as
// in hyperbolic caching (Blankstein, Sen, Freedman, USENIX ATC 2017). Where newer content of the same path was stored
// since the last use, it fades with the third power of that time: it is most likely never asked for again, but a branch
// may be checked out tomorrow. After two weeks it is as good as nothing. Powers and factors were chosen by
// tests/bench/prune_traces.cpp; docs/cache.md has the figures.
double cost_aware(const EntryFacts& facts, UnixMillis now) {
  const double idle_ms = std::max(0.0, static_cast<double>(now.value) - static_cast<double>(facts.last_accessed.value));
  if (facts.superseded && idle_ms > static_cast<double>(kSupersededFor)) return -1;
  const double idle = idle_ms / kMsPerDay;
  const double uses = 1.0 + static_cast<double>(facts.access_count);
  const double bytes = static_cast<double>(facts.stored_size + kBesides);
  const double fading = (1.0 + idle) * (facts.superseded ? 1.0 + 10.0 * idle * idle : 1.0);
  return uses * regeneration(facts) / bytes / fading;
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
