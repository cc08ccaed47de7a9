// SPDX-License-Identifier: MIT
// Entries of the older tool: what is accepted is a JSON object without needless white space, and says the same when it
// is read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rustassistant/codec/json.hpp"
#include "rustassistant/legacy/entry.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant;
  const auto entry = legacy::parse_entry({reinterpret_cast<const char*>(data), size});
  if (!entry) {
    require(!entry.error().what.empty() && entry.error().what.size() < 500);
    return 0;
  }
  require(!entry->file_path.empty() && !entry->model.empty());
  require(entry->result.front() == '{' && entry->result.back() == '}');
  require(!entry->tokens || *entry->tokens >= 0);
  require(!entry->cost || entry->cost->value >= 0);
  const std::string again =
      R"({"file_path":"a","file_hash":")" + std::string(64, '0') + R"(","model":"m","result":)" + entry->result + "}";
  const auto repeated = legacy::parse_entry(again);
  require(repeated.has_value() && repeated->result == entry->result);
  return 0;
}
