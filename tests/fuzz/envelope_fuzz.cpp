// SPDX-License-Identifier: MIT
// Envelopes from a server: what is opened is within the limits, and nothing is believed that the secret did not sign.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rustassistant/tier/envelope.hpp"

namespace {

using namespace rustassistant;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const domain::CacheKey key{};
  tier::Keyring open_to_all;
  open_to_all.accepts_unsigned = true;
  if (const auto opened = tier::open(bytes, {"core", key}, open_to_all))
    require(opened->document.size() <= tier::kMaxDocument && opened->writer.empty());
  else
    require(!opened.error().why.empty());

  tier::Keyring keys;
  keys.signing = tier::SigningKey::parse("a secret of the team that nobody else knows").value();
  require(!tier::open(bytes, {"core", key}, keys));
  const auto sealed = tier::seal(bytes, {"core", key}, keys, UnixMillis{1});
  require(sealed.has_value());
  const auto opened = tier::open(*sealed, {"core", key}, keys);
  require(opened && opened->document == bytes);
  return 0;
}
