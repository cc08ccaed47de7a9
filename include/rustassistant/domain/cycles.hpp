// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace rustassistant::domain {

// The groups of nodes that reach each other (R. Tarjan, Depth-first search and linear graph algorithms, 1972), those of
// a single node left out. Nodes are 0 to `nodes` - 1, edges lead from the first to the second. Each group is sorted,
// and so are the groups. Takes no stack, however long the paths.
[[nodiscard]] std::vector<std::vector<std::size_t>> cycles_of(
    std::size_t nodes, std::span<const std::pair<std::size_t, std::size_t>> edges);

}  // namespace rustassistant::domain
