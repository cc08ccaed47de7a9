// SPDX-License-Identifier: MIT
#include "store.hpp"

#include "rustassistant/db/migrator.hpp"
#include "rustassistant/search/terms.hpp"
#include "rustassistant/sys/file_system.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/paths.hpp"
#include "schema.hpp"

namespace rustassistant::search {
namespace {

// Rises when postings or outlines of the same chunks are kept in another way.
constexpr int kFormatVersion = 5;

bool is_damage(const db::Failure& failure) {
  using db::Problem;
  return failure.problem == Problem::not_a_database || failure.problem == Problem::corrupt ||
         failure.problem == Problem::unfit_schema || failure.problem == Problem::foreign ||
         failure.problem == Problem::newer_version;
}

std::string with_own_versions(std::string_view made_by) {
  std::string all(made_by);
  all += "; terms " + std::to_string(kTermsVersion);
  all += "; format " + std::to_string(kFormatVersion);
  return all;
}

// Whether what is in it was made by the same versions.
db::Outcome<bool> is_made_by(const db::Connection& connection, std::string_view made_by) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT made_by FROM state"));
  TRY_ASSIGN(const bool row, query.step());
  const bool same = row && query.text(0) == made_by;
  query.reset();
  return same;
}

db::Outcome<void> begin_anew(const db::Connection& connection, std::string_view made_by) {
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  TRY_ASSIGN(const bool same, is_made_by(connection, made_by));
  if (same) return {};
  TRY(
      connection.execute("DELETE FROM chunk_key; DELETE FROM file; DELETE FROM outline; INSERT INTO posting (posting) "
                         "VALUES ('delete-all')"));
  TRY_ASSIGN(auto insert, connection.prepare("INSERT OR REPLACE INTO state (id, made_by, generation, next_chunk) "
                                             "SELECT 1, ?1, coalesce(max(generation), 0) + 1, 1 FROM state"));
  TRY(insert.bind(made_by).run());
  return transaction.commit();
}

}  // namespace

Index::Store::Store(std::string path, Access access, const std::string& made_by, const Clock& clock,
                    std::function<void(const std::string&)> notify)
    : path_(std::move(path)),
      access_(access),
      made_by_(with_own_versions(made_by)),
      clock_(clock),
      notify_(std::move(notify)) {}

Index::Store::~Store() {
  close();
}

db::Outcome<db::Connection> Index::Store::connect() const {
  if (access_ == Access::memory) return db::Connection::open({}, {.mode = db::OpenMode::in_memory});
  if (access_ == Access::write) {
    const auto journal = sys::network_file_system_at(path_) ? db::Journal::rollback : db::Journal::write_ahead;
    return db::Connection::open(path_, {.mode = db::OpenMode::create, .journal = journal});
  }
  // In a folder that cannot be written SQLite finds no memory to share; nobody else writes there either.
  auto opened = db::Connection::open(path_, {.mode = db::OpenMode::read_only});
  if (opened && opened->identity()) return opened;
  if (!opened && opened.error().problem == db::Problem::missing) return opened;
  return db::Connection::open(path_, {.mode = db::OpenMode::snapshot});
}

db::Outcome<bool> Index::Store::open_once() {
  const sys::FileHandle lock =
      access_ == Access::memory ? sys::FileHandle() : sys::lock_against_move(path_, sys::MoveLock::shared);
  file_ = sys::identity_of(path_);
  auto opened = connect();
  if (!opened && access_ == Access::read && opened.error().problem == db::Problem::missing) return false;
  if (!opened) return tl::unexpected(std::move(opened).error());
  if (access_ == Access::read) {
    TRY_ASSIGN(const std::int32_t version, db::schema_version(*opened, schema()));
    if (version != schema().version()) return false;
  } else {
    TRY(db::migrate(*opened, schema()));
  }
  TRY_ASSIGN(const bool same, is_made_by(*opened, made_by_));
  if (!same && access_ == Access::read) return false;
  if (!same) TRY(begin_anew(*opened, made_by_));
  if (access_ == Access::write) opened->set_at_close(db::Connection::AtClose::leave_log);
  file_ = sys::identity_of(path_);
  connection_.emplace(*std::move(opened));
  return true;
}

Result<bool> Index::Store::open() {
  if (access_ == Access::write) TRY(sys::create_private_folder(sys::folder_of(path_)));
  for (bool again = false;; again = true) {
    auto opened = open_once();
    if (opened) return *opened;
    const bool damaged = is_damage(opened.error());
    if (damaged && access_ == Access::read) return false;
    if (again || !damaged || access_ != Access::write)
      return fail_while("cannot use the search index", Error(opened.error()));
    TRY(replace(opened.error()));
  }
}

Error Index::Store::failed(const db::Failure& failure) {
  if (is_damage(failure) && access_ == Access::write) {
    if (const auto made = replace(failure); !made) return made.error();
    if (const auto opened = open(); !opened) return opened.error();
    replaced_ = true;
  }
  const bool is_repaired_later = is_damage(failure) && access_ == Access::read;
  return {Errc::storage, "cannot use the search index: " + failure.what,
          is_repaired_later ? "`rustassistant index build` builds it again" : failure.hint};
}

// Nothing in it is worth keeping: it is moved away only because others may have it open.
Result<void> Index::Store::replace(const db::Failure& why) {
  const auto damaged = file_;
  close();
  if (!damaged) return {};
  TRY_ASSIGN(const auto moved, sys::set_aside(path_, *damaged, path_ + ".damaged"));
  if (!moved) return {};
  for (const char* suffix : {"-wal", "-shm", "-journal", ""}) TRY(sys::remove_file(*moved + suffix));
  if (notify_) notify_("the search index could not be used (" + why.what + "); it is built again");
  return {};
}

// The log is folded only while the path still names the file: a log is found by its name.
void Index::Store::close() {
  if (!connection_) return;
  const sys::FileHandle lock =
      access_ == Access::write ? sys::lock_against_move(path_, sys::MoveLock::shared) : sys::FileHandle();
  if (access_ == Access::write && sys::identity_of(path_) == file_)
    connection_->set_at_close(db::Connection::AtClose::fold_log);
  connection_.reset();
}

}  // namespace rustassistant::search
