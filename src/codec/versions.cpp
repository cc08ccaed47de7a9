// SPDX-License-Identifier: MIT
#include "rustassistant/codec/versions.hpp"

#include <openssl/crypto.h>
#include <zstd.h>

#include <nlohmann/json.hpp>

#include <string>

namespace rustassistant::codec {

std::vector<LinkedLibrary> versions() {
  return {{"zstd", ZSTD_versionString()},
          {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
          {"nlohmann/json", nlohmann::json::meta()["version"]["string"].get<std::string>()}};
}

}  // namespace rustassistant::codec
