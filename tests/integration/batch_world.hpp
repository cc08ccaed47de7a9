// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <string>

#include "batch_service.hpp"

namespace rustassistant::test {

// A world whose provider is a batch service, and a repository of that many files.
struct BatchWorld {
  explicit BatchWorld(BatchService::Speaks speaks = BatchService::Speaks::openai, int files = 3)
      : service(speaks), server([this](const ReceivedRequest& request) {
          ScriptedReply reply = service.answer(request);
          reply.held = !hold.empty() && (request.method + " " + request.path).starts_with(hold);
          return reply;
        }) {
    BatchService::configure(world, server, speaks);
    std::filesystem::remove(world.repo() + "/a.rs");
    for (int i = 0; i < files; ++i) write_file(i);
  }
  void write_file(int number) const {
    world.write("repo/src/f" + std::to_string(number) + ".rs", "fn number_" + std::to_string(number) + "_() {}\n");
  }

  nlohmann::json send() const {
    const Outcome outcome = world.run({"cache", "build", "src", "--batch", "--format", "json"});
    INFO(outcome.err);
    CHECK(outcome.exit_code == 0);
    return outcome.json();
  }
  nlohmann::json collect(int exit_code = 0) const {
    const Outcome outcome = world.run({"queue", "collect", "--format", "json"});
    INFO(outcome.err);
    CHECK(outcome.exit_code == exit_code);
    return outcome.json();
  }
  // Lets time pass for batches that were sent, and for what waits in the queue.
  void age(std::chrono::minutes time) const;
  // The value of a query of ledger.db or queue.db, as it is at this moment; -1: there is none.
  [[nodiscard]] std::int64_t number_in(const char* file, const std::string& sql) const;
  [[nodiscard]] nlohmann::json status() const { return world.run({"queue", "status", "--format", "json"}).json(); }
  [[nodiscard]] std::int64_t hits() const {
    return world.run({"refactor", "analyze", "src", "--offline", "--format", "json"}).json()["summary"]["hits"];
  }
  [[nodiscard]] std::int64_t spent() const { return world.budget()["monthly"]["spent_nano_usd"]; }
  [[nodiscard]] std::int64_t reserved() const { return world.budget()["monthly"]["reserved_nano_usd"]; }
  [[nodiscard]] std::size_t creations() const { return service.batches().size(); }

  std::string hold;  // the beginning of the requests whose replies are held
  BatchService service;
  LoopbackServer server;
  World world;
};

// What an answer costs in a batch, to the nano-dollar: half of the price, for xAI its own bill.
[[nodiscard]] std::int64_t cost_of(BatchService::Speaks speaks);

}  // namespace rustassistant::test
