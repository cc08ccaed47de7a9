// SPDX-License-Identifier: MIT
#include "rustassistant/domain/repository.hpp"

#include <catch2/catch.hpp>

namespace rustassistant::domain {

// Caps and counters that are stored hang on it.
TEST_CASE("a repository's id is the beginning of the digest of its path") {
  CHECK(repo_id("/home/u/project") == "4eb6cd28");
  CHECK(repo_id("") == "e3b0c442");
}

}  // namespace rustassistant::domain
