// SPDX-License-Identifier: MIT
#include "rustassistant/source/files.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "support/temporary_folder.hpp"

namespace rustassistant::source {
namespace {

bool mentions(const Error& error, std::string_view words) {
  return error.code == Errc::input && error.what.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a source file is read as it is") {
  const test::TemporaryFolder folder;
  const std::string latin = "// caf\xE9\r\nint x;";
  CHECK(read_source(folder.write("a.c", latin)).value() == latin);
  CHECK(read_source(folder.write("empty.c", "")).value().empty());
  CHECK(read_source(folder.write("odd \xFF name.c", "x")).value() == "x");
  std::filesystem::create_symlink(folder.path() / "a.c", folder.path() / "link.c");
  CHECK(read_source((folder.path() / "link.c").string()).value() == latin);
}

TEST_CASE("what is no text file is refused with the reason") {
  const test::TemporaryFolder folder;
  const auto error_of = [](const std::string& path) { return read_source(path).error(); };
  CHECK(mentions(error_of((folder.path() / "missing.c").string()), "No such file"));
  CHECK(mentions(error_of(folder.path().string()), "folder"));
  CHECK(mentions(error_of("/dev/zero"), "not a regular file"));
  CHECK(mentions(error_of(folder.write("nul.c", std::string("int x;\0", 7))), "not text"));
  CHECK(mentions(error_of(folder.write("late.c", std::string(9000, 'a') + '\0')), "not text"));
  CHECK(mentions(error_of(folder.write("noise.c", "\x01\x02\x03\x04\x05 abc")), "not text"));
  std::filesystem::create_symlink("loop", folder.path() / "loop");
  CHECK(error_of((folder.path() / "loop").string()).code == Errc::input);
}

TEST_CASE("a FIFO is refused without waiting for a writer") {
  const test::TemporaryFolder folder;
  const std::string fifo = (folder.path() / "fifo.c").string();
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(mentions(read_source(fifo).error(), "not a regular file"));
}

TEST_CASE("a file above the size limit is refused without being read") {
  const test::TemporaryFolder folder;
  const std::string path = folder.write("big.c", "");
  std::filesystem::resize_file(path, std::uintmax_t{1} << 40U);  // sparse: reading it would take minutes and memory
  CHECK(mentions(read_source(path).error(), "larger than 1000000 bytes"));
  CHECK(read_source(folder.write("fits.c", std::string(10, 'a')), 10).has_value());
  CHECK_FALSE(read_source(folder.write("over.c", std::string(11, 'a')), 10).has_value());
}

TEST_CASE("content from elsewhere is held to the same rules") {
  CHECK(check_text("int x;", "stdin").has_value());
  CHECK(check_text("", "stdin").has_value());
  CHECK(check_text("\x1b[0m colours in a shell script \f", "stdin").has_value());
  CHECK(mentions(check_text(std::string("a\0b", 3), "stdin").error(), "'stdin'"));
  CHECK(mentions(check_text("abc", "stdin", 2).error(), "larger"));
}

}  // namespace rustassistant::source
