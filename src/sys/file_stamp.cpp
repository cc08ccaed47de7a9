// SPDX-License-Identifier: MIT
#include "rustassistant/sys/file_stamp.hpp"

#include <sys/stat.h>

namespace rustassistant::sys {
namespace {

std::int64_t nanoseconds(const timespec& time) {
  constexpr std::int64_t kNanosOfSecond = 1'000'000'000;
  return static_cast<std::int64_t>(time.tv_sec) * kNanosOfSecond + time.tv_nsec;
}

}  // namespace

FileStamp stamp_of(const struct stat& facts) {
  return {facts.st_size, nanoseconds(facts.st_mtim), nanoseconds(facts.st_ctim)};
}

std::optional<FileStamp> stamp_of(const std::string& path) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0) return std::nullopt;
  return stamp_of(facts);
}

}  // namespace rustassistant::sys
