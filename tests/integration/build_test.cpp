// SPDX-License-Identifier: MIT
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <mutex>

#include "ledger_rows.hpp"

// `cache build` and the queue behind it.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

std::string source_of(int number) {
  return "fn number_" + std::to_string(number) + "_() {}\n";
}

// A repository of that many files, each of which names its number.
void fill(const World& world, int files) {
  std::filesystem::remove(world.repo() + "/a.rs");
  for (int i = 0; i < files; ++i) world.write("repo/src/f" + std::to_string(i) + ".rs", source_of(i));
}

// How often each file was asked about.
std::map<std::string, int> asked(const LoopbackServer& server) {
  std::map<std::string, int> counts;
  for (const ReceivedRequest& request : server.requests()) {
    const auto begin = request.body.find("number_");
    if (begin == std::string::npos) continue;
    ++counts[request.body.substr(begin, request.body.find('(', begin) - begin)];
  }
  return counts;
}

bool each_once(const LoopbackServer& server, std::size_t files) {
  const auto counts = asked(server);
  return counts.size() == files &&
         std::all_of(counts.begin(), counts.end(), [](const auto& count) { return count.second == 1; });
}

Json jobs_of(const World& world) {
  return world.run({"queue", "status", "--format", "json"}).json()["jobs"];
}

ScriptedReply refusal(int status) {
  ScriptedReply reply;
  reply.status = status;
  reply.body = R"({"error":{"message":"Incorrect API key provided"}})";
  return reply;
}

}  // namespace

TEST_CASE("a build asks about each file once, and the same command again asks nothing") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  fill(world, 6);
  world.write("repo/src/copy_of_0.rs", source_of(0));
  const Outcome first = world.run({"cache", "build", ".", "--format", "json"});
  CHECK(first.exit_code == 0);
  const Json report = first.json();
  CHECK(report["queued"] == 6);
  CHECK(report["known"] == 1);  // the same content at two paths
  CHECK(report["done"] == 6);
  CHECK(report["pending"] == 0);
  CHECK(report["cost_nano_usd"] == 6 * kCost);
  CHECK(each_once(server, 6));
  CHECK(jobs_of(world)["done"] == 6);
  CHECK(world.budget()["monthly"]["spent_nano_usd"] == 6 * kCost);

  const Json again = world.run({"cache", "build", ".", "--format", "json"}).json();
  CHECK(again["stored"] == 7);
  CHECK(again["queued"] == 0);
  CHECK(server.requests().size() == 6);
  // What was built is found by a review.
  CHECK(world.run({"refactor", "analyze", "src/f3.rs", "--offline", "--format", "json"}).json()["summary"]["hits"] ==
        1);
}

TEST_CASE("eight processes share the work: each file is asked about once") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  fill(world, 200);
  std::vector<Started> processes;
  for (int i = 0; i < 8; ++i) processes.push_back(world.start({"cache", "build", "src", "--format", "json"}));
  std::int64_t paid = 0;
  for (const Started& process : processes) {
    const Outcome outcome = process.wait();
    CHECK(outcome.exit_code == 0);
    paid += outcome.json()["done"].get<std::int64_t>() - outcome.json()["hits"].get<std::int64_t>();
  }
  CHECK(paid == 200);
  CHECK(each_once(server, 200));
  CHECK(jobs_of(world)["running"] == 0);
  CHECK(world.budget()["monthly"]["spent_nano_usd"] == 200 * kCost);
}

TEST_CASE("eight processes never exceed the cap, and what it keeps from being asked waits in the queue") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  fill(world, 60);
  REQUIRE(world.run({"budget", "set", "--monthly", "0.01"}).exit_code == 0);
  std::vector<Started> processes;
  for (int i = 0; i < 8; ++i) processes.push_back(world.start({"cache", "build", "src"}));
  for (const Started& process : processes) CHECK(process.wait().exit_code == 6);
  const Json monthly = world.budget()["monthly"];
  CHECK(monthly["spent_nano_usd"].get<std::int64_t>() + monthly["reserved_nano_usd"].get<std::int64_t>() <= 10'000'000);
  const auto calls = static_cast<std::int64_t>(server.requests().size());
  CHECK(calls > 0);
  CHECK(calls < 60);
  const Json jobs = jobs_of(world);
  CHECK(jobs["done"] == calls);
  // What one process answered while another was about to queue it waits once more, and costs nothing.
  CHECK(jobs["queued"] >= 60 - calls);
  CHECK(jobs["dead"] == 0);
}

TEST_CASE("a build that is killed is continued: its jobs are free at once, and nothing is lost") {
  LoopbackServer server([](const ReceivedRequest&) {
    ScriptedReply reply = good_answer();
    reply.held = true;
    return reply;
  });
  World world;
  world.use_openai(server);
  fill(world, 8);
  const Started killed = world.start({"cache", "build", "src", "--jobs", "2"});
  REQUIRE(server.wait_for_requests(2));
  killed.signal(SIGKILL);
  CHECK(killed.wait().exit_code == 137);
  CHECK(jobs_of(world)["running"] == 2);
  server.release();
  const Outcome next = world.run({"cache", "build", "src", "--resume", "--format", "json"});
  CHECK(next.exit_code == 0);
  CHECK(next.json()["done"] == 8);
  CHECK(server.requests().size() == 10);  // those under way are asked again; their money stays charged
  CHECK(jobs_of(world)["done"] == 8);
  CHECK(world.budget()["monthly"]["spent_nano_usd"] == 8 * kCost);
}

TEST_CASE("an interrupted build waits for what runs, says how to continue, and does") {
  LoopbackServer server([](const ReceivedRequest&) {
    ScriptedReply reply = good_answer();
    reply.held = true;
    return reply;
  });
  World world;
  world.use_openai(server);
  fill(world, 5);
  const Started run = world.start({"cache", "build", "src", "--jobs", "2", "--types", "refactor"});
  REQUIRE(server.wait_for_requests(2));
  run.signal(SIGINT);
  server.release();
  const Outcome stopped = run.wait();
  CHECK(stopped.exit_code == 130);
  CHECK_THAT(stopped.err, Contains("continue with: rustassistant cache build src --resume --types refactor"));
  CHECK(server.requests().size() == 2);
  CHECK(ledger_states(world) == "settled settled");
  CHECK(jobs_of(world)["queued"] == 3);
  CHECK(world.run({"cache", "build", "src", "--resume"}).exit_code == 0);
  CHECK(each_once(server, 5));
}

TEST_CASE("a bad key stops the build, kills no job and costs no attempt") {
  LoopbackServer server([](const ReceivedRequest&) { return refusal(401); });
  World world;
  world.use_openai(server);
  fill(world, 20);
  const Outcome outcome = world.run({"cache", "build", "src", "--jobs", "2", "--format", "json"});
  CHECK(outcome.exit_code == 5);
  CHECK_THAT(outcome.json()["error"]["message"].get<std::string>(), Contains("401"));
  CHECK(outcome.json()["pending"] == 20);
  CHECK(server.requests().size() <= 2);
  CHECK(jobs_of(world)["dead"] == 0);
  const Json list = world.run({"queue", "list", "--format", "json"}).json();
  for (const Json& job : list["jobs"]) CHECK(job["attempts"] == 0);
}

TEST_CASE("fifty jobs are listed, and where there are more that is said") {
  LoopbackServer server([](const ReceivedRequest&) { return refusal(401); });
  World world;
  world.use_openai(server);
  fill(world, 51);
  REQUIRE(world.run({"cache", "build", "src", "--jobs", "1"}).exit_code == 5);
  const auto listed = [&](std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"queue", "list", "--format", "json"});
    const Json list = world.run(more).json();
    return std::to_string(list["jobs"].size()) + (list["more"] == true ? " and more" : "");
  };
  CHECK(listed() == "50 and more");
  CHECK(listed({"--all"}) == "51");
  REQUIRE(world.run({"queue", "cancel", "1"}).exit_code == 0);
  CHECK(listed() == "50");
}

TEST_CASE("an answer that cannot be used kills its job, which says why and can be tried again") {
  std::atomic<bool> broken = true;
  LoopbackServer server([&](const ReceivedRequest&) { return broken ? completion("{}") : good_answer(); });
  World world;
  world.use_openai(server);
  fill(world, 1);
  const Outcome outcome = world.run({"cache", "build", "src"});
  CHECK(outcome.exit_code == 1);
  CHECK_THAT(outcome.out, Contains("queue list --dead"));
  const Json dead = world.run({"queue", "list", "--dead", "--format", "json"}).json()["jobs"];
  REQUIRE(dead.size() == 1);
  CHECK(dead[0]["path"] == "src/f0.rs");
  CHECK_THAT(dead[0]["last_message"].get<std::string>(), Contains("does not match the schema"));
  const auto calls = server.requests().size();
  CHECK(world.run({"cache", "build", "src"}).exit_code == 0);  // not by itself
  CHECK(server.requests().size() == calls);
  broken = false;
  CHECK_THAT(world.run({"queue", "retry", "--dead"}).out, Contains("1 job queued again"));
  CHECK(world.run({"cache", "build", "src", "--resume"}).exit_code == 0);
  CHECK(jobs_of(world)["done"] == 1);
}

TEST_CASE("a file that was changed is asked about as it is, and one that is gone is not") {
  std::atomic<bool> refuses = true;
  LoopbackServer server([&](const ReceivedRequest&) { return refuses ? refusal(401) : good_answer(); });
  World world;
  world.use_openai(server);
  fill(world, 3);
  CHECK(world.run({"cache", "build", "src", "--jobs", "1"}).exit_code == 5);
  const std::size_t before = server.requests().size();
  world.write("repo/src/f1.rs", "fn number_of_today() {}\n");
  std::filesystem::remove(world.repo() + "/src/f2.rs");
  refuses = false;
  const Json report = world.run({"cache", "build", "src", "--resume", "--format", "json"}).json();
  CHECK(report["done"] == 2);
  CHECK(report["dropped"] == 1);
  const auto requests = server.requests();
  for (std::size_t i = before; i < requests.size(); ++i) {
    CHECK(requests[i].body.find("number_1_") == std::string::npos);
    CHECK(requests[i].body.find("number_2_") == std::string::npos);
  }
  CHECK(asked(server)["number_of_today"] == 1);
}

TEST_CASE("a dry run sends nothing and makes no queue, and its bounds are what is then reserved") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  fill(world, 4);
  const Json plan = world.run({"cache", "build", "src", "--dry-run", "--max-files", "3", "--format", "json"}).json();
  CHECK(plan["summary"]["calls"] == 3);
  CHECK(plan["summary"]["upper_bound_nano_usd"] > 0);
  CHECK(server.requests().empty());
  CHECK_FALSE(std::filesystem::exists(world.in_home("queue.db")));
  CHECK(world.run({"cache", "build", "src", "--max-files", "3"}).exit_code == 0);
  CHECK(server.requests().size() == 3);
}

TEST_CASE("a provider that cannot be reached ends a build, which says so once and costs no attempt") {
  World world;
  world.configure("[llm]\nprovider = \"openai\"\n[llm.openai]\nbase_url = \"http://127.0.0.1:9/v1\"\n");
  world.variables["OPENAI_API_KEY"] = kKey;
  fill(world, 5);
  const Outcome outcome = world.run({"cache", "build", "src"});
  CHECK(outcome.exit_code == 5);
  constexpr const char* kWhy = "is not asked before";
  CHECK(outcome.err.find(kWhy) != std::string::npos);
  CHECK(outcome.err.find(kWhy) == outcome.err.rfind(kWhy));
  const Json list = world.run({"queue", "list", "--format", "json"}).json();
  for (const Json& job : list["jobs"]) CHECK(job["attempts"] == 0);
}

TEST_CASE("what is wrong with the settings of a repository is said once, for however many types") {
  World world;
  world.variables["OPENAI_API_KEY"] = "sk-test-key";
  world.variables["RUSTASSISTANT_OPENAI_BASE_URL"] = "http://127.0.0.1:1/v1";
  world.write("repo/.rustassistant/config.toml", "[analysis]\ncontext = \"interfaces\"\n");
  const Outcome plan = world.run({"cache", "build", ".", "--types", "refactor,docs,analysis", "--dry-run"});
  const auto said = plan.err.find("ignored analysis");
  REQUIRE(said != std::string::npos);
  CHECK(plan.err.find("ignored analysis", said + 1) == std::string::npos);
}

TEST_CASE("the command that goes on with a build is one that a shell takes") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  world.write("repo/it's new/a.rs", source_of(1));
  const Outcome outcome = world.run({"cache", "build", "it's new", "--max-cost", "0.0000001"});
  CHECK(outcome.exit_code == 6);
  CHECK_THAT(outcome.err, Contains(R"(rustassistant cache build 'it'\''s new' --resume)"));
}

TEST_CASE("--max-cost ends a build with 6") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  fill(world, 30);
  const Outcome outcome = world.run({"cache", "build", "src", "--max-cost", "0.005", "--format", "json"});
  CHECK(outcome.exit_code == 6);
  CHECK(outcome.json()["cost_nano_usd"] <= 5'000'000);
  CHECK(outcome.json()["pending"] > 0);
}

TEST_CASE("a build keeps to the rate that the provider states: no 429, and 95 % of it are used") {
  using Clock = std::chrono::steady_clock;
  std::map<std::int64_t, int> buckets;
  std::vector<Clock::time_point> times;
  int refused = 0;
  LoopbackServer server([&](const ReceivedRequest&) {
    const auto now = Clock::now();
    times.push_back(now);
    // 600 calls a minute, counted in seconds.
    const auto second = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    if (++buckets[second] > 10) {
      ++refused;
      ScriptedReply reply = refusal(429);
      reply.headers = {{"retry-after", "1"}};
      return reply;
    }
    ScriptedReply reply = good_answer();
    reply.headers.emplace_back("x-ratelimit-limit-requests", "600");
    reply.headers.emplace_back("x-ratelimit-remaining-requests", "599");
    return reply;
  });
  World world;
  world.variables.erase("RUSTASSISTANT_OPENAI_REQUESTS_PER_MINUTE");
  world.use_openai(server);
  fill(world, 30);
  CHECK(world.run({"cache", "build", "src"}).exit_code == 0);
  REQUIRE(server.requests().size() >= 30);
  CHECK(refused <= 1);
  REQUIRE(times.size() >= 30);
  // Before the first reply the limit of the lowest tier holds, and its slots are booked.
  constexpr std::size_t kBegun = 10;
  const double passed = std::chrono::duration<double>(times.back() - times[kBegun]).count();
  const double ideal = static_cast<double>(times.size() - 1 - kBegun) * 0.1;
  CHECK(passed >= ideal * 0.95);
  CHECK(passed <= ideal * 4);  // with room for a busy machine; the arithmetic is tested with a clock of its own
  const Json rates = world.run({"queue", "status", "--format", "json"}).json()["rates"];
  REQUIRE(rates.size() == 1);
  CHECK(rates[0]["limits"][0]["per_minute"] == 600);
  CHECK(rates[0]["limits"][0]["learned"] == true);
}

TEST_CASE("the queue commands work without a queue and make none") {
  World world;
  CHECK(jobs_of(world)["queued"] == 0);
  CHECK(world.run({"queue", "list", "--format", "json"}).json()["jobs"].empty());
  CHECK_THAT(world.run({"queue", "list"}).out, Contains("no jobs"));
  CHECK(world.run({"queue", "retry", "7"}).exit_code == 2);
  CHECK(world.run({"queue", "retry"}).exit_code == 2);
  CHECK(world.run({"queue", "cancel", "--all", "7"}).exit_code == 2);
}

TEST_CASE("what waits can be cancelled, and no key or source text is in the queue") {
  LoopbackServer server([](const ReceivedRequest&) { return refusal(401); });
  World world;
  world.use_openai(server);
  fill(world, 3);
  CHECK(world.run({"cache", "build", "src", "--jobs", "1"}).exit_code == 5);
  for (const char* file : {"queue.db", "queue.db-wal"}) {
    if (!std::filesystem::exists(world.in_home(file))) continue;
    const std::string bytes = world.read("home/.rustassistant/" + std::string(file));
    CHECK(bytes.find(kKey) == std::string::npos);
    CHECK(bytes.find("number_") == std::string::npos);
    CHECK((std::filesystem::status(world.in_home(file)).permissions() & std::filesystem::perms(0077)) ==
          std::filesystem::perms::none);
  }
  const Json first = world.run({"queue", "list", "--format", "json"}).json()["jobs"][0];
  CHECK_THAT(world.run({"queue", "cancel", first["id"].dump()}).out, Contains("1 job cancelled"));
  CHECK_THAT(world.run({"queue", "cancel", "--all"}).out, Contains("2 jobs cancelled"));
  CHECK(jobs_of(world)["queued"] == 0);
}

TEST_CASE("a build needs a model, and a type that a model answers") {
  World world;
  const Outcome without = world.run({"cache", "build", "."});
  CHECK(without.exit_code == 4);
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  world.use_openai(server);
  CHECK(world.run({"cache", "build", ".", "--types", "todos"}).exit_code == 2);
  CHECK(world.run({"cache", "build", ".", "--types", "nothing"}).exit_code == 2);
  CHECK(world.run({"cache", "build", "missing"}).exit_code == 3);
  CHECK(world.run({"cache", "build"}).exit_code == 2);
  // Nor an option that would do nothing.
  CHECK(world.run({"cache", "build", ".", "--batch", "--jobs", "2"}).exit_code == 2);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--dry-run"}, {"--max-files", "2"}, {"--priority", "low"}}) {
    std::vector<std::string> command{"cache", "build", ".", "--resume"};
    command.insert(command.end(), words.begin(), words.end());
    CHECK(world.run(command).exit_code == 2);
  }
  CHECK(server.requests().empty());
}
