// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/tier/breaker.hpp"
#include "rustassistant/tier/envelope.hpp"
#include "rustassistant/tier/store.hpp"

namespace rustassistant::tier {

inline constexpr std::chrono::milliseconds kFindTime = std::chrono::seconds(2);
inline constexpr std::chrono::milliseconds kPutTime = std::chrono::seconds(5);
inline constexpr std::chrono::milliseconds kRunTime = std::chrono::seconds(3);  // at most lost in a run

struct TierOptions {
  std::string team;
  Keyring keys;
  bool may_write = false;
  std::string home;      // for the breaker; may be empty
  std::string identity;  // of the store and the credentials; hashed
};

// What a run got from its team, and gave it.
struct TierCounts {
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  std::int64_t rejected = 0;   // that were there, and not believed
  std::int64_t not_asked = 0;  // because the store was off
  std::int64_t stored = 0;
  std::int64_t present = 0;  // that somebody else had stored
  std::int64_t too_large = 0;
};

struct TierReport {
  TierCounts counts;
  std::optional<std::string> trouble;    // what kept it from doing all of it
  std::optional<UnixMillis> off_until;   // when it is asked again
  std::optional<std::string> no_writes;  // why nothing more is written in this run
  std::vector<std::string> rejections;   // each sort of them once
};

// A team's store behind its breaker: what is found is proved, what is put is signed, and a store that fails costs a run
// kRunTime at most. Safe to use from several threads; no lock is held during an exchange.
class Tier {
 public:
  // `clock` must outlive this.
  Tier(std::unique_ptr<EnvelopeStore> store, TierOptions options, Clock& clock);

  // Documents that are there and proved to be from somebody who is believed, in the order of the keys.
  [[nodiscard]] std::vector<std::optional<Opened>> find(std::span<const domain::CacheKey> keys);
  // A document of find() is not what it should be: it counts as rejected, and not as a hit.
  void reject(const Opened& document, const std::string& why);

  // Whether this is a writer.
  [[nodiscard]] bool may_write() const { return options_.may_write && options_.keys.can_write(); }
  // Whether put() could come to something now.
  [[nodiscard]] bool may_put() const;
  // False: it is not there, and another time it might be. A document that no store takes counts as done.
  [[nodiscard]] bool put(const domain::CacheKey& key, std::string_view document, std::chrono::milliseconds within);
  // How much of the time that a run may lose is left.
  [[nodiscard]] std::chrono::milliseconds time_left() const;
  // Tells the store which answers were of use.
  void touch_used(std::chrono::milliseconds within);

  [[nodiscard]] TierReport report() const;

 private:
  [[nodiscard]] bool is_off();
  void note(const std::optional<Trouble>& trouble);
  void rejected(const std::string& writer, const std::string& why);

  const std::unique_ptr<EnvelopeStore> store_;
  const TierOptions options_;
  Clock& clock_;
  mutable std::mutex mutex_;
  Breaker breaker_;
  TierReport report_;
  std::set<std::string> said_;
  std::vector<SharedKey> used_;
  std::chrono::milliseconds lost_{};
  bool off_ = false;
};

}  // namespace rustassistant::tier
