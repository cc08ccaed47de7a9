// SPDX-License-Identifier: MIT
// Source text of any kind: what is found lies within it, in order, and what is replaced keeps every line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rustassistant/privacy/secrets.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto secrets = privacy::find_secrets(text);
  std::size_t end = 0;
  for (const privacy::Secret& secret : secrets) {
    require(secret.offset >= end && secret.size > 0 && secret.offset + secret.size <= size && !secret.kind.empty());
    end = secret.offset + secret.size;
  }
  const std::string safe = privacy::redacted(text, secrets);
  require(safe.size() == size);
  for (std::size_t i = 0; i < size; ++i) require((safe[i] == '\n') == (text[i] == '\n'));
  require(privacy::summary_of(secrets).empty() == secrets.empty());
  static_cast<void>(privacy::is_key_store_name(text));
  return 0;
}
