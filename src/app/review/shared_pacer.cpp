// SPDX-License-Identifier: MIT
#include "shared_pacer.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/http/url.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

using domain::Booking;
using domain::RateState;
using domain::RateUnits;
using domain::UnixMicros;
using std::chrono::milliseconds;

constexpr std::int64_t kBytesPerToken = 4;
constexpr std::size_t kScopeDigits = 32;
constexpr std::chrono::microseconds kLongestJitter = std::chrono::seconds(1);
// Of queued work: the time between two calls at the lowest rate there is, one a minute, of which a share is used.
constexpr std::chrono::microseconds kLongestWait = std::chrono::seconds(90);
constexpr std::chrono::microseconds kShortestNap = milliseconds(50);

// A model of this machine that no provider sells has no limits, however it is spoken to.
bool has_rate_limit(const llm::ProviderConfig& config, const config::Settings& settings, int day) {
  if (domain::assumed_limits(config.provider, true, 0) == RateUnits{}) return false;
  const auto url = http::parse_url(config.base_url);
  const bool is_here = url && url->is_loopback;
  return !is_here || domain::find_price(config.provider, config.model, day, settings.prices).has_value();
}

std::int64_t configured_rate(const llm::ProviderConfig& config, const config::Settings& settings) {
  return settings.llm.providers.at(static_cast<std::size_t>(config.provider)).requests_per_minute;
}

RateUnits units_of(const PacedCall& call) {
  const std::int64_t input = call.request_bytes / kBytesPerToken + 1;
  return {1, input + call.output_cap, input, call.output_cap};
}

// What was used beyond what was booked. What is not known is as it was booked.
RateUnits difference_of(const RateUnits& booked, const std::optional<domain::Usage>& usage) {
  RateUnits difference{};
  if (!usage) return difference;
  // Of the input, providers count what they did not have in their cache.
  const Tokens input = usage->input - usage->cached;
  const RateUnits used{1, usage->input + usage->output, input, usage->output};
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (booked.at(i) > 0) difference.at(i) = used.at(i) - booked.at(i);
  }
  return difference;
}

// A refused call counts as a request, but took no tokens.
RateUnits given_back(const RateUnits& booked) {
  RateUnits difference{};
  for (std::size_t i = 1; i < booked.size(); ++i) difference.at(i) = -booked.at(i);
  return difference;
}

std::chrono::microseconds jitter() {
  return std::chrono::microseconds(std::random_device{}() % static_cast<std::uint32_t>(kLongestJitter.count()));
}

bool states_any(const domain::RateReport& report) {
  return std::any_of(report.begin(), report.end(), [](const auto& stated) { return stated.has_value(); });
}

}  // namespace

queue::RateScope rate_scope_of(const llm::ProviderConfig& config) {
  const std::string key = config.key ? codec::sha256_hex(config.key->reveal()) : std::string();
  const std::string provider(domain::name_of(config.provider));
  const std::string whole = provider + '\n' + config.base_url + '\n' + key + '\n' + config.model;
  return {codec::sha256_hex(whole).substr(0, kScopeDigits), provider, config.model};
}

std::unique_ptr<Pacer> pacer_for(const llm::ProviderConfig& config, domain::Urgency urgency, Stores& stores,
                                 Clock& clock) {
  if (!has_rate_limit(config, stores.settings(), utc_day(clock.now()))) return std::make_unique<NoPacer>();
  return std::make_unique<SharedPacer>(config, stores.settings(), urgency, stores, clock);
}

SharedPacer::SharedPacer(const llm::ProviderConfig& config, const config::Settings& settings, domain::Urgency urgency,
                         Stores& stores, Clock& clock)
    : scope_(rate_scope_of(config)),
      most_requests_(configured_rate(config, settings)),
      assumed_(domain::assumed_limits(config.provider, llm::endpoint_of(config).empty(), most_requests_)),
      urgency_(urgency),
      stores_(stores),
      clock_(clock) {}

// What the last replies stated is kept where it is new; corrections alone are not worth a write.
SharedPacer::~SharedPacer() {
  const std::scoped_lock lock(mutex_);
  if (is_news_) change([this](const RateState& state, UnixMicros now) { return with_news(state, now); });
}

RateState SharedPacer::with_news(RateState state, UnixMicros now) const {
  state = domain::corrected(domain::as_of(state, assumed_, now), difference_);
  return stated_ ? domain::learned(state, *stated_, most_requests_, now) : state;
}

// Changes what all processes share, or, where that cannot be had, what this one keeps.
void SharedPacer::change(const queue::Queue::RateChange& change) {
  if (!own_) {
    const auto queue = stores_.queue();
    const auto changed = queue ? (*queue)->change_rate(scope_, change) : tl::unexpected(queue.error());
    if (changed) return;
    stores_.warn_once("the rate of calls is not shared with other processes: " + changed.error().what);
    own_ = RateState{};
  }
  own_ = change(*own_, now());
}

UnixMicros SharedPacer::now() const {
  return {clock_.now().value * 1000};
}

// Who has the queue at hand sees this for nothing; a worker of the queue has collected before.
void SharedPacer::mention_ended_batches() {
  if (own_ || urgency_ == domain::Urgency::background || std::exchange(has_looked_, true)) return;
  const auto queue = stores_.queue();
  const std::int64_t ended = queue ? (*queue)->ended_batches().value_or(0) : 0;
  if (ended == 0) return;
  stores_.warn_once(counted(ended, "batch has", "batches have") +
                    " ended; `rustassistant queue collect` stores the answers");
}

Booking SharedPacer::book(const RateUnits& units) {
  const std::scoped_lock lock(mutex_);
  mention_ended_batches();
  Booking booking;
  change([&](const RateState& state, UnixMicros at) {
    booking = domain::book(with_news(state, at), units, urgency_, at);
    return booking.state;
  });
  difference_ = {};
  stated_.reset();
  is_news_ = false;
  for (std::size_t i = 0; i < known_.size(); ++i) known_.at(i) = booking.state.limits.at(i).stated;
  return booking;
}

bool SharedPacer::is_blocked() {
  const std::scoped_lock lock(mutex_);
  if (own_) return own_->blocked_until > now();
  const auto queue = stores_.queue();
  const auto state = queue ? (*queue)->rate(scope_) : tl::unexpected(queue.error());
  return state && state->blocked_until > now();
}

Result<void> SharedPacer::sleep_until(UnixMicros moment) {
  const auto wait = std::chrono::ceil<milliseconds>(moment - now());
  if (wait > milliseconds(0) && !clock_.sleep_for(wait, sys::stop_requested)) return tl::unexpected(sys::stop_error());
  return {};
}

Error SharedPacer::too_long(UnixMicros start) const {
  return {Errc::unreachable,
          scope_.provider + " " + scope_.model + " lets no call through before " +
              to_rfc3339(UnixMillis{start.value / 1000}) + ": its rate limit is reached",
          "try again later; all processes share the limit"};
}

Result<Turn> SharedPacer::wait_for_turn(const PacedCall& call) {
  const RateUnits units = units_of(call);
  while (true) {
    const Booking booking = book(units);
    const UnixMicros asked = now();
    if (booking.is_booked && booking.start <= asked) return Turn{booking.units};
    if (booking.is_booked) {
      const auto wait = std::chrono::ceil<milliseconds>(booking.start - asked);
      sys::log_debug("waiting " + std::to_string(wait.count()) + " ms for the rate limit of " + scope_.provider);
      TRY(sleep_until(booking.start));
      // Others may have been told to wait meanwhile.
      if (!is_blocked()) return Turn{booking.units};
      continue;
    }
    const auto ahead = domain::farthest_slot(booking.state, urgency_, asked);
    if (urgency_ == domain::Urgency::interactive || booking.start - asked > kLongestWait)
      return tl::unexpected(too_long(booking.start));
    TRY(sleep_until(std::max(booking.start + -ahead, asked + kShortestNap)));
  }
}

void SharedPacer::heard(const Turn& turn, const PacedReply& reply) {
  const std::scoped_lock lock(mutex_);
  const RateUnits difference = reply.is_refused ? given_back(turn.booked) : difference_of(turn.booked, reply.usage);
  for (std::size_t i = 0; i < difference.size(); ++i) difference_.at(i) += difference.at(i);
  if (states_any(reply.stated)) {
    stated_ = reply.stated;
    for (std::size_t i = 0; i < known_.size(); ++i) {
      is_news_ = is_news_ || (reply.stated.at(i) && reply.stated.at(i)->limit != known_.at(i));
    }
  }
  if (!reply.is_refused) return;
  change([&](const RateState& state, UnixMicros at) {
    return domain::after_refusal(domain::as_of(state, assumed_, at), reply.retry_after, jitter(), at);
  });
}

}  // namespace rustassistant::app
