// SPDX-License-Identifier: MIT
#include "rustassistant/sys/file_system.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;

TEST_CASE("file systems that machines share are known by their magic numbers") {
  CHECK(sys::network_file_system_of(0x6969) == "NFS");
  CHECK(sys::network_file_system_of(0xff534d42) == "CIFS");
  CHECK(sys::network_file_system_of(static_cast<std::int32_t>(0xff534d42)) == "CIFS");
  CHECK(sys::network_file_system_of(0x65735546) == "FUSE");
  for (const std::int64_t local : {0xef53LL, 0x9123683eLL, 0x58465342LL, 0x01021994LL, 0LL, -1LL})
    CHECK_FALSE(sys::network_file_system_of(local));
}

TEST_CASE("a path that does not exist lies where the nearest folder above it does") {
  CHECK_FALSE(sys::network_file_system_at("/proc/none/such"));
  CHECK(sys::network_file_system_at("/nonexistent/a/b") == sys::network_file_system_at("/"));
  CHECK_FALSE(sys::network_file_system_at("a\n"));
}
