// SPDX-License-Identifier: MIT
#include "git_index.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "repository.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kHeader = 12;    // "DIRC", version, number of entries
constexpr std::size_t kStatData = 40;  // of an entry, before the object's name
constexpr std::size_t kSha1 = 20;
constexpr std::size_t kSha256 = 32;
constexpr unsigned kExtended = 0x4000;     // flag: two more bytes of flags follow
constexpr unsigned kObjectTypes = 0xF000;  // of the mode

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

class IndexReader {
 public:
  IndexReader(std::string_view index, std::size_t hash) : index_(index), hash_(hash), at_(kHeader) {}

  // Nothing where the entries are not of this form.
  std::optional<std::vector<std::string>> run() {
    if (index_.size() < kHeader || index_.substr(0, 4) != "DIRC") return std::nullopt;
    version_ = big_endian(index_.substr(4, 4));
    if (version_ < 2 || version_ > 4) return std::nullopt;
    const std::uint32_t entries = big_endian(index_.substr(8, 4));
    std::vector<std::string> paths;
    for (std::uint32_t i = 0; i < entries; ++i) {
      if (!read_entry()) return std::nullopt;
      paths.push_back(path_);
    }
    return paths;
  }

 private:
  bool read_entry() {
    const std::size_t start = at_;
    const std::size_t flags_at = start + kStatData + hash_;
    if (flags_at + 2 > index_.size()) return false;
    const std::uint32_t mode = big_endian(index_.substr(start + 24, 4));
    if (const std::uint32_t type = mode & kObjectTypes;
        type != 0x8000 && type != 0xA000 && type != 0xE000 && type != 0x4000)
      return false;
    const std::uint32_t flags = big_endian(index_.substr(flags_at, 2));
    at_ = flags_at + ((flags & kExtended) != 0 ? 4U : 2U);
    if (version_ < 3 && (flags & kExtended) != 0) return false;
    if (version_ == 4 && !take_prefix()) return false;
    if (version_ < 4) path_.clear();
    const std::size_t end = at_ < index_.size() ? index_.find('\0', at_) : std::string_view::npos;
    if (end == std::string_view::npos) return false;
    path_ += index_.substr(at_, end - at_);
    at_ = version_ == 4 ? end + 1 : start + ((end - start) / 8 + 1) * 8;
    return !path_.empty() && at_ <= index_.size();
  }

  // Version 4: how many bytes of the last path's end go, as a number of variable length.
  bool take_prefix() {
    constexpr std::uint64_t kMost = 1U << 24U;
    if (at_ >= index_.size()) return false;
    auto byte = static_cast<unsigned char>(index_[at_++]);
    std::uint64_t removed = byte & 0x7FU;
    while ((byte & 0x80U) != 0) {
      if (at_ >= index_.size() || removed > kMost) return false;
      byte = static_cast<unsigned char>(index_[at_++]);
      removed = ((removed + 1) << 7U) | (byte & 0x7FU);
    }
    if (removed > path_.size()) return false;
    path_.resize(path_.size() - static_cast<std::size_t>(removed));
    return true;
  }

  std::string_view index_;
  std::size_t hash_;
  std::size_t at_;
  std::uint32_t version_ = 0;
  std::string path_;
};

}  // namespace

TrackedFiles TrackedFiles::parse(std::string_view index) {
  TrackedFiles files;
  for (const std::size_t hash : {kSha1, kSha256}) {
    if (auto paths = IndexReader(index, hash).run()) {
      files.paths_ = *std::move(paths);
      std::sort(files.paths_.begin(), files.paths_.end());
      break;
    }
  }
  return files;
}

TrackedFiles TrackedFiles::of_repository(const std::string& top) {
  const auto index = sys::read_file(index_file(top), kMaxIndexFile);
  return index ? parse(*index) : TrackedFiles{};
}

bool TrackedFiles::has_file(std::string_view path) const {
  return std::binary_search(paths_.begin(), paths_.end(), path);
}

bool TrackedFiles::has_folder(std::string_view path) const {
  const std::string prefix = std::string(path) + "/";
  const auto found = std::lower_bound(paths_.begin(), paths_.end(), prefix);
  return found != paths_.end() && found->starts_with(prefix);
}

}  // namespace rustassistant::source
