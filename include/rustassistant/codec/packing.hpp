// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Numbers and texts as bytes to be kept: a number in base 128, the lowest digit first, a text behind its length, a list
// behind its size.
namespace rustassistant::codec {

class Packer {
 public:
  void number(std::uint64_t value);
  void text(std::string_view value);
  void texts(const std::vector<std::string>& values);
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what a Packer wrote, or bytes from outside: after the first thing that cannot be read everything is empty, and
// is_sound() false. Takes memory in proportion to the bytes, which must outlive it.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  // Below 2^35.
  [[nodiscard]] std::uint64_t number();
  // A number that fits; else as what cannot be read.
  [[nodiscard]] int small_number();
  // A number of things that take at least a byte each.
  [[nodiscard]] std::size_t count();
  [[nodiscard]] std::string text();
  [[nodiscard]] std::vector<std::string> texts();
  void fail();
  [[nodiscard]] bool is_sound() const { return sound_; }
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool sound_ = true;
};

}  // namespace rustassistant::codec
