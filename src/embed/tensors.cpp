// SPDX-License-Identifier: MIT
#include "rustassistant/embed/tensors.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "outside.hpp"

namespace rustassistant::embed {
namespace {

constexpr std::size_t kPrefix = 8;                 // bytes that tell the size of the header
constexpr std::size_t kLargestHeader = 4U << 20U;  // bytes; of a model with 100 layers it has 200 kB
constexpr std::size_t kMostDimensions = 8;

struct NumberRow {
  std::string_view name;
  Number number;
  std::size_t size;  // bytes
};
constexpr std::array<NumberRow, 13> kNumbers{{{"F32", Number::f32, 4},
                                              {"F16", Number::f16, 2},
                                              {"BF16", Number::bf16, 2},
                                              {"F64", Number::other, 8},
                                              {"I64", Number::other, 8},
                                              {"U64", Number::other, 8},
                                              {"I32", Number::other, 4},
                                              {"U32", Number::other, 4},
                                              {"I16", Number::other, 2},
                                              {"U16", Number::other, 2},
                                              {"I8", Number::other, 1},
                                              {"U8", Number::other, 1},
                                              {"BOOL", Number::other, 1}}};

tl::unexpected<Error> unfit_tensor(const std::string& name, std::string_view what) {
  return unfit("the tensor '" + name + "' " + std::string(what));
}

std::optional<std::vector<std::size_t>> whole_numbers(const Json& value, std::size_t most) {
  if (!value.is_array() || value.size() > most) return std::nullopt;
  std::vector<std::size_t> numbers;
  numbers.reserve(value.size());
  for (const Json& one : value) {
    const auto number = whole_number(one);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

// The bytes that a shape takes; nothing where they cannot be counted.
std::optional<std::size_t> bytes_of(std::span<const std::size_t> shape, std::size_t size) {
  for (const std::size_t one : shape) {
    if (one != 0 && size > std::numeric_limits<std::size_t>::max() / one) return std::nullopt;
    size *= one;
  }
  return size;
}

Result<Tensor> tensor_of(const std::string& name, const Json& row, std::span<const std::uint8_t> data) {
  if (!row.is_object() || !row.contains("dtype") || !row.contains("shape") || !row.contains("data_offsets"))
    return unfit_tensor(name, "has no type, shape or place");
  const Json& type = row["dtype"];
  const auto* const number =
      std::find_if(kNumbers.begin(), kNumbers.end(), [&](const NumberRow& one) { return is_text(type, one.name); });
  if (number == kNumbers.end()) return unfit_tensor(name, "is of a type that is not known");
  auto shape = whole_numbers(row["shape"], kMostDimensions);
  if (!shape) return unfit_tensor(name, "has no shape of at most 8 whole numbers");
  const auto place = whole_numbers(row["data_offsets"], 2);
  if (!place || place->size() != 2 || place->front() > place->back()) return unfit_tensor(name, "has no place");
  const std::size_t size = place->back() - place->front();
  if (place->back() > data.size())
    return unfit_tensor(name, "ends at byte " + std::to_string(place->back()) + " of " + std::to_string(data.size()));
  const auto expected = bytes_of(*shape, number->size);
  if (!expected || *expected != size) {
    return unfit_tensor(
        name, "takes " + std::to_string(size) + " bytes, which its shape " + shape_text(*shape) + " does not");
  }
  return Tensor{number->number, *std::move(shape), data.subspan(place->front(), size)};
}

Result<void> check_apart(const Tensors& tensors) {
  std::vector<std::pair<std::span<const std::uint8_t>, std::string_view>> places;
  places.reserve(tensors.size());
  for (const auto& [name, tensor] : tensors) {
    if (!tensor.bytes.empty()) places.emplace_back(tensor.bytes, name);
  }
  std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.first.data() < b.first.data(); });
  for (std::size_t i = 1; i < places.size(); ++i) {
    const auto& before = places[i - 1];
    if (before.first.data() + before.first.size() > places[i].first.data())
      return unfit_tensor(std::string(places[i].second), "shares bytes with '" + std::string(before.second) + "'");
  }
  return {};
}

}  // namespace

std::string shape_text(std::span<const std::size_t> shape) {
  std::string text = "[";
  for (const std::size_t one : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(one);
  }
  text += ']';
  return text;
}

Result<Tensors> read_tensors(std::span<const std::uint8_t> file) {
  if (file.size() < kPrefix) return unfit("it is no safetensors file: it has less than 8 bytes");
  std::uint64_t header = 0;
  for (std::size_t i = kPrefix; i-- > 0;) header = header << 8U | file[i];
  const std::span<const std::uint8_t> rest = file.subspan(kPrefix);
  if (header > std::min(rest.size(), kLargestHeader)) {
    return unfit("it is no safetensors file: a header of " + std::to_string(header) + " bytes does not fit it");
  }
  const auto size = static_cast<std::size_t>(header);
  const std::string_view text(reinterpret_cast<const char*>(rest.data()), size);
  auto json = codec::parse_json(text, {.max_bytes = kLargestHeader, .max_depth = 8});
  if (!json) return fail_while("its header", std::move(json).error());
  if (!json->is_object()) return unfit("its header is not an object");
  Tensors tensors;
  for (const auto& [name, row] : json->items()) {
    if (name == "__metadata__") continue;
    TRY_ASSIGN(Tensor tensor, tensor_of(name, row, rest.subspan(size)));
    tensors.emplace(name, std::move(tensor));
  }
  TRY(check_apart(tensors));
  return tensors;
}

}  // namespace rustassistant::embed
