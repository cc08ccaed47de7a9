// SPDX-License-Identifier: MIT
#include "rustassistant/embed/tensors.hpp"

#include <catch2/catch.hpp>

#include "support/tiny_model.hpp"

using namespace rustassistant;
using Catch::Contains;
using embed::read_tensors;

namespace {

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string with_header(const std::string& header, std::size_t data) {
  std::string file(8, '\0');
  file[0] = static_cast<char>(header.size() & 0xFFU);
  file[1] = static_cast<char>(header.size() >> 8U);
  return file + header + std::string(data, 'x');
}

std::string refusal(const std::string& file) {
  const auto tensors = read_tensors(bytes_of(file));
  REQUIRE_FALSE(tensors);
  CHECK(tensors.error().code == Errc::input);
  return tensors.error().what;
}

}  // namespace

TEST_CASE("tensors are read with their types, shapes and places") {
  const std::string file =
      test::safetensors({{"a", "F32", {2, 1}, "12345678"}, {"b", "BF16", {}, "zz"}, {"c", "I64", {0}, ""}});
  const auto tensors = read_tensors(bytes_of(file));
  REQUIRE(tensors);
  CHECK(tensors->size() == 3);
  const embed::Tensor& a = tensors->at("a");
  CHECK(a.number == embed::Number::f32);
  CHECK(a.shape == std::vector<std::size_t>{2, 1});
  CHECK(std::string(a.bytes.begin(), a.bytes.end()) == "12345678");
  CHECK(tensors->at("b").number == embed::Number::bf16);
  CHECK(tensors->at("b").bytes.size() == 2);
  CHECK(tensors->at("c").number == embed::Number::other);
  CHECK(embed::shape_text(a.shape) == "[2, 1]");
}

TEST_CASE("a header that does not fit its file is refused") {
  CHECK_THAT(refusal("1234567"), Contains("less than 8 bytes"));
  CHECK_THAT(refusal(std::string(8, '\xFF')), Contains("18446744073709551615 bytes"));
  CHECK_THAT(refusal(with_header("{}", 0).substr(0, 9)), Contains("does not fit"));
  CHECK_THAT(refusal(with_header("[]", 0)), Contains("not an object"));
  CHECK_THAT(refusal(with_header("{", 0)), Contains("its header"));
  CHECK(read_tensors(bytes_of(with_header("{}", 3))));
}

TEST_CASE("a tensor whose place, shape and type do not fit each other is refused by its name") {
  const auto row = [](const char* type, const char* shape, const char* place) {
    return std::string(R"({"t":{"dtype":")") + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + place + "}}";
  };
  CHECK(read_tensors(bytes_of(with_header(row("F32", "[2]", "[0,8]"), 8))));
  const std::string wrong[] = {
      row("F32", "[2]", "[0,9]"),
      row("F32", "[3]", "[0,8]"),
      row("F16", "[2]", "[0,8]"),
      row("F31", "[2]", "[0,8]"),
      row("F32", "[-2]", "[0,8]"),
      row("F32", "[2.0]", "[0,8]"),
      row("F32", "2", "[0,8]"),
      row("F32", "[2]", "[8,0]"),
      row("F32", "[2]", "[0]"),
      row("F32", "[2]", "[0,4,8]"),
      row("F32", "[4611686018427387904,2]", "[0,8]"),
      row("F32", "[2,1,1,1,1,1,1,1,1]", "[0,8]"),
      R"({"t":{"dtype":"F32","shape":[2]}})",
      R"({"t":7})",
  };
  for (const std::string& header : wrong) {
    INFO(header);
    CHECK_THAT(refusal(with_header(header, 8)), Contains("'t'"));
  }
}

TEST_CASE("tensors that share bytes are refused") {
  const std::string header =
      R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[3,7]}})";
  CHECK_THAT(refusal(with_header(header, 8)), Contains("'b' shares bytes with 'a'"));
}
