// SPDX-License-Identifier: MIT
#include "rustassistant/http/ca_bundle.hpp"

#include <unistd.h>

#include <array>
#include <string_view>

namespace rustassistant::http {
namespace {

constexpr std::array kDistributionBundles{
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

bool readable(const char* path) {
  return access(path, R_OK) == 0;
}

tl::expected<std::string, std::string> wished_bundle(std::string_view name, const std::string& path) {
  if (readable(path.c_str())) return path;
  return tl::unexpected("cannot read the CA certificates '" + path + "' named by " + std::string(name));
}

}  // namespace

tl::expected<std::string, std::string> find_ca_bundle(const CaWishes& wishes) {
  if (wishes.ssl_cert_file) return wished_bundle("SSL_CERT_FILE", *wishes.ssl_cert_file);
  if (wishes.curl_ca_bundle) return wished_bundle("CURL_CA_BUNDLE", *wishes.curl_ca_bundle);
  for (const char* path : kDistributionBundles) {
    if (readable(path)) return path;
  }
  return tl::unexpected<std::string>(
      "no CA certificates found: install the package ca-certificates, or name a bundle in SSL_CERT_FILE");
}

}  // namespace rustassistant::http
