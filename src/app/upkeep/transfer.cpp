// SPDX-License-Identifier: MIT
#include "rustassistant/app/transfer.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "rustassistant/base/version.hpp"
#include "rustassistant/cache/archive.hpp"
#include "rustassistant/codec/zstd.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

constexpr int kArchiveLevel = 9;                  // of zstd, for archives
constexpr std::size_t kMostRefusedLines = 1000;   // that are told one by one
constexpr std::size_t kMostDropped = 64'000'000;  // bytes of one line: who goes on has no archive

tl::unexpected<Error> no_archive() {
  return fail(Errc::input, "not a cache archive, or damaged", "`rustassistant cache export` writes one");
}

// Cuts a text that comes in pieces into lines. Of a line that is too long, nothing is kept.
class Lines {
 public:
  // Hands each whole line to `take`, or nothing in place of one that was too long, until that returns false; false: it
  // did, or a line is of no reasonable length.
  bool feed(std::string_view piece, const std::function<bool(std::optional<std::string_view>)>& take) {
    while (!piece.empty()) {
      const std::size_t end = piece.find('\n');
      keep(piece.substr(0, end));
      if (end == std::string_view::npos) return length_ <= kMostDropped;
      const bool fits = length_ <= cache::kMaxArchiveLine;
      const bool more = take(fits ? std::optional<std::string_view>(line_) : std::nullopt);
      line_.clear();
      length_ = 0;
      if (!more) return false;
      piece.remove_prefix(end + 1);
    }
    return true;
  }
  [[nodiscard]] bool between_lines() const { return length_ == 0; }
  [[nodiscard]] bool endless() const { return length_ > kMostDropped; }

 private:
  void keep(std::string_view part) {
    length_ += part.size();
    if (length_ <= cache::kMaxArchiveLine) {
      line_ += part;
    } else {
      line_ = {};
    }
  }

  std::string line_;
  std::size_t length_ = 0;
};

class ArchiveReader {
 public:
  ArchiveReader(cache::SqliteCache& cache, const Clock& clock, std::shared_ptr<const codec::Compressor> compressor)
      : batch_(cache, cache::DryRun::no), clock_(clock), compressor_(std::move(compressor)) {}

  // False: it goes no further.
  bool take(std::optional<std::string_view> line) {
    ++line_;
    if (line_ == 1) {
      outcome_ = line ? cache::check_archive_header(*line) : no_archive();
      return outcome_.has_value();
    }
    if (ended_) return fault("there is data after its end"), false;
    if (!line) return refuse("longer than an entry can be"), true;
    auto parsed = cache::parse_archive_line(*line, clock_.now());
    if (!parsed) return refuse(parsed.error().what), true;
    if (!parsed->entry) {
      ended_ = true;
      announced_ = parsed->entries;
      return true;
    }
    ++entries_;
    outcome_ = batch_.add(cache::pack(std::move(parsed->entry->info), parsed->entry->result, *compressor_));
    return outcome_.has_value();
  }

  [[nodiscard]] const Result<void>& outcome() const { return outcome_; }
  [[nodiscard]] bool has_begun() const { return line_ > 0; }

  void fault(std::string reason) { import_.refusals.push_back({0, std::move(reason)}); }

  Result<ArchiveImport> finish(bool whole) {
    TRY(batch_.flush());
    import_.count = batch_.count();
    const std::int64_t seen = entries_ + import_.refused;
    if (!ended_ || !whole) {
      if (import_.refusals.empty() || import_.refusals.back().line != 0) fault("it is cut off");
    } else if (announced_ != seen) {
      fault("it says it holds " + std::to_string(announced_) + " entries, and has " + std::to_string(seen));
    }
    return std::move(import_);
  }

  Result<void> flush() { return batch_.flush(); }

 private:
  void refuse(std::string reason) {
    ++import_.refused;
    if (import_.refusals.size() < kMostRefusedLines) import_.refusals.push_back({line_, std::move(reason)});
  }

  cache::ImportBatch batch_;
  const Clock& clock_;
  std::shared_ptr<const codec::Compressor> compressor_;
  ArchiveImport import_;
  Result<void> outcome_;
  std::int64_t line_ = 0;
  std::int64_t entries_ = 0;
  std::int64_t announced_ = 0;
  bool ended_ = false;
};

}  // namespace

Result<ArchiveExport> export_cache(cache::SqliteCache& cache, const Clock& clock,
                                   const std::function<Result<void>(std::string_view)>& sink) {
  ArchiveExport done;
  codec::StreamCompressor stream(kArchiveLevel);
  const auto write = [&](const std::string& frame) -> Result<void> {
    done.bytes += static_cast<std::int64_t>(frame.size());
    return frame.empty() ? Result<void>() : sink(frame);
  };
  TRY(write(stream.write(cache::archive_header(program_version(), clock.now()) + "\n")));
  std::int64_t above = 0;
  while (true) {
    TRY_ASSIGN(const auto stretch, cache.entries_above(above));
    for (const cache::Entry& entry : stretch.entries) TRY(write(stream.write(cache::archive_line(entry) + "\n")));
    done.entries += static_cast<std::int64_t>(stretch.entries.size());
    done.damaged += stretch.damaged;
    if (stretch.last == above) break;
    above = stretch.last;
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  }
  TRY(write(stream.write(cache::archive_trailer(done.entries) + "\n")));
  TRY(write(stream.finish()));
  return done;
}

Result<ArchiveImport> import_cache(cache::SqliteCache& cache, const Clock& clock,
                                   const std::function<Result<std::string>()>& source) {
  TRY_ASSIGN(auto compressor, cache.compressor());
  ArchiveReader reader(cache, clock, std::move(compressor));
  codec::StreamDecompressor stream;
  Lines lines;
  bool more = true;
  while (more) {
    TRY_ASSIGN(const std::string piece, source());
    if (piece.empty()) break;
    const auto read = stream.read(piece, [&](std::string_view text) {
      more = lines.feed(text, [&](std::optional<std::string_view> line) { return reader.take(line); });
      return more;
    });
    TRY(reader.outcome());
    if (!read) {
      if (!reader.has_begun()) return no_archive();
      reader.fault("it is damaged");
      break;
    }
    if (lines.endless()) reader.fault("a line does not end");
    if (sys::stop_requested()) {
      TRY(reader.flush());
      return tl::unexpected(sys::stop_error());
    }
  }
  if (!reader.has_begun()) return no_archive();
  return reader.finish(stream.at_end() && lines.between_lines());
}

}  // namespace rustassistant::app
