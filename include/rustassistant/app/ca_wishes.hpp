// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/http/ca_bundle.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::app {

// What the environment says about CA certificates.
[[nodiscard]] inline http::CaWishes ca_wishes(const sys::Environment& environment) {
  const auto path_in = [&](std::string_view variable) {
    auto path = environment.value(variable);
    if (path) path = sys::home_expanded(*std::move(path), environment);
    return path;
  };
  return {path_in("SSL_CERT_FILE"), path_in("CURL_CA_BUNDLE")};
}

}  // namespace rustassistant::app
