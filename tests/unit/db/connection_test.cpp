// SPDX-License-Identifier: MIT
#include "rustassistant/db/connection.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "support/temporary_folder.hpp"

namespace rustassistant::db {

namespace {

namespace fs = std::filesystem;

struct Fixture {
  test::TemporaryFolder folder;
  [[nodiscard]] std::string path(const char* name = "x.db") const { return (folder.path() / name).string(); }
  [[nodiscard]] Connection create(const char* name = "x.db") const {
    auto connection = Connection::open(path(name), {});
    REQUIRE(connection);
    return *std::move(connection);
  }
  [[nodiscard]] Problem problem(OpenMode mode = OpenMode::create) const {
    const auto connection = Connection::open(path(), {mode});
    REQUIRE_FALSE(connection);
    CHECK(connection.error().code == Errc::storage);
    CHECK(connection.error().what.find("x.db") != std::string::npos);
    return connection.error().problem;
  }
};

std::string pragma(const Connection& connection, const std::string& name) {
  auto statement = connection.prepare("PRAGMA " + name);
  REQUIRE(statement);
  REQUIRE(statement->step());
  return std::string(statement->text(0));
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a new database is private, in WAL mode and able to shrink") {
  const auto connection = create();
  struct stat facts{};
  REQUIRE(::stat(path().c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);
  CHECK(pragma(connection, "journal_mode") == "wal");
  CHECK(pragma(connection, "auto_vacuum") == "2");
  CHECK(pragma(connection, "secure_delete") == "0");  // as scripts/deps/sqlite decides
  CHECK(pragma(connection, "trusted_schema") == "0");
  CHECK(pragma(connection, "cache_size") == "-8000");
  CHECK(pragma(connection, "synchronous") == "1");
  CHECK(pragma(connection, "mmap_size") == "0");
  REQUIRE(connection.set_synchronous(Synchronous::full));
  CHECK(pragma(connection, "synchronous") == "2");
}

TEST_CASE_METHOD(Fixture, "the schema cannot be edited through a connection") {
  const auto connection = create();
  REQUIRE(connection.execute("CREATE TABLE a (b)"));
  static_cast<void>(connection.execute("PRAGMA writable_schema=ON"));
  CHECK_FALSE(connection.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE a (c)'"));
}

TEST_CASE_METHOD(Fixture, "a missing file is created only when asked to") {
  CHECK(problem(OpenMode::read_write) == Problem::missing);
  CHECK(problem(OpenMode::read_only) == Problem::missing);
  CHECK(problem(OpenMode::snapshot) == Problem::missing);
  CHECK(fs::is_empty(folder.path()));
  const auto absent_folder = Connection::open((folder.path() / "no" / "x.db").string(), {});
  REQUIRE_FALSE(absent_folder);
  CHECK(absent_folder.error().problem == Problem::missing);
}

TEST_CASE_METHOD(Fixture, "a folder that is missing is told apart from one that is none") {
  const auto problem_at = [](const std::string& name) {
    const auto made = Connection::open(name, {OpenMode::create});
    REQUIRE_FALSE(made);
    return made.error().problem;
  };
  CHECK(problem_at(path("none/x.db")) == Problem::missing);
  CHECK(problem_at("/dev/null/x.db") == Problem::cannot_open);
}

TEST_CASE_METHOD(Fixture, "a file of another user is named with what the system says") {
  REQUIRE(create().execute("CREATE TABLE t (a)"));
  fs::permissions(folder.path(), fs::perms::all);
  fs::permissions(path(), fs::perms::none);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(9);
    const auto connection = Connection::open(path(), {OpenMode::read_only});
    ::_exit(!connection && connection.error().what == "cannot open '" + path() + "': Permission denied" ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE_METHOD(Fixture, "a symbolic link is refused at the end of the path and followed before it") {
  static_cast<void>(create("real.db"));
  fs::create_symlink(folder.path() / "real.db", path());
  CHECK(problem() == Problem::cannot_open);
  fs::create_directory_symlink(folder.path(), folder.path() / "link");
  CHECK(Connection::open((folder.path() / "link" / "real.db").string(), {}));
}

TEST_CASE_METHOD(Fixture, "what is no database is told apart from what is a damaged one") {
  SECTION("text") {
    folder.write("x.db", std::string(5000, 'a'));
    CHECK(problem() == Problem::not_a_database);
  }
  SECTION("a folder") {
    fs::create_directory(path());
    CHECK(problem() == Problem::not_a_database);
  }
  SECTION("a FIFO") {
    REQUIRE(::mkfifo(path().c_str(), 0600) == 0);
    CHECK(problem() == Problem::not_a_database);
  }
  SECTION("a database with garbage in its pages") {
    {
      const auto connection = create();
      REQUIRE(connection.execute("CREATE TABLE a (b); INSERT INTO a VALUES (zeroblob(100000))"));
    }
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file << std::string(3000, 'g');
    file.close();
    const auto connection = Connection::open(path(), {OpenMode::read_write});
    const auto statement = connection ? connection->prepare("SELECT * FROM a").map([](auto&&) {})
                                      : Outcome<void>(tl::unexpected(connection.error()));
    REQUIRE_FALSE(statement);
    CHECK(statement.error().problem == Problem::corrupt);
  }
}

TEST_CASE_METHOD(Fixture, "a snapshot reads without leaving a trace and does not write") {
  for (const char* name : {"x.db", "odd ?#%41 name.db"}) {
    {
      const auto connection = create(name);
      REQUIRE(connection.execute("CREATE TABLE a (b); INSERT INTO a VALUES (7)"));
    }
    const std::string before = bytes_of(path(name));
    const auto snapshot = Connection::open(path(name), {OpenMode::snapshot});
    REQUIRE(snapshot);
    auto statement = snapshot->prepare("SELECT b FROM a");
    REQUIRE(statement);
    REQUIRE(*statement->step());
    CHECK(statement->integer(0) == 7);
    CHECK_FALSE(fs::exists(path(name) + "-wal"));
    CHECK(snapshot->is_read_only());
    const auto written = snapshot->execute("INSERT INTO a VALUES (8)");
    REQUIRE_FALSE(written);
    CHECK(written.error().problem == Problem::read_only);
    CHECK(bytes_of(path(name)) == before);
  }
}

TEST_CASE_METHOD(Fixture, "a database that another connection is writing to is busy") {
  const auto first = create();
  REQUIRE(first.execute("CREATE TABLE a (b); BEGIN IMMEDIATE"));
  const auto second = Connection::open(path(), {OpenMode::read_write, std::chrono::milliseconds(0)});
  REQUIRE(second);
  const auto blocked = second->execute("BEGIN IMMEDIATE");
  REQUIRE_FALSE(blocked);
  CHECK(blocked.error().problem == Problem::busy);
}

TEST_CASE_METHOD(Fixture, "a full database says so") {
  const auto connection = create();
  REQUIRE(connection.execute("CREATE TABLE a (b); PRAGMA max_page_count=5"));
  const auto written = connection.execute("INSERT INTO a VALUES (zeroblob(100000))");
  REQUIRE_FALSE(written);
  CHECK(written.error().problem == Problem::full);
}

TEST_CASE_METHOD(Fixture, "a checkpoint moves everything into the file") {
  const auto connection = create();
  REQUIRE(connection.execute("CREATE TABLE a (b); INSERT INTO a VALUES (zeroblob(100000))"));
  CHECK(fs::file_size(path() + "-wal") > 100000);
  CHECK(*connection.checkpoint());
  CHECK(fs::file_size(path() + "-wal") == 0);
  CHECK(fs::file_size(path()) > 100000);
}

TEST_CASE_METHOD(Fixture, "a database of another program is not converted") {
  const auto make = [this](const char* sql) {
    const auto connection = create();
    REQUIRE(connection.execute(sql));
  };
  make("PRAGMA journal_mode=DELETE; CREATE TABLE theirs (a)");
  const std::string before = bytes_of(path());
  {
    const auto connection = Connection::open(path(), {});
    REQUIRE(connection);
    CHECK_FALSE(connection->identity()->empty);
    CHECK(*connection->has_table("theirs"));
    CHECK_FALSE(*connection->has_table("ours"));
  }
  CHECK(bytes_of(path()) == before);
}

TEST_CASE_METHOD(Fixture, "a database of ours is turned to another journal once nobody else has it open") {
  const auto mode_of = [](const Connection& connection) {
    auto query = connection.prepare("PRAGMA journal_mode");
    REQUIRE(query);
    REQUIRE(*query->step());
    return std::string(query->text(0));
  };
  {
    const auto connection = Connection::open(path(), {.journal = Journal::rollback});
    REQUIRE(connection);
    CHECK(mode_of(*connection) == "delete");
    REQUIRE(connection->execute("CREATE TABLE t (a)"));
    REQUIRE(connection->set_journal(Journal::write_ahead));
    CHECK(mode_of(*connection) == "wal");
    REQUIRE(connection->execute("INSERT INTO t VALUES (1)"));
    const auto other = Connection::open(path(), {});
    REQUIRE(other->execute("INSERT INTO t VALUES (2)"));
    CHECK(connection->set_journal(Journal::rollback).has_value());
    CHECK(mode_of(*connection) == "wal");
  }
  const auto connection = Connection::open(path(), {});
  REQUIRE(connection->set_journal(Journal::rollback));
  CHECK(mode_of(*connection) == "delete");
}

}  // namespace rustassistant::db
