// SPDX-License-Identifier: MIT
#include "sendable.hpp"

#include "rustassistant/privacy/secrets.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {

Result<Sendable> sendable(const std::string& shown, const std::string& content, const config::PrivacySettings& settings,
                          KeyStores key_stores) {
  if (key_stores == KeyStores::withhold && privacy::is_key_store_name(shown)) {
    return fail(Errc::input, sys::quoted(shown) + " is named like a key store and is not sent",
                "--force sends it anyway");
  }
  if (settings.redact == config::Redact::off) return Sendable{content, {}, 0};
  const auto secrets = privacy::find_secrets(content);
  if (secrets.empty()) return Sendable{content, {}, 0};
  const std::string found = privacy::summary_of(secrets);
  if (settings.redact == config::Redact::refuse) {
    return fail(Errc::input, sys::quoted(shown) + " contains secrets and is not sent: " + found,
                "remove them, or set privacy.redact = \"on\" to have them replaced");
  }
  return Sendable{privacy::redacted(content, secrets),
                  sys::quoted(shown) + ": secrets were replaced before it was sent: " + found,
                  static_cast<std::int64_t>(secrets.size())};
}

}  // namespace rustassistant::app
