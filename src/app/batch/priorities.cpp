// SPDX-License-Identifier: MIT
#include "priorities.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "rustassistant/base/text.hpp"
#include "rustassistant/source/test_files.hpp"
#include "rustassistant/sys/git.hpp"

namespace rustassistant::app {
namespace {

constexpr double kHalfLifeMs = 30.0 * 86'400'000;
constexpr std::int64_t kWeekMs = std::int64_t{7} * 86'400'000;
constexpr std::size_t kShareOfHigh = 10;  // every tenth

bool is_entry_point(std::string_view path) {
  constexpr std::array<std::string_view, 4> kStems{"main", "lib", "index", "__init__"};
  const std::size_t slash = path.rfind('/');
  const std::string_view folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const std::string_view stem = name.substr(0, name.find('.'));
  return std::find(kStems.begin(), kStems.end(), stem) != kStems.end() || folder == "cmd" ||
         folder.starts_with("cmd/") || folder.ends_with("/cmd") || folder.find("/cmd/") != std::string_view::npos;
}

// The score above which a path is among the highest tenth of those that changed at all; nothing reaches it where few
// did.
double high_score(std::span<const std::string> paths, const ChangeHistory& history) {
  std::vector<double> scores;
  for (const std::string& path : paths) {
    if (const auto found = history.find(path); found != history.end()) scores.push_back(found->second.score);
  }
  if (scores.size() < kShareOfHigh) return HUGE_VAL;
  std::sort(scores.begin(), scores.end(), std::greater<>());
  return scores.at(scores.size() / kShareOfHigh - 1);
}

}  // namespace

double decayed(UnixMillis change, UnixMillis now) {
  return std::exp2(-static_cast<double>(std::max<std::int64_t>(0, now.value - change.value)) / kHalfLifeMs);
}

ChangeHistory history_in(std::string_view log, UnixMillis now) {
  ChangeHistory history;
  UnixMillis at;
  for (const std::string_view line : split(log, '\n')) {
    if (line.starts_with('@')) {
      constexpr std::int64_t kFarthest = 253'402'300'799;  // the end of the year 9999
      at = {std::clamp<std::int64_t>(parse_integer(line.substr(1)).value_or(0), 0, kFarthest) * 1000};
    } else if (!line.empty()) {
      PastChanges& changes = history[std::string(line)];
      changes.score += decayed(at, now);
      changes.last = std::max(changes.last, at);
    }
  }
  return history;
}

ChangeHistory history_of(const std::string& repository, const sys::Environment& environment, UnixMillis now) {
  const auto git = sys::Git::open(repository, environment);
  if (!git || git->top() != repository) return {};
  const auto log = git->output({"-c", "core.quotePath=false", "log", "--since=180.days", "--name-only", "--no-renames",
                                "--no-merges", "--format=@%ct", "--"});
  return log ? history_in(*log, now) : ChangeHistory{};
}

std::vector<queue::Priority> priorities_of(std::span<const std::string> paths, const ChangeHistory& history,
                                           std::span<const std::string> most_imported, UnixMillis now) {
  const double high = high_score(paths, history);
  std::vector<queue::Priority> priorities;
  for (const std::string& path : paths) {
    const auto found = history.find(path);
    const bool is_recent = found != history.end() && now.value - found->second.last.value < kWeekMs;
    const bool is_busy = found != history.end() && found->second.score >= high;
    const bool is_imported = std::find(most_imported.begin(), most_imported.end(), path) != most_imported.end();
    if (source::is_test_path(path)) {
      priorities.push_back(queue::Priority::low);
    } else if (is_entry_point(path) || is_imported) {
      priorities.push_back(queue::Priority::critical);
    } else {
      priorities.push_back(is_recent || is_busy ? queue::Priority::high : queue::Priority::normal);
    }
  }
  return priorities;
}

}  // namespace rustassistant::app
