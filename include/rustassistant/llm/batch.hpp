// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/http/transport.hpp"
#include "rustassistant/llm/client.hpp"
#include "rustassistant/llm/provider_config.hpp"

// The providers' batch services: many requests at once, at a lower price, answered within a day or so.
namespace rustassistant::llm {

struct BatchItem {
  std::string id;    // 64 hex digits, unique within the batch
  std::string body;  // from request_body()
};

// What a provider takes at once, and how long it may take.
struct BatchLimits {
  std::size_t items = 0;
  std::size_t bytes = 0;  // of the bodies
  std::chrono::hours window{24};
};
// Nothing: the provider has no batch service.
[[nodiscard]] std::optional<BatchLimits> batch_limits(domain::Provider provider);

// What a provider says of a batch.
struct RemoteBatch {
  enum class Phase : std::uint8_t {
    running,
    ended,    // its rows can be read; whether each was answered, they say
    refused,  // nothing of it was run
  };
  std::string id;
  std::string tag;     // that it was created with; empty: none, or a foreign one
  std::string status;  // in the provider's words, with its counters
  Phase phase = Phase::running;
  bool is_empty = false;    // running, and no question has been counted yet
  bool may_revert = false;  // an end that is believed only when it is seen again
  std::string code;         // why it was refused, or ended early
  std::string message;
  std::optional<std::int64_t> bad_line;  // from 1; the one that it was refused for
  std::int64_t items = 0;                // 0: not known yet
  std::optional<UnixMillis> created;
  std::vector<std::string> results;      // where the rows are: paths below the base URL
  std::vector<std::string> inline_rows;  // rows that came along
  std::vector<std::string> files;        // at the provider, to be removed in the end: paths
  std::optional<std::chrono::milliseconds> retry_after;
};

// A row of the results.
struct BatchAnswer {
  std::string id;       // as in BatchItem, as far as it can be believed
  bool was_run = true;  // false: the batch expired or was cancelled before; `result` says so
  AttemptResult result;
};

// Whether a refusal means that too much of this account waits already: less, or later, would be taken.
[[nodiscard]] bool is_queue_full(std::string_view code, std::string_view message);

// Lets calls to batch services through at the rate of their providers. Safe to use from several threads.
class CallTurns {
 public:
  virtual ~CallTurns() = default;
  // Returns when the next call may be made. Errors: interrupted, or unreachable where that would take too long.
  [[nodiscard]] virtual Result<void> wait(const ProviderConfig& config) = 0;
  // To be called after each call that was refused.
  virtual void heard(const ProviderConfig& config, const AttemptFailure& failure) = 0;
};

// Speaks with batch services. Each call is one or more HTTP exchanges and is never repeated by itself: creating a batch
// twice pays twice. Failures are those of Client::attempt(); with Billing::possible the provider may have acted.
// Every exchange waits for its turn; one that gets none was not sent. `config` has passed check() and its provider has
// batch_limits(). Safe to use from several threads.
class BatchClient {
 public:
  // All must outlive this.
  BatchClient(http::Transport& transport, const Clock& clock, CallTurns& turns)
      : transport_(transport), clock_(clock), turns_(turns) {}
  template <typename T>
  using Reached = tl::expected<T, AttemptFailure>;

  // Sends the requests to where create() finds them; the provider's name for them, or empty where there is no need.
  [[nodiscard]] Reached<std::string> upload(std::span<const BatchItem> items, const std::string& tag,
                                            const ProviderConfig& config) const;
  // The one call that must not happen twice. `input` comes from upload().
  [[nodiscard]] Reached<RemoteBatch> create(std::span<const BatchItem> items, const std::string& tag,
                                            const std::string& input, const ProviderConfig& config) const;
  // What has to follow the creation; harmless where it happens twice. Mostly nothing.
  [[nodiscard]] Reached<void> fill(std::span<const BatchItem> items, const std::string& id,
                                   const ProviderConfig& config) const;
  [[nodiscard]] Reached<RemoteBatch> look(const std::string& id, const ProviderConfig& config) const;
  // The newest batches of the account, at most 500. Entries that cannot be read are left out.
  [[nodiscard]] Reached<std::vector<RemoteBatch>> list(const ProviderConfig& config) const;

  // Calls `on_row` for each row that can be read, and returns how many could not. Memory does not grow with their
  // number, but for inline rows. An Error of `on_row` ends it and is handed on.
  using OnRow = std::function<Result<void>(const BatchAnswer&)>;
  [[nodiscard]] Reached<std::int64_t> read_rows(const RemoteBatch& batch, const ProviderConfig& config,
                                                const OnRow& on_row) const;

  [[nodiscard]] Reached<void> cancel(const std::string& id, const ProviderConfig& config) const;
  // Removes what the provider keeps of it. What cannot be removed stays: it expires by itself.
  void remove(const RemoteBatch& batch, const ProviderConfig& config) const;
  // Removes what upload() named; nothing where that was empty.
  void remove_input(const std::string& input, const ProviderConfig& config) const;

 private:
  http::Transport& transport_;
  const Clock& clock_;
  CallTurns& turns_;
};

}  // namespace rustassistant::llm
