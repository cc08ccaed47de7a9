// SPDX-License-Identifier: MIT
#include "rustassistant/sys/time_zones.hpp"

#include <catch2/catch.hpp>

#include "support/temporary_folder.hpp"

namespace rustassistant::sys {
namespace {

constexpr const char* kZone = "TZif2 and so on\nCET-1CEST,M3.5.0,M10.5.0/3\n";

struct Fixture {
  test::TemporaryFolder folder;
  Environment environment{{{"TZDIR", (folder.path() / "zones").string()}}};

  Fixture() {
    folder.write("zones/Test/Place", kZone);
    folder.write("zones/Test/Etc.place", kZone);
    folder.write("outside", kZone);
    folder.write("zones/Test/broken", "TZif2 and no rule\n");
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a zone is known by its name, an offset, or as UTC") {
  CHECK(find_zone("Test/Place", environment)->rule == "CET-1CEST,M3.5.0,M10.5.0/3");
  CHECK(find_zone("Test/Place", environment)->name == "Test/Place");
  CHECK(find_zone("-03:30", environment)->rule == "-03:30");
  CHECK(find_zone("UTC", environment)->rule == "UTC");
}

TEST_CASE_METHOD(Fixture, "a file outside of the folder of zones is no zone, even where it is a valid one") {
  const std::string outside = (folder.path() / "outside").string();
  for (const std::string& name :
       {std::string("../outside"), outside, std::string("Test/../../outside"), std::string("./Test/Place"),
        std::string("Test/Etc.place"), std::string("Test/broken"), std::string("Test"), std::string("nowhere"),
        std::string()}) {
    CAPTURE(name);
    const auto zone = find_zone(name, environment);
    REQUIRE_FALSE(zone);
    CHECK(zone.error().code == Errc::usage);
  }
}

TEST_CASE_METHOD(Fixture, "a zone's file has a MiB at most") {
  const std::string begin = "TZif2";
  const std::string end = "\nCET-1CEST,M3.5.0,M10.5.0/3\n";
  for (const std::size_t size : {std::size_t{1} << 20U, (std::size_t{1} << 20U) + 1}) {
    folder.write("zones/Large", begin + std::string(size - begin.size() - end.size(), 'x') + end);
    CHECK(find_zone("Large", environment).has_value() == (size == std::size_t{1} << 20U));
  }
}

}  // namespace rustassistant::sys
