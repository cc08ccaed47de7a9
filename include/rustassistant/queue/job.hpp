// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/domain/provider.hpp"

namespace rustassistant::queue {

enum class JobState : std::uint8_t {
  queued,
  running,
  packed,     // into a batch that is not sent yet
  submitted,  // with a batch
  done,
  dead,     // no further try would help, or the last one failed
  dropped,  // nobody needs the answer any more
};
inline constexpr std::size_t kJobStates = 7;
[[nodiscard]] std::string_view name_of(JobState state);
// Whether somebody may still answer it.
[[nodiscard]] constexpr bool is_open(JobState state) {
  return state <= JobState::submitted;
}

enum class Priority : std::uint8_t { critical, high, normal, low };
inline constexpr std::size_t kPriorities = 4;
[[nodiscard]] std::string_view name_of(Priority priority);
[[nodiscard]] std::optional<Priority> priority_named(std::string_view name);

// Where a job stands in the queue: the lower, the sooner. By its age, and ahead of it by 72 h, 24 h, 0 and -24 h: so no
// job waits for more than 96 h longer than one that came with it.
[[nodiscard]] std::int64_t rank_of(Priority priority, UnixMillis enqueued);

// Claims of a job before it is given up.
inline constexpr int kMostAttempts = 5;
inline constexpr std::chrono::hours kKeepDead{30 * 24};
inline constexpr std::chrono::hours kKeepDone{7 * 24};
inline constexpr std::size_t kMostMessage = 500;  // bytes

// One question about one file.
struct Ask {
  domain::CacheKey key{};
  domain::AnalysisType type{};
  std::string repo_id;    // 8 hex digits
  std::string repo_path;  // canonical
  std::string path;       // below the repository
  codec::Sha256Digest content_hash{};
  domain::Provider provider{};
  std::string model;
  Priority priority = Priority::normal;
  bool warms = false;  // nobody has asked for the answer yet
};

struct Job {
  std::int64_t id = 0;
  Ask ask;
  JobState state = JobState::queued;
  int attempts = 0;  // with a running one
  UnixMillis not_before;
  std::string last_code;     // of the last failure: "provider", "unreachable"; empty: none
  std::string last_message;  // neutralized
  UnixMillis enqueued_at;
  std::optional<UnixMillis> finished_at;
};

// Which jobs somebody works off: those of one repository to one model, at and below a path.
struct Selection {
  std::string repo_id;
  std::string below;  // "src/", a file's path, or nothing: all
  std::vector<domain::AnalysisType> types;
  domain::Provider provider{};
  std::string model;
};

// What became of questions that were added.
struct Added {
  std::int64_t queued = 0;
  std::int64_t known = 0;  // they are open already
  std::int64_t dead = 0;   // they were given up lately
};

// How a job ends, or goes on, that was sent with a batch.
struct Returned {
  domain::CacheKey key{};
  JobState state = JobState::done;  // done, dead, or queued: it is asked again
  UnixMillis not_before;            // of one that is queued
  bool attempt_counts = true;       // of one that is queued; after the last attempt it is dead
  std::string code = {};
  std::string message = {};
};

// What was seen of a batch, and when it is looked at again.
struct Poll {
  UnixMillis next_at;
  std::int64_t waits = 0;
  std::string status;
  bool ended = false;
};

// How many jobs are in each state, by its number.
using JobCounts = std::array<std::int64_t, kJobStates>;

// A provider that is left alone by queued work.
struct Pause {
  std::string scope;
  UnixMillis until;
  std::string code;
  std::string message;
};

struct Standing {
  JobCounts jobs{};
  std::optional<UnixMillis> oldest;  // of the open ones, when it was added
  std::vector<Pause> pauses;         // that hold
  [[nodiscard]] std::int64_t in(JobState state) const { return jobs.at(static_cast<std::size_t>(state)); }
};

}  // namespace rustassistant::queue
