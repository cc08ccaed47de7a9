// SPDX-License-Identifier: MIT
// git's index: any bytes are read, and what is found has a name.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../../src/source/walk/git_index.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant::source;
  const TrackedFiles files = TrackedFiles::parse({reinterpret_cast<const char*>(data), size});
  if (files.has_file("")) std::abort();
  static_cast<void>(files.has_folder("a"));
  return 0;
}
