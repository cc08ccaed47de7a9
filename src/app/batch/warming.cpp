// SPDX-License-Identifier: MIT
#include "warming.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <tuple>

#include "change_set.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/git.hpp"

namespace rustassistant::app {
namespace {

constexpr std::int64_t kQuietMs = std::chrono::milliseconds(std::chrono::hours(24)).count();
constexpr std::int64_t kOldestMs = std::chrono::milliseconds(std::chrono::hours(180 * 24)).count();

bool has_history(const std::string& repository, const sys::Environment& environment) {
  const auto git = sys::Git::open(repository, environment);
  return git && git->top() == repository;
}

ChangeHistory written_times(const std::string& repository, std::span<const std::string> paths, UnixMillis now) {
  ChangeHistory history;
  for (const std::string& path : paths) {
    struct stat facts{};
    if (::stat(sys::joined(repository, path).c_str(), &facts) != 0) continue;
    const UnixMillis written{static_cast<std::int64_t>(facts.st_mtim.tv_sec) * 1000};
    if (now.value - written.value < kOldestMs) history[path] = {decayed(written, now), written};
  }
  return history;
}

}  // namespace

std::vector<std::size_t> quiet_changes(std::span<const std::string> paths, const ChangeHistory& history,
                                       UnixMillis now) {
  struct Quiet {
    double score;
    std::size_t index;
  };
  std::vector<Quiet> quiet;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto found = history.find(paths[i]);
    if (found == history.end() || now.value - found->second.last.value < kQuietMs) continue;
    quiet.push_back({found->second.score, i});
  }
  std::sort(quiet.begin(), quiet.end(), [&](const Quiet& a, const Quiet& b) {
    if (a.score != b.score) return a.score > b.score;
    return std::tie(paths[a.index], a.index) < std::tie(paths[b.index], b.index);
  });
  std::vector<std::size_t> indexes;
  indexes.reserve(quiet.size());
  for (const Quiet& one : quiet) indexes.push_back(one.index);
  return indexes;
}

ChangeHistory warming_history(const std::string& repository, std::span<const std::string> paths,
                              const sys::Environment& environment, UnixMillis now) {
  if (!has_history(repository, environment)) return written_times(repository, paths, now);
  ChangeHistory history = history_of(repository, environment, now);
  if (const auto edits = changes_in_work_tree(repository, std::nullopt, environment)) {
    for (const std::string& path : paths) {
      if (edits->find(sys::joined(repository, path)) != nullptr) history[path].last = now;
    }
  }
  return history;
}

}  // namespace rustassistant::app
