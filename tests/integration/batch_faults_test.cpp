// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "batch_world.hpp"
#include "ledger_rows.hpp"
#include "rustassistant/base/text.hpp"

// What goes wrong with batches at the provider's side, and what is changed behind their back.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
using Speaks = BatchService::Speaks;

namespace {

std::size_t count_of(std::string_view part, std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// Everything that was sent to a path that begins so.
std::string bodies_to(const LoopbackServer& server, std::string_view path) {
  std::string bodies;
  for (const ReceivedRequest& request : server.requests()) {
    if (request.method == "POST" && request.path.starts_with(path)) bodies += request.body;
  }
  return bodies;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Room for batches of one question at most.
void allow_almost_nothing(const World& world) {
  REQUIRE(world.run({"budget", "set", "--monthly", "0.000001"}).exit_code == 0);
}

void allow_enough(const World& world) {
  REQUIRE(world.run({"budget", "set", "--monthly", "3"}).exit_code == 0);
}

}  // namespace

TEST_CASE("a batch that was created and never filled is given up after a quarter of an hour, and sent anew") {
  BatchWorld here(Speaks::xai);
  SECTION("because the reply to its creation was lost") {
    here.service.create_manner = ScriptedReply::Manner::no_reply;
    CHECK(here.world.run({"cache", "build", "src", "--batch"}).exit_code == 5);
  }
  SECTION("because the process was killed") {
    here.hold = "POST /v1/batches/batch_1/requests";
    here.service.drop_questions = true;
    const Started killed = here.world.start({"cache", "build", "src", "--batch"});
    REQUIRE(here.server.wait_for_requests(2));
    killed.signal(SIGKILL);
    CHECK(killed.wait().exit_code == 137);
    here.hold.clear();
    here.server.release();
  }
  here.service.create_manner = ScriptedReply::Manner::plain;
  here.service.drop_questions = false;
  REQUIRE(here.creations() == 1);
  CHECK(here.collect()["pending"] == 3);
  here.age(std::chrono::minutes(16));
  CHECK(here.collect()["pending"] == 3);
  CHECK(here.reserved() > 0);
  const Json given_up = here.collect();
  CHECK(given_up["pending"] == 0);
  CHECK(given_up["again"] == 3);
  CHECK(here.reserved() == 0);
  CHECK(here.service.batches()[0].cancelled);
  CHECK(here.send()["sent"].size() == 1);
  CHECK(here.collect()["answers"] == 3);
  CHECK(here.spent() == 3 * cost_of(Speaks::xai));
}

TEST_CASE("a provider that takes fewer questions at once gets slices that it takes, and none costs an attempt") {
  BatchWorld here(Speaks::openai, 5);
  here.service.most_items = 2;
  const Json sent = here.send();
  CHECK(sent["sent"].size() == 3);
  CHECK(sent["pending"] == 0);
  CHECK(here.number_in("queue.db", "SELECT max(attempts) FROM job") == 1);
  const Json collected = here.collect();
  CHECK(collected["answers"] == 5);
  CHECK(collected["dead"] == 0);
  CHECK(here.spent() == 5 * cost_of(Speaks::openai));
  CHECK(here.reserved() == 0);
}

TEST_CASE("a failed batch of a provider that holds too much comes again in halves once that has passed") {
  BatchWorld here(Speaks::openai, 4);
  here.service.fail_as_full();
  here.send();
  CHECK(here.collect()["again"] == 4);
  CHECK(here.send()["sent"].empty());
  here.age(std::chrono::minutes(31));
  here.service.end.clear();
  here.service.errors = nullptr;
  const Json again = here.send();
  REQUIRE(again["sent"].size() == 2);
  CHECK(again["sent"][0]["questions"] == 2);
  CHECK(here.collect()["answers"] == 4);
}

TEST_CASE("an account that is refused pauses the provider: no question is given up, none costs an attempt") {
  struct Refusal {
    Speaks speaks;
    int status;
    Json body;
  };
  const Refusal refusal = GENERATE(
      Refusal{Speaks::xai,
              400,
              {{"code", "Client specified an invalid argument"}, {"error", "Incorrect API key provided."}}},
      Refusal{
          Speaks::openai, 429, {{"error", {{"message", "You exceeded your quota"}, {"code", "insufficient_quota"}}}}},
      Refusal{Speaks::anthropic,
              429,
              {{"type", "error"},
               {"error",
                {{"type", "rate_limit_error"},
                 {"message", "You have reached your API usage limits"},
                 {"details", {{"error_code", "enforced_spend_limit_reached"}}}}}}});
  CAPTURE(static_cast<int>(refusal.speaks), refusal.status);
  BatchWorld here(refusal.speaks);
  here.service.create_status = refusal.status;
  here.service.create_refusal = refusal.body;
  const Outcome outcome = here.world.run({"cache", "build", "src", "--batch", "--format", "json"});
  CHECK(outcome.exit_code == 5);
  CHECK(outcome.json()["pending"] == 3);
  CHECK(here.reserved() == 0);
  const Json status = here.status();
  CHECK(status["jobs"]["dead"] == 0);
  REQUIRE(status["pauses"].size() == 1);
  CHECK(here.number_in("queue.db", "SELECT max(attempts) FROM job") == 0);
}

TEST_CASE("rows that say that the account is empty pause the provider, and nothing more is sent in that run") {
  BatchWorld here(Speaks::anthropic);
  here.service.rows = [](const std::string& id) -> std::vector<std::string> {
    return {BatchService::no_credit_row(id)};
  };
  here.send();
  here.age(std::chrono::minutes(5));
  here.write_file(7);
  const Outcome outcome = here.world.run({"cache", "build", "src", "--batch", "--format", "json"});
  CHECK(outcome.exit_code == 5);
  CHECK(count_of("credit balance is too low", outcome.err) == 1);
  CHECK(outcome.json()["pending"] == 4);
  CHECK(here.creations() == 1);
  CHECK(here.reserved() == 0);
  CHECK(here.spent() == 0);
  CHECK(here.status()["jobs"]["dead"] == 0);
  CHECK(here.status()["pauses"].size() == 1);
  CHECK(here.number_in("queue.db", "SELECT max(attempts) FROM job") == 0);
  // Once that is repaired, they are asked.
  here.service.rows = nullptr;
  here.age(std::chrono::minutes(5));
  here.send();
  CHECK(here.collect()["answers"] == 4);
}

TEST_CASE("collecting tells of an empty account once, whatever the number of batches and rows") {
  BatchWorld here(Speaks::anthropic);
  here.send();
  here.write_file(8);
  here.send();
  here.service.rows = [](const std::string& id) -> std::vector<std::string> {
    return {BatchService::no_credit_row(id)};
  };
  const Outcome outcome = here.world.run({"queue", "collect"});
  CHECK(outcome.exit_code == 5);
  CHECK(count_of("credit balance is too low", outcome.err) == 1);
  CHECK(here.status()["batches"].empty());
}

TEST_CASE("without a model, --batch names those that can be asked in batches") {
  BatchWorld here;
  here.world.configure("[llm]\nprovider = \"builtin\"\n");
  const Outcome outcome = here.world.run({"cache", "build", "src", "--batch"});
  CHECK(outcome.exit_code == 4);
  CHECK_THAT(outcome.err, Contains("OpenAI") && Contains("grok-4.3"));
}

TEST_CASE("files that changed or went while they waited are not sent as they were") {
  BatchWorld here(Speaks::openai, 4);
  allow_almost_nothing(here.world);
  CHECK(here.world.run({"cache", "build", "src", "--batch"}).exit_code == 6);
  CHECK(here.creations() == 0);
  here.world.write("repo/src/f1.rs", "fn is_another_() {}\n");
  here.world.write("repo/src/f3.rs", "fn number_0_() {}\n");  // the content of another one
  std::filesystem::remove(here.world.repo() + "/src/f2.rs");
  allow_enough(here.world);
  const Outcome sent = here.world.run({"cache", "build", "src", "--batch", "--resume", "--format", "json"});
  CHECK(sent.exit_code == 0);
  REQUIRE(sent.json()["sent"].size() == 1);
  CHECK(sent.json()["sent"][0]["questions"] == 2);
  const std::string bodies = bodies_to(here.server, "/v1/files");
  CHECK_THAT(bodies, Contains("is_another_") && Contains("number_0_"));
  for (const char* old : {"number_1_", "number_2_", "number_3_"}) CHECK(bodies.find(old) == std::string::npos);
  CHECK(here.collect()["answers"] == 2);
  CHECK(here.hits() == 3);
}

TEST_CASE("an interface that changed while a question waited is sent as it is then") {
  BatchWorld here(Speaks::openai, 0);
  here.world.write("repo/src/tools.py", "def used(old_name):\n    return old_name\n");
  here.world.write("repo/src/m.py", "from tools import used\n\n\ndef m_function():\n    used(1)\n");
  allow_almost_nothing(here.world);
  const std::vector<std::string> build{"cache", "build", "src/m.py", "--batch", "--context", "interfaces"};
  CHECK(here.world.run(build).exit_code == 6);
  here.world.write("repo/src/tools.py", "def used(new_name):\n    return new_name\n");
  allow_enough(here.world);
  std::vector<std::string> resume = build;
  resume.insert(resume.end(), {"--resume", "--format", "json"});
  const Outcome sent = here.world.run(resume);
  INFO(sent.err);
  CHECK(sent.exit_code == 0);
  const std::string bodies = bodies_to(here.server, "/v1/files");
  CHECK(count_of("m_function", bodies) > 0);
  CHECK(count_of("new_name", bodies) > 0);
  CHECK(count_of("old_name", bodies) == 0);
  CHECK(here.collect()["answers"] == 1);
  // And it is found under the key of what was sent.
  CHECK(here.world.run({"refactor", "analyze", "src/m.py", "--offline", "--context", "interfaces", "--format", "json"})
            .json()["summary"]["hits"] == 1);
}

TEST_CASE("a damaged queue loses no answer of a batch that is under way") {
  BatchWorld here;
  here.send();
  for (const char* file : {"queue.db-wal", "queue.db-shm"}) std::filesystem::remove(here.world.in_home(file));
  here.world.write("home/.rustassistant/queue.db", std::string(20'000, 'x'));
  const Outcome collected = here.world.run({"queue", "collect", "--format", "json"});
  CHECK(collected.exit_code == 0);
  CHECK_THAT(collected.err, Contains("queue.db.damaged-"));
  CHECK(collected.json()["answers"] == 3);
  CHECK(here.send()["sent"].empty());
  CHECK(here.creations() == 1);
  CHECK(here.spent() == 3 * cost_of(Speaks::openai));
  CHECK(here.reserved() == 0);
}

TEST_CASE("of two rows about one question the first counts, whatever the second says") {
  BatchWorld here;
  here.service.rows = [&](const std::string& id) -> std::vector<std::string> {
    Json other = Json::parse(here.service.good_row(id));
    other["response"]["body"]["usage"]["prompt_tokens"] = 900'000;
    other["response"]["body"]["choices"][0]["message"]["content"] = "no JSON";
    return {here.service.good_row(id), other.dump(), here.service.expired_row(id)};
  };
  here.send();
  const Json collected = here.collect();
  CHECK(collected["answers"] == 3);
  CHECK(collected["dead"] == 0);
  CHECK(collected["again"] == 0);
  CHECK(here.spent() == 3 * cost_of(Speaks::openai));
  CHECK(here.hits() == 3);
}

TEST_CASE("what batches leave behind is the user's alone, and holds no key") {
  BatchWorld here;
  here.service.rows = [](const std::string& id) -> std::vector<std::string> {
    return {Json{
        {"custom_id", id},
        {"response", {{"status_code", 400}, {"body", {{"error", {{"message", "\x1b[31mbad " + std::string(kKey)}}}}}}},
        {"error", nullptr}}
                .dump()};
  };
  here.send();
  CHECK(here.collect(1)["dead"] == 3);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(here.world.in_home(""))) {
    if (!entry.is_regular_file() || entry.path().filename() == "config.toml") continue;
    ++files;
    INFO(entry.path().filename().string());
    using std::filesystem::perms;
    CHECK((entry.status().permissions() & (perms::group_all | perms::others_all)) == perms::none);
    const std::string content = content_of(entry.path());
    CHECK(content.find(kKey) == std::string::npos);
    CHECK(content.find("number_1_") == std::string::npos);
    CHECK(content.find("\x1b[31m") == std::string::npos);
  }
  CHECK(files >= 3);
}

TEST_CASE("a sync in batches remembers what it saw, and which answers it asked for ahead of time") {
  BatchWorld here;
  const auto sync = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"cache", "sync", ".", "--batch", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = here.world.run(words);
    INFO(outcome.err);
    CHECK(outcome.exit_code == 0);
    return outcome.json();
  };
  SECTION("what it saw") {
    const Json first = sync({});
    CHECK(first["sync"]["dependents_of_changed"].is_null());
    CHECK(first["sync"]["missing"] == 3);
    CHECK(first["sent"][0]["questions"] == 3);
    CHECK(sync({})["sync"]["dependents_of_changed"] == 0);
    here.collect();
    CHECK(here.world.cache()["warmed"]["unused"] == 0);
  }
  SECTION("ahead of time") {
    const auto days_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(72);
    for (int i = 0; i < 3; ++i)
      std::filesystem::last_write_time(here.world.repo() + "/src/f" + std::to_string(i) + ".rs", days_ago);
    CHECK(sync({"--warm"})["sent"][0]["questions"] == 3);
    here.collect();
    CHECK(here.world.cache()["warmed"]["unused"] == 3);
    CHECK(here.world.run({"refactor", "analyze", "src/f1.rs"}).exit_code == 0);
    CHECK(here.world.cache()["warmed"]["used"] == 1);
  }
  SECTION("unless somebody wants them before they come") {
    const auto days_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(72);
    for (int i = 0; i < 3; ++i)
      std::filesystem::last_write_time(here.world.repo() + "/src/f" + std::to_string(i) + ".rs", days_ago);
    allow_almost_nothing(here.world);
    const Outcome queued = here.world.run({"cache", "sync", ".", "--batch", "--warm", "--max-cost", "1"});
    CHECK(queued.exit_code == 0);
    allow_enough(here.world);
    here.send();
    here.collect();
    CHECK(here.world.cache()["warmed"]["unused"] == 0);
  }
}

TEST_CASE("a batch that has ended is mentioned once by each command that sees it, until it is collected") {
  BatchWorld here;
  here.send();
  here.service.is_done = false;
  CHECK(count_of("has ended", here.world.run({"queue", "status", "--refresh"}).err) == 0);
  here.service.is_done = true;
  CHECK(count_of("has ended", here.world.run({"queue", "status", "--refresh"}).err) == 1);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"queue", "list"}, {"budget", "status"}, {"cache", "status"}})
    CHECK(count_of("has ended", here.world.run(command).err) == 1);
  here.world.write("repo/new.rs", "fn new_one() {}\n");
  CHECK(count_of("has ended", here.world.run({"refactor", "analyze", "new.rs"}).err) == 1);
  here.collect();
  CHECK(here.world.run({"queue", "list"}).err.empty());
  CHECK(here.world.run({"budget", "status"}).err.empty());
}

TEST_CASE("a batch under way moves with the ledger, and is collected there") {
  BatchWorld here;
  here.send();
  const Outcome exported = here.world.run({"budget", "export", "--full"});
  REQUIRE(exported.exit_code == 0);
  World there;
  there.variables = here.world.variables;
  there.configure(here.world.read("home/.rustassistant/config.toml"));
  there.write("repo/ledger.jsonl", exported.out);
  CHECK(there.run({"budget", "import", "ledger.jsonl"}).exit_code == 0);
  CHECK(there.budget()["batches"]["questions"] == 3);
  const Outcome collected = there.run({"queue", "collect", "--format", "json"});
  INFO(collected.err);
  CHECK(collected.json()["answers"] == 3);
  CHECK(there.budget()["monthly"]["spent_nano_usd"] == 3 * cost_of(Speaks::openai));
  CHECK(there.budget()["monthly"]["reserved_nano_usd"] == 0);
}
