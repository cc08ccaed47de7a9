// SPDX-License-Identifier: MIT
#include "rustassistant/app/empty_cache.hpp"

#include <stdlib.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "rustassistant/cache/packed_entry.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

// A folder that goes with all that is in it.
class ScratchFolder {
 public:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Leaves what stays of a cache once its last entry has left, the dictionary among it.
Result<void> fill_and_clear(cache::SqliteCache& cache) {
  cache::EntryInfo info;
  info.factors.type = domain::name_of(domain::AnalysisType::refactor);
  info.factors.provider = domain::name_of(domain::Provider::builtin);
  info.factors.content_hash = std::string(64, '0');
  info.repo_id = std::string(8, '0');
  TRY_ASSIGN(const auto compressor, cache.compressor());
  const std::array entries{cache::pack(std::move(info), "{}", *compressor)};
  TRY(cache.import(entries));
  TRY(cache.clear({}, cache::DryRun::no));
  return {};
}

}  // namespace

Result<std::int64_t> empty_cache_bytes(const Clock& clock) {
  std::error_code failure;
  const auto temporary = std::filesystem::temp_directory_path(failure);
  std::string path = (failure ? std::filesystem::path("/tmp") : temporary) / "rustassistant.XXXXXX";
  if (::mkdtemp(path.data()) == nullptr)
    return fail(Errc::storage, "cannot create " + sys::quoted(path) + ": " + sys::errno_text(errno));
  const ScratchFolder folder(std::move(path));
  const std::string file = sys::joined(folder.path(), "cache.db");
  TRY_ASSIGN(const auto cache, cache::SqliteCache::open({file}, clock));
  TRY(fill_and_clear(*cache));
  TRY(cache->close());
  const auto bytes = std::filesystem::file_size(file, failure);
  if (failure) return fail(Errc::storage, "cannot measure " + sys::quoted(file) + ": " + failure.message());
  return static_cast<std::int64_t>(bytes);
}

}  // namespace rustassistant::app
