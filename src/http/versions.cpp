// SPDX-License-Identifier: MIT
#include "rustassistant/http/versions.hpp"

#include <curl/curl.h>

#include <string>

namespace rustassistant::http {

std::vector<LinkedLibrary> versions() {
  // Nothing has to be initialized for this.
  const curl_version_info_data* const info = curl_version_info(CURLVERSION_NOW);
  std::vector<LinkedLibrary> libraries{{"libcurl", info->version}};
  if (info->ares != nullptr) libraries.push_back({"c-ares", info->ares});
  const unsigned nghttp2 = info->nghttp2_ver_num;
  if (nghttp2 != 0) {
    libraries.push_back({"nghttp2", std::to_string(nghttp2 >> 16U) + "." + std::to_string((nghttp2 >> 8U) & 255U) +
                                        "." + std::to_string(nghttp2 & 255U)});
  }
  if (info->libz_version != nullptr) libraries.push_back({"zlib", info->libz_version});
  return libraries;
}

}  // namespace rustassistant::http
