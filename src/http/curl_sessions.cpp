// SPDX-License-Identifier: MIT
#include "curl_sessions.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace rustassistant::http {
namespace {

bool initialise_once() {
  static const bool ready = [] {
    // Else the host's openssl.cnf is read, which a static executable must not depend on.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  }();
  return ready;
}

}  // namespace

std::unique_ptr<Session> CurlTransport::Sessions::take() {
  if (!initialise_once()) return nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto session = std::move(idle_.back());
      idle_.pop_back();
      return session;
    }
  }
  auto session = std::make_unique<Session>();
  session->multi.reset(curl_multi_init());
  session->easy.reset(curl_easy_init());
  if (session->multi == nullptr || session->easy == nullptr) return nullptr;
  return session;
}

void CurlTransport::Sessions::give_back(std::unique_ptr<Session> session) {
  curl_easy_reset(session->easy.get());
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(session));
}

}  // namespace rustassistant::http
