// SPDX-License-Identifier: MIT
#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "dense.hpp"
#include "refresh.hpp"
#include "repository_place.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

// An unchanged index is marked as complete again at most this often: every mark is a write.
constexpr std::int64_t kMarkAgainMillis = 600'000;

struct Work {
  const std::string& top;
  const config::AnalysisSettings& settings;
  const Services& services;
  const IndexProgress& progress;
};

std::optional<std::int64_t> age_seconds(const search::Contents& contents, const Clock& clock) {
  if (!contents.refreshed_at) return std::nullopt;
  return std::max<std::int64_t>(clock.now().value - contents.refreshed_at->value, 0) / 1000;
}

void count(ReadyIndex& ready) {
  ready.standing.files = static_cast<std::int64_t>(ready.contents.files.size());
  ready.standing.chunks = static_cast<std::int64_t>(ready.contents.collection.chunks);
}

Result<void> refresh_index(ReadyIndex& ready, const Work& work) {
  search::Index& index = *ready.index;
  TRY_ASSIGN(const IndexDifference difference, compare(ready.contents, work.top, work.settings, work.services));
  const bool differs = !difference.to_read.empty() || !difference.gone.empty();
  if (differs) {
    TRY_ASSIGN(ready.standing.refreshed,
               take_over(difference, index, work.top, work.settings, work.services, work.progress));
    ready.standing.removed = static_cast<std::int64_t>(difference.gone.size());
  }
  const auto before = static_cast<std::int64_t>(ready.contents.files.size());
  if (ready.standing.refreshed > before / 2) TRY(index.compact());
  const auto age = age_seconds(ready.contents, work.services.clock);
  if (differs || !age || *age * 1000 >= kMarkAgainMillis) TRY(index.mark_refreshed());
  if (differs) {
    TRY_ASSIGN(ready.contents, index.contents());
  }
  ready.standing.stale_seconds = 0;
  count(ready);
  return {};
}

Result<ReadyIndex> open_index(const std::string& path, search::Access access, const Work& work) {
  ReadyIndex ready;
  TRY_ASSIGN(ready.index, search::Index::open(path, access, index_made_by(), work.services.clock, work.services.warn));
  if (!ready.index) return ready;
  auto contents = ready.index->contents();
  // A damaged index is another one by now.
  if (!contents && ready.index->was_replaced()) contents = ready.index->contents();
  if (!contents) return tl::unexpected(std::move(contents).error());
  ready.contents = *std::move(contents);
  ready.standing.repository = work.top;
  if (access != search::Access::memory) ready.standing.file = path;
  ready.standing.stale_seconds = age_seconds(ready.contents, work.services.clock);
  count(ready);
  return ready;
}

Result<ReadyIndex> refreshed(const std::string& path, search::Access access, const Work& work) {
  for (bool again = false;; again = true) {
    TRY_ASSIGN(ReadyIndex ready, open_index(path, access, work));
    auto done = refresh_index(ready, work);
    if (done) return ready;
    if (again || !ready.index->was_replaced()) return tl::unexpected(std::move(done).error());
  }
}

// An index that cannot be written still answers while nothing has changed.
Result<std::optional<ReadyIndex>> as_it_is(const std::string& path, const Work& work) {
  TRY_ASSIGN(ReadyIndex ready, open_index(path, search::Access::read, work));
  if (!ready.index) return std::nullopt;
  TRY_ASSIGN(IndexDifference difference, compare(ready.contents, work.top, work.settings, work.services));
  keep_changed(difference, work.top, work.settings);
  if (!difference.to_read.empty() || !difference.gone.empty()) return std::nullopt;
  ready.standing.stale_seconds = 0;
  return ready;
}

Result<ReadyIndex> with_refresh(const std::optional<std::string>& path, const Work& work) {
  std::string reason = "there is no home folder";
  if (path) {
    auto ready = refreshed(*path, search::Access::write, work);
    if (ready || ready.error().code != Errc::storage) return ready;
    auto kept = as_it_is(*path, work);
    if (kept && *kept) return **std::move(kept);
    reason = ready.error().what;
  }
  work.services.warn(reason + "; the repository is indexed in memory, for this run");
  return refreshed({}, search::Access::memory, work);
}

}  // namespace

std::optional<std::string> index_path(const std::string& repository, const sys::Environment& environment) {
  const auto home = config::home_folder(environment);
  if (!home) return std::nullopt;
  return sys::joined(sys::joined(*home, "index"), domain::repo_id(repository) + ".db");
}

Result<ReadyIndex> ready_index(const std::string& top, const config::AnalysisSettings& settings, Refresh refresh,
                               const Services& services, const IndexProgress& progress) {
  const auto path = index_path(top, services.environment);
  const Work work{top, settings, services, progress};
  auto ready = [&]() -> Result<ReadyIndex> {
    if (refresh == Refresh::first) return with_refresh(path, work);
    if (!path) return ReadyIndex();
    return open_index(*path, search::Access::read, work);
  }();
  if (!ready) return ready;
  if (!ready->index) {
    return fail(Errc::input, "there is no search index of " + sys::quoted(top) + " yet",
                "run `rustassistant index build`, or search without --no-refresh");
  }
  if (!ready->standing.file.empty()) ready->standing.bytes = search::index_size(ready->standing.file);
  return ready;
}

namespace {

Result<config::Loaded> settings_of(const std::string& top, const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(config::Loaded here,
             config::with_repository(loaded, top, services.environment, config::RepositoryMay::loosen));
  for (std::size_t i = loaded.warnings.size(); i < here.warnings.size(); ++i) services.warn(here.warnings[i]);
  return here;
}

}  // namespace

Result<IndexStanding> index_status(const std::string& path, const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const RepositoryPlace place, place_in_repository(path, services));
  TRY_ASSIGN(const config::Loaded here, settings_of(place.top, loaded, services));
  const Work work{place.top, here.settings.analysis, services, {}};
  const auto file = index_path(place.top, services.environment);
  ReadyIndex ready;
  if (file) {
    TRY_ASSIGN(ready, open_index(*file, search::Access::read, work));
  }
  ready.standing.repository = place.top;
  if (ready.index) {
    ready.standing.bytes = search::index_size(*file);
    TRY_ASSIGN(ready.standing.vectors, vector_standing(*ready.index, ready.contents));
  }
  TRY_ASSIGN(IndexDifference difference, compare(ready.contents, place.top, work.settings, services));
  keep_changed(difference, place.top, work.settings);
  ready.standing.refreshed = static_cast<std::int64_t>(difference.to_read.size());
  ready.standing.removed = static_cast<std::int64_t>(difference.gone.size());
  return std::move(ready.standing);
}

Result<IndexStanding> build_index(const IndexBuild& build, const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const RepositoryPlace place, place_in_repository(build.path, services));
  TRY_ASSIGN(const config::Loaded here, settings_of(place.top, loaded, services));
  const auto file = index_path(place.top, services.environment);
  if (!file) return fail(Errc::storage, "there is no home folder", "set RUSTASSISTANT_HOME or HOME");
  const config::Settings& settings = here.settings;
  std::unique_ptr<Embedder> embedder;
  if (settings.search.dense == config::Dense::all) {
    TRY_ASSIGN(embedder, embedder_of(settings, {place.top, MaySpend::yes, domain::Urgency::background}, services));
  }
  TRY_ASSIGN(ReadyIndex ready,
             refreshed(*file, search::Access::write, {place.top, settings.analysis, services, build.on_files}));
  if (embedder) {
    const DenseWork work{ready, place.top, settings.analysis.max_file_size, *embedder, services};
    TRY_ASSIGN(ready.standing.embedded,
               introduced(*embedder, *ready.index, [&] { return embed_all(work, build.on_chunks); }));
  }
  TRY_ASSIGN(ready.standing.vectors, vector_standing(*ready.index, ready.contents));
  ready.index.reset();
  ready.standing.bytes = search::index_size(*file);
  return std::move(ready.standing);
}

Result<IndexStanding> clear_index(const std::string& path, const Services& services) {
  TRY_ASSIGN(const RepositoryPlace place, place_in_repository(path, services));
  IndexStanding standing;
  standing.repository = place.top;
  const auto file = index_path(place.top, services.environment);
  if (!file) return standing;
  standing.bytes = search::index_size(*file);
  TRY_ASSIGN(const bool removed, search::remove_index(*file));
  if (removed) standing.file = *file;
  return standing;
}

IndexSizes index_sizes(const sys::Environment& environment) {
  IndexSizes sizes;
  const auto home = config::home_folder(environment);
  if (!home) return sizes;
  std::error_code failure;
  std::filesystem::directory_iterator entry(sys::joined(*home, "index"), failure);
  for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
    if (entry->path().extension() == ".db") ++sizes.files;
    sizes.bytes += sys::file_size(entry->path().string()).value_or(0);
  }
  return sizes;
}

}  // namespace rustassistant::app
