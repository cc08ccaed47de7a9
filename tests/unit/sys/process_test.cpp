// SPDX-License-Identifier: MIT
#include "rustassistant/sys/process.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "support/temporary_folder.hpp"

using namespace rustassistant;

TEST_CASE("a child's output, errors and exit status come back") {
  const auto ran = sys::run_captured({"/bin/sh", "-c", "echo out; echo err >&2; exit 7"}, {});
  REQUIRE(ran);
  CHECK(ran->status == 7);
  CHECK(ran->output == "out\n");
  CHECK(ran->errors == "err\n");
}

TEST_CASE("a child sees changed variables, and not the removed ones") {
  ::setenv("RUSTASSISTANT_TEST_REMOVED", "here", 1);
  const auto ran = sys::run_captured({"/bin/sh", "-c", "printf '%s|%s' \"$ADDED\" \"$RUSTASSISTANT_TEST_REMOVED\""},
                                     {{"ADDED", "a b"}, {"RUSTASSISTANT_TEST_REMOVED", std::nullopt}});
  ::unsetenv("RUSTASSISTANT_TEST_REMOVED");
  REQUIRE(ran);
  CHECK(ran->output == "a b|");
}

TEST_CASE("a child that was killed has 128 and the signal as its status") {
  const auto ran = sys::run_captured({"/bin/sh", "-c", "kill -9 $$"}, {});
  REQUIRE(ran);
  CHECK(ran->status == 137);
}

TEST_CASE("output over the limit and a child that does not end are errors") {
  const auto too_much = sys::run_captured({"/bin/sh", "-c", "while :; do echo yyyyyyyyyyyyyyyy; done"}, {}, {1000, {}});
  REQUIRE_FALSE(too_much);
  const auto noisy = sys::run_captured({"/bin/sh", "-c", "while :; do echo yyyyyyyyyyyyyyyy; done"}, {},
                                       {1000, std::chrono::milliseconds(60'000)});
  REQUIRE_FALSE(noisy);
  CHECK(noisy.error().what.find("too large") != std::string::npos);
  const auto endless =
      sys::run_captured({"/bin/sh", "-c", "read line </dev/zero"}, {}, {1000, std::chrono::milliseconds(30)});
  REQUIRE_FALSE(endless);
  CHECK(endless.error().what.find("longer") != std::string::npos);
}

TEST_CASE("much error output neither blocks the child nor fills the memory") {
  const auto ran = sys::run_captured({"/bin/sh", "-c", "head -c 300000 /dev/zero >&2; echo done"}, {});
  REQUIRE(ran);
  CHECK(ran->output == "done\n");
  CHECK(ran->errors.size() == 65'536);
}

TEST_CASE("a program that does not exist is an error that names it") {
  const auto ran = sys::run_captured({"/nonexistent/program"}, {});
  REQUIRE_FALSE(ran);
  CHECK(ran.error().what.find("/nonexistent/program") != std::string::npos);
}

TEST_CASE("programs are looked for in the absolute folders of PATH alone") {
  const test::TemporaryFolder folder;
  const std::string tool = folder.write("bin/tool", "#!/bin/sh\n");
  std::filesystem::create_directories(folder.path() / "first" / "tool");  // a folder of that name
  folder.write("second/tool", "not executable");
  ::chmod(tool.c_str(), 0755);
  const std::string top = folder.path().string();
  CHECK(sys::find_program("tool", ".::bin:" + top + "/first:" + top + "/second:" + top + "/bin") == tool);
  CHECK_FALSE(sys::find_program("tool", ".:bin:"));
  CHECK_FALSE(sys::find_program("tool", ""));
}

TEST_CASE("a program that runs apart is waited for only as long as was said") {
  using std::chrono::milliseconds;
  test::TemporaryFolder folder;
  const std::string done = (folder.path() / "done").string();
  CHECK(sys::run_apart({"/bin/sh", "-c", ": >\"$0\"", done}, milliseconds(60'000)));
  CHECK(std::filesystem::exists(done));
  CHECK(sys::run_apart({"/bin/sh", "-c", "exit 3"}, milliseconds(60'000)).error().what.find("status 3") !=
        std::string::npos);
  CHECK_FALSE(sys::run_apart({"/nonexistent/program"}, milliseconds(60'000)));
  // It goes on until its pipe is opened.
  const std::string pipe = (folder.path() / "pipe").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(sys::run_apart({"/bin/sh", "-c", ": >\"$0\"", pipe}, milliseconds(1)));
  CHECK(sys::run_captured({"/bin/cat", pipe}, {}));
}
