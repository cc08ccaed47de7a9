// SPDX-License-Identifier: MIT
#include "support/watched_disk.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <list>
#include <map>
#include <string>

namespace rustassistant::test {
namespace {

// The methods of one open file: SQLite's own, some of them replaced. First member: SQLite sees nothing but that.
struct Methods {
  sqlite3_io_methods replaced;
  const sqlite3_io_methods* own;
  std::string name;
};

struct Watch {
  sqlite3_vfs* own = nullptr;
  sqlite3_vfs ours{};
  std::list<Methods> files;
  std::map<std::string, int, std::less<>> flushes;  // by name
  bool full = false;
};

Watch& watch() {
  static Watch one;
  return one;
}

const Methods& methods_of(sqlite3_file* file) {
  return *reinterpret_cast<const Methods*>(file->pMethods);
}

int on_sync(sqlite3_file* file, int flags) {
  ++watch().flushes[methods_of(file).name];
  return methods_of(file).own->xSync(file, flags);
}

int on_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const sqlite3_io_methods* const own = methods_of(file).own;
  sqlite3_int64 end = 0;
  if (watch().full && own->xFileSize(file, &end) == SQLITE_OK && offset + size > end) {
    errno = ENOSPC;
    return SQLITE_FULL;
  }
  return own->xWrite(file, bytes, size, offset);
}

int on_share_memory(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  const sqlite3_io_methods* const own = methods_of(file).own;
  if (!watch().full) return own->xShmMap(file, region, size, extend, memory);
  const int status = own->xShmMap(file, region, size, 0, memory);
  if (status != SQLITE_OK || extend == 0 || *memory != nullptr) return status;
  errno = ENOSPC;
  return SQLITE_IOERR_SHMSIZE;
}

int on_last_error(sqlite3_vfs* /*vfs*/, int /*size*/, char* /*text*/) {
  return errno;
}

int on_open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int status = watch().own->xOpen(watch().own, name, file, flags, out_flags);
  if (file->pMethods == nullptr) return status;
  Methods methods{*file->pMethods, file->pMethods, name == nullptr ? "" : name};
  methods.replaced.xSync = on_sync;
  methods.replaced.xWrite = on_write;
  if (methods.own->iVersion >= 2) methods.replaced.xShmMap = on_share_memory;
  watch().files.push_back(methods);
  file->pMethods = &watch().files.back().replaced;
  return status;
}

}  // namespace

WatchedDisk::WatchedDisk() {
  Watch& one = watch();
  sqlite3_initialize();
  one.own = sqlite3_vfs_find(nullptr);
  one.ours = *one.own;
  one.ours.zName = "watched";
  one.ours.xOpen = on_open;
  one.ours.xGetLastError = on_last_error;
  one.flushes.clear();
  one.full = false;
  sqlite3_vfs_register(&one.ours, 1);
}

WatchedDisk::~WatchedDisk() {
  sqlite3_vfs_unregister(&watch().ours);
  sqlite3_vfs_register(watch().own, 1);
  watch().files.clear();
}

int WatchedDisk::flushes_of(std::string_view ending) const {
  int count = 0;
  for (const auto& [name, number] : watch().flushes) {
    if (name.ends_with(ending)) count += number;
  }
  return count;
}

void WatchedDisk::set_full(bool full) {
  watch().full = full;
}

}  // namespace rustassistant::test
