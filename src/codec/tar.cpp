// SPDX-License-Identifier: MIT
#include "rustassistant/codec/tar.hpp"

#include <algorithm>
#include <cstdio>

namespace rustassistant::codec {
namespace {

// Where the fields of a header lie.
struct Field {
  std::size_t at;
  std::size_t size;
};
constexpr Field kName{0, 100};
constexpr Field kMode{100, 8};
constexpr Field kUser{108, 8};
constexpr Field kGroup{116, 8};
constexpr Field kSize{124, 12};
constexpr Field kModified{136, 12};
constexpr Field kChecksum{148, 8};
constexpr std::size_t kType = 156;
constexpr Field kMagic{257, 8};
constexpr std::string_view kUstar{
    "ustar\0"
    "00",
    8};
constexpr std::int64_t kMostSize = 077'777'777'777;

void put_octal(std::string& block, Field field, std::int64_t value) {
  char digits[32];
  const int width = static_cast<int>(field.size) - 1;
  std::snprintf(digits, sizeof digits, "%0*llo", width, static_cast<unsigned long long>(value));
  block.replace(field.at, field.size - 1, digits, field.size - 1);
}

std::optional<std::int64_t> octal_at(std::string_view block, Field field) {
  std::int64_t value = 0;
  bool any = false;
  for (const char c : block.substr(field.at, field.size)) {
    if (c == '\0' || c == ' ') {
      if (any) break;
      continue;
    }
    if (c < '0' || c > '7') return std::nullopt;
    value = value * 8 + (c - '0');
    any = true;
  }
  return any ? std::optional(value) : std::nullopt;
}

// Of all bytes, with the field of the sum itself as blanks.
std::int64_t checksum_of(std::string_view block) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const bool own = i >= kChecksum.at && i < kChecksum.at + kChecksum.size;
    sum += own ? ' ' : static_cast<unsigned char>(block[i]);
  }
  return sum;
}

}  // namespace

Result<std::string> tar_header(const TarMember& member, UnixMillis modified) {
  if (member.name.empty() || member.name.size() >= kName.size || member.size < 0 || member.size > kMostSize)
    return fail(Errc::input, "'" + member.name + "' does not fit into an archive");
  std::string block(kTarBlock, '\0');
  block.replace(kName.at, member.name.size(), member.name);
  put_octal(block, kMode, 0600);
  put_octal(block, kUser, 0);
  put_octal(block, kGroup, 0);
  put_octal(block, kSize, member.size);
  put_octal(block, kModified, std::max<std::int64_t>(0, modified.value / 1000));
  block[kType] = '0';
  block.replace(kMagic.at, kMagic.size, kUstar);
  put_octal(block, {kChecksum.at, kChecksum.size - 1}, checksum_of(block));
  block[kChecksum.at + kChecksum.size - 1] = ' ';
  return block;
}

std::string tar_padding(std::int64_t size) {
  const auto over = static_cast<std::size_t>(size % static_cast<std::int64_t>(kTarBlock));
  return std::string(over == 0 ? 0 : kTarBlock - over, '\0');
}

std::string tar_end() {
  return std::string(2 * kTarBlock, '\0');
}

Result<std::optional<TarMember>> parse_tar_header(std::string_view block) {
  if (block.size() != kTarBlock) return fail(Errc::input, "it is cut off");
  if (block.find_first_not_of('\0') == std::string_view::npos) return std::optional<TarMember>();
  const auto size = octal_at(block, kSize);
  if (octal_at(block, kChecksum) != checksum_of(block) || !size)
    return fail(Errc::input, "not a tar archive, or damaged");
  if (block[kType] != '0' && block[kType] != '\0') return fail(Errc::input, "it contains more than plain files");
  const std::string_view name = block.substr(kName.at, kName.size);
  return std::optional(TarMember{std::string(name.substr(0, name.find('\0'))), *size});
}

}  // namespace rustassistant::codec
