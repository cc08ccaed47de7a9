// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "choice.hpp"
#include "rustassistant/app/migrate.hpp"
#include "rustassistant/cache/entry.hpp"

// Which answers would serve a review as things are configured, and what stands in the way of the others.
namespace rustassistant::app {

class Prospects {
 public:
  // Error (config): settings with which no call may ever be made.
  [[nodiscard]] static Result<Prospects> of(const config::Loaded& loaded, const sys::Environment& environment);

  void count(const cache::EntryInfo& info);

  [[nodiscard]] std::int64_t will_hit() const { return will_hit_; }
  // Those that would not, the most frequent reason first.
  [[nodiscard]] std::vector<Obstacle> obstacles() const;

 private:
  // What stands in the way of one; nothing of `reason` but hit: nothing does.
  [[nodiscard]] Obstacle obstacle_of(const cache::EntryInfo& info) const;
  [[nodiscard]] bool is_model_served(const cache::EntryInfo& info) const;

  Choice choice_;
  std::vector<std::string> accepted_;
  std::string prompt_hash_;
  std::string changed_options_;  // settings that are not at their defaults; empty: none
  std::int64_t will_hit_ = 0;
  std::map<std::tuple<ObstacleKind, std::string, std::string>, std::int64_t> counts_;
};

}  // namespace rustassistant::app
