// SPDX-License-Identifier: MIT
#include "rustassistant/search/fusion.hpp"

#include <algorithm>
#include <unordered_map>

namespace rustassistant::search {
namespace {

double share_of(std::size_t rank) {
  constexpr double kSmooth = 60;
  return (kSmooth + 1) / (kSmooth + 1 + static_cast<double>(rank));
}

}  // namespace

std::vector<Ranked> fused(std::span<const Ranked> ranked, std::span<const Similar> similar) {
  std::vector<Ranked> all(ranked.begin(), ranked.end());
  std::unordered_map<std::uint32_t, std::size_t> places;
  for (std::size_t i = 0; i < all.size(); ++i) {
    places.emplace(all[i].file, i);
    all[i].score = share_of(i);
  }
  for (std::size_t rank = 0; rank < similar.size(); ++rank) {
    const Similar& one = similar[rank];
    const auto [place, is_new] = places.emplace(one.file, all.size());
    if (is_new) all.push_back({one.file, one.chunk, 0, {}});
    Ranked& file = all[place->second];
    if (!is_new && rank < place->second) file.chunk = one.chunk;
    file.score += share_of(rank);
    file.why.similarity = one.similarity;
  }
  std::vector<std::size_t> order(all.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return all[a].score != all[b].score ? all[a].score > all[b].score : a < b;
  });
  std::vector<Ranked> sorted;
  sorted.reserve(all.size());
  for (const std::size_t i : order) sorted.push_back(all[i]);
  return sorted;
}

}  // namespace rustassistant::search
