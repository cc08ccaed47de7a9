// SPDX-License-Identifier: MIT
#include "rustassistant/domain/cycles.hpp"

#include <algorithm>
#include <limits>

namespace rustassistant::domain {
namespace {

class Tarjan {
 public:
  Tarjan(std::size_t nodes, std::span<const std::pair<std::size_t, std::size_t>> edges)
      : targets_(nodes), order_(nodes, kUnseen), low_(nodes, 0), open_(nodes, false) {
    for (const auto& [from, to] : edges) targets_[from].push_back(to);
  }

  std::vector<std::vector<std::size_t>> run() {
    for (std::size_t node = 0; node < targets_.size(); ++node) {
      if (order_[node] == kUnseen) visit(node);
    }
    std::sort(groups_.begin(), groups_.end());
    return std::move(groups_);
  }

 private:
  static constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();
  struct Step {
    std::size_t node = 0;
    std::size_t next = 0;  // of its targets
  };

  void enter(std::size_t node) {
    order_[node] = low_[node] = seen_++;
    stack_.push_back(node);
    open_[node] = true;
    steps_.push_back({node, 0});
  }

  void visit(std::size_t root) {
    enter(root);
    while (!steps_.empty()) {
      const std::size_t node = steps_.back().node;
      if (steps_.back().next < targets_[node].size()) {
        const std::size_t target = targets_[node][steps_.back().next++];
        if (order_[target] == kUnseen) {
          enter(target);
        } else if (open_[target]) {
          low_[node] = std::min(low_[node], order_[target]);
        }
        continue;
      }
      steps_.pop_back();
      if (!steps_.empty()) low_[steps_.back().node] = std::min(low_[steps_.back().node], low_[node]);
      if (low_[node] == order_[node]) close_group(node);
    }
  }

  void close_group(std::size_t root) {
    std::vector<std::size_t> group;
    do {
      group.push_back(stack_.back());
      open_[stack_.back()] = false;
      stack_.pop_back();
    } while (group.back() != root);
    if (group.size() < 2) return;
    std::sort(group.begin(), group.end());
    groups_.push_back(std::move(group));
  }

  std::vector<std::vector<std::size_t>> targets_;
  std::vector<std::size_t> order_;
  std::vector<std::size_t> low_;
  std::vector<bool> open_;
  std::vector<std::size_t> stack_;
  std::vector<Step> steps_;
  std::vector<std::vector<std::size_t>> groups_;
  std::size_t seen_ = 0;
};

}  // namespace

std::vector<std::vector<std::size_t>> cycles_of(std::size_t nodes,
                                                std::span<const std::pair<std::size_t, std::size_t>> edges) {
  return Tarjan(nodes, edges).run();
}

}  // namespace rustassistant::domain
