// SPDX-License-Identifier: MIT
#include "rustassistant/sys/files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "rustassistant/sys/environment.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;

TEST_CASE("a file is read whole, up to the limit") {
  const test::TemporaryFolder folder;
  const std::string path = folder.write("a", std::string(200'000, 'x'));
  CHECK(sys::read_file(path, 200'000).value().size() == 200'000);
  CHECK_FALSE(sys::read_file(path, 199'999));
  CHECK(sys::read_file(folder.write("empty", ""), 10).value().empty());
}

TEST_CASE("what is no regular file is refused without waiting for it") {
  const test::TemporaryFolder folder;
  const std::string fifo = (folder.path() / "fifo").string();
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK_FALSE(sys::read_file(fifo, 10));
  CHECK_FALSE(sys::read_file(folder.path().string(), 10));
  CHECK(sys::read_file(fifo + "-missing", 10).error().what.find("No such file") != std::string::npos);
  CHECK(sys::read_file_if_exists(fifo + "-missing", 10).value() == std::nullopt);
}

TEST_CASE("an atomic write replaces the whole file and leaves nothing else behind") {
  const test::TemporaryFolder folder;
  const std::string path = folder.write("out", "old and longer");
  REQUIRE(sys::write_file_atomically(path, "new", 0600));
  CHECK(sys::read_file(path, 100).value() == "new");
  struct stat facts{};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
  CHECK(sys::write_file_atomically((folder.path() / "missing/out").string(), "x", 0600).error().code == Errc::storage);
}

TEST_CASE("private folders are for the user alone") {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "a/b").string();
  REQUIRE(sys::create_private_folder(path));
  REQUIRE(sys::create_private_folder(path));
  struct stat facts{};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0700);
  CHECK_FALSE(sys::create_private_folder(folder.write("file", "x") + "/below"));
  const auto refused = sys::create_private_folder("/sys/rustassistant-test");  // nobody may
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what.find("No such file") == std::string::npos);
}

TEST_CASE("a path in a message cannot steer the terminal") {
  CHECK(sys::quoted("a\x1b[2J") == "'a\\x1b[2J'");
}

namespace {

unsigned mode_of(const std::string& path) {
  struct stat facts{};
  REQUIRE(::lstat(path.c_str(), &facts) == 0);
  return facts.st_mode & 07777U;
}

void write_for_user(const std::string& path, std::string_view content) {
  auto file = sys::AtomicFile::create_for_user(path);
  REQUIRE(file);
  REQUIRE(file->write(content));
  REQUIRE(file->commit());
}

}  // namespace

TEST_CASE("a result's new file has the mode that the umask leaves, an existing one keeps its own") {
  const test::TemporaryFolder folder;
  const mode_t mask = ::umask(077);
  write_for_user((folder.path() / "private").string(), "x");
  ::umask(027);
  write_for_user((folder.path() / "group").string(), "x");
  CHECK(::umask(mask) == 027);
  CHECK(mode_of((folder.path() / "private").string()) == 0600);
  CHECK(mode_of((folder.path() / "group").string()) == 0640);
  const std::string kept = folder.write("kept", "old");
  REQUIRE(::chmod(kept.c_str(), 0604) == 0);
  write_for_user(kept, "new");
  CHECK(mode_of(kept) == 0604);
  CHECK(sys::read_file(kept, 100).value() == "new");
}

TEST_CASE("a result goes to where a symbolic link leads, and the link stays") {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "sub");
  const std::string target = folder.write("sub/target", "old");
  const std::string link = (folder.path() / "link").string();
  REQUIRE(::symlink("sub/target", link.c_str()) == 0);
  write_for_user(link, "new");
  CHECK(std::filesystem::is_symlink(link));
  CHECK(sys::read_file(target, 100).value() == "new");
  const std::string dangling = (folder.path() / "dangling").string();
  REQUIRE(::symlink("sub/missing", dangling.c_str()) == 0);
  write_for_user(dangling, "made");
  CHECK(std::filesystem::is_symlink(dangling));
  CHECK(sys::read_file((folder.path() / "sub/missing").string(), 100).value() == "made");
  const std::string loop = (folder.path() / "loop").string();
  REQUIRE(::symlink("loop", loop.c_str()) == 0);
  CHECK(sys::AtomicFile::create_for_user(loop).error().code == Errc::storage);
}
