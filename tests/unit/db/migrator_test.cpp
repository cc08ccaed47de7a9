// SPDX-License-Identifier: MIT
#include "rustassistant/db/migrator.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "rustassistant/db/transaction.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::db {

namespace {

constexpr std::array<EmbeddedFile, 3> kFiles{{
    {"001_a.sql", "CREATE TABLE a (b); INSERT INTO a VALUES (1);"},
    {"002_more.sql", "ALTER TABLE a ADD COLUMN c; UPDATE a SET c = b + 1;"},
    {"003_broken.sql", "INSERT INTO a VALUES (5, 5); INSERT INTO absent VALUES (1);"},
}};

Schema version(std::size_t number) {
  return {0x1234, std::span(kFiles).first(number)};
}

struct Fixture {
  test::TemporaryFolder folder;
  Connection connection = *Connection::open((folder.path() / "x.db").string(), {});
  [[nodiscard]] std::int64_t integer(const char* sql) const {
    auto statement = connection.prepare(sql);
    REQUIRE(statement);
    REQUIRE(*statement->step());
    return statement->integer(0);
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "an empty database is brought to the newest version, an older one continues") {
  CHECK(*schema_version(connection, version(1)) == 0);
  REQUIRE(migrate(connection, version(1)));
  CHECK(*schema_version(connection, version(1)) == 1);
  REQUIRE(migrate(connection, version(2)));
  CHECK(integer("SELECT c FROM a") == 2);
  CHECK(connection.identity()->user_version == 2);
  CHECK(connection.identity()->application_id == 0x1234);
  REQUIRE(migrate(connection, version(2)));
  CHECK(integer("SELECT count(*) FROM a") == 1);
}

TEST_CASE_METHOD(Fixture, "a migration that fails leaves the version before it") {
  const auto outcome = migrate(connection, version(3));
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().what.find("003_broken.sql") != std::string::npos);
  CHECK(connection.identity()->user_version == 2);
  CHECK(integer("SELECT count(*) FROM a") == 1);
}

TEST_CASE_METHOD(Fixture, "a newer database is refused") {
  REQUIRE(migrate(connection, version(2)));
  const auto outcome = migrate(connection, version(1));
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().problem == Problem::newer_version);
  CHECK(outcome.error().what.find("newer version") != std::string::npos);
  CHECK_FALSE(outcome.error().hint.empty());
}

TEST_CASE_METHOD(Fixture, "a database of another application is refused, whichever way it differs") {
  const char* sql = GENERATE("CREATE TABLE a (b)", "PRAGMA application_id=99", "PRAGMA user_version=1",
                             "PRAGMA application_id=99; PRAGMA user_version=1; CREATE TABLE a (b)");
  REQUIRE(connection.execute(sql));
  const auto outcome = migrate(connection, version(2));
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().problem == Problem::foreign);
}

TEST_CASE_METHOD(Fixture, "a transaction that is not committed leaves nothing") {
  REQUIRE(connection.execute("CREATE TABLE a (b)"));
  {
    const auto transaction = Transaction::begin(connection, TransactionKind::immediate);
    REQUIRE(transaction);
    REQUIRE(connection.execute("INSERT INTO a VALUES (1)"));
  }
  CHECK(integer("SELECT count(*) FROM a") == 0);
  {
    auto transaction = Transaction::begin(connection, TransactionKind::immediate);
    REQUIRE(connection.execute("INSERT INTO a VALUES (1)"));
    REQUIRE(transaction->commit());
  }
  CHECK(integer("SELECT count(*) FROM a") == 1);
}

}  // namespace rustassistant::db
