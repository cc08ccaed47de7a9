// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "world.hpp"

// Files that may not grow, by RLIMIT_FSIZE as by a quota: what is paid for is shown, and not paid for again.
using namespace rustassistant::test;
using Json = nlohmann::json;

namespace {

// Results go through pipes, which have no size. ThreadSanitizer would begin with a temporary file.
std::vector<std::string> limited_to(int kilobytes) {
  return {
      "/usr/bin/env", "TMPDIR=/dev/null/none", "/bin/bash", "-c",
      "( ulimit -f " + std::to_string(kilobytes) + R"(; exec "$0" "$@" ) 2> >(cat >&2) | cat; exit ${PIPESTATUS[0]})"};
}

}  // namespace

TEST_CASE("where files may not grow an answer is shown, and one that was paid for is not paid for again") {
  const bool in_use = GENERATE(false, true);
  const int kilobytes = GENERATE(0, 1, 8, 24, 40, 56, 72, 100, 160, 400);
  CAPTURE(in_use, kilobytes);
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  world.write("repo/b.rs", "fn other() { x.unwrap(); }\n");
  if (in_use) REQUIRE(world.run({"refactor", "analyze", "b.rs"}).exit_code == 0);
  const std::size_t before = server.requests().size();

  world.wrapper = limited_to(kilobytes);
  const Outcome limited = world.analyze();
  CAPTURE(limited.err);
  CHECK((limited.exit_code == 0 || limited.exit_code == 7));
  const Json result = limited.json()["results"][0];
  CHECK(result["status"] == "ok");
  const bool paid = server.requests().size() > before;
  CHECK(result["provider"] == (paid ? "openai" : "builtin"));

  world.wrapper.clear();
  const Json again = world.analyze().json()["results"][0];
  CHECK(again["provider"] == "openai");
  CHECK(server.requests().size() == before + 1);
}
