// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "remote.hpp"
#include "row_book.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "stores_world.hpp"

// A batch of which nothing was run: its questions wait again, but for the one that it was refused for.
namespace rustassistant::app {
namespace {

struct GivenBack : test::StoresWorld {
  std::unique_ptr<ledger::BatchBooks> books;
  std::unique_ptr<queue::Queue> jobs;
  std::vector<domain::CacheKey> keys;
  CollectSummary summary;

  // A batch of three questions, which the queue knows.
  GivenBack() {
    REQUIRE(open_ledger(services(), ledger::IfMissing::create));
    books = *open_batch_books(services());
    jobs = *queue::Queue::open(*queue_path(services().environment), clock, queue::IfMissing::create, {});
    std::vector<ledger::BatchQuestion> questions(3);
    std::vector<queue::Ask> asks;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      questions[i].facts.provider = domain::Provider::openai;
      questions[i].facts.model = "m";
      questions[i].factors = {"refactor", "openai", "", "m", "p", "1", "rust", "c", "", std::to_string(i)};
      questions[i].worst_case = NanoUsd{100};
      queue::Ask& ask = asks.emplace_back();
      ask.key = domain::cache_key(questions[i].factors);
      ask.repo_id = "0123abcd";
      ask.path = std::to_string(i);
      ask.provider = domain::Provider::openai;
      ask.model = "m";
    }
    domain::BudgetRules rules;
    rules.base.monthly_cap = NanoUsd{1'000'000};
    REQUIRE(books->reserve({"0badcafe", domain::Provider::openai, "", "m", {clock.now().value + 1}}, questions, rules));
    keys = *books->open_keys("0badcafe");
    REQUIRE(jobs->add(asks));
    REQUIRE(reconcile(*books, *jobs));
  }
  // "path state +wait code: message", of each job.
  std::vector<std::string> given_back(const queue::Returned& as, std::optional<std::int64_t> bad_line) {
    Stores stores(loaded.settings, services());
    const auto batch = books->open_batches()->front();
    RowBook book(batch, stores, *books, *jobs, nullptr, services(), summary);
    REQUIRE(book.give_back(as, bad_line));
    std::vector<std::string> lines;
    const auto listed = *jobs->list(std::nullopt, 10);
    for (const queue::Job& job : listed) {
      const std::int64_t wait = job.state == queue::JobState::queued ? job.not_before.value - clock.now().value : 0;
      lines.push_back(job.ask.path + " " + std::string(name_of(job.state)) + " " + std::to_string(wait) + " " +
                      job.last_code + ": " + job.last_message);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
};

}  // namespace

TEST_CASE_METHOD(GivenBack, "of a refused batch the bad line is given up, by its number from 1, and the others wait") {
  const queue::Returned as{{}, queue::JobState::queued, {clock.now().value + 5}, false, "twice", "an id twice"};
  CHECK(given_back(as, 2) == std::vector<std::string>{"0 queued 5 twice: an id twice", "1 dead 0 twice: an id twice",
                                                      "2 queued 5 twice: an id twice"});
  CHECK(summary.again == 2);
  CHECK(summary.dead == 1);
  CHECK(summary.answers == 0);
  CHECK(summary.spending.booked == NanoUsd{0});
  CHECK(books->open_keys("0badcafe")->empty());
  CHECK(budget_picture(loaded.settings, services())->standing.month.reserved == NanoUsd{0});
}

TEST_CASE_METHOD(GivenBack, "without a bad line, or with one that is none, all of them wait") {
  const queue::Returned as{{}, queue::JobState::queued, clock.now(), true, "not_sent", "no"};
  CHECK(given_back(as, 4).size() == 3);
  CHECK(summary.again == 3);
  CHECK(summary.dead == 0);
}

}  // namespace rustassistant::app
