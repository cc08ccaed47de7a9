// SPDX-License-Identifier: MIT
#include "rustassistant/sys/set_aside.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/sys/environment.hpp"
#include "rustassistant/sys/signals.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;

TEST_CASE("a file is moved away with its logs, to a name that is free, and only the one that was seen") {
  const test::TemporaryFolder folder;
  const std::string path = folder.write("db", "1");
  const std::string target = (folder.path() / "old").string();
  const auto seen = sys::identity_of(path);
  REQUIRE(seen);
  for (const char* suffix : {"-wal", "-shm", "-journal"}) folder.write("db" + std::string(suffix), suffix);
  folder.write("db-other", "stays");
  CHECK(sys::set_aside(path, *seen, target).value() == target);
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    CHECK_FALSE(sys::exists(path + suffix));
    CHECK(sys::exists(target + suffix));
  }
  CHECK(sys::read_file(target + "-shm", 10).value() == "-shm");
  CHECK(sys::exists(path + "-other"));
  folder.write("db", "2");
  CHECK(sys::set_aside(path, *seen, target).value() == std::nullopt);
  CHECK(sys::exists(path));
  CHECK(sys::set_aside(path, *sys::identity_of(path), target).value() == target + "-2");
  folder.write("db", "3");
  CHECK(sys::set_aside(path, *sys::identity_of(path), target).value() == target + "-3");
  CHECK_FALSE(sys::identity_of(path));
  CHECK(sys::compact_time({1'795'262'400'000}) == "20261121T120000Z");
}

TEST_CASE("a file is removed with its logs, and only the one that was seen") {
  const test::TemporaryFolder folder;
  const std::string path = folder.write("db", "1");
  const auto seen = sys::identity_of(path);
  REQUIRE(seen);
  sys::FileIdentity other = *seen;
  ++other.inode;
  folder.write("db-wal", "");
  CHECK(sys::remove_with_logs(path, other));
  CHECK(sys::exists(path));
  CHECK(sys::remove_with_logs(path, *seen));
  CHECK_FALSE(sys::exists(path));
  CHECK_FALSE(sys::exists(path + "-wal"));
  folder.write("db", "2");
  folder.write("db-shm/in", "a folder cannot be removed so");
  const auto left = sys::remove_with_logs(path, *sys::identity_of(path));
  REQUIRE_FALSE(left);
  CHECK(left.error().code == Errc::storage);
}

TEST_CASE("files and folders are told apart, and names that are taken stay so") {
  const test::TemporaryFolder folder;
  const std::string file = folder.write("a", "12345");
  const std::string link = (folder.path() / "link").string();
  REQUIRE(::symlink("nowhere", link.c_str()) == 0);
  CHECK(sys::is_folder(folder.path().string()));
  CHECK_FALSE(sys::is_folder(file));
  CHECK_FALSE(sys::is_folder(file + "-none"));
  CHECK(sys::exists(file));
  CHECK(sys::exists(link));
  CHECK_FALSE(sys::exists(file + "-none"));
  CHECK(sys::file_size(file) == 5);
  CHECK_FALSE(sys::file_size(folder.path().string()));
  CHECK_FALSE(sys::file_size(file + "-none"));
  const std::string other = folder.write("b", "1");
  CHECK(sys::rename_unless_taken(file, other).value() == false);
  CHECK(sys::file_size(other) == 1);
  CHECK(sys::rename_unless_taken(file, file + "2").value());
  CHECK_FALSE(sys::exists(file));
  CHECK_FALSE(sys::rename_unless_taken(file, file + "3"));
  CHECK(sys::rename_file(file + "2", other));
  CHECK(sys::file_size(other) == 5);
  CHECK_FALSE(sys::rename_file(file, other));
  CHECK(sys::remove_file(other));
  CHECK_FALSE(sys::exists(other));
  CHECK(sys::remove_file(other));
  CHECK_FALSE(sys::remove_file(folder.path().string()));
  CHECK(sys::joined("", "a") == "a");
  CHECK(sys::joined("/", "a") == "/a");
  CHECK(sys::joined("b", "a") == "b/a");
  CHECK(sys::joined("b/", "a") == "b/a");
}

TEST_CASE("the process has an environment, and nobody has stopped it") {
  CHECK(sys::Environment::of_process().value("HOME") == "/nonexistent");
  CHECK(sys::stop_signal() == 0);
  CHECK_FALSE(sys::stop_requested());
  CHECK_FALSE(sys::grace_time_over());
  CHECK(sys::stop_error().code == Errc::interrupted);
}
