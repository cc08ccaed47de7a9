// SPDX-License-Identifier: MIT
#include "rustassistant/tier/postgres_store.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/tier/envelope.hpp"
#include "rustassistant/tier/team_database.hpp"

namespace rustassistant::tier {
namespace {

using pg::Value;
using std::chrono::milliseconds;

std::string_view bytes_of(const SharedKey& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

// As PostgreSQL reads an array of bytea.
std::string array_of(std::span<const SharedKey> keys) {
  std::string text = "{";
  for (const SharedKey& key : keys) text += (text.size() > 1 ? ",\"\\\\x" : "\"\\\\x") + to_hex(key) + "\"";
  return text + "}";
}

class PostgresStore final : public EnvelopeStore {
 public:
  PostgresStore(pg::Target target, pg::Reach reach, std::string team)
      : team_(std::move(team)), session_(std::move(target), std::move(reach), greeting_of(team_)) {}

  Found find(std::span<const SharedKey> keys, milliseconds within) override {
    Found found{std::vector<std::optional<std::string>>(keys.size()), std::nullopt};
    const std::string wanted = array_of(keys);
    const std::array values{Value::text(team_), Value::text(wanted)};
    const auto rows =
        session_.run("SELECT key, document FROM rustassistant.entry WHERE team = $1 AND key = ANY ($2::bytea[])",
                     values, within, pg::Form::binary);
    if (!rows) {
      found.trouble = trouble_of(rows.error(), false);
      return found;
    }
    std::map<std::string_view, std::size_t> row_of;
    for (std::size_t row = 0; row < rows->size(); ++row) row_of[rows->value(row, 0)] = row;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto row = row_of.find(bytes_of(keys[i]));
      if (row == row_of.end()) continue;
      const std::string_view envelope = rows->value(row->second, 1);
      if (envelope.size() <= kMaxEnvelopeRead) found.envelopes[i] = envelope;
    }
    return found;
  }

  Put put(const SharedKey& key, std::string_view envelope, milliseconds within) override {
    if (envelope.size() > kMaxEnvelopeWritten) return {PutOutcome::too_large, std::nullopt};
    const std::array values{Value::text(team_), Value::bytes(bytes_of(key)), Value::bytes(envelope)};
    const auto rows =
        session_.run("INSERT INTO rustassistant.entry (team, key, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                     values, within);
    if (!rows) return {PutOutcome::failed, trouble_of(rows.error(), true)};
    return {rows->affected() == 1 ? PutOutcome::stored : PutOutcome::present, std::nullopt};
  }

  void touch(std::span<const SharedKey> keys, milliseconds within) override {
    if (keys.empty()) return;
    const std::string used = array_of(keys);
    const std::array values{Value::text(team_), Value::text(used)};
    // A standby refuses it, which is as good.
    static_cast<void>(session_.run("SELECT rustassistant.touch($1, $2::bytea[])", values, within));
  }

 private:
  const std::string team_;
  pg::Session session_;
};

}  // namespace

std::unique_ptr<EnvelopeStore> make_postgres_store(pg::Target target, pg::Reach reach, std::string team) {
  return std::make_unique<PostgresStore>(std::move(target), std::move(reach), std::move(team));
}

}  // namespace rustassistant::tier
