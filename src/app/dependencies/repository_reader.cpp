// SPDX-License-Identifier: MIT
#include "repository_reader.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/threads/ordered_pool.hpp"
#include "rustassistant/source/file_facts.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/test_files.hpp"
#include "rustassistant/source/walk.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

constexpr std::int64_t kMaxManifest = 4'000'000;   // bytes
constexpr std::int64_t kMaxCommands = 64'000'000;  // bytes, of compile_commands.json

// From the top, with slashes.
std::string below(const std::string& path, const std::string& top) {
  return path.substr(top.size() + (top.ends_with('/') ? 0 : 1));
}

bool is_regular(const std::string& path) {
  std::error_code missing;
  return std::filesystem::symlink_status(path, missing).type() == std::filesystem::file_type::regular;
}

void add_manifests(source::Repository& repository, const std::vector<std::string>& found) {
  for (const std::string& path : found) {
    const bool commands = path.ends_with("/compile_commands.json");
    auto content = sys::read_file(path, commands ? kMaxCommands : kMaxManifest);
    if (content) repository.manifests.push_back({below(path, repository.top), *std::move(content)});
  }
  // git mostly ignores the folder in which a build puts it.
  const std::string built = sys::joined(repository.top, "build/compile_commands.json");
  for (const source::Manifest& manifest : repository.manifests) {
    if (manifest.path.ends_with("compile_commands.json")) return;
  }
  if (!is_regular(built)) return;
  if (auto content = sys::read_file(built, kMaxCommands))
    repository.manifests.push_back({"build/compile_commands.json", *std::move(content)});
}

// Reads files, or takes what the cache knows of their content.
class FactsReader {
 public:
  // Null: every file is read anew.
  FactsReader(cache::SqliteCache* cache, bool keeps, const Services& services)
      : cache_(cache), keeps_(keeps), services_(services), today_(services.clock.now().value / kMillisOfDay) {}

  struct Read {
    source::FileFacts facts;
    std::optional<cache::FileFacts> to_keep;
  };
  // Safe to use from several threads.
  Read read(std::string_view content, std::string_view language, const cache::ContentHash& hash) {
    if (!source::has_grammar(language)) return {};
    auto known = look_up(hash, language);
    if (known) {
      if (auto facts = source::unpacked(known->bytes)) {
        const bool fresh = !keeps_ || today_ - known->used < kDaysBetweenUses;
        return {*std::move(facts), fresh ? std::nullopt : std::move(known)};
      }
    }
    source::FileFacts facts = source::facts_of(content, language);
    if (cache_ == nullptr || !keeps_) return {std::move(facts), std::nullopt};
    cache::FileFacts kept{hash, std::string(language), source::kFactsVersion, facts.interface_hash, packed(facts), 0};
    return {std::move(facts), std::move(kept)};
  }

  void keep(std::optional<cache::FileFacts> facts) {
    if (facts) to_keep_.push_back(*std::move(facts));
    if (to_keep_.size() >= kAtOnce) flush();
  }
  void flush() {
    if (cache_ == nullptr || to_keep_.empty()) return;
    const auto kept = cache_->put_facts(to_keep_);
    if (!kept) fail(kept.error());
    to_keep_.clear();
  }

 private:
  static constexpr std::int64_t kMillisOfDay = 86'400'000;
  static constexpr std::int64_t kDaysBetweenUses = 7;
  static constexpr std::size_t kAtOnce = 500;  // in one transaction

  std::optional<cache::FileFacts> look_up(const cache::ContentHash& hash, std::string_view language) {
    if (cache_ == nullptr || failed_) return std::nullopt;
    auto known = cache_->find_facts(hash, language, source::kFactsVersion);
    if (known) return *std::move(known);
    fail(known.error());
    return std::nullopt;
  }

  void fail(const Error& error) {
    if (!failed_.exchange(true)) services_.warn("the cache does not keep dependencies: " + error.what);
  }

  cache::SqliteCache* cache_;
  bool keeps_;
  const Services& services_;
  std::int64_t today_;
  std::vector<cache::FileFacts> to_keep_;
  std::atomic<bool> failed_{false};
};

// A file, and what the cache is to keep of it.
struct ReadFile {
  source::SourceFile file;
  FileState state;
  std::optional<cache::FileFacts> to_keep;
};

Result<ReadRepository> read_with(FactsReader& reader, const std::string& top, const config::AnalysisSettings& settings,
                                 const Services& services) {
  source::WalkOptions options{settings.exclude,   top, settings.max_file_size, {}, sys::stop_requested,
                              source::is_manifest};
  TRY_ASSIGN(const source::WalkReport walked, source::walk(top, options));
  if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  for (const Error& error : walked.errors) services.warn(error.what);
  ReadRepository all;
  all.repository.top = top;
  add_manifests(all.repository, walked.others);
  const auto read = [&](std::size_t i) -> Result<ReadFile> {
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    TRY_ASSIGN(const std::string content, source::read_source(walked.files[i], settings.max_file_size));
    const std::string_view language = source::language_of(walked.files[i], content);
    const cache::ContentHash hash = codec::sha256(content);
    FactsReader::Read known = reader.read(content, language, hash);
    const FileState state{hash, known.facts.interface_hash};
    return ReadFile{{below(walked.files[i], top), std::string(language), std::move(known.facts.imports)},
                    state,
                    std::move(known.to_keep)};
  };
  const auto jobs = std::max(1U, std::thread::hardware_concurrency());
  for_each_ordered<Result<ReadFile>>(walked.files.size(), jobs, read, [&](Result<ReadFile> one) {
    if (one) {
      all.repository.files.push_back(std::move(one->file));
      all.states.push_back(one->state);
      reader.keep(std::move(one->to_keep));
    } else if (!sys::stop_requested()) {
      services.warn(one.error().what);
    }
  });
  reader.flush();
  if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  return all;
}

}  // namespace

Result<ReadRepository> read_repository(const std::string& top, const config::Settings& settings, FactsUse use,
                                       const Services& services) {
  std::optional<OpenedCache> cache;
  if (use != FactsUse::none) {
    // A cache that cannot be had only costs time.
    auto opened = open_cache_of(top, settings.cache, services);
    if (opened) {
      cache = *std::move(opened);
    } else {
      services.warn("the cache does not keep dependencies: " + opened.error().what);
    }
  }
  FactsReader reader(cache ? cache->cache.get() : nullptr, use == FactsUse::keep, services);
  auto all = read_with(reader, top, settings.analysis, services);
  if (cache) {
    if (const auto closed = cache->cache->close(); !closed) services.warn(closed.error().what);
  }
  return all;
}

std::vector<std::string> most_imported(const source::Repository& repository, const source::DependencyGraph& graph,
                                       std::size_t most) {
  std::vector<std::pair<std::int64_t, std::size_t>> dependents(repository.files.size());
  for (std::size_t i = 0; i < dependents.size(); ++i) dependents[i].second = i;
  for (const source::Dependency& edge : graph.edges) --dependents[edge.to].first;
  std::sort(dependents.begin(), dependents.end());  // the files are in the order of their paths
  std::vector<std::string> paths;
  for (const auto& [count, file] : dependents) {
    if (count == 0 || paths.size() >= most) break;
    if (!source::is_test_path(repository.files[file].path)) paths.push_back(repository.files[file].path);
  }
  return paths;
}

}  // namespace rustassistant::app
