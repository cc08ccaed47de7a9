// SPDX-License-Identifier: MIT
#include "rustassistant/domain/repository.hpp"

#include "rustassistant/codec/sha256.hpp"

namespace rustassistant::domain {

std::string repo_id(std::string_view canonical_path) {
  return codec::sha256_hex(canonical_path).substr(0, 8);
}

}  // namespace rustassistant::domain
