// SPDX-License-Identifier: MIT
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "batch_world.hpp"
#include "killing.hpp"
#include "ledger_rows.hpp"
#include "unit_answers.hpp"

// Questions about parts of files, in batches: their answers join the ones that they left out, whatever happens to the
// file, the earlier answer or the process meanwhile.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
using Speaks = BatchService::Speaks;

namespace {

// A provider that answers by the text of functions, in batches and, where it is OpenAI, at once.
struct PartsWorld {
  explicit PartsWorld(Speaks speaks = Speaks::openai)
      : service(speaks), server([this](const ReceivedRequest& request) {
          if (!request.path.ends_with("/chat/completions")) return service.answer(request);
          if (on_answer) on_answer();
          ScriptedReply reply = completion(answer_by_text(Json::parse(request.body), extra));
          reply.held = hold;
          return reply;
        }) {
    BatchService::configure(world, server, speaks);
    service.text = [](const Json& body) { return answer_by_text(body); };
    std::filesystem::remove(world.repo() + "/a.rs");
    write();
  }

  std::function<void()> on_answer;   // to a question that is asked at once
  std::function<void(Json&)> extra;  // what its answer says besides
  std::atomic<bool> hold = false;    // its reply
  BatchService service;
  LoopbackServer server;
  World world;
  Source source;

  void write() const { world.write("repo/m.py", source.text()); }
  void edit(int function, int number) {
    source.numbers[static_cast<std::size_t>(function)] = number;
    write();
  }
  Json run(const std::vector<std::string>& words) const {
    const Outcome outcome = world.run(words);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return outcome.json();
  }
  Json send() const { return run({"cache", "build", ".", "--batch", "--format", "json"}); }
  Json collect() const { return run({"queue", "collect", "--format", "json"}); }
  // The file as it is, by what is stored alone.
  Json stored() const { return run({"refactor", "analyze", "m.py", "--offline", "--format", "json"})["results"][0]; }
  Json asked_at_once() const { return run({"refactor", "analyze", "m.py", "--format", "json"})["results"][0]; }
  void build() const {
    CHECK(send()["sent"][0]["questions"] == 1);
    CHECK(collect()["answers"] == 1);
  }
  // What the same model says of the whole file, in a world of its own.
  void check_as_whole(const Json& file) const {
    PartsWorld other;
    other.source = source;
    other.write();
    const Json whole = other.asked_at_once();
    CHECK(!whole.contains("reuse"));
    CHECK(file["analysis"]["code_smells"].size() > 10);
    CHECK(texts(file) == texts(whole));
    CHECK(file["analysis"]["suggestions"].size() == whole["analysis"]["suggestions"].size());
  }
  // What was found, but for who found it.
  static Json texts(const Json& file) {
    Json found = file["analysis"]["code_smells"];
    for (Json& smell : found) smell.erase("found_by");
    return found;
  }
  [[nodiscard]] std::int64_t reserved() const { return world.budget()["monthly"]["reserved_nano_usd"]; }
};

}  // namespace

TEST_CASE("after an edit, a batch asks about parts of a file, and what comes joins what was known") {
  PartsWorld here(GENERATE(Speaks::openai, Speaks::anthropic, Speaks::google, Speaks::xai));
  here.build();
  const Json first = here.stored();
  const std::size_t whole = here.service.last_question().dump().size();
  here.edit(7, 100);
  CHECK_THAT(here.world.run({"cache", "build", ".", "--batch", "--dry-run"}).out, Contains("for 1 of 40 units"));
  here.build();
  CHECK(here.service.last_question().dump().size() * 3 < whole);
  CHECK_THAT(shown_file(here.service.last_question()), Contains("lines not shown"));
  const Json second = here.stored();
  CHECK(second["reuse"]["asked"] == 1);
  CHECK(second["reuse"]["kept"] == kFunctions - 1);
  CHECK(second["reuse"]["from"] == first["key"]);
  here.check_as_whole(second);
  CHECK(here.world.cache()["reused"]["asked"] == 1);
  // It serves the next edit in turn.
  here.edit(9, 100);
  here.build();
  const Json third = here.stored();
  CHECK(third["reuse"]["from"] == second["key"]);
  here.check_as_whole(third);
  CHECK(here.reserved() == 0);
  CHECK(here.service.faults().empty());
}

TEST_CASE("an answer about parts joins what was known though the file has changed since, and serves after that") {
  PartsWorld here;
  here.build();
  here.edit(7, 100);
  CHECK(here.send()["sent"][0]["questions"] == 1);
  const Source sent = here.source;
  here.source.heading += "# Moved.\n\n\n";
  here.edit(9, 100);
  CHECK(here.collect()["answers"] == 1);
  const Json next = here.asked_at_once();
  CHECK(next["reuse"]["asked"] == 1);
  here.check_as_whole(next);
  here.source = sent;
  here.write();
  const Json merged = here.stored();
  CHECK(merged["reuse"]["asked"] == 1);
  CHECK(merged["key"] == next["reuse"]["from"]);
  here.check_as_whole(merged);
}

TEST_CASE("an older answer that a batch brings does not take the place of the last one") {
  PartsWorld here;
  here.build();
  here.edit(7, 100);
  here.send();
  here.edit(9, 100);
  const Json newer = here.asked_at_once();
  CHECK(here.collect()["answers"] == 1);
  here.edit(11, 100);
  CHECK(here.asked_at_once()["reuse"]["from"] == newer["key"]);
}

TEST_CASE("where the earlier answer is gone or another one, what was asked is paid for, and the file is asked again") {
  PartsWorld here;
  const Source before = here.source;
  here.build();
  here.edit(7, 100);
  CHECK(here.send()["sent"][0]["questions"] == 1);
  const Source after = here.source;
  SECTION("gone") {
    CHECK(here.world.run({"cache", "clear", "--all", "--yes"}).exit_code == 0);
  }
  SECTION("another one") {
    here.source = before;
    here.write();
    here.extra = [](Json& smells) { smells.push_back(smell_at(18, "", "seen the second time")); };
    here.run({"refactor", "analyze", "m.py", "--refresh", "--format", "json"});
    here.source = after;
    here.write();
  }
  const Json collected = here.collect();
  CHECK(collected["answers"] == 0);
  CHECK(collected["again"] == 1);
  CHECK(collected["dead"] == 0);
  CHECK(here.reserved() == 0);
  const auto rows = ledger_rows(here.world);
  CHECK(rows[1].state == "settled");
  CHECK(rows[1].cost == kCost / 2);
  CHECK(here.world.run({"refactor", "analyze", "m.py", "--offline", "--provider", "openai"}).exit_code != 0);
  here.build();
  const Json file = here.stored();
  CHECK(file.contains("reuse") == static_cast<bool>(here.extra));
  if (here.extra) CHECK_THAT(file.dump(), Contains("seen the second time"));
  if (!here.extra) here.check_as_whole(file);
  CHECK(here.reserved() == 0);
}

TEST_CASE("without reuse a batch asks about whole files, and keeps no units") {
  PartsWorld here;
  here.world.variables["RUSTASSISTANT_REUSE"] = "off";
  here.build();
  here.edit(7, 100);
  here.build();
  CHECK_THAT(shown_file(here.service.last_question()), !Contains("lines not shown"));
  CHECK(!here.stored().contains("reuse"));
  CHECK(here.world.cache()["reused"]["answers"] == 0);
}

TEST_CASE("a backup of the ledger brings what answers about parts need") {
  PartsWorld here;
  here.build();
  here.edit(7, 100);
  here.send();
  const Outcome exported = here.world.run({"budget", "export", "--full"});
  CHECK(exported.exit_code == 0);
  const std::string file = here.world.write("ledger.jsonl", exported.out);
  for (const char* const gone : {"ledger.db", "ledger.db-wal", "ledger.db-shm"})
    std::filesystem::remove(here.world.in_home(gone));
  CHECK(here.world.run({"budget", "import", file}).exit_code == 0);
  CHECK(here.collect()["answers"] == 1);
  here.check_as_whole(here.stored());
}

namespace {

const std::vector<std::string> kCollect{"queue", "collect"};

// After whatever happened to the batch: one answer, paid for once, whole.
void check_end(const PartsWorld& here) {
  static_cast<void>(here.world.run(kCollect));
  const Json file = here.stored();
  CHECK(file["reuse"]["asked"] == 1);
  here.check_as_whole(file);
  CHECK(ledger_states(here.world) == "settled settled");
  CHECK(here.reserved() == 0);
  CHECK(here.service.batches().size() == 2);
  CHECK(here.world.cache()["reused"]["answers"] == 1);
}

}  // namespace

TEST_CASE("killed before an answer about parts is stored, a batch brings it again, and nothing is half merged") {
  PartsWorld here;
  here.build();
  const std::int64_t entries = count_rows(here.world.in_home("cache.db"), "entry");
  here.edit(7, 100);
  here.send();
  std::optional<Occupied> cache;
  std::atomic<bool> is_read = false;
  here.service.on_results = [&] {
    cache.emplace(here.world.in_home("cache.db"));
    is_read = true;
  };
  const Started process = here.world.start(kCollect);
  REQUIRE(comes_to(process, [&] { return is_read.load(); }));
  kill(process);
  cache.reset();
  here.service.on_results = nullptr;
  CHECK(count_rows(here.world.in_home("cache.db"), "entry") == entries);
  CHECK(ledger_states(here.world) == "settled reserved");
  check_end(here);
}

TEST_CASE("killed with an answer about parts that is stored and not settled, a batch settles it once") {
  PartsWorld here;
  here.build();
  const std::int64_t entries = count_rows(here.world.in_home("cache.db"), "entry");
  here.edit(7, 100);
  here.send();
  std::optional<Occupied> ledger;
  here.service.on_results = [&] { ledger.emplace(here.world.in_home("ledger.db")); };
  const Started process = here.world.start(kCollect);
  REQUIRE(comes_to(process, [&] { return count_rows(here.world.in_home("cache.db"), "entry") == entries + 1; }));
  kill(process);
  ledger.reset();
  here.service.on_results = nullptr;
  CHECK(ledger_states(here.world) == "settled reserved");
  check_end(here);
}

namespace {

// A file that was asked about, and edited since.
struct EditedWorld : PartsWorld {
  Json first;
  std::int64_t entries = 0;
  EditedWorld() {
    first = asked_at_once();
    entries = count_rows(world.in_home("cache.db"), "entry");
    edit(7, 100);
  }
  [[nodiscard]] Started start() const { return world.start({"refactor", "analyze", "m.py"}); }
  [[nodiscard]] std::int64_t entries_now() const { return count_rows(world.in_home("cache.db"), "entry"); }
};

}  // namespace

TEST_CASE_METHOD(EditedWorld, "killed with a merged answer that is stored and not settled, a review has paid once") {
  std::optional<Occupied> ledger;
  on_answer = [&] { ledger.emplace(world.in_home("ledger.db")); };
  const Started process = start();
  // Builtin's own answer is the other one.
  REQUIRE(comes_to(process, [&] { return entries_now() == entries + 2; }));
  kill(process);
  ledger.reset();
  on_answer = nullptr;
  CHECK(ledger_states(world) == "settled reserved");
  const std::size_t asked = server.requests().size();
  const Json merged = asked_at_once();
  CHECK(server.requests().size() == asked);
  CHECK(merged["cache"] == "hit");
  CHECK(merged["reuse"]["from"] == first["key"]);
  check_as_whole(merged);
}

TEST_CASE_METHOD(EditedWorld, "killed while its question is under way, a review leaves the earlier answer as it was") {
  hold = true;
  const Started process = start();
  REQUIRE(server.wait_for_requests(2));
  kill(process);
  hold = false;
  server.release();
  CHECK(entries_now() == entries + 1);  // builtin's
  CHECK(ledger_states(world) == "settled reserved");
  CHECK(world.run({"refactor", "analyze", "m.py", "--offline", "--provider", "openai"}).exit_code != 0);
  const Json merged = asked_at_once();
  CHECK(merged["reuse"]["from"] == first["key"]);
  check_as_whole(merged);
}

TEST_CASE_METHOD(EditedWorld, "killed at any moment, a review has stored a merged answer whole or not at all") {
  std::mt19937 random(20'261'127);
  const auto begin = std::chrono::steady_clock::now();
  first = asked_at_once();
  const auto took = std::chrono::steady_clock::now() - begin;
  std::size_t hits = 0;
  for (int round = 0; round < 24; ++round) {
    edit(round % kFunctions, 1000 + round);
    const auto end = std::chrono::steady_clock::now() + took * std::uniform_int_distribution<int>(0, 110)(random) / 100;
    const std::size_t before = server.requests().size();
    const Started process = start();
    static_cast<void>(comes_to(process, [&] { return std::chrono::steady_clock::now() >= end; }));
    process.signal(SIGKILL);
    static_cast<void>(process.wait());
    const Json file = asked_at_once();
    // A request that was sent may be counted after the end of who sent it.
    const std::size_t asked = server.requests().size() - before;
    INFO("round " << round << ", " << asked << " requests");
    // What is stored is not asked again, and is whole.
    const bool is_hit = file["cache"] == "hit";
    hits += is_hit ? 1 : 0;
    CHECK((asked == 1 || (asked == 2 && !is_hit)));
    if (file.contains("reuse")) CHECK(file["reuse"]["asked"] == 1);
    if (round % 4 == 3) check_as_whole(file);
  }
  CHECK(world.run({"cache", "verify"}).exit_code == 0);
  CAPTURE(hits);
  for (const LedgerRow& row : ledger_rows(world)) CHECK(row.state != "released");
}
