// SPDX-License-Identifier: MIT
#include "rustassistant/codec/packing.hpp"

#include <limits>

namespace rustassistant::codec {

void Packer::number(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
  bytes_ += static_cast<char>(value);
}

void Packer::text(std::string_view value) {
  number(value.size());
  bytes_ += value;
}

void Packer::texts(const std::vector<std::string>& values) {
  number(values.size());
  for (const std::string& value : values) text(value);
}

std::uint64_t Unpacker::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    if (bytes_.empty()) break;
    const auto byte = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) return value;
  }
  fail();
  return 0;
}

int Unpacker::small_number() {
  const std::uint64_t value = number();
  if (value <= static_cast<std::uint64_t>(std::numeric_limits<int>::max())) return static_cast<int>(value);
  fail();
  return 0;
}

std::size_t Unpacker::count() {
  const std::uint64_t value = number();
  if (value > bytes_.size()) fail();
  return sound_ ? static_cast<std::size_t>(value) : 0;
}

std::string Unpacker::text() {
  const std::size_t size = count();
  std::string value(bytes_.substr(0, size));
  bytes_.remove_prefix(size);
  return value;
}

std::vector<std::string> Unpacker::texts() {
  std::vector<std::string> values;
  for (std::size_t left = count(); left > 0 && sound_; --left) values.push_back(text());
  return values;
}

void Unpacker::fail() {
  sound_ = false;
  bytes_ = {};
}

}  // namespace rustassistant::codec
