// SPDX-License-Identifier: MIT
#include "rustassistant/tier/tier.hpp"

#include <algorithm>
#include <utility>

namespace rustassistant::tier {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kAtOnce = 64;
constexpr std::size_t kMostRejections = 5;

bool ends_the_run(Fault fault) {
  return fault != Fault::odd && fault != Fault::read_only && fault != Fault::cannot_write;
}

}  // namespace

Tier::Tier(std::unique_ptr<EnvelopeStore> store, TierOptions options, Clock& clock)
    : store_(std::move(store)),
      options_(std::move(options)),
      clock_(clock),
      breaker_(options_.home, options_.identity, clock) {}

bool Tier::is_off() {
  if (off_) return true;
  const auto refusal = breaker_.refusal();
  if (!refusal) return false;
  off_ = true;
  report_.trouble = refusal->reason;
  report_.off_until = refusal->open_until;
  return true;
}

void Tier::note(const std::optional<Trouble>& trouble) {
  if (!trouble) return breaker_.report_answer();
  if (trouble->fault == Fault::stopped) {
    off_ = true;
    return;
  }
  const bool is_of_writing = trouble->fault == Fault::read_only || trouble->fault == Fault::cannot_write;
  (is_of_writing ? report_.no_writes : report_.trouble) = trouble->what;
  // It answered.
  if (!ends_the_run(trouble->fault)) return breaker_.report_answer();
  breaker_.report(*trouble);
  const BreakerState state = breaker_.read();
  if (clock_.now() < state.open_until) report_.off_until = state.open_until;
  if (trouble->fault != Fault::failing || report_.off_until) off_ = true;
}

void Tier::rejected(const std::string& writer, const std::string& why) {
  ++report_.counts.rejected;
  const std::string text = (writer.empty() ? std::string("an answer") : "an answer of key " + writer) + ": " + why;
  if (said_.insert(text).second && report_.rejections.size() < kMostRejections) report_.rejections.push_back(text);
}

std::vector<std::optional<Opened>> Tier::find(std::span<const domain::CacheKey> keys) {
  std::vector<std::optional<Opened>> documents(keys.size());
  for (std::size_t begin = 0; begin < keys.size(); begin += kAtOnce) {
    const auto part = keys.subspan(begin, std::min(kAtOnce, keys.size() - begin));
    std::vector<SharedKey> shared;
    for (const domain::CacheKey& key : part) shared.push_back(shared_key(options_.team, key));
    milliseconds within{};
    {
      const std::scoped_lock lock(mutex_);
      within = std::min(kFindTime, kRunTime - lost_);
      if (within.count() <= 0 || is_off()) {
        report_.counts.not_asked += static_cast<std::int64_t>(keys.size() - begin);
        return documents;
      }
    }
    const auto begun = clock_.steady_now();
    Found found = store_->find(shared, within);
    found.envelopes.resize(part.size());
    std::int64_t there = 0;
    const std::scoped_lock lock(mutex_);
    note(found.trouble);
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (!found.envelopes[i]) {
        ++report_.counts.misses;
        continue;
      }
      auto opened = open(*found.envelopes[i], {options_.team, part[i]}, options_.keys);
      found.envelopes[i].reset();
      if (!opened) {
        rejected(opened.error().writer, opened.error().why);
        continue;
      }
      ++there;
      ++report_.counts.hits;
      used_.push_back(shared[i]);
      documents[begin + i] = *std::move(opened);
    }
    if (there == 0) lost_ += std::chrono::duration_cast<milliseconds>(clock_.steady_now() - begun);
  }
  return documents;
}

void Tier::reject(const Opened& document, const std::string& why) {
  const std::scoped_lock lock(mutex_);
  --report_.counts.hits;
  rejected(document.writer, why);
}

bool Tier::may_put() const {
  const std::scoped_lock lock(mutex_);
  return options_.may_write && options_.keys.can_write() && !off_ && !report_.no_writes;
}

bool Tier::put(const domain::CacheKey& key, std::string_view document, milliseconds within) {
  {
    const std::scoped_lock lock(mutex_);
    if (!options_.may_write || report_.no_writes || is_off() || within.count() <= 0) return false;
  }
  const auto envelope = seal(document, {options_.team, key}, options_.keys, clock_.now());
  Put put{PutOutcome::too_large, std::nullopt};
  if (!envelope && envelope.error().code != Errc::input)
    put = {PutOutcome::failed, Trouble{Fault::read_only, envelope.error().what, "", {}}};
  if (envelope) put = store_->put(shared_key(options_.team, key), *envelope, std::min(within, kPutTime));
  const std::scoped_lock lock(mutex_);
  if (put.outcome != PutOutcome::too_large || envelope) note(put.trouble);
  switch (put.outcome) {
    case PutOutcome::stored:
      ++report_.counts.stored;
      return true;
    case PutOutcome::present:
      ++report_.counts.present;
      return true;
    case PutOutcome::too_large:
      ++report_.counts.too_large;
      return true;
    case PutOutcome::failed:
      break;
  }
  return false;
}

milliseconds Tier::time_left() const {
  const std::scoped_lock lock(mutex_);
  return std::max(milliseconds(0), kRunTime - lost_);
}

void Tier::touch_used(milliseconds within) {
  std::vector<SharedKey> used;
  {
    const std::scoped_lock lock(mutex_);
    if (off_ || within.count() <= 0) return;
    used.swap(used_);
  }
  if (!used.empty()) store_->touch(used, within);
}

TierReport Tier::report() const {
  const std::scoped_lock lock(mutex_);
  return report_;
}

}  // namespace rustassistant::tier
