// SPDX-License-Identifier: MIT
#include "rustassistant/queue/job.hpp"

#include <algorithm>

namespace rustassistant::queue {
namespace {

constexpr std::array<std::string_view, kJobStates> kStateNames{"queued", "running", "packed", "submitted",
                                                               "done",   "dead",    "dropped"};

struct PriorityRow {
  std::string_view name;
  std::chrono::hours ahead;
};
constexpr std::array<PriorityRow, kPriorities> kPriorityRows{{
    {"critical", std::chrono::hours(72)},
    {"high", std::chrono::hours(24)},
    {"normal", std::chrono::hours(0)},
    {"low", std::chrono::hours(-24)},
}};

}  // namespace

std::string_view name_of(JobState state) {
  return kStateNames.at(static_cast<std::size_t>(state));
}

std::string_view name_of(Priority priority) {
  return kPriorityRows.at(static_cast<std::size_t>(priority)).name;
}

std::optional<Priority> priority_named(std::string_view name) {
  for (std::size_t i = 0; i < kPriorityRows.size(); ++i) {
    if (kPriorityRows.at(i).name == name) return static_cast<Priority>(i);
  }
  return std::nullopt;
}

std::int64_t rank_of(Priority priority, UnixMillis enqueued) {
  const std::chrono::milliseconds ahead = kPriorityRows.at(static_cast<std::size_t>(priority)).ahead;
  return enqueued.value - ahead.count();
}

}  // namespace rustassistant::queue
