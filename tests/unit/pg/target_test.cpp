// SPDX-License-Identifier: MIT
#include "rustassistant/pg/target.hpp"

#include <catch2/catch.hpp>
#include <string>

using rustassistant::Errc;
using rustassistant::pg::Target;

TEST_CASE("a URL names hosts, a user, a database and how the server is verified") {
  const auto target = Target::parse("postgresql://ann:p%40ss@db.example.org,[::1]:6432/ra?sslmode=require");
  REQUIRE(target);
  REQUIRE(target->hosts().size() == 2);
  CHECK(target->hosts()[0].name == "db.example.org");
  CHECK(target->hosts()[0].port == "5432");
  CHECK(target->hosts()[1].name == "::1");
  CHECK(target->hosts()[1].port == "6432");
  CHECK(target->value("user") == "ann");
  CHECK(target->value("password") == "p@ss");
  CHECK(target->value("dbname") == "ra");
  CHECK(target->value("sslmode") == "require");
  CHECK(target->shown() == "postgresql://db.example.org:5432,[::1]:6432/ra");
}

TEST_CASE("the database is the user's where the URL names none") {
  CHECK(Target::parse("postgres://ann@db.example.org")->value("dbname") == "ann");
}

TEST_CASE("a URL that is none, or lacks a host or a user, is an error without its password") {
  for (const std::string url :
       {"https://db.example.org/ra", "postgresql://ann:hush@[::1/ra", "postgresql://ann:hush@/ra",
        "postgresql://db.example.org/ra", "postgresql://ann:hush@h/ra?options=-c%20x=hush",
        "postgresql://ann:hush@h/ra?service=x", "postgresql://ann:hush@h/ra?sslcert=a.pem",
        "postgresql://ann:hush@h/ra?sslkey=a.key"}) {
    const auto target = Target::parse(url);
    INFO(url);
    REQUIRE_FALSE(target);
    CHECK(target.error().code == Errc::config);
    CHECK((target.error().what + target.error().hint).find("hush") == std::string::npos);
  }
}
