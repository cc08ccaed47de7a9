// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cassert>
#include <utility>

#include "dialect.hpp"
#include "error_text.hpp"
#include "exchange.hpp"
#include "failure.hpp"
#include "judge.hpp"
#include "retry_after.hpp"
#include "row_lines.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/http/stream.hpp"
#include "service.hpp"

namespace rustassistant::llm {
namespace {

// Whole files go up and down.
constexpr std::chrono::milliseconds kFileTimeout = std::chrono::minutes(15);
constexpr std::size_t kMostStateBytes = std::size_t{32} << 20U;
constexpr std::size_t kMostRowsBytes = std::size_t{1} << 30U;
constexpr int kMostPages = 5;            // of batches
constexpr int kMostResultPages = 5'000;  // ten times as many as the largest batch has

http::Request request_of(const BatchCall& call, const ProviderConfig& config) {
  http::Request request = authorized_request(config, *dialect_of(config));
  request.method = call.method;
  request.url = call.path.starts_with('/') ? base_url_of(config) + call.path : call.path;
  request.body = call.body;
  request.headers.front().second = call.content_type;
  request.total_timeout = std::max(config.timeout, kFileTimeout);
  request.max_reply_bytes = kMostStateBytes;
  return request;
}

AttemptFailure unreadable(const ProviderConfig& config, std::string_view what) {
  AttemptFailure failure = unusable_answer(config, "the batch service: " + one_line(what, 200), "try again later");
  failure.billing = AttemptFailure::Billing::possible;
  failure.remedy = AttemptFailure::Remedy::time;
  return failure;
}

AttemptFailure own_failure(Error error) {
  AttemptFailure failure;
  failure.error = std::move(error);
  return failure;
}

// How a provider is spoken to in turn.
struct Line {
  http::Transport& transport;
  const Clock& clock;
  CallTurns& turns;
  const ProviderConfig& config;

  // A key that would leave unencrypted is none of any call's.
  [[nodiscard]] tl::expected<http::Reply, AttemptFailure> send(const http::Request& request) const {
    if (auto checked = check(config); !checked) return tl::unexpected(own_failure(std::move(checked).error()));
    if (auto turn = turns.wait(config); !turn) return tl::unexpected(own_failure(std::move(turn).error()));
    auto reply = exchange(transport, request, config);
    if (!reply || (reply->status >= 200 && reply->status < 300)) return reply;
    AttemptFailure failure = refusal(config, *reply, clock.now());
    constexpr int kNotFound = 404;
    if (reply->status == kNotFound && request.method == "GET")
      failure.error.hint = "the provider does not know the batch: was the key of another account used?";
    turns.heard(config, failure);
    return tl::unexpected(std::move(failure));
  }
  [[nodiscard]] tl::expected<http::Reply, AttemptFailure> call(const BatchCall& what) const {
    return send(request_of(what, config));
  }
};

Result<Json> parsed(const http::Reply& reply) {
  return codec::parse_json(reply.body, {kMostStateBytes, codec::JsonLimits{}.max_depth});
}

tl::expected<RemoteBatch, AttemptFailure> read_state(const http::Reply& reply, const BatchService& service,
                                                     const ProviderConfig& config, UnixMillis now) {
  const auto json = parsed(reply);
  if (!json) return tl::unexpected(unreadable(config, json.error().what));
  auto state = service.state(*json, config);
  if (!state) return tl::unexpected(unreadable(config, state.error().what));
  state->retry_after = retry_after(reply, now);
  state->message = one_line(state->message, 300);
  return *std::move(state);
}

const BatchService& service_of(const ProviderConfig& config) {
  const BatchService* service = batch_service_of(config.provider);
  assert(service != nullptr);
  return *service;
}

// A row as an ordinary reply is judged; nothing where it cannot be read.
std::optional<BatchAnswer> judged(const Json& json, const BatchService& service, const ProviderConfig& config,
                                  UnixMillis now) {
  const auto parts = service.row(json);
  if (!parts) return std::nullopt;
  if (parts->reply) return BatchAnswer{parts->id, true, judge(*parts->reply, config, *dialect_of(config), now)};
  AttemptFailure failure = unusable_answer(config, one_line(parts->why_not_run, 300), {});
  failure.remedy = AttemptFailure::Remedy::time;
  return BatchAnswer{parts->id, false, tl::unexpected(std::move(failure))};
}

// Hands rows on, and keeps count of what is no row.
class Rows {
 public:
  Rows(const BatchService& service, const ProviderConfig& config, UnixMillis now, const BatchClient::OnRow& on_row)
      : service_(service), config_(config), now_(now), on_row_(on_row) {}

  // False once `on_row` failed.
  bool take(std::string text) {
    blot_out_key(text, config_);
    const auto json = codec::parse_json(text);
    return json ? take(*json) : skip();
  }
  bool take(const Json& json) {
    const auto answer = json.is_object() ? judged(json, service_, config_, now_) : std::nullopt;
    if (!answer) return skip();
    auto taken = on_row_(*answer);
    if (!taken) error_ = std::move(taken).error();
    return !error_;
  }
  bool skip() { return ++unreadable_, true; }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] std::int64_t unreadable() const { return unreadable_; }

 private:
  const BatchService& service_;
  const ProviderConfig& config_;
  const UnixMillis now_;
  const BatchClient::OnRow& on_row_;
  std::optional<Error> error_;
  std::int64_t unreadable_ = 0;
};

// Sends what it is given as a stream.
class Streamed final : public http::Transport {
 public:
  Streamed(http::StreamTransport* transport, http::Sink sink) : transport_(transport), sink_(std::move(sink)) {}
  [[nodiscard]] tl::expected<http::Reply, http::TransportError> send(const http::Request& request) override {
    return transport_->stream(request, sink_);
  }

 private:
  http::StreamTransport* transport_;
  http::Sink sink_;
};

tl::expected<void, AttemptFailure> read_lines(const Line& line, const std::string& path, Rows& rows) {
  RowLines lines([&](std::string text) { return rows.take(std::move(text)); }, [&] { return rows.skip(); });
  http::Request request = request_of({"GET", path}, line.config);
  request.max_reply_bytes = kMostRowsBytes;
  // A transport that has no streams holds it all.
  auto* const streams = dynamic_cast<http::StreamTransport*>(&line.transport);
  Streamed streamed(streams, [&](std::string_view bytes) { return lines.take(bytes); });
  const Line stream{streamed, line.clock, line.turns, line.config};
  const auto reply = (streams == nullptr ? line : stream).send(request);
  if (rows.error()) return tl::unexpected(own_failure(*rows.error()));
  if (!reply) return tl::unexpected(reply.error());
  if (reply->body.empty() || lines.take(reply->body)) lines.finish();
  if (rows.error()) return tl::unexpected(own_failure(*rows.error()));
  return {};
}

tl::expected<void, AttemptFailure> read_pages(const Line& line, const std::string& path, Rows& rows) {
  std::string next = path;
  for (int i = 0; i < kMostResultPages; ++i) {
    const auto reply = line.call({"GET", next});
    if (!reply) return tl::unexpected(reply.error());
    const auto page = parsed(*reply);
    if (!page || !page->is_object())
      return tl::unexpected(unreadable(line.config, "a page of results is no JSON object"));
    const auto results = find_array(*page, "results");
    if (!results) return tl::unexpected(unreadable(line.config, results.error().what));
    if (*results != nullptr) {
      for (const Json& row : **results) {
        if (!rows.take(row)) return tl::unexpected(own_failure(*rows.error()));
      }
    }
    const auto token = page_token(*page, "pagination_token");
    if (!token) return tl::unexpected(unreadable(line.config, token.error().what));
    if (token->empty()) return {};
    next = path + "&pagination_token=" + *token;
  }
  return tl::unexpected(unreadable(line.config, "the pages of results do not end"));
}

}  // namespace

BatchClient::Reached<std::string> BatchClient::upload(std::span<const BatchItem> items, const std::string& tag,
                                                      const ProviderConfig& config) const {
  const BatchService& service = service_of(config);
  if (service.upload == nullptr) return std::string();
  const Line line{transport_, clock_, turns_, config};
  const auto reply = line.call(service.upload(items, tag, config));
  if (!reply) return tl::unexpected(reply.error());
  const auto json = parsed(*reply);
  const auto id = json ? id_of(*json, "id") : Read<std::string>(malformed("reply", "no JSON"));
  if (!id) return tl::unexpected(unreadable(config, id.error().what));
  return *id;
}

BatchClient::Reached<RemoteBatch> BatchClient::create(std::span<const BatchItem> items, const std::string& tag,
                                                      const std::string& input, const ProviderConfig& config) const {
  const BatchService& service = service_of(config);
  const Line line{transport_, clock_, turns_, config};
  const auto reply = line.call(service.create(items, tag, input, config));
  if (!reply) return tl::unexpected(reply.error());
  return read_state(*reply, service, config, clock_.now());
}

BatchClient::Reached<void> BatchClient::fill(std::span<const BatchItem> items, const std::string& id,
                                             const ProviderConfig& config) const {
  const BatchService& service = service_of(config);
  if (service.fill == nullptr) return {};
  const Line line{transport_, clock_, turns_, config};
  for (const BatchCall& question : service.fill(items, id)) {
    const auto reply = line.call(question);
    if (!reply) return tl::unexpected(reply.error());
  }
  return {};
}

BatchClient::Reached<RemoteBatch> BatchClient::look(const std::string& id, const ProviderConfig& config) const {
  const BatchService& service = service_of(config);
  const Line line{transport_, clock_, turns_, config};
  const auto reply = line.call({"GET", service.path(id)});
  if (!reply) return tl::unexpected(reply.error());
  return read_state(*reply, service, config, clock_.now());
}

BatchClient::Reached<std::vector<RemoteBatch>> BatchClient::list(const ProviderConfig& config) const {
  const BatchService& service = service_of(config);
  const Line line{transport_, clock_, turns_, config};
  std::vector<RemoteBatch> batches;
  auto path = service.next_page(nullptr);
  for (int i = 0; i < kMostPages && path && !path->empty(); ++i) {
    const auto reply = line.call({"GET", *path});
    if (!reply) return tl::unexpected(reply.error());
    const auto page = parsed(*reply);
    if (!page || !page->is_object()) return tl::unexpected(unreadable(config, "the list of batches is no JSON object"));
    const auto entries = find_array(*page, service.batches);
    if (entries && *entries != nullptr) {
      for (const Json& entry : **entries) {
        if (auto state = service.state(entry, config)) batches.push_back(*std::move(state));
      }
    }
    path = service.next_page(&*page);
  }
  if (!path) return tl::unexpected(unreadable(config, path.error().what));
  return batches;
}

BatchClient::Reached<std::int64_t> BatchClient::read_rows(const RemoteBatch& batch, const ProviderConfig& config,
                                                          const OnRow& on_row) const {
  const BatchService& service = service_of(config);
  const Line line{transport_, clock_, turns_, config};
  Rows rows(service, config, clock_.now(), on_row);
  for (const std::string& row : batch.inline_rows) {
    if (!rows.take(row)) return tl::unexpected(own_failure(*rows.error()));
  }
  for (const std::string& path : batch.results) {
    const auto read = service.has_result_pages ? read_pages(line, path, rows) : read_lines(line, path, rows);
    if (!read) return tl::unexpected(read.error());
  }
  return rows.unreadable();
}

BatchClient::Reached<void> BatchClient::cancel(const std::string& id, const ProviderConfig& config) const {
  const BatchService& service = service_of(config);
  const Line line{transport_, clock_, turns_, config};
  const auto reply = line.call({"POST", service.path(id) + std::string(service.cancel), "{}"});
  if (!reply) return tl::unexpected(reply.error());
  return {};
}

void BatchClient::remove(const RemoteBatch& batch, const ProviderConfig& config) const {
  const Line line{transport_, clock_, turns_, config};
  for (const std::string& path : batch.files) static_cast<void>(line.call({"DELETE", path}));
}

void BatchClient::remove_input(const std::string& input, const ProviderConfig& config) const {
  if (input.empty()) return;
  RemoteBatch batch;
  batch.files = {"/files/" + input};
  remove(batch, config);
}

}  // namespace rustassistant::llm
