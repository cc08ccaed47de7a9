// SPDX-License-Identifier: MIT
#include "settled_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <ctime>

namespace rustassistant::cache {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * kNsPerSecond + static_cast<std::int64_t>(time.tv_nsec);
}

bool absent_or_empty(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) != 0 ? errno == ENOENT : facts.st_size == 0;
}

}  // namespace

std::optional<FileStamp> complete_file(const std::string& path) {
  struct stat facts{};
  if (!absent_or_empty(path + "-wal") || !absent_or_empty(path + "-journal") || ::stat(path.c_str(), &facts) != 0)
    return std::nullopt;
  return FileStamp{static_cast<std::uint64_t>(facts.st_dev), static_cast<std::uint64_t>(facts.st_ino),
                   static_cast<std::int64_t>(facts.st_size), nanoseconds(facts.st_mtim)};
}

std::int64_t file_time_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return nanoseconds(now);
}

bool is_settled(const FileStamp& stamp, std::int64_t now_ns) {
  constexpr std::int64_t kNsPerMillisecond = 1'000'000;
  const bool is_fine = stamp.modified_ns % kNsPerMillisecond != 0;
  const std::int64_t longest_step = is_fine ? 50 * kNsPerMillisecond : 3 * kNsPerSecond;
  return now_ns - stamp.modified_ns > longest_step;
}

}  // namespace rustassistant::cache
