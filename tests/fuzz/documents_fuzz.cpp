// SPDX-License-Identifier: MIT
// Stored results and answers of every analysis type: the first byte chooses the type. What is read can be written, and
// reads the same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rustassistant/domain/documentation.hpp"
#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/domain/quality.hpp"
#include "rustassistant/domain/todos.hpp"

namespace {

using namespace rustassistant;

template <typename Document>
void check(Result<Document> (*parse)(std::string_view), std::string_view text) {
  const auto document = parse(text);
  if (!document) return;
  const std::string written = serialise(*document);
  const auto again = parse(written);
  if (!again || serialise(*again) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 4) {
    case 0:
      check(domain::parse_analysis, text);
      break;
    case 1:
      check(domain::parse_documentation, text);
      break;
    case 2:
      check(domain::parse_quality, text);
      break;
    default:
      check(domain::parse_todos, text);
  }
  return 0;
}
