// SPDX-License-Identifier: MIT
// Bounds of JSON, packed numbers and frames, each on both sides.
#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/codec/json.hpp"
#include "rustassistant/codec/packing.hpp"
#include "rustassistant/codec/signature.hpp"
#include "rustassistant/codec/tar.hpp"
#include "rustassistant/codec/zstd.hpp"

using namespace rustassistant;
using namespace rustassistant::codec;

namespace {

// Content that does not shrink to nothing.
std::string mixed(std::size_t size) {
  std::string text(size, '\0');
  std::uint32_t state = 1;
  for (char& c : text) {
    state = state * 1'664'525U + 1'013'904'223U;
    c = static_cast<char>('a' + (state >> 28U));
  }
  return text;
}

}  // namespace

TEST_CASE("nesting counts brackets of both kinds that are open, outside of strings") {
  struct Row {
    const char* text;
    std::size_t depth;
  };
  for (const Row& row : {Row{"1", 0}, Row{"[]", 1}, Row{"{}", 1}, Row{"[[],[]]", 2}, Row{R"({"a":{"b":[]}})", 3},
                         Row{R"([{"a":1},{"b":2}])", 2}, Row{R"(["[[[",[]])", 2}, Row{R"(["\"[",[]])", 2},
                         Row{R"(["\\",[[]]])", 3}, Row{R"({"[":[]})", 2}}) {
    CAPTURE(row.text);
    CHECK(parse_json(row.text, {100, row.depth}));
    if (row.depth > 0) CHECK_FALSE(parse_json(row.text, {100, row.depth - 1}));
  }
  CHECK(parse_json("]]]", {100, 0}).error().what == "not valid JSON at byte 1");
  CHECK(parse_json("[]]]][", {100, 1}).error().what == "not valid JSON at byte 3");
}

TEST_CASE("what is wrong with JSON is told") {
  CHECK(parse_json("[1,2]", {5, 1}));
  CHECK(parse_json("[1,2]", {4, 1}).error().what == "JSON of 5 bytes is larger than the allowed 4");
  CHECK(parse_json("[[]]", {5, 1}).error().what == "JSON is nested deeper than 1");
  CHECK(parse_json("[1,]").error().what == "not valid JSON at byte 4");
  CHECK(parse_json("1e999").error().what == "not valid JSON: a number in it is too large");
  CHECK(parse_json("1e999").error().code == Errc::input);
  CHECK((*parse_json(R"({"a":1,"a":2})"))["a"] == 2);
  const nlohmann::ordered_json value = {{"b", {1, 2}}, {"a", "\xC3\xA4"}};
  CHECK(dump_json(value, JsonStyle::compact) == "{\"b\":[1,2],\"a\":\"\xC3\xA4\"}");
  CHECK(dump_json(value, JsonStyle::pretty) == "{\n  \"b\": [\n    1,\n    2\n  ],\n  \"a\": \"\xC3\xA4\"\n}");
}

TEST_CASE("numbers take a byte for each seven bits, five at most") {
  struct Row {
    std::uint64_t number;
    std::string bytes;
  };
  for (const Row& row : {Row{0, std::string(1, '\0')}, Row{127, "\x7F"}, Row{128, "\x80\x01"}, Row{129, "\x81\x01"},
                         Row{16'383, "\xFF\x7F"}, Row{16'384, "\x80\x80\x01"},
                         Row{(std::uint64_t{1} << 35U) - 1, "\xFF\xFF\xFF\xFF\x7F"}}) {
    Packer packer;
    packer.number(row.number);
    CHECK(packer.take() == row.bytes);
    Unpacker unpacker(row.bytes);
    CHECK(unpacker.number() == row.number);
    CHECK(unpacker.is_sound());
    CHECK(unpacker.at_end());
    const std::string cut = row.bytes.substr(0, row.bytes.size() - 1);
    Unpacker broken(cut);
    CHECK(broken.number() == 0);
    CHECK_FALSE(broken.is_sound());
  }
  Unpacker long_one("\x80\x80\x80\x80\x80\x01z");
  CHECK(long_one.number() == 0);
  CHECK_FALSE(long_one.is_sound());
  CHECK(long_one.at_end());
}

TEST_CASE("small numbers fit an int, lengths what is left") {
  constexpr std::uint64_t kMost = std::numeric_limits<int>::max();
  for (const std::uint64_t number : {kMost, kMost + 1}) {
    Packer packer;
    packer.number(number);
    const std::string bytes = packer.take();
    Unpacker unpacker(bytes);
    CHECK(unpacker.small_number() == (number == kMost ? std::numeric_limits<int>::max() : 0));
    CHECK(unpacker.is_sound() == (number == kMost));
  }
  Unpacker exact("\x02zz");
  CHECK(exact.count() == 2);
  CHECK(exact.is_sound());
  Unpacker more("\x03zz");
  CHECK(more.count() == 0);
  CHECK_FALSE(more.is_sound());
  Unpacker list("\x02\x01x\x01y");
  CHECK(list.texts() == std::vector<std::string>{"x", "y"});
  CHECK(list.at_end());
  Unpacker broken_list("\x02\x01x\x09y");
  CHECK(broken_list.texts().front() == "x");
  CHECK_FALSE(broken_list.is_sound());
}

TEST_CASE("content may be as large as allowed and no larger, whoever reads it") {
  for (const std::size_t size : {std::size_t{1}, std::size_t{1'000}, std::size_t{300'000}}) {
    const std::string content = mixed(size);
    const std::string frame = Compressor(3).compress(content);
    using Read = Result<std::string> (*)(std::string_view, std::size_t);
    const Read plain = [](std::string_view bytes, std::size_t most) { return decompress(bytes, most); };
    for (const Read read : {plain, Read(decompress_stream), Read(decompress_bounded)}) {
      CAPTURE(size);
      REQUIRE(read(frame, size));
      CHECK(*read(frame, size) == content);
      const auto larger = read(frame, size - 1);
      REQUIRE_FALSE(larger);
      CHECK(larger.error().what == "zstd frame is larger than allowed");
      CHECK(larger.error().code == Errc::storage);
      CHECK_FALSE(read(frame.substr(0, frame.size() - 1), size));
      CHECK_FALSE(read("no frame at all", size));
      std::string damaged = frame;
      damaged.back() = static_cast<char>(damaged.back() ^ 1);  // of the checksum
      CHECK_FALSE(read(damaged, size));
    }
  }
  CHECK(decompress(Compressor(3).compress(""), 0).value().empty());
  CHECK_FALSE(Dictionary::load("none"));
  CHECK_FALSE(train_dictionary({"a", "b"}, 1'000));
}

TEST_CASE("a stream of frames is at its end between them alone") {
  const std::string content = mixed(300'000);
  StreamCompressor compressor(3);
  std::string frame = compressor.write(std::string_view(content).substr(0, 200'000));
  frame += compressor.write(std::string_view(content).substr(200'000));
  frame += compressor.finish();
  CHECK(decompress_stream(frame, content.size()).value() == content);
  CHECK_FALSE(decompress(frame, content.size()));  // it does not say how large it is

  StreamDecompressor decompressor;
  std::string read;
  std::size_t pieces = 0;
  const auto sink = [&](std::string_view piece) {
    CHECK(piece.size() <= 128U << 10U);
    read += piece;
    ++pieces;
    return true;
  };
  CHECK(decompressor.at_end());
  REQUIRE(decompressor.read(std::string_view(frame).substr(0, 1'000), sink));
  CHECK_FALSE(decompressor.at_end());
  REQUIRE(decompressor.read(std::string_view(frame).substr(1'000), sink));
  CHECK(decompressor.at_end());
  CHECK(read == content);
  CHECK(pieces >= 3);
  read.clear();
  REQUIRE(decompressor.read(frame + frame, sink));
  CHECK(read == content + content);
  CHECK(decompressor.at_end());
  const auto damaged = decompressor.read("no frame at all", sink);
  REQUIRE_FALSE(damaged);
  CHECK(damaged.error().code == Errc::input);

  StreamDecompressor stopped;
  std::size_t calls = 0;
  CHECK(stopped.read(frame, [&](std::string_view) { return ++calls < 2; }));
  CHECK(calls == 2);
}

TEST_CASE("keys of a block are used as they are, longer ones by their hash") {
  const std::string block(64, 'k');
  const std::string longer(65, 'k');
  const Sha256Digest digest = sha256(longer);
  const std::string hashed(reinterpret_cast<const char*>(digest.data()), digest.size());
  CHECK(hmac_sha256(longer, "x") == hmac_sha256(hashed, "x"));
  CHECK(hmac_sha256(block, "x") != hmac_sha256(longer, "x"));
  const Sha256Digest of_block = sha256(block);
  CHECK(hmac_sha256(block, "x") !=
        hmac_sha256(std::string(reinterpret_cast<const char*>(of_block.data()), of_block.size()), "x"));
  CHECK(is_same_secret("abc", "abc"));
  CHECK(is_same_secret("", ""));
  CHECK_FALSE(is_same_secret("abc", "abd"));
  CHECK_FALSE(is_same_secret("abc", "ab"));
  CHECK_FALSE(is_same_secret("ab", "abc"));
}

TEST_CASE("a number in a header of an archive may begin and end with blanks, and must have a digit") {
  struct Row {
    const char* field;  // of the size: twelve bytes
    std::optional<std::int64_t> size;
  };
  for (const Row& row :
       {Row{"00000000017 ", 15}, Row{"         17 ", 15}, Row{" 17         ", 15}, Row{"17 7        ", 15},
        Row{"000000000000", 0}, Row{"            ", std::nullopt}, Row{"8           ", std::nullopt},
        Row{"/           ", std::nullopt}, Row{"777777777777", 68'719'476'735}}) {
    std::string block = tar_header({"n", 5}, {}).value();
    block.replace(124, 12, row.field);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i)
      sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(block[i]);
    for (std::size_t i = 154; i > 148; --i, sum /= 8) block[i - 1] = static_cast<char>('0' + sum % 8);
    const auto member = parse_tar_header(block);
    CAPTURE(row.field);
    CHECK(member.has_value() == row.size.has_value());
    if (member && row.size) CHECK((*member)->size == *row.size);
  }
}
