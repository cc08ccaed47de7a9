// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <string>

#include "batch_world.hpp"

// Answers of batches and a team's store, which others read.
using namespace rustassistant::test;
using Catch::Matchers::Contains;

namespace {

// A web server that keeps what it is sent.
class AnswerStore {
 public:
  // A member of the team that shares it.
  void lend_to(World& world) const {
    world.variables["RUSTASSISTANT_CACHE_REMOTE_URL"] = server_.url("/{key}");
    world.variables["RUSTASSISTANT_CACHE_REMOTE_MODE"] = "read-write";
    world.variables["RUSTASSISTANT_CACHE_REMOTE_SIGNING_KEY"] = std::string(64, 'k');
    world.variables["RUSTASSISTANT_CACHE_REMOTE_SHARE_PRIVATE"] = "true";
  }
  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return kept_.size();
  }
  int status = 201;  // of what is put

 private:
  ScriptedReply answer(const ReceivedRequest& request) {
    const std::scoped_lock lock(mutex_);
    if (request.method == "PUT") {
      if (status == 201) kept_[request.path] = request.body;
      return {status, "", {}};
    }
    const auto found = kept_.find(request.path);
    return found == kept_.end() ? ScriptedReply{404, "", {}} : ScriptedReply{200, found->second, {}};
  }

  mutable std::mutex mutex_;
  std::map<std::string, std::string> kept_;
  LoopbackServer server_{[this](const ReceivedRequest& request) { return answer(request); }};
};

}  // namespace

TEST_CASE("what a batch brings is sent to the team, and is a hit for the next member") {
  AnswerStore store;
  BatchWorld first;
  store.lend_to(first.world);
  first.send();
  const auto collected = first.collect();
  CHECK(collected["answers"] == 3);
  CHECK(collected["team_cache"]["stored"] == 3);
  CHECK(store.size() == 3);
  CHECK_FALSE(first.collect().contains("team_cache"));

  World second;
  BatchService::configure(second, first.server, BatchService::Speaks::openai);
  store.lend_to(second);
  for (int i = 0; i < 3; ++i)
    second.write("repo/src/f" + std::to_string(i) + ".rs", "fn number_" + std::to_string(i) + "_() {}\n");
  const auto built = second.run({"cache", "build", "src", "--batch", "--format", "json"}).json();
  CHECK(built["team_cache"]["hits"] == 3);
  CHECK(built["sent"].empty());
  CHECK(first.creations() == 1);
}

TEST_CASE("a build that collects an earlier batch tells what the team got of it") {
  AnswerStore store;
  BatchWorld first;
  store.lend_to(first.world);
  first.send();
  first.age(std::chrono::minutes(1));
  const auto built = first.send();
  CHECK(built["collected"]["team_cache"]["stored"] == 3);
  CHECK(store.size() == 3);
}

TEST_CASE("what a batch brings stays here where the store does not take it, or the model is this machine's") {
  AnswerStore store;
  store.status = 507;
  BatchWorld here;
  store.lend_to(here.world);
  here.send();
  const Outcome outcome = here.world.run({"queue", "collect", "--format", "json"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, Contains("3 still to be sent"));
  CHECK(here.hits() == 3);
  store.status = 201;
  CHECK(here.world.run({"cache", "push"}).exit_code == 0);
  CHECK(store.size() == 3);

  AnswerStore other;
  BatchWorld alone;
  other.lend_to(alone.world);
  alone.world.variables["RUSTASSISTANT_CACHE_REMOTE_SHARE_PRIVATE"] = "false";
  alone.send();
  CHECK(alone.collect()["answers"] == 3);
  CHECK(other.size() == 0);
}
