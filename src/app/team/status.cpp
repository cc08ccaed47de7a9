// SPDX-License-Identifier: MIT
#include <chrono>
#include <utility>

#include "rustassistant/app/stores.hpp"
#include "rustassistant/app/team.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/locks.hpp"
#include "rustassistant/sys/signals.hpp"
#include "setup.hpp"
#include "team_cache.hpp"

namespace rustassistant::app {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kDocument = "{\"of_no_use\":true}";

Result<TeamStatus> known_of(const config::Loaded& loaded, const TeamConfig& config, const Services& services) {
  const config::RemoteSettings& settings = loaded.settings.cache.remote;
  TeamStatus status;
  status.store.mode = name_of(settings.mode);
  status.store.team = settings.team;
  status.store.accepts_unsigned = settings.accepts_unsigned;
  status.store.off_because = config.off_because;
  if (config.setup) {
    const tier::TierOptions& options = config.setup->options;
    status.store.url = config.setup->shown();
    if (const auto& key = options.keys.signing) {
      TRY_ASSIGN(const tier::KeyId id, key->id());
      TRY_ASSIGN(const auto public_text, key->public_text());
      status.store.key_id = tier::to_text(id);
      status.store.public_key = public_text.value_or("");
    }
    for (const tier::TrustedKey& key : options.keys.trusted) status.store.trusted.push_back(tier::to_text(key.id));
    const tier::BreakerState state = tier::Breaker(options.home, options.identity, services.clock).read();
    if (state.failures > 0) status.breaker = state;
  }
  TRY_ASSIGN(OpenedCache opened, open_working_cache(loaded, services));
  TRY_ASSIGN(status.standing, opened.cache->team_standing());
  TRY(close(std::move(opened)));
  return status;
}

Result<TeamConfig> config_of(const config::Loaded& loaded, const Services& services) {
  const config::RemoteSettings& settings = loaded.settings.cache.remote;
  if (settings.url.empty())
    return fail(Errc::config, "no team's store is configured", "set cache.remote.url; docs/team.md shows how");
  if (settings.mode == config::RemoteMode::off)
    return fail(Errc::config, "the team's store is switched off", "set cache.remote.mode to read or read-write");
  return team_config(settings, services.environment);
}

// Tries a store, one thing after the other, until one fails.
class Trial {
 public:
  Trial(const TeamSetup& setup, const Services& services)
      : options_(setup.options),
        clock_(services.clock),
        store_(open_store(setup, services, [] { return sys::stop_requested(); })) {
    std::string random("rustassistant-check");
    for (int i = 0; i < 4; ++i) random += std::to_string(sys::random_offset());
    key_ = codec::sha256(random);
    shared_ = tier::shared_key(options_.team, key_);
  }

  [[nodiscard]] std::vector<TeamCheck> run() {
    if (!read()) return std::move(checks_);
    tier::Breaker(options_.home, options_.identity, clock_).report_answer();
    if (options_.may_write && write() && read_back(document_, "read back")) replace();
    return std::move(checks_);
  }

 private:
  bool read() {
    const auto begun = clock_.steady_now();
    const tier::Found found = find();
    const auto took = std::chrono::duration_cast<milliseconds>(clock_.steady_now() - begun);
    if (!found.trouble) return passed("read", "it answers in " + std::to_string(took.count()) + " ms");
    const bool is_refused = found.trouble->fault == tier::Fault::refused;
    return failed("read", found.trouble->what,
                  is_refused ? "check the credentials; an S3 reader also needs the right to list the bucket" : "");
  }

  bool write() {
    auto envelope = tier::seal(kDocument, {options_.team, key_}, options_.keys, clock_.now());
    if (!envelope) return failed("write", envelope.error().what, envelope.error().hint);
    document_ = *std::move(envelope);
    const tier::Put put = store_->put(shared_, document_, tier::kPutTime);
    if (put.trouble) return failed("write", put.trouble->what, "check the rights of these credentials");
    if (put.outcome == tier::PutOutcome::stored) return passed("write", "an answer of no use was stored");
    return failed("write", "the server says that there is something already, or that a folder is missing",
                  "create the folder on the server; docs/team.md shows its configuration");
  }

  bool read_back(const std::string& expected, const char* name) {
    const tier::Found found = find();
    if (found.envelopes.size() == 1 && found.envelopes.front() == expected)
      return passed(name, "it comes back as it was written");
    return failed(name, found.trouble ? found.trouble->what : "it does not come back as it was written",
                  "a proxy or another server may stand between; docs/team.md shows the configuration");
  }

  void replace() {
    const auto other = tier::seal("{}", {options_.team, key_}, options_.keys, clock_.now());
    if (!other) return;
    static_cast<void>(store_->put(shared_, *other, tier::kPutTime));
    const tier::Found found = find();
    const bool kept = found.envelopes.size() == 1 && found.envelopes.front() == document_;
    checks_.push_back({"replace", true, kept ? "what is there stays" : "a writer can replace what is there",
                       kept ? "" : "docs/team.md shows how the server refuses that"});
  }

  tier::Found find() { return store_->find({&shared_, 1}, tier::kFindTime); }
  bool passed(const char* name, std::string detail) {
    checks_.push_back({name, true, std::move(detail), {}});
    return true;
  }
  bool failed(const char* name, std::string detail, std::string hint) {
    checks_.push_back({name, false, std::move(detail), std::move(hint)});
    return false;
  }

  const tier::TierOptions& options_;
  Clock& clock_;
  std::unique_ptr<tier::EnvelopeStore> store_;
  domain::CacheKey key_{};
  tier::SharedKey shared_{};
  std::string document_;
  std::vector<TeamCheck> checks_;
};

}  // namespace

Result<TeamStatus> team_status(const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const TeamConfig config, config_of(loaded, services));
  return known_of(loaded, config, services);
}

Result<TeamStatus> check_team(const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const TeamConfig config, config_of(loaded, services));
  std::vector<TeamCheck> checks;
  if (config.setup) {
    checks = Trial(*config.setup, services).run();
  } else {
    checks.push_back({"settings", false, config.off_because, ""});
  }
  TRY_ASSIGN(TeamStatus status, known_of(loaded, config, services));
  status.checks = std::move(checks);
  return status;
}

Result<TeamPush> push_to_team(const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const TeamConfig config, config_of(loaded, services));
  if (!config.setup) return fail(Errc::config, "the team's store is not used: " + config.off_because);
  if (!config.setup->options.may_write)
    return fail(Errc::config, "the team's store is only read", "set cache.remote.mode to read-write");
  constexpr std::int64_t kAtOnce = 64;
  TRY_ASSIGN(const std::string here, sys::canonical_path("."));
  const std::string repository = config::repository_root(here, config::home_folder(services.environment));
  TeamPush push;
  while (true) {
    Stores stores(loaded.settings, services);
    TRY_ASSIGN(auto* const opened, stores.open_cache(repository));
    static_cast<void>(opened);
    auto* const cache = stores.cache_for(repository);
    TRY_ASSIGN(const auto keys, cache->outbox(kAtOnce));
    if (keys.empty()) return push;
    TRY_ASSIGN(const auto team, TeamCache::open(loaded, stores, services));
    team->send(repository, keys);
    team->finish_all();
    const TeamSummary part = team->summary();
    push.gone += team->gone();
    push.summary.was_used = true;
    tier::TierCounts& counts = push.summary.report.counts;
    counts.stored += part.report.counts.stored;
    counts.present += part.report.counts.present;
    counts.too_large += part.report.counts.too_large;
    push.summary.report.trouble = part.report.trouble;
    push.summary.report.off_until = part.report.off_until;
    push.summary.report.no_writes = part.report.no_writes;
    if (part.waiting > 0) {
      TRY_ASSIGN(const cache::TeamStanding standing, cache->team_standing());
      push.summary.waiting = standing.waiting;
      return push;
    }
  }
}

}  // namespace rustassistant::app
