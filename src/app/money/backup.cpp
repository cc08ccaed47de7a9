// SPDX-License-Identifier: MIT
#include "rustassistant/app/backup.hpp"

#include <algorithm>

#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/app/transfer.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/tar.hpp"
#include "rustassistant/codec/zstd.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/scratch_file.hpp"

namespace rustassistant::app {
namespace {

constexpr const char* kSettings = "config.toml";
constexpr const char* kLedger = "ledger.jsonl.zst";
constexpr const char* kCache = "cache.jsonl.zst";
constexpr int kBackupLevel = 9;  // of zstd
constexpr std::size_t kPiece = 65'536;
constexpr std::int64_t kMaxSettings = 1 << 20;

// Content whose size is not known before it is written.
class Draft {
 public:
  static Result<Draft> create(const std::string& folder) {
    TRY_ASSIGN(auto file, sys::ScratchFile::create(folder));
    return Draft(std::move(file));
  }
  void write(std::string_view piece) {
    if (outcome_) outcome_ = file_.write(piece);
  }
  [[nodiscard]] const Result<void>& outcome() const { return outcome_; }
  sys::ScratchFile& file() { return file_; }

 private:
  explicit Draft(sys::ScratchFile file) : file_(std::move(file)) {}
  sys::ScratchFile file_;
  Result<void> outcome_;
};

class TarWriter {
 public:
  TarWriter(sys::AtomicFile& file, UnixMillis now) : file_(file), now_(now) {}

  Result<void> add(const char* name, std::string_view content) {
    TRY(begin(name, static_cast<std::int64_t>(content.size())));
    TRY(file_.write(content));
    return end(static_cast<std::int64_t>(content.size()));
  }
  Result<void> add(const char* name, sys::ScratchFile& content) {
    TRY(begin(name, content.size()));
    TRY(content.rewind());
    while (true) {
      TRY_ASSIGN(const std::string piece, content.read(kPiece));
      if (piece.empty()) break;
      TRY(file_.write(piece));
    }
    return end(content.size());
  }
  Result<std::int64_t> finish() {
    TRY(file_.write(codec::tar_end()));
    TRY(file_.commit());
    return bytes_ + static_cast<std::int64_t>(codec::tar_end().size());
  }

 private:
  Result<void> begin(const char* name, std::int64_t size) {
    TRY_ASSIGN(const std::string header, codec::tar_header({name, size}, now_));
    bytes_ += static_cast<std::int64_t>(header.size()) + size;
    return file_.write(header);
  }
  Result<void> end(std::int64_t size) {
    const std::string padding = codec::tar_padding(size);
    bytes_ += static_cast<std::int64_t>(padding.size());
    return file_.write(padding);
  }

  sys::AtomicFile& file_;
  UnixMillis now_;
  std::int64_t bytes_ = 0;
};

// The members of a tar archive, one after the other.
class TarReader {
 public:
  explicit TarReader(sys::FileReader file) : file_(std::move(file)) {}

  // Passes over what was not read of the member before.
  Result<std::optional<codec::TarMember>> next() {
    while (left_ > 0) {
      TRY_ASSIGN(const std::string piece, read());
      if (piece.empty()) return fail(Errc::input, "it is cut off");
    }
    TRY(take(padding_));
    TRY_ASSIGN(const std::string block, take(codec::kTarBlock));
    TRY_ASSIGN(auto member, codec::parse_tar_header(block));
    if (member) {
      left_ = member->size;
      padding_ = codec::tar_padding(member->size).size();
    }
    return member;
  }
  // A piece of the current member; empty at its end.
  Result<std::string> read() {
    TRY_ASSIGN(std::string piece, take(static_cast<std::size_t>(std::min<std::int64_t>(left_, kPiece))));
    left_ -= static_cast<std::int64_t>(piece.size());
    if (piece.empty() && left_ > 0) return fail(Errc::input, "it is cut off");
    return piece;
  }

 private:
  // Fewer bytes only at the end of the file.
  Result<std::string> take(std::size_t count) {
    std::string bytes;
    while (bytes.size() < count) {
      TRY_ASSIGN(const std::string piece, file_.read(count - bytes.size()));
      if (piece.empty()) break;
      bytes += piece;
    }
    return bytes;
  }

  sys::FileReader file_;
  std::int64_t left_ = 0;
  std::size_t padding_ = 0;
};

// The text of a compressed member, in pieces.
class Unpacked {
 public:
  explicit Unpacked(TarReader& tar) : tar_(tar) {}
  Result<std::string> read() {
    std::string text;
    while (text.empty()) {
      TRY_ASSIGN(const std::string piece, tar_.read());
      if (piece.empty()) break;
      TRY(stream_.read(piece, [&](std::string_view part) { return text.append(part), true; }));
    }
    return text;
  }

 private:
  TarReader& tar_;
  codec::StreamDecompressor stream_;
};

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

Result<std::string> settings_file(const Services& services) {
  const auto path = config::user_file(services.environment);
  if (!path) return fail(Errc::storage, "there is no home folder", "set RUSTASSISTANT_HOME or HOME");
  return *path;
}

// A name that is not taken, such as "config.toml.before-20261121T120000Z".
std::string aside(const std::string& path, const char* why, const Clock& clock) {
  std::string time = to_rfc3339(clock.now());
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  const std::string first = path + "." + why + "-" + time;
  std::string name = first;
  for (int i = 2; sys::exists(name); ++i) {
    name = first;
    name += "-" + std::to_string(i);
  }
  return name;
}

Result<void> restore_settings(TarReader& tar, Restored& restored, const Services& services) {
  std::string text;
  while (true) {
    TRY_ASSIGN(const std::string piece, tar.read());
    if (piece.empty()) break;
    text += piece;
    if (static_cast<std::int64_t>(text.size()) > kMaxSettings) return fail(Errc::input, "its settings are too large");
  }
  TRY_ASSIGN(restored.settings, settings_file(services));
  TRY_ASSIGN(const auto present, sys::read_file_if_exists(restored.settings, kMaxSettings));
  if (present == text) return {};
  TRY(sys::create_private_folder(folder_of(restored.settings)));
  if (present) {
    restored.settings_before = aside(restored.settings, "before", services.clock);
    TRY(sys::rename_file(restored.settings, restored.settings_before));
  }
  return sys::write_file_atomically(restored.settings, text, 0600);
}

// A ledger that cannot be used makes room, with its log.
Result<void> clear_way(Restored& restored, const Services& services) {
  TRY_ASSIGN(const std::string path, ledger_path(services.environment));
  TRY_ASSIGN(const bool damaged, ledger::Ledger::is_damaged(path, services.clock));
  if (!damaged) return {};
  restored.damaged_ledger = aside(path, "damaged", services.clock);
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    if (sys::exists(path + suffix)) TRY(sys::rename_file(path + suffix, restored.damaged_ledger + suffix));
  }
  return {};
}

Result<void> restore_ledger(TarReader& tar, Restored& restored, const Services& services) {
  TRY(clear_way(restored, services));
  Unpacked text(tar);
  TRY_ASSIGN(restored.ledger, import_ledger(services, [&text] { return text.read(); }));
  for (const auto& refused : restored.ledger.refusals) {
    restored.refusals.push_back(std::string(kLedger) +
                                (refused.line == 0 ? "" : ", line " + std::to_string(refused.line)) + ": " +
                                refused.reason);
  }
  return {};
}

Result<void> restore_cache(TarReader& tar, Restored& restored, const Services& services) {
  TRY_ASSIGN(const config::Loaded loaded, config::load(services.environment, {}));
  TRY_ASSIGN(OpenedCache opened, open_working_cache(loaded, services));
  const auto imported = import_cache(*opened.cache, services.clock, [&tar] { return tar.read(); });
  TRY(close(std::move(opened)));
  if (!imported) return tl::unexpected(imported.error());
  restored.entries = imported->count.entered();
  for (const auto& refused : imported->refusals) {
    restored.refusals.push_back(std::string(kCache) +
                                (refused.line == 0 ? "" : ", line " + std::to_string(refused.line)) + ": " +
                                refused.reason);
  }
  return {};
}

tl::unexpected<Error> no_backup() {
  return fail(Errc::input, "it is not a backup, or damaged", "`rustassistant backup FILE` writes one");
}

}  // namespace

Result<Backup> write_backup(const std::string& path, const config::Loaded& loaded, const Services& services) {
  Backup backup;
  TRY_ASSIGN(auto file, sys::AtomicFile::create(path, 0600));
  TarWriter tar(file, services.clock.now());
  TRY_ASSIGN(const std::string settings, settings_file(services));
  TRY_ASSIGN(const auto text, sys::read_file_if_exists(settings, kMaxSettings));
  backup.settings = text.has_value();
  if (text) TRY(tar.add(kSettings, *text));

  TRY_ASSIGN(Draft ledger, Draft::create(folder_of(path)));
  codec::StreamCompressor stream(kBackupLevel);
  TRY_ASSIGN(backup.calls, export_ledger(services, [&](std::string_view piece) { ledger.write(stream.write(piece)); }));
  ledger.write(stream.finish());
  TRY(ledger.outcome());
  TRY(tar.add(kLedger, ledger.file()));

  TRY_ASSIGN(Draft cache, Draft::create(folder_of(path)));
  TRY_ASSIGN(OpenedCache opened, open_working_cache(loaded, services));
  const auto exported = export_cache(*opened.cache, services.clock, [&](std::string_view piece) {
    cache.write(piece);
    return cache.outcome();
  });
  TRY(close(std::move(opened)));
  if (!exported) return tl::unexpected(exported.error());
  backup.entries = exported->entries;
  backup.damaged = exported->damaged;
  TRY(tar.add(kCache, cache.file()));
  TRY_ASSIGN(backup.bytes, tar.finish());
  return backup;
}

namespace {

// One member after the other, into `restored`. Error (input): this is no backup.
Result<void> restore_members(TarReader& tar, Restored& restored, const Services& services) {
  bool any = false;
  while (true) {
    auto next = tar.next();
    if (!next && !any) return no_backup();
    TRY_ASSIGN(const auto member, std::move(next));
    if (!member) break;
    if (member->name == kSettings) {
      TRY(restore_settings(tar, restored, services));
    } else if (member->name == kLedger) {
      TRY(restore_ledger(tar, restored, services));
    } else if (member->name == kCache) {
      TRY(restore_cache(tar, restored, services));
    } else {
      restored.refusals.push_back("'" + member->name + "' does not belong to a backup");
      continue;
    }
    any = true;
  }
  if (!any) return no_backup();
  return {};
}

}  // namespace

Result<Restored> restore_backup(const std::string& path, const Services& services) {
  TRY_ASSIGN(auto file, sys::FileReader::open(path));
  TarReader tar(std::move(file));
  Restored restored;
  if (auto done = restore_members(tar, restored, services); !done) {
    Error error = std::move(done).error();
    if (error.hint.empty() && !restored.settings.empty())
      error.hint = "what comes before it in the backup is restored; the rest is not";
    return tl::unexpected(std::move(error));
  }
  return restored;
}

}  // namespace rustassistant::app
