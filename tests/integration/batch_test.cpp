// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "batch_world.hpp"
#include "ledger_rows.hpp"

// `cache build --batch` and what collects it, against servers that speak the four batch protocols.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
using Speaks = BatchService::Speaks;

TEST_CASE("a batch is sent, collected, and paid at its price, with every provider that has batches") {
  const Speaks speaks = GENERATE(Speaks::openai, Speaks::anthropic, Speaks::google, Speaks::xai);
  CAPTURE(static_cast<int>(speaks));
  BatchWorld here(speaks);
  here.world.write("repo/src/copy_of_0.rs", "fn number_0_() {}\n");
  const Json sent = here.send();
  CHECK(sent["queued"] == 3);
  CHECK(sent["known"] == 1);  // the same content at two paths
  CHECK(sent["pending"] == 0);
  REQUIRE(sent["sent"].size() == 1);
  CHECK(sent["sent"][0]["questions"] == 3);
  CHECK(here.creations() == 1);
  const Json budget = here.world.budget();
  CHECK(budget["batches"]["questions"] == 3);
  CHECK(budget["batches"]["nano_usd"] == sent["sent"][0]["reserved_nano_usd"]);
  CHECK(budget["monthly"]["reserved_nano_usd"] == sent["sent"][0]["reserved_nano_usd"]);
  CHECK(here.status()["jobs"]["submitted"] == 3);
  REQUIRE(here.status()["batches"].size() == 1);
  CHECK(here.status()["batches"][0]["pending"] == 3);

  const Json collected = here.collect();
  CHECK(collected["answers"] == 3);
  CHECK(collected["pending"] == 0);
  CHECK(collected["cost_nano_usd"] == 3 * cost_of(speaks));
  CHECK(here.hits() == 4);
  CHECK(here.spent() == 3 * cost_of(speaks));
  CHECK(here.reserved() == 0);
  CHECK(here.status()["jobs"]["done"] == 3);
  CHECK(here.status()["batches"].empty());
  // Again: nothing is asked.
  const std::size_t requests = here.server.requests().size();
  CHECK(here.collect()["answers"] == 0);
  CHECK(here.send()["stored"] == 4);
  CHECK(here.server.requests().size() == requests);
  CHECK(here.service.faults().empty());
}

TEST_CASE("files at the provider are removed once everything is collected") {
  BatchWorld here;
  here.send();
  here.collect();
  CHECK(here.service.removed() == std::vector<std::string>{"/files/file-in-1", "/files/out-batch_1"});
}

TEST_CASE("what was stored at the provider is removed where no batch comes of it") {
  BatchWorld here;
  SECTION("because it was refused") {
    here.service.create_status = 400;
    here.service.create_error = "no";
    CHECK(here.world.run({"cache", "build", "src", "--batch"}).exit_code == 5);
  }
  SECTION("because its creation never arrived") {
    here.service.create_status = 500;
    here.service.create_error = "down";
    static_cast<void>(here.world.run({"cache", "build", "src", "--batch"}));
    for (int i = 0; i < 3; ++i) {
      here.age(std::chrono::minutes(16));
      static_cast<void>(here.world.run({"queue", "collect"}));
    }
  }
  CHECK(here.service.removed() == std::vector<std::string>{"/files/file-in-1"});
}

TEST_CASE("a provider that is asked about batches too often is left alone by everybody") {
  BatchWorld here;
  here.send();
  here.service.refuse_looks = true;
  here.collect(5);
  const std::size_t asked = here.server.requests().size();
  here.service.refuse_looks = false;
  CHECK(here.world.run({"queue", "status", "--refresh"}).exit_code == 5);
  const Outcome later = here.world.run({"queue", "collect"});
  CHECK(later.exit_code == 5);
  CHECK(later.err.find("rate limit is reached") != std::string::npos);
  CHECK(here.server.requests().size() == asked);
}

TEST_CASE("a model that cannot be asked in batches is refused before anything is reserved") {
  const auto words = GENERATE(std::vector<std::string>{"--provider", "xai", "--model", "grok-4.5"},
                              std::vector<std::string>{"--provider", "openai", "--model", "gpt-of-tomorrow"},
                              std::vector<std::string>{"--provider", "openai-compatible", "--model", "llama"});
  BatchWorld here;
  here.world.variables["XAI_API_KEY"] = kKey;
  std::vector<std::string> command{"cache", "build", "src", "--batch", "--allow-unpriced"};
  command.insert(command.end(), words.begin(), words.end());
  const Outcome outcome = here.world.run(command);
  CHECK(outcome.exit_code == 4);
  CHECK_THAT(outcome.err, Contains("batch"));
  CHECK(here.server.requests().empty());
  CHECK(ledger_rows(here.world).empty());
}

TEST_CASE("a dry run of a batch tells what is then reserved, and writes nothing") {
  BatchWorld here;
  const Outcome plan = here.world.run({"cache", "build", "src", "--batch", "--dry-run", "--format", "json"});
  CHECK(plan.exit_code == 0);
  CHECK_FALSE(std::filesystem::exists(here.world.in_home("queue.db")));
  CHECK(here.server.requests().empty());
  CHECK(plan.json()["summary"]["upper_bound_nano_usd"] == here.send()["sent"][0]["reserved_nano_usd"]);
}

TEST_CASE("what a batch has asked, or what was given up, is neither planned nor chosen again") {
  BatchWorld here;
  const auto plan = [&] {
    return here.world.run({"cache", "build", "src", "--batch", "--dry-run", "--format", "json"}).json();
  };
  for (int i = 1; i <= 2; ++i) {
    const Outcome sent = here.world.run({"cache", "build", "src", "--batch", "--max-files", "1", "--format", "json"});
    CHECK(sent.json()["sent"][0]["questions"] == 1);
    CHECK(plan()["summary"]["calls"] == 3 - i);
  }
  const Json jobs = here.world.run({"queue", "list", "--format", "json"}).json()["jobs"];
  REQUIRE(jobs.size() == 2);
  CHECK(jobs[0]["state"] == "submitted");
  here.service.rows = [](const std::string& id) -> std::vector<std::string> {
    return {Json{{"custom_id", id},
                 {"response", {{"status_code", 400}, {"body", {{"error", {{"message", "no"}}}}}}},
                 {"error", nullptr}}
                .dump()};
  };
  CHECK(here.collect(1)["dead"] == 2);
  const Json then = plan();
  CHECK(then["summary"]["calls"] == 1);
  CHECK(then["results"][0]["answer"] == "none");
  CHECK(then["results"][1]["answer"] == "none");
  CHECK(then["results"][2]["answer"] == "call");
}

TEST_CASE("a bad key kills no question, and leaves nothing reserved") {
  BatchWorld here;
  here.service.create_status = 401;
  here.service.create_error = "Incorrect API key provided";
  const Outcome outcome = here.world.run({"cache", "build", "src", "--batch", "--format", "json"});
  CHECK(outcome.exit_code == 5);
  CHECK(outcome.json()["pending"] == 3);
  CHECK(here.reserved() == 0);
  CHECK(here.status()["jobs"]["dead"] == 0);
  here.service.create_status = 0;
  CHECK(here.send()["sent"].size() == 1);
}

TEST_CASE("batches hold at most half of what remains of the month, and the next slice follows") {
  BatchWorld here(Speaks::openai, 6);
  const Json plan = here.world.run({"cache", "build", "src", "--batch", "--dry-run", "--format", "json"}).json();
  const std::int64_t each = plan["summary"]["upper_bound_nano_usd"].get<std::int64_t>() / 6;
  // Room for a little more than four of six in half of the cap.
  const std::string cap = std::to_string(static_cast<double>(each) * 9 / 1e9);
  REQUIRE(here.world.run({"budget", "set", "--monthly", cap}).exit_code == 0);
  const Outcome first = here.world.run({"cache", "build", "src", "--batch", "--format", "json"});
  CHECK(first.exit_code == 6);
  CHECK(first.json()["sent"][0]["questions"] == 4);
  CHECK(first.json()["pending"] == 2);
  CHECK(here.collect()["answers"] == 4);
  CHECK(here.send()["sent"][0]["questions"] == 2);
  CHECK(here.collect()["answers"] == 2);
  CHECK(here.hits() == 6);
}

TEST_CASE("eight processes send each question once") {
  BatchWorld here(Speaks::openai, 40);
  std::vector<Started> processes;
  for (int i = 0; i < 8; ++i) processes.push_back(here.world.start({"cache", "build", "src", "--batch"}));
  for (const Started& process : processes) CHECK(process.wait().exit_code == 0);
  const auto asked = here.service.asked();
  CHECK(asked.size() == 40);
  CHECK(std::all_of(asked.begin(), asked.end(), [](const auto& count) { return count.second == 1; }));
  here.collect();
  CHECK(here.hits() == 40);
  CHECK(here.spent() == 40 * cost_of(Speaks::openai));
  CHECK(here.reserved() == 0);
}

TEST_CASE("why a batch could not be looked at is still said where others are waited for") {
  BatchWorld here;
  here.send();
  here.world.variables.erase("OPENAI_API_KEY");
  const Outcome outcome = here.world.run({"queue", "collect", "--wait", "1s"});
  CHECK(outcome.exit_code == 4);
  CHECK_THAT(outcome.err, Contains("there is no key for it"));
}

TEST_CASE("without a batch, collecting asks nobody and writes nothing") {
  BatchWorld here;
  const Outcome outcome = here.world.run({"queue", "collect"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out == "no batches\n");
  CHECK(here.server.requests().empty());
  CHECK_FALSE(std::filesystem::exists(here.world.in_home("queue.db")));
}
