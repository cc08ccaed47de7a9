// SPDX-License-Identifier: MIT
#include "prospects.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "answers.hpp"
#include "keys.hpp"
#include "rustassistant/llm/prompt.hpp"

namespace rustassistant::app {
namespace {

// The settings that enter the key of a model's answer and are not at their defaults. Told by the hash itself, so that
// what enters it later is not forgotten.
std::string changed_options(const Kind& kind, const config::Settings& settings) {
  const config::Settings defaults;
  if (model_options_hash(kind, settings) == model_options_hash(kind, defaults)) return {};
  struct Group {
    std::string_view name;
    void (*take)(config::Settings&, const config::Settings&);
  };
  static constexpr std::array kGroups{
      Group{"the thresholds of [analysis]",
            [](config::Settings& to, const config::Settings& from) {
              to.analysis.thresholds = from.analysis.thresholds;
            }},
      Group{"[llm] max_output_tokens",
            [](config::Settings& to, const config::Settings& from) {
              to.llm.max_output_tokens = from.llm.max_output_tokens;
            }},
      Group{"[privacy] redact",
            [](config::Settings& to, const config::Settings& from) { to.privacy.redact = from.privacy.redact; }},
  };
  std::string names;
  for (const Group& group : kGroups) {
    config::Settings changed;
    group.take(changed, settings);
    if (model_options_hash(kind, changed) == model_options_hash(kind, defaults)) continue;
    names += (names.empty() ? "" : ", ") + std::string(group.name);
  }
  return names.empty() ? "the settings that change answers" : names;
}

}  // namespace

Result<Prospects> Prospects::of(const config::Loaded& loaded, const sys::Environment& environment, int day) {
  Prospects prospects;
  TRY_ASSIGN(prospects.choice_, choose(loaded, environment, day));
  prospects.accepted_ = loaded.settings.cache.accept_models;
  for (const Kind& kind : kinds()) {
    if (kind.schema_version != kOlderSchemaVersion) continue;
    prospects.asked_.emplace(kind.type, Asked{llm::prompt_hash(kind.type), changed_options(kind, loaded.settings)});
  }
  return prospects;
}

bool Prospects::is_model_served(const cache::EntryInfo& info) const {
  if (!choice_.wanted || choice_.unavailable) return true;  // nobody can be called: any model will do
  if (std::find(accepted_.begin(), accepted_.end(), info.factors.model) != accepted_.end()) return true;
  return choice_.wanted->provider == info.provider() && choice_.wanted->model == info.factors.model &&
         llm::endpoint_of(*choice_.wanted).empty();
}

Obstacle Prospects::obstacle_of(const cache::EntryInfo& info) const {
  const auto asked = asked_.find(info.type());
  if (asked == asked_.end()) return {ObstacleKind::type, std::string(name_of(info.type())), {}};
  if (info.factors.prompt_hash != asked->second.prompt_hash)
    return {ObstacleKind::prompt, info.factors.prompt_hash, {}};
  if (const std::string& options = asked->second.changed_options; !options.empty()) {
    return {ObstacleKind::options, options, "leave " + options + " at the default"};
  }
  if (!is_model_served(info)) {
    return {ObstacleKind::model, info.factors.model, "[cache] accept_models = [\"" + info.factors.model + "\"]"};
  }
  return {ObstacleKind::none, {}, {}};
}

void Prospects::count(const cache::EntryInfo& info) {
  const Obstacle obstacle = obstacle_of(info);
  if (obstacle.kind == ObstacleKind::none) {
    ++will_hit_;
  } else {
    ++counts_[{obstacle.kind, obstacle.what, obstacle.remedy}];
  }
}

std::vector<Obstacle> Prospects::obstacles() const {
  std::vector<Obstacle> obstacles;
  for (const auto& [key, entries] : counts_) {
    const auto& [kind, what, remedy] = key;
    obstacles.push_back({kind, what, remedy, entries});
  }
  std::sort(obstacles.begin(), obstacles.end(), [](const Obstacle& a, const Obstacle& b) {
    return std::tie(b.entries, a.kind, a.what) < std::tie(a.entries, b.kind, b.what);
  });
  return obstacles;
}

}  // namespace rustassistant::app
