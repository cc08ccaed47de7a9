// SPDX-License-Identifier: MIT
#include "failure_text.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace rustassistant::pg;

TEST_CASE("a SQLSTATE tells what can be done about it") {
  const std::vector<std::pair<std::string, Fault>> rows{
      {"28P01", Fault::credentials}, {"28000", Fault::credentials}, {"3D000", Fault::no_database},
      {"42P01", Fault::not_set_up},  {"3F000", Fault::not_set_up},  {"42883", Fault::not_set_up},
      {"25006", Fault::read_only},   {"42501", Fault::denied},      {"53300", Fault::unreachable},
      {"57P03", Fault::unreachable}, {"57P01", Fault::unreachable}, {"08006", Fault::unreachable},
      {"", Fault::unreachable},      {"57014", Fault::timeout},     {"55P03", Fault::timeout},
      {"40001", Fault::conflict},    {"40P01", Fault::conflict},    {"22023", Fault::refused},
      {"53100", Fault::refused},
  };
  for (const auto& [sqlstate, fault] : rows) {
    INFO(sqlstate);
    CHECK(fault_of(sqlstate) == fault);
  }
}

TEST_CASE("the SQLSTATE of a failed log-in is read from its text") {
  const Failure failure = failure_of_text(
      "connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  28P01: password authentication failed for user "
      "\"x\"\nLOCATION:  auth_failed, auth.c:329\n");
  CHECK(failure.fault == Fault::credentials);
  CHECK(failure.sqlstate == "28P01");
  CHECK(failure.what == "password authentication failed for user \"x\"");
}

TEST_CASE("a certificate that does not verify is told from a server that is not there") {
  CHECK(failure_of_text("SSL error: certificate verify failed\n").fault == Fault::untrusted);
  CHECK(failure_of_text("server certificate for \"a\" does not match host name \"b\"\n").fault == Fault::untrusted);
  CHECK(failure_of_text("server does not support SSL, but SSL was required\n").fault == Fault::untrusted);
  CHECK(failure_of_text("connection refused\n").fault == Fault::unreachable);
}

TEST_CASE("a pool before the server says in words what the server says in a code") {
  CHECK(failure_of_text("FATAL:  08P01: password authentication failed\n").fault == Fault::credentials);
  CHECK(failure_of_text("FATAL:  08P01: no such database: x\n").fault == Fault::no_database);
  CHECK(failure_of_text("FATAL:  08P01: query_wait_timeout\n").fault == Fault::unreachable);
}
