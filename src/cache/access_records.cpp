// SPDX-License-Identifier: MIT
#include "access_records.hpp"

#include <array>
#include <optional>

#include "stored_forms.hpp"

namespace rustassistant::cache {

namespace {

constexpr std::string_view kStart{"RA\x01", 3};
constexpr std::size_t kCrcOffset = 4;
constexpr std::size_t kCrcEnd = 8;

void append_integer(std::string& bytes, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xffU);
}

std::uint64_t integer_at(std::string_view bytes, std::size_t offset, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[offset + i]);
  return value;
}

// CRC-32 as in IEEE 802.3, reflected.
constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xedb88320U : crc >> 1U;
    table[i] = crc;
  }
  return table;
}();

std::uint32_t crc32_of(std::string_view record) {
  std::uint32_t crc = ~0U;
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (i >= kCrcOffset && i < kCrcEnd) continue;
    crc = crc >> 8U ^ kCrcTable[(crc ^ static_cast<unsigned char>(record[i])) & 0xffU];
  }
  return ~crc;
}

std::optional<Access> decode(std::string_view record) {
  if (!record.starts_with(kStart) || integer_at(record, kCrcOffset, 4) != crc32_of(record)) return std::nullopt;
  const auto type = stored_type(static_cast<unsigned char>(record[3]));
  if (!type) return std::nullopt;
  return Access{static_cast<std::int64_t>(integer_at(record, 8, 8)),
                {static_cast<std::int64_t>(integer_at(record, 16, 8))},
                *type,
                static_cast<std::uint32_t>(integer_at(record, 24, 4)),
                static_cast<std::uint32_t>(integer_at(record, 28, 4))};
}

}  // namespace

std::string encode(const Access& access) {
  std::string bytes;
  bytes.reserve(kAccessRecordBytes);
  bytes += kStart;
  append_integer(bytes, static_cast<std::uint8_t>(access.type), 1);
  append_integer(bytes, 0, 4);
  append_integer(bytes, static_cast<std::uint64_t>(access.entry_id), 8);
  append_integer(bytes, static_cast<std::uint64_t>(access.at.value), 8);
  append_integer(bytes, access.repo, 4);
  append_integer(bytes, access.key_tag, 4);
  std::string crc;
  append_integer(crc, crc32_of(bytes), 4);
  return bytes.replace(kCrcOffset, crc.size(), crc);
}

std::vector<Access> decode_accesses(std::string_view bytes) {
  std::vector<Access> accesses;
  while (bytes.size() >= kAccessRecordBytes) {
    if (const auto access = decode(bytes.substr(0, kAccessRecordBytes))) {
      accesses.push_back(*access);
      bytes.remove_prefix(kAccessRecordBytes);
    } else {
      // A crash may have cut a record short: look for where the next one starts.
      const std::size_t next = bytes.find(kStart, 1);
      bytes.remove_prefix(next == std::string_view::npos ? bytes.size() : next);
    }
  }
  return accesses;
}

}  // namespace rustassistant::cache
