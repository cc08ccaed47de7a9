// SPDX-License-Identifier: MIT
#include "rustassistant/ledger/ledger.hpp"

#include <algorithm>
#include <utility>

#include "books.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::ledger {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return path.substr(0, std::max<std::size_t>(slash, 1));
}

// What the user can do about a ledger that cannot be used.
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

tl::unexpected<Error> unusable(const db::Failure& failure, const std::string& path) {
  return fail(Errc::storage, "cannot use the ledger: " + failure.what, recovery(failure, path));
}

// An outcome of the books as one of the ledger.
template <typename T>
Result<T> told(db::Outcome<T> outcome, const std::string& path) {
  if (!outcome) return unusable(outcome.error(), path);
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return *std::move(outcome);
  }
}
template <typename T>
Result<T> told(db::Outcome<Result<T>> outcome, const std::string& path) {
  if (!outcome) return unusable(outcome.error(), path);
  return *std::move(outcome);
}

tl::unexpected<Error> no_ledger(const char* attempt, const std::string& path) {
  return fail(Errc::storage, std::string("cannot ") + attempt + ": there is no ledger at " + sys::quoted(path));
}

}  // namespace

Ledger::Ledger(std::unique_ptr<Books> books) : books_(std::move(books)) {}
Ledger::~Ledger() = default;

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path, const Clock& clock, IfMissing if_missing) {
  if (if_missing == IfMissing::create) TRY(sys::create_private_folder(folder_of(path)));
  auto books = std::make_unique<Books>(path, clock);
  const auto opened = books->open(if_missing == IfMissing::create ? db::OpenMode::create : db::OpenMode::read_write);
  const bool nothing_there = !opened && opened.error().problem == db::Problem::missing;
  if (!opened && !(nothing_there && if_missing == IfMissing::empty)) return unusable(opened.error(), path);
  return std::unique_ptr<Ledger>(new Ledger(std::move(books)));
}

Result<Reservation> Ledger::reserve(const CallFacts& facts, std::optional<NanoUsd> worst_case,
                                    const domain::BudgetRules& rules) {
  const std::scoped_lock lock(books_->mutex());
  if (!books_->is_open()) return no_ledger("reserve", books_->path());
  if (worst_case && worst_case->value < 0) return fail(Errc::storage, "cannot reserve a negative amount");
  return told(books_->reserve(facts, worst_case, rules), books_->path());
}

Result<void> Ledger::settle(const Reservation& reservation, const domain::Usage& usage, std::optional<NanoUsd> cost,
                            Booking booking) {
  const std::scoped_lock lock(books_->mutex());
  if (!books_->is_open()) return no_ledger("settle", books_->path());
  return told(books_->settle(reservation, usage, cost, booking), books_->path());
}

Result<void> Ledger::release(const Reservation& reservation) {
  const std::scoped_lock lock(books_->mutex());
  if (!books_->is_open()) return no_ledger("release", books_->path());
  return told(books_->release(reservation), books_->path());
}

Result<OpenCall> Ledger::settle_by_hand(std::int64_t id, std::optional<NanoUsd> cost) {
  const std::scoped_lock lock(books_->mutex());
  if (!books_->is_open()) return no_ledger("settle", books_->path());
  return told(books_->settle_by_hand(id, cost), books_->path());
}

Result<std::int64_t> Ledger::import(std::span<const PastCall> calls) {
  const std::scoped_lock lock(books_->mutex());
  if (!books_->is_open()) return no_ledger("import", books_->path());
  return told(books_->import(calls), books_->path());
}

Result<Standing> Ledger::standing() {
  const std::scoped_lock lock(books_->mutex());
  return told(books_->standing(), books_->path());
}

Result<domain::BudgetSettings> Ledger::settings() {
  const std::scoped_lock lock(books_->mutex());
  return told(books_->settings(), books_->path());
}

Result<void> Ledger::change(const SettingsChange& change) {
  const std::scoped_lock lock(books_->mutex());
  if (!books_->is_open()) return no_ledger("keep settings", books_->path());
  return told(books_->change(change), books_->path());
}

Result<History> Ledger::history(const HistoryQuery& query) {
  const std::scoped_lock lock(books_->mutex());
  return told(books_->history(query), books_->path());
}

Result<void> Ledger::for_each_call(const std::function<void(const CallRecord&)>& take) {
  const std::scoped_lock lock(books_->mutex());
  return told(books_->for_each_call(take), books_->path());
}

Result<UsageAverages> Ledger::averages(domain::Provider provider, std::string_view model) {
  const std::scoped_lock lock(books_->mutex());
  return told(books_->averages(provider, model), books_->path());
}

Result<std::vector<std::string>> Ledger::verify() {
  const std::scoped_lock lock(books_->mutex());
  return told(books_->verify(), books_->path());
}

}  // namespace rustassistant::ledger
