// SPDX-License-Identifier: MIT
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <functional>
#include <optional>
#include <random>

#include "batch_world.hpp"
#include "killing.hpp"
#include "ledger_rows.hpp"
#include "rustassistant/db/connection.hpp"

// Processes that are killed while they send batches or collect them, and many that do so at once.
using namespace rustassistant::test;
using Json = nlohmann::json;
using Speaks = BatchService::Speaks;
namespace db = rustassistant::db;

namespace {

bool is_each_once(const std::map<std::string, int>& asked, std::size_t questions) {
  return asked.size() == questions &&
         std::all_of(asked.begin(), asked.end(), [](const auto& count) { return count.second == 1; });
}

// What the user does next, and what must then be true of every question.
void go_on(const BatchWorld& here, std::size_t questions, Speaks speaks) {
  for (int i = 0; i < 3; ++i) {
    static_cast<void>(here.world.run({"queue", "collect"}));
    here.age(std::chrono::minutes(16));
  }
  CHECK(here.world.run({"cache", "build", "src", "--batch"}).exit_code == 0);
  CHECK(here.world.run({"queue", "collect"}).exit_code == 0);
  CHECK(is_each_once(here.service.asked(), questions));
  const auto rows = ledger_rows(here.world);
  const auto settled =
      std::count_if(rows.begin(), rows.end(), [](const LedgerRow& row) { return row.state == "settled"; });
  CHECK(static_cast<std::size_t>(settled) == questions);
  CHECK(here.spent() == static_cast<std::int64_t>(questions) * cost_of(speaks));
  CHECK(here.reserved() == 0);
  CHECK(here.hits() == static_cast<std::int64_t>(questions));
  const Json status = here.status();
  CHECK(status["batches"].empty());
  CHECK(status["jobs"]["submitted"] == 0);
  CHECK(status["jobs"]["running"] == 0);
  CHECK(here.service.faults().empty());
}

constexpr const char* kClaimedByTheLiving = "SELECT count(*) FROM job WHERE state = 1 AND lease_until IS NOT 0";
const std::vector<std::string> kSend{"cache", "build", "src", "--batch"};
const std::vector<std::string> kCollect{"queue", "collect"};

}  // namespace

TEST_CASE("killed before anything is reserved, a batch is sent as if for the first time") {
  BatchWorld here;
  REQUIRE(here.world.run({"budget", "set", "--monthly", "3"}).exit_code == 0);
  {
    const Occupied ledger(here.world.in_home("ledger.db"));
    const Started process = here.world.start(kSend);
    REQUIRE(
        comes_to(process, [&] { return here.number_in("queue.db", "SELECT count(*) FROM job WHERE state = 1") == 3; }));
    kill(process);
  }
  CHECK(ledger_rows(here.world).empty());
  // Its questions are free at once.
  CHECK(here.send()["sent"][0]["questions"] == 3);
  go_on(here, 3, Speaks::openai);
}

TEST_CASE("killed again and again before anything is reserved, a batch is sent in the end") {
  BatchWorld here;
  REQUIRE(here.world.run({"budget", "set", "--monthly", "3"}).exit_code == 0);
  for (int i = 0; i < 6; ++i) {
    const Occupied ledger(here.world.in_home("ledger.db"));
    const Started process = here.world.start(kSend);
    REQUIRE(comes_to(process, [&] { return here.number_in("queue.db", kClaimedByTheLiving) == 3; }));
    kill(process);
    // The next one waits for its own claims, not for these.
    const auto queue = db::Connection::open(here.world.in_home("queue.db"), {db::OpenMode::read_write});
    REQUIRE(queue);
    REQUIRE(queue->execute("UPDATE job SET lease_until = 0 WHERE state = 1"));
  }
  go_on(here, 3, Speaks::openai);
}

TEST_CASE("killed after the reservation, before the provider was asked, a batch is released and sent later") {
  BatchWorld here;
  here.hold = "POST /v1/files";
  const Started process = here.world.start(kSend);
  REQUIRE(here.server.wait_for_requests(1));
  CHECK(ledger_states(here.world) == "reserved reserved reserved");
  kill(process);
  here.hold.clear();
  here.server.release();
  go_on(here, 3, Speaks::openai);
}

TEST_CASE("killed after the creation, before its name was kept, a batch is found again") {
  const Speaks speaks = GENERATE(Speaks::openai, Speaks::anthropic, Speaks::google);
  BatchWorld here(speaks);
  std::optional<Occupied> queue;
  std::atomic<bool> is_created = false;
  here.service.created = "2099-01-01T00:00:00Z";
  here.service.on_create = [&] {
    here.service.created = here.status()["batches"][0]["sent_at"];
    queue.emplace(here.world.in_home("queue.db"));
    is_created = true;
  };
  const Started process = here.world.start(kSend);
  REQUIRE(comes_to(process, [&] { return is_created.load(); }));
  kill(process);
  queue.reset();
  here.service.on_create = nullptr;
  CHECK(here.number_in("ledger.db", "SELECT count(*) FROM batch WHERE stage = 0") == 1);
  go_on(here, 3, speaks);
}

TEST_CASE("killed between the queue and the ledger, a batch that was created is found again") {
  BatchWorld here;
  std::optional<Occupied> ledger;
  here.service.on_create = [&] { ledger.emplace(here.world.in_home("ledger.db")); };
  const Started process = here.world.start(kSend);
  REQUIRE(
      comes_to(process, [&] { return here.number_in("queue.db", "SELECT count(*) FROM job WHERE state = 3") == 3; }));
  kill(process);
  ledger.reset();
  here.service.on_create = nullptr;
  go_on(here, 3, Speaks::openai);
}

TEST_CASE("killed in the middle of the rows, a batch keeps what was settled and brings the rest later") {
  BatchWorld here(Speaks::openai, 450);
  here.send();
  // The first rows are settled, and then it cannot go on.
  std::optional<Occupied> queue;
  here.service.on_results = [&] { queue.emplace(here.world.in_home("queue.db")); };
  const Started process = here.world.start(kCollect);
  REQUIRE(comes_to(process,
                   [&] { return here.number_in("ledger.db", "SELECT count(*) FROM call WHERE state = 1") == 200; }));
  kill(process);
  queue.reset();
  here.service.on_results = nullptr;
  CHECK(here.collect()["answers"] == 250);
  go_on(here, 450, Speaks::openai);
}

TEST_CASE("killed with answers that are stored and not settled, a batch settles each once") {
  BatchWorld here;
  here.send();
  std::optional<Occupied> ledger;
  here.service.on_results = [&] { ledger.emplace(here.world.in_home("ledger.db")); };
  const Started process = here.world.start(kCollect);
  REQUIRE(comes_to(process, [&] { return count_rows(here.world.in_home("cache.db"), "entry") == 3; }));
  kill(process);
  ledger.reset();
  here.service.on_results = nullptr;
  CHECK(ledger_states(here.world) == "reserved reserved reserved");
  go_on(here, 3, Speaks::openai);
}

TEST_CASE("killed with answers that are settled, before the queue knows, a batch is closed by the next one who looks") {
  BatchWorld here;
  here.send();
  std::optional<Occupied> queue;
  here.service.on_results = [&] { queue.emplace(here.world.in_home("queue.db")); };
  const Started process = here.world.start(kCollect);
  REQUIRE(
      comes_to(process, [&] { return here.number_in("ledger.db", "SELECT count(*) FROM call WHERE state = 1") == 3; }));
  kill(process);
  queue.reset();
  here.service.on_results = nullptr;
  go_on(here, 3, Speaks::openai);
  CHECK(here.status()["jobs"]["done"] == 3);
}

TEST_CASE("killed between the end of a batch in the ledger and in the queue, its jobs are free") {
  BatchWorld here;
  here.send();
  CHECK(here.collect()["answers"] == 3);
  const auto queue = db::Connection::open(here.world.in_home("queue.db"), {db::OpenMode::read_write});
  REQUIRE(queue);
  REQUIRE(queue->execute("UPDATE job SET state = 3, batch = 'of before', finished_at = NULL WHERE path = 'src/f1.rs'"));
  CHECK(here.status()["jobs"]["submitted"] == 1);
  go_on(here, 3, Speaks::openai);
}

namespace {

// Kills a sending and a collecting process, each at some moment, that many times.
void kill_at_random(int rounds, std::uint32_t seed, Speaks speaks) {
  CAPTURE(seed, static_cast<int>(speaks));
  BatchWorld here(speaks, 0);
  REQUIRE(here.world.run({"budget", "set", "--monthly", "1000"}).exit_code == 0);
  std::mt19937 random(seed);
  const auto run_and_kill = [&](const std::vector<std::string>& words, std::chrono::microseconds most) {
    const Started process = here.world.start(words);
    const std::chrono::microseconds moment(std::uniform_int_distribution<std::int64_t>(0, most.count())(random));
    const auto end = std::chrono::steady_clock::now() + moment;
    static_cast<void>(comes_to(process, [&] { return std::chrono::steady_clock::now() >= end; }));
    process.signal(SIGKILL);
    static_cast<void>(process.wait());
  };
  // How long they take when nobody kills them.
  const auto time_of = [&](const std::vector<std::string>& words) {
    const auto begin = std::chrono::steady_clock::now();
    static_cast<void>(here.world.run(words));
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  };
  here.write_file(0);
  const auto sending = time_of(kSend);
  const auto collecting = time_of(kCollect);
  for (int round = 1; round <= rounds; ++round) {
    here.write_file(round);
    run_and_kill(kSend, sending);
    run_and_kill(kCollect, collecting);
    here.age(std::chrono::minutes(16));
  }
  go_on(here, static_cast<std::size_t>(rounds) + 1, speaks);
}

}  // namespace

TEST_CASE("killed at any moment, batches bring each answer once and leave nothing reserved") {
  kill_at_random(20, 20'261'127, Speaks::openai);
}

// It takes minutes, and runs where it is asked for: integration "[.sweep]".
TEST_CASE("killed at three hundred moments, batches bring each answer once", "[.sweep]") {
  kill_at_random(300, std::random_device{}(), Speaks::openai);
}

// Anthropic's batches have no name of ours: they are found by their time, which a test that lets time pass cannot keep.
TEST_CASE("killed at a hundred moments, batches with a name bring each answer once", "[.sweep]") {
  kill_at_random(100, std::random_device{}(), GENERATE(Speaks::google, Speaks::xai));
}

TEST_CASE("eight processes that send batches never hold more than the caps allow") {
  constexpr int kFiles = 40;
  BatchWorld here(Speaks::openai, kFiles);
  const Json plan = here.world.run({"cache", "build", "src", "--batch", "--dry-run", "--format", "json"}).json();
  const std::int64_t each = plan["summary"]["upper_bound_nano_usd"].get<std::int64_t>() / kFiles;
  // Half of it is room for ten questions and a half.
  const std::int64_t cap = each * 21;
  REQUIRE(here.world.run({"budget", "set", "--monthly", std::to_string(static_cast<double>(cap) / 1e9)}).exit_code ==
          0);
  std::int64_t most = 0;
  const auto look = [&] {
    most = std::max(most, here.number_in("ledger.db", "SELECT coalesce(sum(charged), 0) FROM call"));
    return false;
  };
  for (int round = 0; round < 6; ++round) {
    std::vector<Started> processes;
    processes.reserve(8);
    for (int i = 0; i < 8; ++i) processes.push_back(here.world.start(i % 4 == 3 ? kCollect : kSend));
    for (const Started& process : processes) {
      CHECK_FALSE(comes_to(process, look));
      const int exit_code = process.wait().exit_code;
      CHECK((exit_code == 0 || exit_code == 6));
    }
  }
  CHECK(most > cap / 3);
  CHECK(most <= cap / 2 + kFiles * cost_of(Speaks::openai));
  for (int i = 0; i < 10 && here.world.run(kSend).exit_code == 6; ++i) CHECK(here.world.run(kCollect).exit_code == 0);
  go_on(here, kFiles, Speaks::openai);
}
