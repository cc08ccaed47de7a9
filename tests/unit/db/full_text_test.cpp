// SPDX-License-Identifier: MIT
#include "rustassistant/db/full_text.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <vector>

using namespace rustassistant::db;

namespace {

Connection memory() {
  auto opened = Connection::open({}, {.mode = OpenMode::in_memory});
  REQUIRE(opened);
  REQUIRE(
      opened->execute("CREATE VIRTUAL TABLE t USING fts5(a, b, content='', contentless_delete=1, detail='column', "
                      "tokenize='ascii')"));
  REQUIRE(opened->execute("INSERT INTO t (rowid, a, b) VALUES (7, 'red green', 'red'), (9, 'blue', 'green blue')"));
  return *std::move(opened);
}

std::map<std::int64_t, std::vector<std::uint32_t>> matches(const Connection& connection, const char* query) {
  std::map<std::int64_t, std::vector<std::uint32_t>> found;
  REQUIRE(for_each_match(connection, "t", query, [&](const TextMatch& match) {
    found[match.row].assign(match.columns.begin(), match.columns.end());
  }));
  return found;
}

}  // namespace

TEST_CASE("each row is shown with the columns of each phrase") {
  const Connection connection = memory();
  const auto found = matches(connection, R"("red" OR "blue" OR "none")");
  REQUIRE(found.size() == 2);
  CHECK(found.at(7) == std::vector<std::uint32_t>{3, 0, 0});
  CHECK(found.at(9) == std::vector<std::uint32_t>{0, 3, 0});
  CHECK(matches(connection, R"("green")").at(9) == std::vector<std::uint32_t>{2});
}

TEST_CASE("one query after the other is answered, and a malformed one is a failure") {
  const Connection connection = memory();
  CHECK(matches(connection, R"("red")").size() == 1);
  CHECK(matches(connection, R"("green")").size() == 2);
  CHECK_FALSE(for_each_match(connection, "t", "\"", [](const TextMatch&) {}));
  CHECK_FALSE(for_each_match(connection, "missing", "\"red\"", [](const TextMatch&) {}));
}

TEST_CASE("a database in memory needs no file and has none") {
  const Connection connection = memory();
  CHECK(connection.integer("SELECT count(*) FROM t WHERE t MATCH 'red'") == 1);
  CHECK_FALSE(connection.is_read_only());
}
