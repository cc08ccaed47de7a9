// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "rustassistant/db/connection.hpp"
#include "rustassistant/domain/rate.hpp"
#include "rustassistant/queue/queue.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::queue;
using domain::RateState;
using domain::UnixMicros;

namespace {

const RateScope kScope{"0123", "openai", "gpt-4.1-nano"};
constexpr domain::RateUnits kSixty{60, 0, 0, 0};
constexpr domain::RateUnits kOne{1, 0, 0, 0};

class Home {
 public:
  std::unique_ptr<Queue> open(IfMissing if_missing = IfMissing::create) {
    auto opened = Queue::open(path(), clock, if_missing, [this](const std::string& text) { notices.push_back(text); });
    REQUIRE(opened);
    return *std::move(opened);
  }
  [[nodiscard]] std::string path() const { return (folder.path() / "queue.db").string(); }

  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::vector<std::string> notices;
};

void run_sql(const std::string& path, const std::string& sql) {
  const auto connection = db::Connection::open(path, {db::OpenMode::read_write});
  REQUIRE(connection);
  REQUIRE(connection->execute(sql));
}

UnixMicros book_one(Queue& queue) {
  domain::Booking booking;
  REQUIRE(queue.change_rate(kScope, [&](const RateState& state, UnixMicros now) {
    booking = domain::book(domain::as_of(state, kSixty, now), kOne, domain::Urgency::interactive, now);
    return booking.state;
  }));
  return booking.start;
}

}  // namespace

TEST_CASE("what one process books, the next one goes behind") {
  Home home;
  const auto first = home.open();
  const auto second = home.open();
  const UnixMicros start = book_one(*first);
  CHECK(start.value == home.clock.now().value * 1000);
  CHECK(book_one(*second) - start == std::chrono::microseconds(1'020'409));
  CHECK(book_one(*first) - start == std::chrono::microseconds(2'040'818));
  const auto rates = second->rates(10);
  REQUIRE(rates);
  REQUIRE(rates->size() == 1);
  CHECK(rates->front().scope.id == kScope.id);
  CHECK(rates->front().scope.model == "gpt-4.1-nano");
  CHECK(rates->front().state == *first->rate(kScope));
  CHECK(rates->front().state.limits[0].per_minute == 60);
}

TEST_CASE("every column of a rate is read back as it was written") {
  Home home;
  RateState state;
  std::int64_t number = 1;
  state.blocked_until = {number++};
  state.interactive_at = {number++};
  state.changed_at = {number++};
  for (domain::RateLimit& limit : state.limits) {
    limit = {number, number + 1, {number + 2}, {number + 3}, {number + 4}};
    number += 5;
  }
  REQUIRE(home.open()->change_rate(kScope, [&](const RateState&, UnixMicros) { return state; }));
  CHECK(*home.open()->rate(kScope) == state);
}

TEST_CASE("rates are listed the last used first, at most as many as asked for, each with its scope") {
  Home home;
  const auto queue = home.open();
  for (const std::int64_t changed : {2, 3, 1}) {
    const RateScope scope{std::to_string(changed), "p" + std::to_string(changed), "m" + std::to_string(changed)};
    REQUIRE(queue->change_rate(scope, [&](RateState state, UnixMicros) {
      state.changed_at = {changed};
      return state;
    }));
  }
  const auto rates = queue->rates(2);
  REQUIRE(rates->size() == 2);
  CHECK(rates->at(0).scope.id == "3");
  CHECK(rates->at(1).scope.id == "2");
  CHECK(rates->at(1).scope.provider == "p2");
  CHECK(rates->at(1).scope.model == "m2");
}

TEST_CASE("bookings of many threads and connections never share a moment") {
  Home home;
  std::vector<std::thread> threads;
  std::array<std::vector<std::int64_t>, 4> starts;
  for (auto& mine : starts) {
    threads.emplace_back([&home, &mine] {
      const auto queue = Queue::open(home.path(), home.clock, IfMissing::create, {});
      for (int i = 0; queue && i < 12; ++i) mine.push_back(book_one(**queue).value);
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<std::int64_t> all;
  for (const auto& mine : starts) all.insert(all.end(), mine.begin(), mine.end());
  std::sort(all.begin(), all.end());
  REQUIRE(all.size() == 48);
  for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i] - all[i - 1] >= 1'000'000);
}

TEST_CASE("reading makes no file, and a rate that nobody wrote is empty") {
  Home home;
  const auto queue = home.open(IfMissing::empty);
  CHECK(*queue->rate(kScope) == RateState{});
  CHECK(queue->rates(10)->empty());
  CHECK_FALSE(std::filesystem::exists(home.path()));
  book_one(*queue);
  CHECK(std::filesystem::exists(home.path()));
}

TEST_CASE("the file is private to its user") {
  Home home;
  const auto queue = home.open();
  book_one(*queue);
  for (const auto& entry : std::filesystem::directory_iterator(home.folder.path()))
    CHECK((entry.status().permissions() & std::filesystem::perms(0077)) == std::filesystem::perms::none);
}

TEST_CASE("a damaged queue, or a file of something else, is moved away and an empty one takes its place") {
  struct Row {
    const char* what;
    void (*damage)(const std::string& path);
  };
  const std::vector<Row> rows{
      {"text", [](const std::string& path) { std::ofstream(path) << std::string(5000, 'x'); }},
      {"another application", [](const std::string& path) { run_sql(path, "PRAGMA application_id = 7"); }},
      {"a table is gone", [](const std::string& path) { run_sql(path, "DROP TABLE rate"); }},
      {"pages are overwritten",
       [](const std::string& path) {
         std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
         file.seekp(4096);
         file << std::string(std::filesystem::file_size(path) - 4096, 'x');
       }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Home home;
    book_one(*home.open());
    row.damage(home.path());
    const auto queue = home.open();
    CHECK(book_one(*queue).value == home.clock.now().value * 1000);
    REQUIRE(home.notices.size() == 1);
    CHECK(home.notices.front().starts_with("the queue could not be used ("));
    CHECK(home.notices.front().find("it was moved to '" + home.path() + ".damaged-20261121T120000Z', and an empty") !=
          std::string::npos);
    CHECK(std::filesystem::exists(home.path() + ".damaged-20261121T120000Z"));
    CHECK(queue->rates(10)->size() == 1);
  }
}

TEST_CASE("a damaged queue is moved away where nobody listens, too") {
  Home home;
  std::ofstream(home.path()) << std::string(5000, 'x');
  CHECK(Queue::open(home.path(), home.clock, IfMissing::create, {}));
  CHECK(std::filesystem::exists(home.path() + ".damaged-20261121T120000Z"));
}

TEST_CASE("a queue of a newer version is left alone, and the error says so") {
  Home home;
  book_one(*home.open());
  run_sql(home.path(), "PRAGMA user_version = 10000");
  const auto queue = Queue::open(home.path(), home.clock, IfMissing::create, {});
  REQUIRE_FALSE(queue);
  CHECK(queue.error().code == Errc::storage);
  CHECK(queue.error().what.starts_with("cannot use the queue: "));
  CHECK_FALSE(queue.error().hint.empty());
}

TEST_CASE("a queue makes the folder of its file, and leaves no log behind when it is closed") {
  Home home;
  const std::string path = (home.folder.path() / "new" / "queue.db").string();
  {
    const auto opened = Queue::open(path, home.clock, IfMissing::create, {});
    REQUIRE(opened);
    book_one(**opened);
    CHECK(std::filesystem::exists(path + "-wal"));
  }
  CHECK(std::filesystem::exists(path));
  CHECK_FALSE(std::filesystem::exists(path + "-wal"));
}

TEST_CASE("a queue that is moved away or deleted while it is open is begun anew by all") {
  Home home;
  const auto queue = home.open();
  book_one(*queue);
  std::filesystem::remove(home.path());
  CHECK(*queue->rate(kScope) == RateState{});
  const UnixMicros start = book_one(*queue);
  CHECK(start.value == home.clock.now().value * 1000);
  CHECK(home.open()->rate(kScope)->limits[0].free_at > start);
}

TEST_CASE("a queue that cannot be made is an error of the storage") {
  test::FakeClock clock;
  const auto queue = Queue::open("/dev/null/home/queue.db", clock, IfMissing::create, {});
  REQUIRE_FALSE(queue);
  CHECK(queue.error().code == Errc::storage);
}
