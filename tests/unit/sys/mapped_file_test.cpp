// SPDX-License-Identifier: MIT
#include "rustassistant/sys/mapped_file.hpp"

#include <catch2/catch.hpp>
#include <optional>

#include "support/temporary_folder.hpp"

using namespace rustassistant;
using sys::MappedFile;

TEST_CASE("the bytes of a mapped file are there for as long as a copy of it is") {
  const test::TemporaryFolder folder;
  std::optional<MappedFile> first = MappedFile::open(folder.write("a", "some bytes")).value();
  const MappedFile copy = *first;
  first.reset();
  CHECK(std::string(copy.bytes().begin(), copy.bytes().end()) == "some bytes");
  CHECK(MappedFile::open(folder.write("empty", "")).value().bytes().empty());
}

TEST_CASE("what is no regular file is not mapped") {
  const test::TemporaryFolder folder;
  CHECK(MappedFile::open((folder.path() / "none").string()).error().code == Errc::input);
  CHECK(MappedFile::open(folder.path().string()).error().code == Errc::input);
  CHECK(MappedFile::open("/dev/null").error().code == Errc::input);
}
