// SPDX-License-Identifier: MIT
#include "row_book.hpp"

#include <algorithm>
#include <utility>

#include "parts.hpp"
#include "rustassistant/base/hex_array.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/batch_price.hpp"
#include "rustassistant/domain/reply_bound.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

using Billing = llm::AttemptFailure::Billing;
using ledger::CallState;
using queue::JobState;

constexpr std::size_t kRowsAtOnce = 200;
constexpr std::int64_t kTryAgainMs = 30'000;

// The file that a row is about, if it is still what it was.
std::optional<std::string> content_of(const ledger::BatchRow& row, const config::Settings& settings) {
  auto content = source::read_source(sys::joined(row.facts.repo_path, row.facts.path), settings.analysis.max_file_size);
  if (!content || codec::sha256_hex(*content) != row.factors.content_hash) return std::nullopt;
  return *std::move(content);
}

// What a reply without usage may have cost; its reservation bounds that.
ledger::RowClosing by_size(const ledger::BatchRow& row, std::int64_t reply_bytes,
                           const std::optional<domain::ModelPrice>& price) {
  ledger::RowClosing closing{row.call, CallState::settled, {}, row.reserved, true};
  if (!price || price->reasoning_reserve != 0) return closing;
  const NanoUsd bound = domain::reply_bound(*price, row.facts.request_bytes.value_or(0), reply_bytes);
  closing.cost = row.reserved ? std::min(bound, *row.reserved) : bound;
  return closing;
}

ledger::RowClosing by_usage(const ledger::BatchRow& row, const std::optional<domain::Usage>& usage,
                            std::optional<NanoUsd> billed, std::int64_t reply_bytes,
                            const std::optional<domain::ModelPrice>& price) {
  if (billed) return {row.call, CallState::settled, usage, billed, false};
  if (!usage || !price) return by_size(row, reply_bytes, price);
  return {row.call, CallState::settled, usage, domain::cost_of(*price, *usage), false};
}

ledger::RowClosing closing_of(const ledger::BatchRow& row, const llm::AttemptFailure& failure,
                              const std::optional<domain::ModelPrice>& price) {
  switch (failure.billing) {
    case Billing::known:
      return by_usage(row, failure.usage, failure.billed, failure.reply_bytes, price);
    case Billing::by_size:
      return by_size(row, failure.reply_bytes, price);
    case Billing::possible:
      return {row.call, CallState::settled, {}, row.reserved, true};
    default:
      return {row.call, CallState::released};
  }
}

queue::Returned job_after(const ledger::BatchRow& row, const llm::BatchAnswer& answer,
                          const llm::AttemptFailure& failure, UnixMillis now) {
  queue::Returned job{row.key, JobState::dead, {}, true, "provider", failure.error.what};
  const bool may_help = failure.remedy == llm::AttemptFailure::Remedy::time || failure.is_outage;
  if (failure.billing == Billing::none && may_help) {
    job.state = JobState::queued;
    job.not_before = {now.value + kTryAgainMs};
    job.attempt_counts = !failure.is_outage && !failure.is_rate_limit;
  }
  if (!answer.was_run) job.code = "not_run";
  return job;
}

}  // namespace

RowVerdict verdict_on(const ledger::BatchRow& row, const llm::BatchAnswer& answer,
                      const std::optional<domain::ModelPrice>& price, UnixMillis now) {
  if (!answer.result) {
    const llm::AttemptFailure& failure = answer.result.error();
    const bool is_of_account = failure.is_of_account;
    return {closing_of(row, failure, price),
            job_after(row, answer, failure, now),
            {},
            is_of_account ? std::optional(failure.error) : std::nullopt};
  }
  const llm::Answer& reply = *answer.result;
  RowVerdict verdict;
  verdict.closing = by_usage(row, reply.usage, reply.billed, reply.reply_bytes, price);
  verdict.job.key = row.key;
  const Kind& kind = kind_of(row.facts.type);
  auto document = kind.parse(reply.text);
  if (!document) {
    verdict.job = {
        row.key,    JobState::dead,
        {},         true,
        "provider", row.facts.model + " gave an answer that does not match the schema: " + document.error().what};
    return verdict;
  }
  // What it claims about the file is checked when it is shown.
  kind.distrust(*document);
  verdict.document = *std::move(document);
  return verdict;
}

RowBook::RowBook(const ledger::Batch& batch, Stores& stores, ledger::BatchBooks& ledger, queue::Queue& jobs,
                 TeamCache* team, const Services& services, CollectSummary& summary)
    : batch_(batch),
      stores_(stores),
      ledger_(ledger),
      queue_(jobs),
      team_(team),
      services_(services),
      summary_(summary) {
  const auto price =
      domain::find_price(batch.facts.provider, batch.facts.model, utc_day(batch.made_at), stores.settings().prices);
  if (price) price_ = domain::batch_price(*price);
}

cache::Entry RowBook::entry_of(const ledger::BatchRow& row, const RowVerdict& verdict) const {
  cache::Entry entry{cache::entry_info(row.factors), {}};
  entry.info.repo_id = row.facts.repo_id;
  entry.info.repo_path = row.facts.repo_path;
  entry.info.path = row.facts.path;
  entry.info.usage = verdict.closing.usage;
  entry.info.cost = verdict.closing.cost;
  entry.info.estimated = verdict.closing.estimated;
  entry.info.created = entry.info.last_accessed = services_.clock.now();
  return entry;
}

// Adds what is stored of an answer: the document, and the units of its file, which serve after the next edit.
Result<void> RowBook::complete(const ledger::BatchRow& row, RowVerdict& verdict) {
  const Kind& kind = kind_of(row.facts.type);
  cache::Entry entry = entry_of(row, verdict);
  const auto content = is_by_units(kind) ? content_of(row, stores_.settings()) : std::nullopt;
  const FileText file{content ? *content : std::string_view(), row.factors.language};
  if (content) kind.complete(*verdict.document, file.content, file.language);
  if (!row.parts.empty()) {
    TRY_ASSIGN(cache::ResultCache* const cache, stores_.open_cache(row.facts.repo_path));
    TRY_ASSIGN(const auto sent, find_sent_parts(row.parts, kind, *cache));
    if (!sent) {
      verdict.document.reset();
      verdict.job = {row.key, JobState::queued,
                     {},      true,
                     "parts", "the answer about the rest of the file is gone; it is asked about again"};
      return {};
    }
    const Reusable& reusable = sent->reusable;
    verdict.document = put_together(reusable, kind, content ? &file : nullptr, &*verdict.document, sent->measured);
    // Where the file was asked about elsewhere meanwhile, that is the last answer about it.
    TRY_ASSIGN(const auto last, cache->find_last_answer(entry.info));
    if (content || (last && last->key == reusable.info.key)) entry.units = units_of_parts(reusable, entry.info.cost);
    // Stored before, by a process that came no further: its gain is counted.
    if (entry.units && last && last->key == row.key) entry.units->gain.reset();
  } else if (content && stores_.settings().llm.reuse == config::ReuseUnits::units) {
    if (auto units = units_worth_keeping(kind, file))
      entry.units = units_of_whole(*std::move(units), content->size(), entry.info.cost);
  }
  entry.result = kind.serialise(*verdict.document);
  unstored_[row.facts.repo_path].push_back(std::move(entry));
  return {};
}

Result<void> RowBook::store() {
  for (const auto& [repository, entries] : unstored_) {
    TRY_ASSIGN(cache::ResultCache* const cache, stores_.open_cache(repository));
    TRY(cache->put_all(entries));
    if (team_ == nullptr) continue;
    std::vector<domain::CacheKey> keys;
    for (const cache::Entry& entry : entries) keys.push_back(entry.info.key);
    team_->send(repository, keys);
  }
  unstored_.clear();
  return {};
}

void RowBook::count(const RowVerdict& verdict) {
  summary_.answers += verdict.job.state == JobState::done ? 1 : 0;
  summary_.dead += verdict.job.state == JobState::dead ? 1 : 0;
  summary_.again += verdict.job.state == JobState::queued ? 1 : 0;
  if (verdict.closing.state == CallState::settled)
    summary_.spending.add_booked(verdict.closing.cost, verdict.closing.estimated);
}

void RowBook::add(const RowVerdict& verdict) {
  count(verdict);
  closings_.push_back(verdict.closing);
  returned_.push_back(verdict.job);
}

Result<void> RowBook::take(const llm::BatchAnswer& answer) {
  const auto key = array_from_hex<domain::CacheKey>(answer.id);
  if (!key) {
    ++summary_.strangers;
    return {};
  }
  if (taken_.contains(*key)) return {};
  TRY_ASSIGN(const auto row, ledger_.find_row(batch_.facts.tag, *key));
  if (!row) ++summary_.strangers;
  if (!row || !row->is_open) return {};
  RowVerdict verdict = verdict_on(*row, answer, price_, services_.clock.now());
  if (verdict.document) TRY(complete(*row, verdict));
  if (verdict.account_fault && !account_fault_) account_fault_ = verdict.account_fault;
  add(verdict);
  taken_.emplace(*key, row->facts.repo_path);
  return closings_.size() >= kRowsAtOnce ? flush() : Result<void>();
}

Result<void> RowBook::flush() {
  if (closings_.empty()) return {};
  TRY(store());
  TRY(ledger_.close_rows(closings_));
  TRY_ASSIGN(const auto warmed, queue_.take_back(returned_));
  for (const domain::CacheKey& key : warmed) {
    if (const auto taken = taken_.find(key); taken != taken_.end()) warmed_[taken->second].push_back(key);
  }
  closings_.clear();
  returned_.clear();
  taken_.clear();
  return {};
}

Result<void> RowBook::end_missing(std::int64_t unreadable) {
  TRY(flush());
  summary_.strangers += unreadable;
  TRY_ASSIGN(const auto keys, ledger_.open_keys(batch_.facts.tag));
  const UnixMillis now = services_.clock.now();
  for (const domain::CacheKey& key : keys) {
    TRY_ASSIGN(const auto row, ledger_.find_row(batch_.facts.tag, key));
    if (!row) continue;
    if (unreadable-- > 0) {
      add({{row->call, CallState::settled, {}, row->reserved, true},
           {key, JobState::dead, {}, true, "provider", "the row of its answer cannot be read"},
           {}});
    } else {
      add({{row->call, CallState::released},
           {key, JobState::queued, now, true, "not_run", "the batch ended without an answer to it"},
           {}});
    }
    if (closings_.size() >= kRowsAtOnce) TRY(flush());
  }
  return flush();
}

Result<void> RowBook::give_back(const queue::Returned& as, std::optional<std::int64_t> bad_line) {
  TRY_ASSIGN(const auto keys, ledger_.open_keys(batch_.facts.tag));
  std::int64_t line = 0;
  for (const domain::CacheKey& key : keys) {
    TRY_ASSIGN(const auto row, ledger_.find_row(batch_.facts.tag, key));
    if (!row) continue;
    queue::Returned job = as;
    job.key = key;
    if (++line == bad_line) job.state = JobState::dead;
    add({{row->call, CallState::released}, std::move(job), {}});
    if (closings_.size() >= kRowsAtOnce) TRY(flush());
  }
  return flush();
}

}  // namespace rustassistant::app
