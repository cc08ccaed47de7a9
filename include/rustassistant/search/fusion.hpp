// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rustassistant/search/ranking.hpp"

// One order out of two: by words and by meaning. Pure.
namespace rustassistant::search {

// A file by meaning: its chunk that is most similar to the query.
struct Similar {
  std::uint32_t file = 0;
  std::uint32_t chunk = 0;
  double similarity = 0;  // the cosine of the angle
};

// Reciprocal rank fusion (G. V. Cormack et al., SIGIR 2009; k = 60): a file scores 61 / (60 + rank) for each list that
// it is in, so that 2 is the most. Both lists are in order, best first, each file at most once. Of a file that is in
// both, the chunk is that of the list where it ranks higher.
[[nodiscard]] std::vector<Ranked> fused(std::span<const Ranked> ranked, std::span<const Similar> similar);

}  // namespace rustassistant::search
