// SPDX-License-Identifier: MIT
// A safetensors file: what is accepted lies within the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "rustassistant/embed/tensors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant;
  const auto tensors = embed::read_tensors({data, size});
  if (!tensors) return 0;
  for (const auto& [name, tensor] : *tensors) {
    if (tensor.bytes.empty()) continue;
    if (tensor.bytes.data() < data || tensor.bytes.data() + tensor.bytes.size() > data + size) std::abort();
    std::size_t numbers = 1;
    for (const std::size_t one : tensor.shape) numbers *= one;
    const std::size_t each = tensor.number == embed::Number::f32 ? 4 : 2;
    if (tensor.number != embed::Number::other && numbers * each != tensor.bytes.size()) std::abort();
  }
  return 0;
}
