// SPDX-License-Identifier: MIT
#include "database.hpp"

#include "rustassistant/db/migrator.hpp"
#include "rustassistant/sys/file_system.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/paths.hpp"
#include "schema.hpp"

namespace rustassistant::queue {

Queue::Database::Database(std::string path, Clock& clock, std::function<void(const std::string&)> notify)
    : path_(std::move(path)),
      lock_path_(sys::joined(sys::folder_of(path_), "queue.lock")),
      clock_(clock),
      notify_(std::move(notify)) {}

Queue::Database::~Database() {
  close();
}

bool Queue::Database::is_time_for(std::chrono::milliseconds interval) {
  const auto now = clock_.steady_now();
  if (said_ && now - *said_ < interval) return false;
  said_ = now;
  return true;
}

bool Queue::Database::is_damage(const db::Failure& failure) {
  using db::Problem;
  return failure.problem == Problem::not_a_database || failure.problem == Problem::corrupt ||
         failure.problem == Problem::unfit_schema || failure.problem == Problem::foreign;
}

Error Queue::Database::described(const db::Failure& failure) {
  return {Errc::storage, "cannot use the queue: " + failure.what, failure.hint};
}

Result<bool> Queue::Database::prepare(IfMissing if_missing) {
  const std::scoped_lock lock(mutex_);
  return ready(if_missing);
}

db::Outcome<void> Queue::Database::open(db::OpenMode mode) {
  const sys::FileHandle lock = sys::lock_against_move(path_, sys::MoveLock::shared);
  const auto journal = sys::network_file_system_at(path_) ? db::Journal::rollback : db::Journal::write_ahead;
  TRY_ASSIGN(auto opened, db::Connection::open(path_, {.mode = mode, .journal = journal}));
  TRY(db::migrate(opened, schema()));
  if (!opened.is_read_only()) TRY(opened.set_journal(journal));
  opened.set_at_close(db::Connection::AtClose::leave_log);
  file_ = sys::identity_of(path_);
  session_.emplace(std::move(opened));
  return {};
}

// Opens what is not open, and again what another process put in its place.
Result<bool> Queue::Database::ready(IfMissing if_missing) {
  if (session_ && sys::identity_of(path_) == file_) return true;
  close();
  if (if_missing == IfMissing::empty && !sys::exists(path_)) return false;
  TRY(sys::create_private_folder(sys::folder_of(path_)));
  const auto mode = if_missing == IfMissing::create ? db::OpenMode::create : db::OpenMode::read_write;
  for (bool again = false;; again = true) {
    file_ = sys::identity_of(path_);
    const auto opened = open(mode);
    if (opened) return true;
    if (opened.error().problem == db::Problem::missing && if_missing == IfMissing::empty) return false;
    if (again || !is_damage(opened.error())) return tl::unexpected(described(opened.error()));
    TRY(replace(opened.error()));
  }
}

Result<void> Queue::Database::replace(const db::Failure& why) {
  const auto damaged = file_;
  close();
  if (!damaged) return {};
  TRY_ASSIGN(const auto moved, sys::set_aside(path_, *damaged, path_ + ".damaged-" + sys::compact_time(clock_.now())));
  if (moved && notify_)
    notify_("the queue could not be used (" + why.what + "); it was moved to " + sys::quoted(*moved) +
            ", and an empty one takes its place");
  return {};
}

// The log is folded only while the path still names the file: a log is found by its name.
void Queue::Database::close() {
  if (!session_) return;
  const sys::FileHandle lock = sys::lock_against_move(path_, sys::MoveLock::shared);
  if (sys::identity_of(path_) == file_) session_->connection().set_at_close(db::Connection::AtClose::fold_log);
  session_.reset();
}

Queue::Queue(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Queue::~Queue() = default;

Result<std::unique_ptr<Queue>> Queue::open(const std::string& path, Clock& clock, IfMissing if_missing,
                                           std::function<void(const std::string&)> notify) {
  auto database = std::make_unique<Database>(path, clock, std::move(notify));
  TRY(database->prepare(if_missing));
  return std::unique_ptr<Queue>(new Queue(std::move(database)));
}

}  // namespace rustassistant::queue
