// SPDX-License-Identifier: MIT
// What becomes of each column of a job that comes back from a batch, goes into one, or is freed: rows on both sides of
// each condition.
#include <algorithm>

#include "queue_desk.hpp"

using namespace rustassistant;
using namespace rustassistant::queue;
using namespace std::chrono_literals;

namespace {

// The columns that a change may touch, of one job or of all in the order of their ids.
std::string columns_of(Desk& desk, const std::string& where = "1") {
  const auto connection = db::Connection::open(desk.path(), {db::OpenMode::read_only});
  REQUIRE(connection);
  auto query = connection->prepare(
      "SELECT path, state, attempts, worker IS NOT NULL, lease_until, not_before, batch, last_code, last_message, "
      "finished_at FROM job WHERE " +
      where + " ORDER BY id");
  REQUIRE(query);
  std::string all;
  REQUIRE(db::for_each(*query, [&] {
    for (int i = 0; i < 10; ++i) all += (i == 0 ? "" : " ") + (query->is_null(i) ? "-" : std::string(query->text(i)));
    all += "\n";
  }));
  return all;
}

constexpr const char* kUntouched = " 7 8 t old why -\n";

}  // namespace

TEST_CASE("what comes back from a batch is done, given up or asked again, with every column of its row") {
  struct Row {
    int state;  // of the job
    int attempts;
    JobState returned;
    bool attempt_counts;
    std::string expected;
  };
  Desk desk;
  desk.add({ask_about("a"), ask_about("b")});
  const std::string now = std::to_string(desk.clock.now().value);
  const std::string waits = " 0 - 9 - code text -\n";
  const std::string over = " 0 - 9 - code text " + now + "\n";
  const std::vector<Row> rows{
      {3, 4, JobState::queued, true, "a 0 4" + waits},
      {3, 5, JobState::queued, true, "a 5 5" + over},
      {3, 6, JobState::queued, true, "a 5 6" + over},
      {3, 5, JobState::queued, false, "a 0 4" + waits},
      {3, 1, JobState::queued, false, "a 0 0" + waits},
      {0, 2, JobState::queued, false, "a 0 2" + waits},
      {1, 2, JobState::queued, false, "a 0 2" + waits},
      {0, 5, JobState::queued, true, "a 5 5" + over},
      {3, 5, JobState::done, true, "a 4 5" + over},
      {3, 4, JobState::done, true, "a 4 4" + over},
      {3, 4, JobState::done, false, "a 4 4" + over},
      {1, 4, JobState::done, true, "a 4 4" + over},
      {0, 4, JobState::done, true, "a 4 4" + over},
      {3, 1, JobState::dead, true, "a 5 1" + over},
      {3, 5, JobState::dead, false, "a 5 5" + over},
      {2, 4, JobState::done, true, ""},
      {4, 4, JobState::queued, true, ""},
      {5, 4, JobState::done, true, ""},
      {6, 4, JobState::done, true, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.state, row.attempts, static_cast<int>(row.returned), row.attempt_counts);

    desk.change("UPDATE job SET state = " + std::to_string(row.state) + ", attempts = " + std::to_string(row.attempts) +
                ", worker = 6, lease_until = 7, not_before = 8, batch = 't', last_code = 'old', last_message = 'why', "
                "finished_at = NULL; UPDATE job SET state = 3 WHERE path = 'b'");
    const std::string before = columns_of(desk);
    const std::vector<Returned> back{{ask_about("a").key, row.returned, {9}, row.attempt_counts, "code", "text"}};
    CHECK(desk.queue->take_back(back)->empty());
    const std::string of_b = "b 3 " + std::to_string(row.attempts) + " 1" + kUntouched;
    CHECK(columns_of(desk) == (row.expected.empty() ? before : row.expected + of_b));
    desk.check_counters();
  }
}

TEST_CASE("of those that come back only the ones that are done, and that nobody had asked for, are told") {
  Desk desk;
  std::vector<Returned> back;
  std::vector<Ask> asks;
  for (const JobState state : {JobState::done, JobState::dead, JobState::queued, JobState::dropped}) {
    Ask ask = ask_about("f" + std::to_string(static_cast<int>(state)));
    ask.warms = true;
    asks.push_back(ask);
    back.push_back({ask.key, state, {}, true, "", ""});
  }
  desk.add(asks);
  CHECK(*desk.queue->take_back(back) == std::vector{ask_about("f4").key});
  CHECK(desk.queue->take_back(back)->empty());  // it is over
}

TEST_CASE("four hundred and one jobs come back, and all that are done are told") {
  Desk desk;
  std::vector<Ask> asks;
  std::vector<Returned> back;
  for (int i = 0; i < 401; ++i) {
    asks.push_back(ask_about("f" + std::to_string(i)));
    asks.back().warms = true;
    back.push_back({asks.back().key, JobState::done, {}});
  }
  desk.add(asks);
  const auto told = desk.queue->take_back(back);
  REQUIRE(told);
  CHECK(told->size() == 401);
  CHECK(told->back() == asks.back().key);
  CHECK(desk.count(JobState::done) == 401);
}

TEST_CASE("what a worker puts back or sends is what it runs, and no other row changes") {
  struct Row {
    const char* what;
    void (*act)(Desk&, const Worker&);
    std::string expected;  // of the worker's own running job
  };
  const std::vector<Row> rows{
      {"put_all_back", [](Desk& desk, const Worker& by) { REQUIRE(desk.queue->put_all_back(by)); },
       "r 0 2 0 - 8 t old why -\n"},
      {"submit",
       [](Desk& desk, const Worker& by) {
         REQUIRE(desk.queue->submit(by, std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7}, "new"));
       },
       "r 3 3 0 - 8 new old why -\n"},
      {"mark_submitted",
       [](Desk& desk, const Worker&) {
         REQUIRE(desk.queue->mark_submitted("new", std::vector<domain::CacheKey>{ask_about("q").key}));
       },
       "r 1 2 1" + std::string(kUntouched)},
      {"take_rest_back", [](Desk& desk, const Worker&) { REQUIRE(desk.queue->take_rest_back("u")); },
       "r 1 2 1" + std::string(kUntouched)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Desk desk;
    const Worker by = desk.queue->enlist();
    desk.add({ask_about("r"), ask_about("q"), ask_about("p"), ask_about("s"), ask_about("other"), ask_about("dead"),
              ask_about("done")});
    desk.change("UPDATE job SET attempts = 2, worker = " + std::to_string(by.number()) +
                ", lease_until = 7, not_before = 8, batch = 't', last_code = 'old', last_message = 'why'");
    desk.change("UPDATE job SET state = 1 WHERE path IN ('r', 'other')");
    desk.change("UPDATE job SET worker = 6 WHERE path = 'other'");
    desk.change("UPDATE job SET state = 2 WHERE path = 'p'");
    desk.change("UPDATE job SET state = 3 WHERE path = 's'");
    desk.change("UPDATE job SET state = 5 WHERE path = 'dead'");
    desk.change("UPDATE job SET state = 4 WHERE path = 'done'");
    desk.change("UPDATE job SET batch = 'u' WHERE path IN ('s', 'done', 'p', 'other', 'q')");
    const std::string others = "path NOT IN ('r', 'q', 's')";
    const std::string before = columns_of(desk, others);
    const std::string queued = columns_of(desk, "path = 'q'");
    const std::string sent = columns_of(desk, "path = 's'");
    row.act(desk, by);
    CHECK(columns_of(desk, "path = 'r'") == row.expected);
    CHECK(columns_of(desk, others) == before);
    const bool marks = row.what == std::string_view("mark_submitted");
    CHECK(columns_of(desk, "path = 'q'") == (marks ? "q 3 3 1 7 8 new old why -\n" : queued));
    const bool rests = row.what == std::string_view("take_rest_back");
    CHECK(columns_of(desk, "path = 's'") == (rests ? "s 0 1 1 7 8 - old why -\n" : sent));
    desk.check_counters();
  }
}

TEST_CASE("batches are awaited as long as a job is with them, and each has a look of its own") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c"), ask_about("d"), ask_about("e")});
  desk.change("UPDATE job SET state = 3, batch = iif(path < 'c', 'x', 'y') WHERE path <= 'c'");
  desk.change("UPDATE job SET state = 1, batch = 'z' WHERE path = 'd'");
  desk.change("UPDATE job SET state = 4, batch = 'w' WHERE path = 'e'");
  auto batches = desk.queue->awaited_batches();
  REQUIRE(batches);
  std::ranges::sort(*batches);
  CHECK(*batches == std::vector<std::string>{"x", "y"});

  REQUIRE(desk.queue->set_poll("x", {{11}, 12, "running", false}));
  REQUIRE(desk.queue->set_poll("y", {{21}, 22, "ended", true}));
  for (int pass = 0; pass < 2; ++pass) {
    const auto x = desk.queue->poll_of("x");
    REQUIRE(*x);
    CHECK((*x)->next_at.value == 11);
    CHECK((*x)->waits == 12);
    CHECK((*x)->status == "running");
    CHECK_FALSE((*x)->ended);
    const auto y = desk.queue->poll_of("y");
    REQUIRE(*y);
    CHECK((*y)->next_at.value == 21);
    CHECK((*y)->waits == 22);
    CHECK((*y)->status == "ended");
    CHECK((*y)->ended);
    CHECK_FALSE(desk.queue->poll_of("z")->has_value());
  }
  REQUIRE(desk.queue->set_poll("x", {{31}, 32, "ended\x1b now", true}));
  CHECK((*desk.queue->poll_of("x"))->status == "ended\\x1b now");
  CHECK((*desk.queue->poll_of("x"))->waits == 32);
  CHECK(*desk.queue->ended_batches() == 2);
  REQUIRE(desk.queue->forget_poll("x"));
  CHECK_FALSE(desk.queue->poll_of("x")->has_value());
  CHECK(desk.queue->poll_of("y")->has_value());
  CHECK(*desk.queue->ended_batches() == 1);
}

TEST_CASE("the first of two that are due is claimed, and one whose moment has come") {
  Desk desk;
  desk.add({ask_about("late"), ask_about("now"), ask_about("next")});
  const std::int64_t now = desk.clock.now().value;
  desk.change("UPDATE job SET not_before = " + std::to_string(now + 1) + " WHERE path = 'late'");
  desk.change("UPDATE job SET not_before = " + std::to_string(now) + " WHERE path = 'now'");
  desk.change("UPDATE job SET rank = rank - 1 WHERE path = 'next'");
  CHECK(desk.queue->remaining(kAll)->due == UnixMillis{0});
  CHECK(desk.next_path() == "next");
  CHECK(desk.next_path() == "now");
  CHECK(desk.next_path() == "-");
  CHECK(desk.queue->remaining(kAll)->due == UnixMillis{now + 1});
  CHECK(desk.queue->remaining(kAll)->running == 2);
}

TEST_CASE("where nothing is queued nothing is due, and a path is one from its first byte on") {
  Desk desk;
  CHECK_FALSE(desk.queue->remaining(kAll)->due);
  desk.add({ask_about("src/a"), ask_about("src"), ask_about("lib/src/a")});
  Selection below = kAll;
  below.below = "src/";
  CHECK(desk.queue->remaining(below)->queued == 1);
  CHECK(desk.queue->remaining(below)->running == 0);
  CHECK(desk.next_path(below) == "src/a");
  CHECK(desk.queue->remaining(below)->queued == 0);
  CHECK(desk.queue->remaining(below)->running == 1);
  CHECK_FALSE(desk.queue->remaining(below)->due);
}
