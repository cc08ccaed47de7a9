// SPDX-License-Identifier: MIT
#include "rustassistant/domain/fingerprint.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <unordered_map>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "sized_text.hpp"

namespace rustassistant::domain {
namespace {

constexpr std::size_t kHashDigits = 16;

std::string hex(std::uint64_t value) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
  return {digits.data(), end};
}

constexpr std::size_t kWindow = 100;  // units
constexpr std::uint64_t kFactor = 37;
constexpr std::uint64_t kPower = [] {
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < kWindow; ++i) power *= kFactor;
  return power;
}();

// The polynomial hash over a sliding window of units, of which each line takes the value once its window is full.
class LineHasher {
 public:
  void begin_line() {
    // The window cannot hold the start of another line than that whose slot comes round next.
    starts_[slot_] = static_cast<std::ptrdiff_t>(hashes_.size());
    hashes_.emplace_back();
  }

  void add(std::uint16_t unit) {
    const std::uint16_t leaving = window_[slot_];
    hash_ = kFactor * hash_ + unit - kPower * leaving;
    window_[slot_] = unit;
    slot_ = (slot_ + 1) % kWindow;
    if (starts_[slot_] >= 0) {
      emit(static_cast<std::size_t>(starts_[slot_]));
      starts_[slot_] = -1;
    }
  }

  // Lets every line that has begun have its whole window.
  std::vector<std::string> finish() {
    add(0xFFFF);
    for (std::size_t i = 0; i < kWindow; ++i) add(0);
    return std::move(hashes_);
  }

 private:
  void emit(std::size_t line) { hashes_[line] = hex(hash_) + ":" + std::to_string(++seen_[hash_]); }

  std::array<std::uint16_t, kWindow> window_{};
  std::array<std::ptrdiff_t, kWindow> starts_ = [] {
    std::array<std::ptrdiff_t, kWindow> none{};
    none.fill(-1);
    return none;
  }();
  std::size_t slot_ = 0;
  std::uint64_t hash_ = 0;
  std::unordered_map<std::uint64_t, int> seen_;
  std::vector<std::string> hashes_;
};

// The next code point of valid UTF-8.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(at);
  const int length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::uint32_t point = length == 1 ? first : first & (0xFFU >> static_cast<unsigned>(length + 1));
  for (int i = 1; i < length; ++i) point = point << 6U | (byte(at + static_cast<std::size_t>(i)) & 0x3FU);
  at += static_cast<std::size_t>(length);
  return point;
}

}  // namespace

std::string fingerprint(const FindingIdentity& identity) {
  codec::Sha256 hash;
  const std::string ordinal = std::to_string(identity.ordinal);
  for (const std::string_view member :
       {identity.type, identity.kind, identity.path, identity.item, std::string_view(ordinal)}) {
    hash_text(hash, member);
  }
  return to_hex(hash.finish()).substr(0, kHashDigits);
}

std::vector<std::string> line_hashes(std::string_view text) {
  const std::string valid = is_valid_utf8(text) ? std::string() : to_valid_utf8(text);
  const std::string_view units = valid.empty() ? text : std::string_view(valid);
  LineHasher hasher;
  bool at_start = true;
  bool after_return = false;
  for (std::size_t at = 0; at < units.size();) {
    std::uint32_t point = next_code_point(units, at);
    const bool second_of_pair = after_return && point == '\n';
    after_return = point == '\r';
    if (point == ' ' || point == '\t' || second_of_pair) continue;
    if (point == '\r') point = '\n';
    if (at_start) hasher.begin_line();
    at_start = point == '\n';
    if (point > 0xFFFF) {
      hasher.add(static_cast<std::uint16_t>(0xD800 + ((point - 0x10000) >> 10U)));
      point = 0xDC00 + ((point - 0x10000) & 0x3FFU);
    }
    hasher.add(static_cast<std::uint16_t>(point));
  }
  if (at_start) hasher.begin_line();
  return hasher.finish();
}

}  // namespace rustassistant::domain
