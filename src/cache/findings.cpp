// SPDX-License-Identifier: MIT
#include "findings.hpp"

#include "rustassistant/codec/zstd.hpp"
#include "rustassistant/db/transaction.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::size_t kMaxSeenBytes = 64U << 20U;
constexpr int kKeptYears = 3;

}  // namespace

db::Outcome<std::optional<SeenFindings>> seen_findings(const db::Connection& connection, std::uint32_t repo, int day) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT at, findings FROM findings_seen WHERE repo = ?1 AND day < ?2 "
                                            "ORDER BY day DESC LIMIT 1"));
  TRY_ASSIGN(const bool found, query.bind(std::int64_t{repo}, day).step());
  if (!found) return std::nullopt;
  auto text = codec::decompress(db::characters(query.blob(1)), kMaxSeenBytes);
  if (!text) return std::nullopt;
  return SeenFindings{{query.integer(0)}, *std::move(text)};
}

db::Outcome<std::vector<FindingCount>> finding_counts(const db::Connection& connection, std::uint32_t repo,
                                                      int from_day, int to_day) {
  TRY_ASSIGN(auto rows, connection.prepare("SELECT day, kind, severity, findings FROM findings_day WHERE repo = ?1 AND "
                                           "day BETWEEN ?2 AND ?3 ORDER BY day, kind, severity"));
  rows.bind(std::int64_t{repo}, from_day, to_day);
  std::vector<FindingCount> counts;
  TRY(db::for_each(rows, [&] {
    counts.push_back({static_cast<int>(rows.integer(0)), std::string(rows.text(1)), static_cast<int>(rows.integer(2)),
                      rows.integer(3)});
  }));
  return counts;
}

db::Outcome<bool> put_findings(const db::Connection& connection, std::uint32_t repo, int day, const SeenFindings& seen,
                               std::span<const FindingCount> counts) {
  const std::string frame = codec::Compressor(3).compress(seen.text);
  TRY_ASSIGN(auto put, connection.prepare("INSERT OR REPLACE INTO findings_seen (repo, day, at, findings) VALUES (?1, "
                                          "?2, ?3, ?4)"));
  TRY_ASSIGN(auto forget,
             connection.prepare("DELETE FROM findings_seen WHERE repo = ?1 AND day < (SELECT max(day) FROM "
                                "findings_seen WHERE repo = ?1 AND day < ?2)"));
  TRY_ASSIGN(auto clear, connection.prepare("DELETE FROM findings_day WHERE repo = ?1 AND (day = ?2 OR day < ?3)"));
  TRY_ASSIGN(auto count,
             connection.prepare("INSERT INTO findings_day (repo, day, kind, severity, findings) VALUES (?1, "
                                "?2, ?3, ?4, ?5)"));
  const std::int64_t number = repo;
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  TRY(put.bind(number, day, seen.at.value, db::bytes(frame)).run());
  TRY(forget.bind(number, day).run());
  TRY(clear.bind(number, day, day - kKeptYears * 10'000).run());
  for (const FindingCount& one : counts)
    TRY(count.bind(number, day, std::string_view(one.kind), one.severity, one.findings).run());
  TRY(transaction.commit());
  return true;
}

db::Outcome<void> forget_findings(const db::Connection& connection, std::optional<std::int64_t> repo) {
  for (const char* sql : {"DELETE FROM findings_day WHERE ?1 IS NULL OR repo = ?1",
                          "DELETE FROM findings_seen WHERE ?1 IS NULL OR repo = ?1"}) {
    TRY_ASSIGN(auto forget, connection.prepare(sql));
    TRY(forget.bind(repo).run());
  }
  return {};
}

}  // namespace rustassistant::cache
