// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include "ledger_fixture.hpp"
#include "rustassistant/db/connection.hpp"

// What was paid for, by model and by file: which calls count, and in which order groups are told.
namespace rustassistant::ledger {
namespace {

struct PaidFor : LedgerFixture {
  void pay(const CallFacts& facts, std::int64_t cost, const domain::Usage& usage = {1, 0, 0, 1, 0}) {
    REQUIRE(ledger->settle(reserve(1'000, facts), usage, NanoUsd{cost}));
  }
  static CallFacts call(const std::string& repo, const std::string& repo_path, const std::string& path,
                        const std::string& model = "m", domain::Provider provider = domain::Provider::google) {
    return {provider, model, domain::AnalysisType::docs, repo, repo_path, path, "x"};
  }
  std::string models(const HistoryQuery& query = {}) {
    std::string all;
    const auto uses = *ledger->model_uses(query);
    for (const domain::ModelUse& use : uses)
      all += std::string(domain::name_of(use.provider)) + " " + use.model + " " + std::to_string(use.calls) + " " +
             std::to_string(use.tokens.input) + " " + std::to_string(use.tokens.cached) + " " +
             std::to_string(use.tokens.cache_write) + " " + std::to_string(use.tokens.output) + " " +
             std::to_string(use.spent.value) + " " + std::to_string(use.batched.value) + "; ";
    return all;
  }
  std::string files(int least, int most, const HistoryQuery& query = {}) {
    std::string all;
    const auto found = *ledger->repeated_files(query, least, most);
    for (const domain::RepeatedFile& file : found)
      all += file.path + " " + std::to_string(file.calls) + " " + std::to_string(file.spent.value) + "; ";
    return all;
  }
  void change(const std::string& sql) const {
    REQUIRE(db::Connection::open(path, {db::OpenMode::read_write})->execute(sql));
  }
};

}  // namespace

TEST_CASE_METHOD(PaidFor, "models are told that were paid, the dearest first, with every sum") {
  pay(call("1", "/a", "p", "cheap"), 1, {10, 2, 3, 5, 1});
  pay(call("1", "/a", "p", "dear"), 70, {100, 20, 30, 50, 10});
  pay(call("2", "/b", "p", "dear"), 20, {1000, 200, 300, 500, 100});
  pay(call("1", "/a", "p", "b"), 40, {1, 0, 0, 1, 0});
  pay(call("1", "/a", "p", "a", domain::Provider::xai), 40, {2, 0, 0, 1, 0});
  pay(call("1", "/a", "p", "free"), 0);
  reserve(500, call("1", "/a", "p", "open"));
  REQUIRE(ledger->release(reserve(500, call("1", "/a", "p", "released"))));
  change("UPDATE spending SET batched = 33 WHERE model = 'dear' AND repo = '2'");
  CHECK(
      models() ==
      "google dear 2 1100 220 330 550 90 33; xai a 1 2 0 0 1 40 0; google b 1 1 0 0 1 40 0; google cheap 1 10 2 3 5 1 "
      "0; ");
  HistoryQuery query;
  query.repo_id = "2";
  CHECK(models(query) == "google dear 1 1000 200 300 500 20 33; ");
  query.repo_id = "3";
  CHECK(models(query).empty());
  change("INSERT INTO repo_former VALUES ('2', '3'), ('1', '4')");
  CHECK(models(query) == "google dear 1 1000 200 300 500 20 33; ");
}

TEST_CASE_METHOD(PaidFor, "files are told that were paid for several times, the dearest first, equal ones by name") {
  for (const int cost : {2, 3, 4}) pay(call("1", "/a/", "p"), cost);
  for (const int cost : {20, 30}) pay(call("1", "/a", "q"), cost);
  for (const int cost : {10, 15, 25}) pay(call("2", "/0", "q"), cost);
  pay(call("1", "/a", "once"), 900);
  reserve(500, call("1", "/a", "once"));
  REQUIRE(ledger->release(reserve(500, call("1", "/a", "once"))));
  CHECK(files(2, 9) == "/0/q 3 50; /a/q 2 50; /a/p 3 9; ");
  CHECK(files(2, 2) == "/0/q 3 50; /a/q 2 50; ");
  CHECK(files(3, 9) == "/0/q 3 50; /a/p 3 9; ");
  CHECK(files(4, 9).empty());
  HistoryQuery query;
  query.repo_id = "2";
  CHECK(files(1, 9, query) == "/0/q 3 50; ");
  query.by = Grouping::file;
  query.repo_id = "1";
  const auto history = *ledger->history(query);
  REQUIRE(history.rows.size() == 3);
  CHECK(history.rows[0].key == "/a/once");
  CHECK(history.rows[0].calls == 1);
  CHECK(history.rows[0].reserved == NanoUsd{500});

  // A repository that moved is called by the later of its names, and only the newest twenty thousand calls count.
  pay(call("1", "/z", "p"), 5);
  CHECK(files(4, 9) == "/z/p 4 14; ");
  change(
      "INSERT INTO call (id, at, month, day, state, closed_at, reserved, cost, provider, type, model, repo, repo_path, "
      "path, extension) VALUES (20001, 1, 202611, 20261121, 1, 1, 1, 1, 0, 0, 'm', '9', '/9', 'p', '')");
  CHECK(files(2, 9) == "/0/q 3 50; /a/q 2 50; /z/p 3 12; ");
}

TEST_CASE_METHOD(PaidFor, "of a file that nobody was paid for there is no history") {
  REQUIRE(ledger->release(reserve(500, call("1", "/a", "released"))));
  pay(call("1", "/a", "paid"), 5);
  HistoryQuery query;
  query.by = Grouping::file;
  const auto history = *ledger->history(query);
  REQUIRE(history.rows.size() == 1);
  CHECK(history.rows[0].key == "/a/paid");
}

}  // namespace rustassistant::ledger
