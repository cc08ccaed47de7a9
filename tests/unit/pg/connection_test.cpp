// SPDX-License-Identifier: MIT
#include "rustassistant/pg/connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "support/postgres.hpp"

using namespace rustassistant::pg;
using rustassistant::test::Bouncer;
using rustassistant::test::Postgres;
using namespace std::chrono_literals;

namespace {

const Postgres& server() {
  static const Postgres postgres;
  return postgres;
}

Reach reach(std::chrono::milliseconds limit = 10s) {
  Reach reach;
  reach.resolve = [](const std::string&, std::chrono::milliseconds) { return std::vector<std::string>{"127.0.0.1"}; };
  reach.ca_bundle = server().certificates().authority();
  reach.limit = limit;
  return reach;
}

Outcome<Connection> open(const std::string& url, const Reach& how) {
  const auto target = Target::parse(url);
  REQUIRE(target);
  return Connection::open(*target, how);
}
Outcome<Connection> open(const std::string& url) {
  return open(url, reach());
}

Fault fault_of_opening(const std::string& url, const Reach& how) {
  const auto connection = open(url, how);
  REQUIRE_FALSE(connection);
  INFO(connection.error().what);
  CHECK(connection.error().what.find('\n') == std::string::npos);
  CHECK(connection.error().what.find("secret") == std::string::npos);
  return connection.error().fault;
}
Fault fault_of_opening(const std::string& url) {
  return fault_of_opening(url, reach());
}

// A port that takes connections and never says anything.
class Silent {
 public:
  Silent() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~Silent() { ::close(socket_); }
  Silent(const Silent&) = delete;
  Silent& operator=(const Silent&) = delete;
  [[nodiscard]] std::string url() const {
    return "postgresql://owner:secret@localhost:" + std::to_string(port_) + "/a";
  }

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

std::vector<Value> texts(std::initializer_list<std::string_view> contents) {
  std::vector<Value> values;
  for (const auto content : contents) values.push_back(Value::text(content));
  return values;
}

}  // namespace

TEST_CASE("a statement takes text, bytes and NULL, and gives them back as they were") {
  auto connection = open(server().url_of("localhost"));
  REQUIRE(connection);
  const std::string bytes("a\0b\xff", 4);
  const std::vector<Value> values{Value::text("x'y"), Value::bytes(bytes), Value::null()};
  const auto rows = connection->run("SELECT $1::text, $2::bytea, $3::text", values, 10s, Form::binary);
  REQUIRE(rows);
  REQUIRE(rows->size() == 1);
  CHECK(rows->value(0, 0) == "x'y");
  CHECK(rows->value(0, 1) == bytes);
  CHECK(rows->is_null(0, 2));
  CHECK(connection->server_version() >= 150000);
}

TEST_CASE("a server is believed only with a certificate for its name from an authority that is trusted") {
  Reach other = reach();
  other.ca_bundle = server().certificates().other_authority();
  CHECK(fault_of_opening(server().url_of("localhost"), other) == Fault::untrusted);
  CHECK(fault_of_opening(server().url_of("db.example.org")) == Fault::untrusted);
  other.ca_bundle = tl::unexpected<std::string>("no CA certificates found");
  CHECK(fault_of_opening(server().url_of("localhost"), other) == Fault::untrusted);
  CHECK(open(server().url_of("db.test.invalid")));
  // As the user wrote.
  CHECK(open(server().url_of("db.example.org", "?sslmode=require"), other));
  CHECK(open(server().url(), other));
}

TEST_CASE("what is wrong with a log-in is told apart") {
  CHECK(fault_of_opening(server().url("owner:wrong")) == Fault::credentials);
  CHECK(fault_of_opening(server().url("owner")) == Fault::credentials);
  CHECK(fault_of_opening(server().url("nobody:secret")) == Fault::credentials);
  CHECK(fault_of_opening(server().url("owner:secret", "none")) == Fault::no_database);
  CHECK(open(server().socket_url()));
}

TEST_CASE("where one host or address does not answer, the next one is tried") {
  Reach how = reach();
  std::vector<std::string> asked;
  how.resolve = [&](const std::string& name,
                    std::chrono::milliseconds) -> tl::expected<std::vector<std::string>, std::string> {
    asked.push_back(name);
    if (name == "gone.test.invalid") return tl::unexpected<std::string>("cannot resolve 'gone.test.invalid'");
    return std::vector<std::string>{"127.0.0.2", "127.0.0.1"};
  };
  const std::string port = ":" + std::to_string(server().port());
  CHECK(open("postgresql://owner:secret@gone.test.invalid,localhost" + port + "/postgres", how));
  CHECK(asked == std::vector<std::string>{"gone.test.invalid", "localhost"});
}

TEST_CASE("every wait has an end") {
  const Silent silent;
  const auto begun = std::chrono::steady_clock::now();
  CHECK(fault_of_opening(silent.url(), reach(150ms)) == Fault::timeout);
  CHECK(std::chrono::steady_clock::now() - begun < 5s);

  auto connection = open(server().url());
  REQUIRE(connection);
  const auto rows = connection->run("SELECT pg_sleep($1::float8)", texts({"60"}), 100ms);
  REQUIRE_FALSE(rows);
  CHECK(rows.error().fault == Fault::timeout);
  CHECK(rows.error().possibly_done);
  CHECK_FALSE(connection->is_open());
  CHECK_FALSE(connection->run("SELECT 1", {}, 1s));
}

TEST_CASE("whoever is asked to stop does not wait") {
  const Silent silent;
  Reach how = reach(60s);
  how.stop = [] { return true; };
  CHECK(fault_of_opening(silent.url(), how) == Fault::interrupted);
}

TEST_CASE("a refused statement says why, and the connection goes on") {
  auto connection = open(server().url());
  REQUIRE(connection);
  const auto fault = [&](const std::string& sql) {
    const auto rows = connection->run(sql, {}, 10s);
    REQUIRE_FALSE(rows);
    CHECK_FALSE(rows.error().sqlstate.empty());
    CHECK_FALSE(rows.error().possibly_done);
    return rows.error().fault;
  };
  CHECK(fault("SELECT * FROM nowhere") == Fault::not_set_up);
  CHECK(fault("SELECT * FROM nowhere.at_all") == Fault::not_set_up);
  CHECK(fault("SELECT nothing()") == Fault::not_set_up);
  CHECK(fault("SELECT 1 / 0") == Fault::refused);
  CHECK(connection->run("SELECT 1", {}, 10s)->value(0, 0) == "1");
}

TEST_CASE("a server that ends the session leaves a connection that says so") {
  auto connection = open(server().url());
  REQUIRE(connection);
  const std::string process(connection->run("SELECT pg_backend_pid()", {}, 10s)->value(0, 0));
  server().psql("SELECT pg_terminate_backend(" + process + ", 5000)");
  const auto rows = connection->run("SELECT 1", {}, 10s);
  REQUIRE_FALSE(rows);
  CHECK(rows.error().fault == Fault::unreachable);
  CHECK_FALSE(connection->is_open());
}

TEST_CASE("several statements run as one script, in one transaction") {
  auto connection = open(server().url());
  REQUIRE(connection);
  REQUIRE(connection->run_script("CREATE TABLE scripted (a int); INSERT INTO scripted VALUES (1), (2)", 10s));
  CHECK_FALSE(connection->run_script("INSERT INTO scripted VALUES (3); SELECT 1 / 0", 10s));
  const auto rows = connection->run("DELETE FROM scripted", {}, 10s);
  REQUIRE(rows);
  CHECK(rows->affected() == 2);
}

TEST_CASE("nothing that a pool in transaction mode refuses is asked of it") {
  const Bouncer bouncer(server());
  for (int i = 0; i < 8; ++i) {
    auto connection = open(bouncer.url());
    REQUIRE(connection);
    const auto rows = connection->run("SELECT $1::text", texts({"a"}), 10s, Form::binary);
    REQUIRE(rows);
    CHECK(rows->value(0, 0) == "a");
  }
  CHECK(fault_of_opening(bouncer.url("owner:wrong")) == Fault::credentials);
}

TEST_CASE("the environment has no say in a connection") {
  for (const char* const name : {"PGOPTIONS", "PGSERVICE", "PGHOSTADDR", "PGSSLMODE", "PGSYSCONFDIR", "PGDATESTYLE"})
    ::setenv(name, "nonsense", 1);
  forget_environment();
  for (const char* const name : {"PGOPTIONS", "PGSERVICE", "PGDATESTYLE"}) CHECK(std::getenv(name) == nullptr);
  CHECK(open(server().url()));
}
