// SPDX-License-Identifier: MIT
#include "rustassistant/codec/sha256.hpp"

// The low-level functions do not load OpenSSL's providers, which would cost every process 1.6 ms.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "rustassistant/base/text.hpp"

namespace rustassistant::codec {

struct Sha256::State {
  SHA256_CTX context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  SHA256_Init(&state_->context);
}
Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
  SHA256_Update(&state_->context, bytes.data(), bytes.size());
}

Sha256Digest Sha256::finish() {
  Sha256Digest digest;
  SHA256_Final(digest.data(), &state_->context);
  return digest;
}

Sha256Digest sha256(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

std::string sha256_hex(std::string_view bytes) {
  return to_hex(sha256(bytes));
}

}  // namespace rustassistant::codec
