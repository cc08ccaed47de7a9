// SPDX-License-Identifier: MIT
#include "database.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>

#include "figures.hpp"
#include "marker.hpp"
#include "rustassistant/db/migrator.hpp"
#include "rustassistant/sys/file_system.hpp"
#include "rustassistant/sys/files.hpp"
#include "schema.hpp"

namespace rustassistant::ledger {
namespace {

constexpr std::chrono::seconds kBusyTimeout{60};

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return path.substr(0, std::max<std::size_t>(slash, 1));
}

bool has_damage(db::Problem problem) {
  using db::Problem;
  return problem == Problem::not_a_database || problem == Problem::corrupt || problem == Problem::unfit_schema ||
         problem == Problem::foreign;
}

std::string recovery(const db::Failure& failure, const std::string& path) {
  if (has_damage(failure.problem)) return recovery_hint(path);
  switch (failure.problem) {
    case db::Problem::busy:
      return "another process is holding it; try again";
    case db::Problem::full:
      return "free some disk space";
    case db::Problem::read_only:
    case db::Problem::cannot_open:
      return "make " + sys::quoted(path) + " and its folder writable for its user";
    case db::Problem::io_error:
      return "try again; if the problem persists, the disk is failing";
    default:
      return failure.hint;
  }
}

}  // namespace

Error describe(const db::Failure& failure, const std::string& path) {
  return {Errc::storage, "cannot use the ledger: " + failure.what, recovery(failure, path)};
}

tl::unexpected<Error> Ledger::Database::no_ledger(const char* attempt) const {
  return fail(Errc::storage, std::string("cannot ") + attempt + ": there is no ledger at " + sys::quoted(path));
}

db::Outcome<void> Ledger::Database::open(db::OpenMode mode) {
  const auto journal = sys::network_file_system_at(path) ? db::Journal::rollback : db::Journal::write_ahead;
  TRY_ASSIGN(auto opened, db::Connection::open(path, {mode, kBusyTimeout, db::Synchronous::full, journal}));
  TRY(db::migrate(opened, {kApplicationId, kMigrations}));
  if (!opened.is_read_only()) TRY(opened.set_journal(journal));
  TRY(zone_of(opened));
  connection = std::move(opened);
  return {};
}

Result<std::unique_ptr<Ledger::Database>> Ledger::Database::open_as_it_is(const std::string& path, const Clock& clock) {
  TRY(check_presence(path));
  auto database = std::make_unique<Database>(path, clock);
  auto opened = database->open(db::OpenMode::read_write);
  // What nobody may write to can be read as it stands, as long as no log belongs to it.
  const bool unwritable = !opened && (opened.error().problem == db::Problem::read_only ||
                                      opened.error().problem == db::Problem::cannot_open);
  if (unwritable && sys::file_size(path + "-wal").value_or(0) == 0) opened = database->open(db::OpenMode::snapshot);
  if (!opened && opened.error().problem != db::Problem::missing) return tl::unexpected(describe(opened.error(), path));
  return database;
}

Ledger::Ledger(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Ledger::~Ledger() = default;

namespace {

// A ledger appears whole or not at all, so that an empty file is never one that another process is just making.
Result<void> create(const std::string& path, const Clock& clock) {
  static std::atomic<int> number{0};
  const std::string draft = path + ".new-" + std::to_string(::getpid()) + "-" + std::to_string(number++);
  {
    Ledger::Database database(draft, clock);
    TRY(to_result(database.open(db::OpenMode::create), path));
    TRY(to_result(database.connection->checkpoint(), path));
  }
  TRY_ASSIGN(const bool made, sys::rename_unless_taken(draft, path));
  return made ? Result<void>() : sys::remove_file(draft);
}

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path, const Clock& clock, IfMissing if_missing) {
  if (if_missing != IfMissing::empty) TRY(sys::create_private_folder(folder_of(path)));
  if (if_missing == IfMissing::create || (if_missing == IfMissing::begin && sys::exists(path)))
    TRY(check_presence(path));
  if (if_missing != IfMissing::empty && !sys::exists(path)) TRY(create(path, clock));
  if (if_missing == IfMissing::empty) {
    TRY_ASSIGN(auto database, Database::open_as_it_is(path, clock));
    if (database->connection && !database->connection->is_read_only()) leave_marker(path);
    return std::unique_ptr<Ledger>(new Ledger(std::move(database)));
  }
  auto database = std::make_unique<Database>(path, clock);
  if (auto opened = database->open(db::OpenMode::read_write); !opened)
    return tl::unexpected(describe(opened.error(), path));
  if (!database->connection->is_read_only()) leave_marker(path);
  return std::unique_ptr<Ledger>(new Ledger(std::move(database)));
}

Result<bool> Ledger::is_damaged(const std::string& path, const Clock& clock) {
  if (!sys::exists(path)) return false;
  if (!check_presence(path)) return true;
  auto database = std::make_unique<Database>(path, clock);
  const auto opened = database->open(db::OpenMode::read_write);
  if (!opened) {
    const bool damage = has_damage(opened.error().problem);
    return damage ? Result<bool>(true) : tl::unexpected(describe(opened.error(), path));
  }
  Ledger ledger(std::move(database));
  const auto findings = ledger.verify();
  return !findings || !findings->empty();
}

}  // namespace rustassistant::ledger
