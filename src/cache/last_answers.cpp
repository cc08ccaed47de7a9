// SPDX-License-Identifier: MIT
#include "last_answers.hpp"

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/zstd.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::size_t kMaxUnitsBytes = 16U << 20U;

// The newest entry of the path with units; another context is another question.
constexpr std::string_view kFindLastAnswer =
    "SELECT e.key_prefix, e.key_rest, b.units, e.context_hash FROM variant v "
    "CROSS JOIN entry e INDEXED BY entry_place ON e.repo = ?9 AND e.path = ?10 AND e.variant = v.id "
    "CROSS JOIN blob b ON b.id = e.blob AND b.units IS NOT NULL "
    "WHERE v.type = ?1 AND v.provider = ?2 AND v.model = ?3 AND v.endpoint = ?4 AND v.prompt_hash = ?5 "
    "AND v.schema_version = ?6 AND v.language = ?7 AND v.config_hash = ?8 "
    "ORDER BY e.created DESC, e.id DESC LIMIT 1";

constexpr std::string_view kPutUnits =
    "UPDATE blob SET units = ?3 WHERE id = (SELECT blob FROM entry WHERE key_prefix = ?1 AND key_rest = ?2)";

// The units of the answer before it serve nobody.
constexpr std::string_view kForgetBefore =
    "UPDATE blob SET units = NULL WHERE id = (SELECT o.blob FROM entry e "
    "CROSS JOIN entry o INDEXED BY entry_place ON o.repo = e.repo AND o.path = e.path AND o.variant = e.variant "
    "WHERE e.key_prefix = ?1 AND e.key_rest = ?2 AND o.id <> e.id ORDER BY o.created DESC LIMIT 1)";

constexpr std::string_view kCountReused =
    "INSERT INTO lookup (month, type, repo, reused, units, units_asked, reuse_saved) VALUES (?1, ?2, ?3, 1, ?4, ?5, "
    "?6) "
    "ON CONFLICT (month, type, repo) DO UPDATE SET reused = reused + 1, units = units + ?4, "
    "units_asked = units_asked + ?5, reuse_saved = reuse_saved + ?6";

}  // namespace

db::Outcome<std::optional<LastAnswer>> find_last_answer(const db::Connection& connection, const EntryInfo& info) {
  TRY_ASSIGN(auto query, connection.prepare(kFindLastAnswer));
  const domain::KeyFactors& factors = info.factors;
  query.bind(static_cast<int>(info.type()), static_cast<int>(info.provider()), factors.model, factors.endpoint,
             factors.prompt_hash, factors.schema_version, factors.language, factors.config_hash,
             std::int64_t{repo_number(info.repo_id)}, std::string_view(info.path));
  TRY_ASSIGN(const bool found, query.step());
  if (!found || query.text(3) != factors.context_hash) return std::nullopt;
  const auto key = joined_hash(query.integer(0), query.blob(1));
  auto units = codec::decompress(db::characters(query.blob(2)), kMaxUnitsBytes);
  if (!key || !units) return std::nullopt;
  return LastAnswer{*key, *std::move(units)};
}

std::string pack_units(std::string_view units) {
  return codec::Compressor(1).compress(units);
}

db::Outcome<void> put_units(const db::Connection& connection, const EntryInfo& info, const AnswerUnits& units) {
  TRY_ASSIGN(auto put, connection.prepare(kPutUnits));
  TRY(put.bind(prefix_of(info.key), rest_of(info.key), db::bytes(units.units)).run());
  TRY_ASSIGN(auto forget, connection.prepare(kForgetBefore));
  TRY(forget.bind(prefix_of(info.key), rest_of(info.key)).run());
  if (!units.gain) return {};
  const ReuseGain& gain = *units.gain;
  TRY_ASSIGN(auto count, connection.prepare(kCountReused));
  return count
      .bind(utc_month(info.created), static_cast<int>(info.type()), std::int64_t{repo_number(info.repo_id)}, gain.units,
            gain.asked, gain.saved.value)
      .run();
}

db::Outcome<ReuseCounts> count_reused(const db::Connection& connection, std::optional<std::int64_t> repo) {
  TRY_ASSIGN(auto query,
             connection.prepare("SELECT sum(reused), sum(units), sum(units_asked), sum(reuse_saved) FROM lookup "
                                "WHERE ?1 IS NULL OR repo = ?1"));
  TRY(query.bind(repo).step());
  return ReuseCounts{query.integer(0), query.integer(1), query.integer(2), NanoUsd{query.integer(3)}};
}

}  // namespace rustassistant::cache
