// SPDX-License-Identifier: MIT
#include "snapshot.hpp"

#include <stdlib.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "rustassistant/sys/files.hpp"

namespace rustassistant::legacy {
namespace {

namespace fs = std::filesystem;

// Logs first: a log that is missing in a copy loses commits, one too many is recognized by SQLite.
constexpr std::array kLogs{"-wal", "-journal"};

// Size, time and number of a database's files, as one text.
std::string facts_of(const std::string& path) {
  std::string facts;
  for (const char* suffix : {"", "-wal", "-journal"}) {
    struct stat file{};
    if (::stat((path + suffix).c_str(), &file) == 0) {
      facts += std::to_string(file.st_ino) + ":" + std::to_string(file.st_size) + ":" +
               std::to_string(file.st_mtim.tv_sec) + "." + std::to_string(file.st_mtim.tv_nsec);
    }
    facts += ";";
  }
  return facts;
}

}  // namespace

Error unreadable(const std::string& path, const std::string& why) {
  return {Errc::input, "cannot read " + sys::quoted(path) + ": " + why, {}};
}

bool has_log(const std::string& path) {
  for (const char* suffix : kLogs) {
    std::error_code none;
    const auto size = fs::file_size(path + suffix, none);
    if (!none && size > 0) return true;
  }
  return false;
}

Result<Snapshot> Snapshot::open(const std::string& path) {
  if (!has_log(path)) return open_without_logs(path);
  Snapshot snapshot(path);
  snapshot.facts_ = facts_of(path);
  TRY_ASSIGN(const std::string copied, snapshot.copy());
  TRY(snapshot.check_unchanged());
  TRY(snapshot.connect(copied, db::OpenMode::read_write));
  return snapshot;
}

Result<Snapshot> Snapshot::open_without_logs(const std::string& path) {
  Snapshot snapshot(path);
  snapshot.facts_ = facts_of(path);
  TRY(snapshot.connect(path, db::OpenMode::snapshot));
  return snapshot;
}

Snapshot::~Snapshot() {
  connection_.reset();
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

Snapshot::Snapshot(Snapshot&& other) noexcept
    : path_(std::move(other.path_)),
      facts_(std::move(other.facts_)),
      folder_(std::exchange(other.folder_, {})),
      connection_(std::exchange(other.connection_, std::nullopt)) {}

Result<void> Snapshot::check_unchanged() const {
  if (facts_of(path_) == facts_) return {};
  return tl::unexpected(
      unreadable(path_, "it changed while it was being read; close the program that writes to it and try again"));
}

Result<void> Snapshot::connect(const std::string& path, db::OpenMode mode) {
  auto connection = db::Connection::open(path, {mode});
  if (!connection) return tl::unexpected(unreadable(path_, connection.error().what));
  connection_.emplace(*std::move(connection));
  return {};
}

Result<std::string> Snapshot::copy() {
  std::error_code failure;
  std::string name = (fs::temp_directory_path(failure) / "rustassistant-XXXXXX").native();
  if (failure || ::mkdtemp(name.data()) == nullptr) return tl::unexpected(unreadable(path_, "no room for a copy"));
  folder_ = name;
  std::string target = sys::joined(folder_, "copy.db");
  for (const char* suffix : {"-wal", "-journal", ""}) {
    const std::string source = path_ + suffix;
    if (*suffix != '\0' && !sys::exists(source)) continue;
    if (!fs::copy_file(source, target + suffix, failure))
      return tl::unexpected(unreadable(path_, "no copy could be made: " + failure.message()));
  }
  return target;
}

}  // namespace rustassistant::legacy
