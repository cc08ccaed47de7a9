// SPDX-License-Identifier: MIT
// The parser of cache.access: any bytes decode, and what was decoded encodes to bytes that decode to the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../../src/cache/access_records.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant::cache;
  const auto accesses = decode_accesses({reinterpret_cast<const char*>(data), size});
  std::string encoded;
  for (const Access& access : accesses) encoded += encode(access);
  if (encoded.size() > size || decode_accesses(encoded) != accesses) std::abort();
  return 0;
}
