// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>

#include "batch_world.hpp"

// Replies, processes and queues that are lost while a batch is under way: nothing is sent or paid for twice.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
using Speaks = BatchService::Speaks;

TEST_CASE("a creation whose reply is lost is not repeated, and found again by its tag") {
  const Speaks speaks = GENERATE(Speaks::openai, Speaks::google);
  BatchWorld here(speaks);
  here.service.create_manner = ScriptedReply::Manner::no_reply;
  const Outcome lost = here.world.run({"cache", "build", "src", "--batch"});
  CHECK(lost.exit_code == 5);
  CHECK_THAT(lost.err, Contains("is not known, so it is not sent again"));
  CHECK(here.creations() == 1);
  CHECK(here.reserved() > 0);
  here.service.create_manner = ScriptedReply::Manner::plain;
  // The same command does not send it again either.
  CHECK(here.send()["sent"].empty());
  CHECK(here.collect()["pending"] == 0);
  CHECK(here.creations() == 1);
  CHECK(here.hits() == 3);
  CHECK(here.spent() == 3 * cost_of(speaks));
  CHECK(here.reserved() == 0);
}

TEST_CASE("a batch without a tag is found again by its rows, and no foreign one is taken for it") {
  BatchWorld here(Speaks::anthropic);
  here.service.create_manner = ScriptedReply::Manner::no_reply;
  CHECK(here.world.run({"cache", "build", "src", "--batch"}).exit_code == 5);
  // Of the time of the test, as the server's clock says in the batch's `input`.
  const std::string now = here.status()["batches"][0]["sent_at"];
  for (int i = 0; i < 2; ++i)
    here.service.foreign.push_back({"foreign_" + std::to_string(i), "", {"a", "b", "c"}, now, false});
  CHECK(here.collect()["pending"] == 3);
  CHECK(here.hits() == 0);
  CHECK(here.reserved() > 0);
  CHECK(here.creations() == 1);
  // Until ours is among them.
  here.service.created = now;
  CHECK(here.collect()["answers"] == 3);
  CHECK(here.spent() == 3 * cost_of(Speaks::anthropic));
  CHECK(here.reserved() == 0);
  CHECK(here.creations() == 1);
}

TEST_CASE("a process killed between reservation and the provider's answer leaves one batch and one payment") {
  struct Point {
    const char* request;
    bool was_created;
  };
  const Point point = GENERATE(Point{"POST /v1/files", false}, Point{"POST /v1/batches", true});
  BatchWorld here;
  here.hold = point.request;
  const Started killed = here.world.start({"cache", "build", "src", "--batch"});
  REQUIRE(here.server.wait_for_requests(point.was_created ? 2 : 1));
  killed.signal(SIGKILL);
  CHECK(killed.wait().exit_code == 137);
  here.hold.clear();
  here.server.release();
  CHECK(here.reserved() > 0);
  CHECK(here.creations() == (point.was_created ? 1 : 0));
  const Json collected = here.collect();
  if (point.was_created) {
    CHECK(collected["answers"] == 3);
    CHECK(here.spent() == 3 * cost_of(Speaks::openai));
    CHECK(here.reserved() == 0);
  } else {
    CHECK(collected["pending"] == 3);  // the provider's list may lag
  }
  CHECK(here.send()["sent"].empty());
  CHECK(here.creations() == (point.was_created ? 1 : 0));
}

TEST_CASE("a process killed while it collects loses no answer and pays none twice") {
  BatchWorld here;
  here.send();
  here.hold = "GET /v1/files/";
  const std::size_t before = here.server.requests().size();
  const Started killed = here.world.start({"queue", "collect"});
  REQUIRE(here.server.wait_for_requests(before + 2));
  killed.signal(SIGKILL);
  CHECK(killed.wait().exit_code == 137);
  here.hold.clear();
  here.server.release();
  CHECK(here.collect()["answers"] == 3);
  CHECK(here.spent() == 3 * cost_of(Speaks::openai));
  CHECK(here.reserved() == 0);
  CHECK(here.status()["jobs"]["done"] == 3);
}

TEST_CASE("a lost queue loses no answer: what was sent is collected from the ledger, and not sent again") {
  BatchWorld here;
  here.send();
  for (const char* file : {"queue.db", "queue.db-wal", "queue.db-shm"})
    std::filesystem::remove(here.world.in_home(file));
  const Json again = here.send();
  CHECK(again["sent"].empty());
  CHECK(here.creations() == 1);
  CHECK(here.hits() == 3);
  CHECK(here.spent() == 3 * cost_of(Speaks::openai));
  CHECK(here.reserved() == 0);
}
