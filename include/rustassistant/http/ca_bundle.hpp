// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace rustassistant::http {

// Where the user's environment says that CA certificates are: the variables SSL_CERT_FILE and CURL_CA_BUNDLE. nullopt
// if unset or empty.
struct CaWishes {
  std::optional<std::string> ssl_cert_file;
  std::optional<std::string> curl_ca_bundle;
};

// The file with the CA certificates to trust: the first wish, else the first bundle of a Linux distribution that can be
// read. A wish that cannot be read is an error rather than passed over. The error is a sentence for the user.
[[nodiscard]] tl::expected<std::string, std::string> find_ca_bundle(const CaWishes& wishes);

}  // namespace rustassistant::http
