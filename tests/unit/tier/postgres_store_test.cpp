// SPDX-License-Identifier: MIT
#include "rustassistant/tier/postgres_store.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "rustassistant/tier/team_database.hpp"
#include "support/postgres.hpp"

using namespace rustassistant;
using namespace rustassistant::tier;
using namespace std::chrono_literals;
using test::Bouncer;
using test::Postgres;

namespace {

pg::Reach reach() {
  pg::Reach reach;
  reach.resolve = [](const std::string&, std::chrono::milliseconds) { return std::vector<std::string>{"127.0.0.1"}; };
  reach.limit = 10s;
  return reach;
}

pg::Target target(const std::string& url) {
  auto parsed = pg::Target::parse(url);
  REQUIRE(parsed);
  return *std::move(parsed);
}

// A server with the schema, the teams "core" and "other", a writer, a reader and a stranger.
const Postgres& server() {
  static const Postgres postgres;
  static const bool ready = [] {
    for (const std::string team : {"core", "other"})
      REQUIRE(set_up_team_database(target(postgres.url()), reach(), {team}));
    postgres.psql(
        "CREATE ROLE writer LOGIN PASSWORD 'w' IN ROLE ra_writer; CREATE ROLE reader LOGIN PASSWORD 'r' IN ROLE "
        "ra_reader; "
        "CREATE ROLE stranger LOGIN PASSWORD 's'; CREATE ROLE core_people; CREATE ROLE insider LOGIN PASSWORD 'i' IN "
        "ROLE "
        "ra_writer, core_people");
    return true;
  }();
  static_cast<void>(ready);
  return postgres;
}

std::unique_ptr<EnvelopeStore> store_at(const std::string& url, const std::string& team = "core") {
  return make_postgres_store(target(url), reach(), team);
}
std::unique_ptr<EnvelopeStore> store_of(const std::string& user, const std::string& team = "core") {
  return store_at(server().url(user), team);
}

SharedKey key(std::uint8_t first, std::uint8_t second = 0) {
  SharedKey key{};
  key[0] = first;
  key[1] = second;
  return key;
}

using Envelopes = std::vector<std::optional<std::string>>;

}  // namespace

TEST_CASE("what one writer put, others find; it stays") {
  const auto writer = store_of("writer:w");
  const std::string bytes("RATM\0\1\xff'\\", 9);
  CHECK(writer->put(key(1), bytes, 10s).outcome == PutOutcome::stored);
  CHECK(writer->put(key(1), "another", 10s).outcome == PutOutcome::present);
  const std::vector<SharedKey> keys{key(2), key(1), key(1)};
  const Found found = store_of("reader:r")->find(keys, 10s);
  CHECK_FALSE(found.trouble);
  CHECK(found.envelopes == Envelopes{std::nullopt, bytes, bytes});
  // Another team has another namespace.
  CHECK(store_of("reader:r", "other")->find(keys, 10s).envelopes == Envelopes(3));
}

TEST_CASE("two hundred answers come by one statement") {
  const auto writer = store_of("writer:w");
  std::vector<SharedKey> keys;
  for (int i = 0; i < 200; ++i) {
    keys.push_back(key(3, static_cast<std::uint8_t>(i)));
    REQUIRE(writer->put(keys.back(), std::to_string(i), 10s).outcome == PutOutcome::stored);
  }
  const Found found = writer->find(keys, 10s);
  REQUIRE(found.envelopes.size() == 200);
  for (int i = 0; i < 200; ++i) CHECK(found.envelopes[static_cast<std::size_t>(i)] == std::to_string(i));
}

TEST_CASE("a large envelope is kept, a too large one is not sent") {
  const auto writer = store_of("writer:w");
  const std::string large(8'388'608, 'x');
  CHECK(writer->put(key(4), large, 30s).outcome == PutOutcome::stored);
  CHECK(writer->find(std::vector{key(4)}, 30s).envelopes.front() == large);
  CHECK(writer->put(key(5), large + "x", 30s).outcome == PutOutcome::too_large);
}

TEST_CASE("a reader reads and does not write, a stranger does neither") {
  const auto reader = store_of("reader:r");
  const Put put = reader->put(key(6), "x", 10s);
  CHECK(put.outcome == PutOutcome::failed);
  REQUIRE(put.trouble);
  CHECK(put.trouble->fault == Fault::read_only);
  CHECK_FALSE(reader->find(std::vector{key(6)}, 10s).trouble);

  const Found found = store_of("stranger:s")->find(std::vector{key(1)}, 10s);
  REQUIRE(found.trouble);
  CHECK(found.trouble->fault == Fault::refused);
  CHECK_FALSE(found.trouble->hint.empty());
  for (const std::string statement :
       {"UPDATE rustassistant.entry SET document = 'z'", "DELETE FROM rustassistant.entry",
        "INSERT INTO rustassistant.entry (team, key, document, writer) VALUES ('core', decode(repeat('aa', 32), "
        "'hex'), 'x', 'me')"}) {
    INFO(statement);
    auto connection = pg::Connection::open(target(server().url("writer:w")), reach());
    REQUIRE(connection);
    const auto rows = connection->run(statement, {}, 10s);
    REQUIRE_FALSE(rows);
    CHECK(rows.error().fault == pg::Fault::denied);
  }
}

TEST_CASE("a team with roles of its own is nobody else's") {
  REQUIRE(set_up_team_database(target(server().url()), reach(), {"inner"}));
  server().psql("UPDATE rustassistant.team SET reader = 'core_people', writer = 'core_people' WHERE name = 'inner'");
  CHECK(store_of("insider:i", "inner")->put(key(7), "x", 10s).outcome == PutOutcome::stored);
  const Found found = store_of("writer:w", "inner")->find(std::vector{key(7)}, 10s);
  REQUIRE(found.trouble);
  CHECK(found.trouble->fault == Fault::refused);
  auto connection = pg::Connection::open(target(server().url("writer:w")), reach());
  REQUIRE(connection);
  CHECK(connection->run("SELECT FROM rustassistant.entry WHERE team = 'inner'", {}, 10s)->size() == 0);
  CHECK_FALSE(
      connection->run("INSERT INTO rustassistant.entry (team, key, document) VALUES ('inner', "
                      "decode(repeat('bb', 32), 'hex'), 'x')",
                      {}, 10s));
}

TEST_CASE("what was of use today is marked once, by readers too") {
  REQUIRE(store_of("writer:w")->put(key(8), "x", 10s).outcome == PutOutcome::stored);
  const auto reader = store_of("reader:r");
  const auto days = [] {
    return server().psql(
        "SELECT used_on = current_date, days_used FROM rustassistant.entry WHERE document = 'x' AND team = "
        "'core' AND get_byte(key, 0) = 8");
  };
  reader->touch(std::vector{key(8)}, 10s);
  CHECK(days() == "t|0\n");
  server().psql("UPDATE rustassistant.entry SET used_on = current_date - 3 WHERE get_byte(key, 0) = 8");
  reader->touch(std::vector{key(8)}, 10s);
  reader->touch(std::vector{key(8)}, 10s);
  CHECK(days() == "t|1\n");
}

TEST_CASE("behind a pool in transaction mode all of it is the same") {
  const Bouncer bouncer(server(), "\"writer\" \"w\"\n\"reader\" \"r\"\n");
  std::vector<std::thread> threads;
  std::vector<Put> puts(8);
  for (std::uint8_t i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      auto parsed = pg::Target::parse(bouncer.url("writer:w"));
      const auto writer = make_postgres_store(*std::move(parsed), reach(), "core");
      for (int n = 0; n < 5; ++n) puts[i] = writer->put(key(9, i), std::to_string(i), 30s);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Put& put : puts) CHECK(put.outcome == PutOutcome::present);
  const auto reader = store_at(bouncer.url("reader:r"));
  CHECK(reader->find(std::vector{key(9, 3)}, 10s).envelopes.front() == "3");
  CHECK(reader->put(key(9, 99), "x", 10s).trouble->fault == Fault::read_only);
}

TEST_CASE("a connection that was lost is opened again") {
  const auto reader = store_of("reader:r");
  REQUIRE_FALSE(reader->find(std::vector{key(1)}, 10s).trouble);
  server().psql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'reader'");
  CHECK_FALSE(reader->find(std::vector{key(1)}, 10s).trouble);
}

TEST_CASE("a database that takes no writes is read") {
  server().psql("CREATE DATABASE standby TEMPLATE template0");
  REQUIRE(set_up_team_database(target(server().url("owner:secret", "standby")), reach(), {"core"}));
  server().psql("ALTER DATABASE standby SET default_transaction_read_only = on");
  const auto writer = store_at(server().url("writer:w", "standby"));
  CHECK_FALSE(writer->find(std::vector{key(1)}, 10s).trouble);
  CHECK(writer->put(key(1), "x", 10s).trouble->fault == Fault::read_only);
  writer->touch(std::vector{key(1)}, 10s);
}

TEST_CASE("what cannot be reached, is not set up or is too new says so") {
  server().psql("CREATE DATABASE bare TEMPLATE template0");
  const auto fault = [](const std::unique_ptr<EnvelopeStore>& store) {
    const Found found = store->find(std::vector{key(1)}, 10s);
    REQUIRE(found.trouble);
    CHECK(found.envelopes == Envelopes(1));
    return found.trouble->fault;
  };
  CHECK(fault(store_at(server().url("writer:w", "bare"))) == Fault::not_set_up);
  CHECK(fault(store_at(server().url("writer:w", "none"))) == Fault::not_set_up);
  CHECK(fault(store_of("writer:wrong")) == Fault::refused);
  CHECK(fault(store_of("writer:w", "nobody's")) == Fault::refused);
  CHECK(fault(store_at("postgresql://a@localhost:" + std::to_string(test::free_port()) + "/a?sslmode=disable")) ==
        Fault::unreachable);

  server().psql("CREATE DATABASE later TEMPLATE template0");
  const std::string url = server().url("owner:secret", "later");
  REQUIRE(set_up_team_database(target(url), reach(), {"core"}));
  server().psql("INSERT INTO rustassistant.schema_version (version, min_client) VALUES (1000, 1)", "later");
  CHECK_FALSE(store_at(url)->find(std::vector{key(1)}, 10s).trouble);
  server().psql("UPDATE rustassistant.schema_version SET min_client = 1000 WHERE version = 1000", "later");
  CHECK(fault(store_at(url)) == Fault::not_set_up);
}
