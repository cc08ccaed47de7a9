// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/http/ca_bundle.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::app {

// What the environment says about CA certificates.
[[nodiscard]] inline http::CaWishes ca_wishes(const sys::Environment& environment) {
  return {environment.value("SSL_CERT_FILE"), environment.value("CURL_CA_BUNDLE")};
}

}  // namespace rustassistant::app
