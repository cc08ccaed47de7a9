// SPDX-License-Identifier: MIT
#include "rustassistant/sys/paths.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace rustassistant::sys {

TEST_CASE("the folder of a path is what stands before its last slash") {
  CHECK(folder_of("/a/b/c.db") == "/a/b");
  CHECK(folder_of("b/c.db") == "b");
  CHECK(folder_of("c.db") == ".");
  CHECK(folder_of("/c.db") == "/");
}

TEST_CASE("an extension is what follows the last dot of a name that does not begin with it") {
  CHECK(extension_of("a/b/Main.RS") == "rs");
  CHECK(extension_of("a.tar.gz") == "gz");
  CHECK(extension_of("a.d/Makefile").empty());
  CHECK(extension_of("a/.bashrc").empty());
  CHECK(extension_of("a.").empty());
  CHECK(extension_of("") == "");
}

TEST_CASE("an extension of more than 16 bytes is none") {
  CHECK(extension_of("a." + std::string(16, 'x')) == std::string(16, 'x'));
  CHECK(extension_of("a." + std::string(17, 'x')).empty());
}

}  // namespace rustassistant::sys
