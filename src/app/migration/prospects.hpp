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

// Which answers would serve a review with the current configuration, and what is in the way of the others.
namespace rustassistant::app {

class Prospects {
 public:
  // `day`: today in UTC, of which prices hold. Error (config): settings with which no call may ever be made.
  [[nodiscard]] static Result<Prospects> of(const config::Loaded& loaded, const sys::Environment& environment, int day);

  void count(const cache::EntryInfo& info);

  [[nodiscard]] std::int64_t will_hit() const { return will_hit_; }
  // Those that would not, the most frequent reason first.
  [[nodiscard]] std::vector<Obstacle> obstacles() const;

 private:
  // What is in the way of one; nothing of `reason` but hit: nothing does.
  [[nodiscard]] Obstacle obstacle_of(const cache::EntryInfo& info) const;
  [[nodiscard]] bool is_model_served(const cache::EntryInfo& info) const;

  Choice choice_;
  std::vector<std::string> accepted_;
  // How a type is asked for.
  struct Asked {
    std::string prompt_hash;
    std::string changed_options;  // settings that are not at their defaults; empty: none
  };
  std::map<domain::AnalysisType, Asked> asked_;
  std::int64_t will_hit_ = 0;
  std::map<std::tuple<ObstacleKind, std::string, std::string>, std::int64_t> counts_;
};

}  // namespace rustassistant::app
