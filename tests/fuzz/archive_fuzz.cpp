// SPDX-License-Identifier: MIT
// Lines of an archive, and archives as they come compressed: what is accepted has a right key, and is written again as
// it was read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rustassistant/cache/archive.hpp"
#include "rustassistant/codec/zstd.hpp"

namespace {

constexpr rustassistant::UnixMillis kNow{1'795'000'000'000};

void require(bool holds) {
  if (!holds) std::abort();
}

void read_line(std::string_view text) {
  using namespace rustassistant;
  static_cast<void>(cache::check_archive_header(text));
  const auto line = cache::parse_archive_line(text, kNow);
  if (!line) {
    require(!line.error().what.empty() && line.error().what.size() < 500);
    return;
  }
  if (!line->entry) return;
  const cache::EntryInfo& info = line->entry->info;
  require(info.key == domain::cache_key(info.factors));
  require(info.access_count >= 0 && (!info.cost || info.cost->value >= 0));
  const std::string again = cache::archive_line(*line->entry);
  const auto repeated = cache::parse_archive_line(again, kNow);
  require(repeated.has_value() && repeated->entry.has_value() && cache::archive_line(*repeated->entry) == again);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_line(text);
  rustassistant::codec::StreamDecompressor stream;
  std::string content;
  static_cast<void>(stream.read(text, [&content](std::string_view piece) {
    content += piece;
    return content.size() < 1'000'000;
  }));
  read_line(content);
  return 0;
}
