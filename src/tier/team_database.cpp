// SPDX-License-Identifier: MIT
#include "rustassistant/tier/team_database.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "rustassistant/base/embedded.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::tier {

extern const std::span<const EmbeddedFile> kTeamMigrations;

namespace {

using pg::Outcome;
using pg::Value;
using std::chrono::milliseconds;

constexpr milliseconds kStepLimit{30'000};

constexpr const char* kInitHint = "the owner of the database sets it up with `rustassistant cache remote init`";

int newest_version() {
  return static_cast<int>(kTeamMigrations.size());
}

int number(std::string_view text) {
  return static_cast<int>(parse_integer(text).value_or(0));
}

Outcome<int> applied_version(pg::Connection& connection) {
  TRY_ASSIGN(const pg::Rows there,
             connection.run("SELECT to_regclass('rustassistant.schema_version') IS NOT NULL", {}, kStepLimit));
  if (there.value(0, 0) != "t") return 0;
  TRY_ASSIGN(const pg::Rows rows,
             connection.run("SELECT coalesce(max(version), 0) FROM rustassistant.schema_version", {}, kStepLimit));
  return number(rows.value(0, 0));
}

Outcome<void> set_cap(pg::Connection& connection, const std::string& team, const char* kind,
                      std::optional<NanoUsd> amount) {
  if (!amount) return {};
  const std::string text = std::to_string(amount->value);
  const std::array values{Value::text(team), Value::text(kind), Value::text(text)};
  TRY(
      connection.run("INSERT INTO rustassistant.cap (team, kind, amount) VALUES ($1, $2, $3::bigint) "
                     "ON CONFLICT (team, kind) DO UPDATE SET amount = excluded.amount",
                     values, kStepLimit));
  return {};
}

Outcome<void> see_to_team(pg::Connection& connection, const TeamSetup& setup, TeamDatabase& done) {
  const std::array name{Value::text(setup.team)};
  TRY_ASSIGN(
      const pg::Rows added,
      connection.run("INSERT INTO rustassistant.team (name) VALUES ($1) ON CONFLICT DO NOTHING", name, kStepLimit));
  done.team_is_new = added.affected() == 1;
  if (setup.timezone) {
    const std::array values{Value::text(setup.team), Value::text(*setup.timezone)};
    TRY_ASSIGN(const pg::Rows set, connection.run("UPDATE rustassistant.team SET zone = $2 WHERE name = $1 AND "
                                                  "EXISTS (SELECT FROM pg_timezone_names WHERE name = $2)",
                                                  values, kStepLimit));
    if (set.affected() == 0) return tl::unexpected(pg::Failure{pg::Fault::refused, "no such time zone", "22023"});
  }
  TRY(set_cap(connection, setup.team, "month", setup.monthly_cap));
  return set_cap(connection, setup.team, "day", setup.daily_cap);
}

// Within a transaction that holds the lock.
Outcome<TeamDatabase> set_up(pg::Connection& connection, const TeamSetup& setup) {
  TeamDatabase done;
  TRY_ASSIGN(done.version_before, applied_version(connection));
  if (done.version_before > newest_version()) {
    return tl::unexpected(pg::Failure{pg::Fault::refused, "its schema is of a newer version of this program"});
  }
  for (int version = done.version_before; version < newest_version(); ++version) {
    const EmbeddedFile& file = kTeamMigrations[static_cast<std::size_t>(version)];
    TRY(connection.run_script(std::string(file.content), kStepLimit));
  }
  done.version = newest_version();
  TRY(see_to_team(connection, setup, done));
  return done;
}

tl::unexpected<Error> cannot_set_up(const pg::Target& target, const pg::Failure& failure) {
  const std::string what = "cannot set up the team's database " + target.shown() + ": " + failure.what;
  if (failure.sqlstate == "22023") return fail(Errc::usage, what, "name one as in 'Europe/Berlin'");
  if (failure.fault == pg::Fault::denied) {
    return fail(Errc::storage, what,
                "this is for a user with the right to create a schema and roles, who then owns the tables");
  }
  return fail(Errc::storage, what);
}

}  // namespace

Result<TeamDatabase> set_up_team_database(const pg::Target& target, const pg::Reach& reach, const TeamSetup& setup) {
  auto connection = pg::Connection::open(target, reach);
  if (!connection) return cannot_set_up(target, connection.error());
  // The names of the catalog are no protection from others who do the same.
  const auto begun = connection->run_script(
      "BEGIN; SET LOCAL lock_timeout = '25s'; SET LOCAL client_min_messages = warning; "
      "SELECT pg_advisory_xact_lock(hashtextextended('rustassistant.schema', 0))",
      kStepLimit);
  if (!begun) return cannot_set_up(target, begun.error());
  auto done = set_up(*connection, setup);
  // What does not come to this is rolled back by the server.
  if (!done) return cannot_set_up(target, done.error());
  const auto committed = connection->run_script("COMMIT", kStepLimit);
  if (!committed) return cannot_set_up(target, committed.error());
  return *std::move(done);
}

pg::Session::Greeting greeting_of(std::string team) {
  return [team = std::move(team)](pg::Connection& connection, milliseconds limit) -> Outcome<void> {
    const auto failed = [](pg::Fault fault, std::string what) {
      return tl::unexpected(pg::Failure{fault, std::move(what)});
    };
    const std::array values{Value::text(team)};
    auto answer = connection.run(
        "SELECT max(version), max(min_client), rustassistant.may_read($1) FROM rustassistant.schema_version", values,
        limit);
    if (!answer && answer.error().fault == pg::Fault::not_set_up)
      return failed(pg::Fault::not_set_up, "the database is not set up (cache remote init)");
    TRY_ASSIGN(const pg::Rows rows, std::move(answer));
    if (number(rows.value(0, 1)) > newest_version())
      return failed(pg::Fault::not_set_up, "the team's database needs a newer version of this program");
    if (number(rows.value(0, 0)) < newest_version())
      return failed(pg::Fault::not_set_up, "the team's database is of an older version of this program");
    if (rows.value(0, 2) != "t")
      return failed(pg::Fault::credentials, "there is no team '" + team + "' that this user belongs to");
    return {};
  };
}

Trouble trouble_of(const pg::Failure& failure, bool writing) {
  using pg::Fault;
  switch (failure.fault) {
    case Fault::credentials:
      return {tier::Fault::refused, failure.what, {}};
    case Fault::no_database:
    case Fault::not_set_up:
      return {tier::Fault::not_set_up, failure.what, kInitHint};
    case Fault::read_only:
      return {tier::Fault::read_only, failure.what, {}};
    case Fault::denied:
      return {writing ? tier::Fault::read_only : tier::Fault::refused, failure.what,
              writing ? "" : "the user needs the role ra_reader or ra_writer"};
    case Fault::untrusted:
      return {tier::Fault::untrusted, failure.what, {}};
    case Fault::interrupted:
      return {tier::Fault::stopped, failure.what, {}};
    case Fault::conflict:
      return {tier::Fault::failing, failure.what, {}};
    case Fault::refused:
      return {writing ? tier::Fault::cannot_write : tier::Fault::failing, failure.what, {}};
    case Fault::unreachable:
    case Fault::timeout:
      break;
  }
  // It is there, and takes nobody.
  if (failure.sqlstate == "53300" || failure.sqlstate == "57P03") return {tier::Fault::busy, failure.what, {}};
  return {tier::Fault::unreachable, failure.what, {}};
}

}  // namespace rustassistant::tier
