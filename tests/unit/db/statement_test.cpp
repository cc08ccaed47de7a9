// SPDX-License-Identifier: MIT
#include "rustassistant/db/statement.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "rustassistant/db/connection.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::db {

namespace {

struct Fixture {
  test::TemporaryFolder folder;
  Connection connection = *Connection::open((folder.path() / "x.db").string(), {});
  [[nodiscard]] Statement prepare(const char* sql) const {
    auto statement = connection.prepare(sql);
    REQUIRE(statement);
    return *std::move(statement);
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "values come back as they were bound") {
  const std::array<std::uint8_t, 3> bytes{0, 1, 255};
  const std::string text("a\0b", 3);
  auto statement = prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7");
  statement.bind(std::numeric_limits<std::int64_t>::min(), text, Blob(bytes), Null{}, std::optional<std::int64_t>(),
                 std::optional<std::int64_t>(5), std::string_view());
  REQUIRE(*statement.step());
  CHECK(statement.integer(0) == std::numeric_limits<std::int64_t>::min());
  CHECK(statement.text(1) == text);
  CHECK(std::ranges::equal(statement.blob(2), bytes));
  CHECK(statement.is_null(3));
  CHECK_FALSE(statement.optional_integer(4));
  CHECK(statement.optional_integer(5) == 5);
  CHECK_FALSE(statement.is_null(6));
  CHECK(statement.text(6).empty());
  CHECK_FALSE(*statement.step());
}

TEST_CASE_METHOD(Fixture, "an empty blob is a blob and not NULL") {
  auto statement = prepare("SELECT typeof(?1)");
  REQUIRE(*statement.bind(Blob()).step());
  CHECK(statement.text(0) == "blob");
}

TEST_CASE_METHOD(Fixture, "a statement runs again with other values") {
  REQUIRE(connection.execute("CREATE TABLE a (b INTEGER PRIMARY KEY)"));
  auto insert = prepare("INSERT INTO a VALUES (?1)");
  for (int i = 1; i <= 3; ++i) {
    REQUIRE(insert.bind(i).run());
    CHECK(connection.last_row_id() == i);
    CHECK(connection.changes() == 1);
  }
  auto sum = prepare("SELECT sum(b) FROM a WHERE b > ?1");
  REQUIRE(*sum.bind(1).step());
  CHECK(sum.integer(0) == 5);
  REQUIRE(*sum.bind(2).step());
  CHECK(sum.integer(0) == 3);
}

TEST_CASE_METHOD(Fixture, "a parameter that does not exist is reported by step") {
  auto statement = prepare("SELECT ?1");
  CHECK_FALSE(statement.bind(1, 2).step());
  CHECK(statement.bind(1).step());
}

TEST_CASE_METHOD(Fixture, "wrong SQL and broken constraints are errors that name the file and the cause") {
  const auto wrong = connection.prepare("SELEKT 1");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().problem == Problem::unfit_schema);
  CHECK(wrong.error().what.find("x.db") != std::string::npos);
  CHECK(wrong.error().what.find("syntax error") != std::string::npos);

  REQUIRE(connection.execute("CREATE TABLE a (b INTEGER NOT NULL) STRICT"));
  auto insert = prepare("INSERT INTO a VALUES (?1)");
  const auto null = insert.bind(Null{}).run();
  REQUIRE_FALSE(null);
  CHECK(null.error().what.find("NOT NULL") != std::string::npos);
  CHECK(insert.bind(1).run());
}

TEST_CASE_METHOD(Fixture, "a kept statement begins anew each time, and two of one text do not disturb each other") {
  REQUIRE(connection.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)"));
  constexpr const char* kRows = "SELECT a, ?1 FROM t ORDER BY a";
  for (int round = 0; round < 3; ++round) {
    auto outer = connection.prepare_kept(kRows);
    REQUIRE(outer);
    REQUIRE(*outer->step());
    CHECK(outer->integer(0) == 1);
    CHECK(outer->is_null(1));
    auto inner = connection.prepare_kept(kRows);
    REQUIRE(inner);
    REQUIRE(*inner->bind(7).step());
    CHECK(inner->integer(0) == 1);
    CHECK(inner->integer(1) == 7);
    REQUIRE(*outer->step());
    CHECK(outer->integer(0) == 2);
  }
}

TEST_CASE_METHOD(Fixture, "a kept statement that nobody uses holds no lock and follows changes of the schema") {
  REQUIRE(connection.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)"));
  {
    auto statement = connection.prepare_kept("SELECT * FROM t");
    REQUIRE(statement);
    REQUIRE(*statement->step());
  }
  CHECK(*connection.checkpoint());
  REQUIRE(connection.execute("ALTER TABLE t ADD COLUMN b DEFAULT 5"));
  auto statement = connection.prepare_kept("SELECT * FROM t");
  REQUIRE(statement);
  REQUIRE(*statement->step());
  CHECK(statement->integer(1) == 5);
}

TEST_CASE_METHOD(Fixture, "more statements than are kept are compiled as they come, and the connection may move") {
  Connection moved = std::move(connection);
  for (int round = 0; round < 2; ++round) {
    std::vector<Statement> all;
    for (int i = 0; i < 40; ++i) {
      auto statement = moved.prepare_kept("SELECT " + std::to_string(i));
      REQUIRE(statement);
      all.push_back(*std::move(statement));
      REQUIRE(*all.back().step());
      CHECK(all.back().integer(0) == i);
    }
  }
  REQUIRE(moved.prepare_kept("no statement").error().problem == Problem::unfit_schema);
  connection = std::move(moved);
}

}  // namespace rustassistant::db
