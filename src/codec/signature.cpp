// SPDX-License-Identifier: MIT
#include "rustassistant/codec/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>
#include <string>

namespace rustassistant::codec {
namespace {

constexpr std::size_t kBlock = 64;

struct FreeKey {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;
using ContextHandle = std::unique_ptr<EVP_MD_CTX, FreeContext>;

// Else the host's openssl.cnf is read, which a static executable must not depend on.
void initialise() {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

KeyHandle private_handle(const Ed25519Key& key) {
  initialise();
  return KeyHandle(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
}

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string_view characters(const Sha256Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Sha256Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  std::string block(key.size() > kBlock ? characters(sha256(key)) : key);
  block.resize(kBlock, '\0');
  const auto masked = [&](unsigned char mask) {
    std::string result = block;
    for (char& c : result) c = static_cast<char>(static_cast<unsigned char>(c) ^ mask);
    return result;
  };
  Sha256 inner;
  inner.update(masked(0x36));
  inner.update(bytes);
  Sha256 outer;
  outer.update(masked(0x5c));
  outer.update(characters(inner.finish()));
  return outer.finish();
}

bool is_same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<Ed25519Key> ed25519_public_key(const Ed25519Key& private_key) {
  const KeyHandle handle = private_handle(private_key);
  Ed25519Key key{};
  std::size_t size = key.size();
  if (handle == nullptr || EVP_PKEY_get_raw_public_key(handle.get(), key.data(), &size) != 1) return std::nullopt;
  return key;
}

std::optional<Ed25519Signature> ed25519_sign(const Ed25519Key& private_key, std::string_view bytes) {
  const KeyHandle handle = private_handle(private_key);
  const ContextHandle context(EVP_MD_CTX_new());
  Ed25519Signature signature{};
  std::size_t size = signature.size();
  if (handle == nullptr || context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, handle.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, raw(bytes), bytes.size()) != 1) {
    return std::nullopt;
  }
  return signature;
}

bool ed25519_verifies(const Ed25519Key& public_key, std::string_view bytes, std::string_view signature) {
  initialise();
  const KeyHandle handle(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()));
  const ContextHandle context(EVP_MD_CTX_new());
  return handle != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(bytes), bytes.size()) == 1;
}

}  // namespace rustassistant::codec
