// SPDX-License-Identifier: MIT
#include "refresh.hpp"

#include <algorithm>
#include <thread>
#include <unordered_map>

#include "rustassistant/base/threads/ordered_pool.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/source/chunks.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/test_files.hpp"
#include "rustassistant/source/walk.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

constexpr std::int64_t kBytesAtOnce = 16'000'000;  // of text, in one transaction
constexpr std::size_t kFilesAtOnce = 2'000;        // likewise
constexpr std::size_t kFilesInFlight = 64;         // read ahead of what is stored

// Clocks of file systems are this coarse: what was written later may have the stamp that was seen.
constexpr std::int64_t kClockGrainNs = 2'000'000'000;
constexpr std::int64_t kNanosOfMilli = 1'000'000;

search::Defined defined_as(source::Defined defined) {
  switch (defined) {
    case source::Defined::within:
      return search::Defined::within;
    case source::Defined::elsewhere:
      return search::Defined::elsewhere;
    case source::Defined::by_itself:
      break;
  }
  return search::Defined::by_itself;
}

search::Passage passage_of(source::Chunk chunk) {
  search::Passage passage;
  passage.start = chunk.start;
  passage.end = chunk.end;
  passage.line_start = chunk.line_start;
  passage.line_end = chunk.line_end;
  passage.scope = std::move(chunk.scope);
  passage.scope_kind = std::move(chunk.scope_kind);
  passage.aside = chunk.is_test;
  passage.definitions.reserve(chunk.definitions.size());
  for (source::ChunkDefinition& one : chunk.definitions)
    passage.definitions.push_back({std::move(one.name), std::move(one.qualified_name), std::move(one.kind),
                                   one.line_start, one.line_end, defined_as(one.defined)});
  return passage;
}

search::PreparedFile prepare(const std::string& path, std::string_view content) {
  const std::string_view language = source::language_of(path, content);
  std::vector<source::Chunk> chunks = source::chunks_of(content, language);
  std::vector<search::Passage> passages;
  passages.reserve(chunks.size());
  for (source::Chunk& chunk : chunks) passages.push_back(passage_of(std::move(chunk)));
  search::PreparedFile file = search::prepared(path, content, passages);
  file.language = language;
  file.aside = source::is_test_path(path) || search::is_example_path(path);
  return file;
}

// A stamp to be kept. One that may hold for a later content, too, is replaced by one that no file has.
sys::FileStamp kept(const sys::FileStamp& stamp, UnixMillis read_at) {
  const std::int64_t latest = std::max(stamp.modified_ns, stamp.changed_ns);
  if (latest + kClockGrainNs < read_at.value * kNanosOfMilli) return stamp;
  return {-1, 0, 0};
}

// What reading one file came to.
struct Reading {
  enum class Kind : std::uint8_t { changed, unchanged, gone, failed } kind{};
  search::PreparedFile file;    // changed
  search::Restamped restamped;  // unchanged
  std::string path;             // gone, failed
  Error error;                  // failed
};

Reading read_one(const IndexDifference::File& file, const std::string& top, const config::AnalysisSettings& settings,
                 const Clock& clock) {
  const UnixMillis now = clock.now();
  const std::string path = sys::joined(top, file.path);
  Reading reading;
  reading.path = file.path;
  const auto content = source::read_source(path, settings.max_file_size);
  if (!content) {
    reading.kind = sys::exists(path) ? Reading::Kind::failed : Reading::Kind::gone;
    reading.error = content.error();
    return reading;
  }
  const codec::Sha256Digest hash = codec::sha256(*content);
  if (file.known != nullptr && file.known->hash == hash) {
    reading.kind = Reading::Kind::unchanged;
    reading.restamped = {file.path, hash, kept(file.stamp, now)};
    return reading;
  }
  reading.kind = Reading::Kind::changed;
  reading.file = prepare(file.path, *content);
  reading.file.hash = hash;
  reading.file.stamp = kept(file.stamp, now);
  return reading;
}

// Collects what is read, and stores it before it becomes too much.
class Storing {
 public:
  Storing(search::Index& index, const Services& services) : index_(index), services_(services) {}

  [[nodiscard]] Result<void> add(Reading reading) {
    switch (reading.kind) {
      case Reading::Kind::changed:
        bytes_ += static_cast<std::int64_t>(reading.file.size);
        changes_.files.push_back(std::move(reading.file));
        ++changed_;
        break;
      case Reading::Kind::unchanged:
        changes_.unchanged.push_back(std::move(reading.restamped));
        break;
      case Reading::Kind::failed:
        services_.warn(reading.error.what);
        [[fallthrough]];
      case Reading::Kind::gone:
        changes_.gone.push_back(std::move(reading.path));
        break;
    }
    if (bytes_ < kBytesAtOnce && changes_.files.size() < kFilesAtOnce) return {};
    return store();
  }
  void remove(const std::vector<std::string>& gone) {
    changes_.gone.insert(changes_.gone.end(), gone.begin(), gone.end());
  }
  [[nodiscard]] Result<void> store() {
    if (!changes_.files.empty() || !changes_.unchanged.empty() || !changes_.gone.empty()) TRY(index_.apply(changes_));
    changes_ = {};
    bytes_ = 0;
    return {};
  }
  [[nodiscard]] std::int64_t changed() const { return changed_; }

 private:
  search::Index& index_;
  const Services& services_;
  search::Changes changes_;
  std::int64_t bytes_ = 0;
  std::int64_t changed_ = 0;
};

}  // namespace

std::string index_made_by() {
  return "chunks " + std::to_string(source::kChunksVersion);
}

Result<IndexDifference> compare(const search::Contents& contents, const std::string& top,
                                const config::AnalysisSettings& settings, const Services& services) {
  std::unordered_map<std::string_view, std::size_t> known;
  known.reserve(contents.files.size());
  for (std::size_t i = 0; i < contents.files.size(); ++i) known.emplace(contents.files[i].path, i);
  std::vector<char> there(contents.files.size(), 0);
  std::unordered_map<std::string, sys::FileStamp> others;  // by path from the top
  const std::size_t prefix = top.size() + (top.ends_with('/') ? 0 : 1);

  source::WalkOptions options{settings.exclude, top, settings.max_file_size, {}, sys::stop_requested};
  options.known = [&](std::string_view path, const sys::FileStamp& stamp) {
    path.remove_prefix(prefix);
    const auto found = known.find(path);
    if (found != known.end() && contents.files[found->second].stamp == stamp) {
      there[found->second] = 1;
      return true;
    }
    others.emplace(path, stamp);
    return false;
  };
  TRY_ASSIGN(const source::WalkReport walked, source::walk(top, options));
  if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  for (const Error& error : walked.errors) services.warn(error.what);

  IndexDifference difference;
  for (const std::string& path : walked.files) {
    const auto other = others.find(path.substr(prefix));
    if (other == others.end()) continue;
    const auto found = known.find(other->first);
    const search::IndexedFile* before = nullptr;
    if (found != known.end()) {
      before = &contents.files[found->second];
      there[found->second] = 1;
    }
    difference.to_read.push_back({other->first, other->second, before});
  }
  for (std::size_t i = 0; i < there.size(); ++i) {
    if (there[i] == 0) difference.gone.push_back(contents.files[i].path);
  }
  return difference;
}

void keep_changed(IndexDifference& difference, const std::string& top, const config::AnalysisSettings& settings) {
  std::erase_if(difference.to_read, [&](const IndexDifference::File& file) {
    if (file.known == nullptr) return false;
    const auto content = source::read_source(sys::joined(top, file.path), settings.max_file_size);
    return content && codec::sha256(*content) == file.known->hash;
  });
}

Result<std::int64_t> take_over(const IndexDifference& difference, search::Index& index, const std::string& top,
                               const config::AnalysisSettings& settings, const Services& services,
                               const IndexProgress& progress) {
  Storing storing(index, services);
  storing.remove(difference.gone);
  const auto total = static_cast<std::int64_t>(difference.to_read.size());
  const auto jobs = std::max(1U, std::thread::hardware_concurrency());
  std::int64_t done = 0;
  Result<void> stored;
  // In portions: readers do not wait for what is stored, and would fill the memory.
  for (std::size_t first = 0; first < difference.to_read.size() && stored; first += kFilesInFlight) {
    const std::size_t count = std::min(kFilesInFlight, difference.to_read.size() - first);
    const auto read = [&](std::size_t i) -> std::optional<Reading> {
      if (sys::stop_requested()) return std::nullopt;
      return read_one(difference.to_read[first + i], top, settings, services.clock);
    };
    for_each_ordered<std::optional<Reading>>(count, jobs, read, [&](std::optional<Reading> reading) {
      if (!reading || !stored) return;
      stored = storing.add(*std::move(reading));
      if (progress) progress(++done, total);
    });
    if (sys::stop_requested()) break;
  }
  TRY(std::move(stored));
  TRY(storing.store());
  if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  return storing.changed();
}

}  // namespace rustassistant::app
