// SPDX-License-Identifier: MIT
#include "database.hpp"

#include <algorithm>
#include <chrono>

#include "figures.hpp"
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

std::string recovery(const db::Failure& failure, const std::string& path) {
  switch (failure.problem) {
    case db::Problem::not_a_database:
    case db::Problem::corrupt:
    case db::Problem::unfit_schema:
    case db::Problem::foreign:
      return "the ledger is never replaced by itself: restore " + sys::quoted(path) +
             " from a backup, or move it away to start an empty one and lower the cap by what this month has cost";
    case db::Problem::busy:
      return "another process is holding it; try again";
    case db::Problem::full:
      return "make room on the disk";
    case db::Problem::read_only:
    case db::Problem::cannot_open:
      return "make " + sys::quoted(path) + " and its folder writable for its user";
    case db::Problem::io_error:
      return "try again; if it stays, the disk is failing";
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

Ledger::Ledger(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Ledger::~Ledger() = default;

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path, const Clock& clock, IfMissing if_missing) {
  if (if_missing == IfMissing::create) TRY(sys::create_private_folder(folder_of(path)));
  auto database = std::make_unique<Database>(path, clock);
  const auto opened = database->open(if_missing == IfMissing::create ? db::OpenMode::create : db::OpenMode::read_write);
  const bool nothing_there = !opened && opened.error().problem == db::Problem::missing;
  if (!opened && !(nothing_there && if_missing == IfMissing::empty))
    return tl::unexpected(describe(opened.error(), path));
  return std::unique_ptr<Ledger>(new Ledger(std::move(database)));
}

}  // namespace rustassistant::ledger
