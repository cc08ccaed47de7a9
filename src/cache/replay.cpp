// SPDX-License-Identifier: MIT
#include "replay.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

namespace rustassistant::cache {
namespace {

class Replay {
 public:
  Replay(const Trace& trace, const ReplayPolicy& policy)
      : trace_(trace), policy_(policy), seen_(trace.contents.size()) {}

  Replayed run() {
    for (const Request& request : trace_.requests) {
      if (request.at >= trace_.since) result_.requests += request.uses;
      if (!use(request)) store(request);
    }
    return result_;
  }

 private:
  bool use(const Request& request) {
    const auto known = kept_.find(request.content);
    if (known == kept_.end()) return false;
    known->second.access_count += request.uses;
    known->second.last_accessed = std::max(known->second.last_accessed, request.at);
    known->second.superseded = false;
    return true;
  }

  void store(const Request& request) {
    const Content& content = trace_.contents[request.content];
    if (seen_[request.content]) {
      ++result_.paid_again;
      result_.paid_again_cost += content.facts.cost.value_or(NanoUsd{});
    }
    seen_[request.content] = true;
    EntryFacts facts = content.facts;
    facts.created = facts.last_accessed = request.at;
    facts.access_count = request.uses - 1;
    auto& others = of_place_[content.place];
    for (const std::size_t other : others) kept_[other].superseded = true;
    others.push_back(request.content);
    kept_.emplace(request.content, facts);
    used_ += facts.stored_size + kBesides;
    result_.peak_bytes = std::max(result_.peak_bytes, used_);
    if (policy_.high_watermark == 0 || used_ <= policy_.high_watermark || request.at < trace_.since) return;
    while (used_ > policy_.low_watermark && !kept_.empty()) evict(request.at);
  }

  void evict(UnixMillis now) {
    constexpr std::size_t kSample = 1000;
    const bool whole = policy_.reach == Reach::whole;
    const std::size_t part = whole ? kept_.size() : std::min(kept_.size(), kSample);
    const std::size_t start = kept_.size() == part ? 0 : next_random() % (kept_.size() - part + 1);
    std::vector<std::pair<double, std::size_t>> order;
    order.reserve(part);
    auto entry = std::next(kept_.begin(), static_cast<std::ptrdiff_t>(start));
    for (std::size_t i = 0; i < part; ++i, ++entry) order.emplace_back(policy_.judge(entry->second, now), entry->first);
    std::sort(order.begin(), order.end());
    if (!whole) order.resize((order.size() + 9) / 10);
    for (const auto& [value, content] : order) {
      if (used_ <= policy_.low_watermark) break;
      used_ -= kept_[content].stored_size + kBesides;
      std::erase(of_place_[trace_.contents[content].place], content);
      kept_.erase(content);
      ++result_.evicted;
    }
  }

  // Xorshift64 (Marsaglia, J. Stat. Software 8, 2003).
  std::size_t next_random() {
    random_ ^= random_ << 13U;
    random_ ^= random_ >> 7U;
    random_ ^= random_ << 17U;
    return static_cast<std::size_t>(random_ >> 1U);
  }

  const Trace& trace_;
  const ReplayPolicy& policy_;
  std::map<std::size_t, EntryFacts> kept_;
  std::unordered_map<std::int64_t, std::vector<std::size_t>> of_place_;
  std::vector<bool> seen_;
  std::int64_t used_ = 0;
  std::uint64_t random_ = 0x9e3779b97f4a7c15U;
  Replayed result_;
};

}  // namespace

Replayed replay(const Trace& trace, const ReplayPolicy& policy) {
  return Replay(trace, policy).run();
}

}  // namespace rustassistant::cache
