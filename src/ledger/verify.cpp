// SPDX-License-Identifier: MIT
#include "database.hpp"

namespace rustassistant::ledger {
namespace {

// Days on which the sums that triggers keep are not those of the calls.
constexpr std::string_view kWrongTotals =
    "SELECT count(*) FROM (SELECT month, day, repo, sum(spent) AS s, sum(reserved) AS r, sum(calls) AS c, "
    "sum(unknown_costs) AS u, sum(estimated_calls) AS e, sum(input_tokens) AS i, sum(cached_tokens) AS k, "
    "sum(output_tokens) AS o FROM ("
    "SELECT month, day, repo, spent, reserved, calls, unknown_costs, estimated_calls, input_tokens, cached_tokens, "
    "output_tokens FROM day_total UNION ALL "
    "SELECT month, day, repo, -iif(state = 1, charged, 0), -iif(state = 0, charged, 0), -(state = 1), "
    "-(state = 1 AND cost IS NULL), -(state = 1 AND estimated), -iif(state = 1, ifnull(input_tokens, 0), 0), "
    "-iif(state = 1, ifnull(cached_tokens, 0), 0), -iif(state = 1, ifnull(output_tokens, 0), 0) FROM call) "
    "GROUP BY month, day, repo) WHERE s <> 0 OR r <> 0 OR c <> 0 OR u <> 0 OR e <> 0 OR i <> 0 OR k <> 0 OR o <> 0";

constexpr std::string_view kWrongSpending =
    "SELECT count(*) FROM (SELECT sum(spent) AS s, sum(reserved) AS r, sum(calls) AS c, sum(open_calls) AS n, "
    "sum(unknown_costs) AS u, sum(estimated_calls) AS e, sum(input_tokens) AS i, sum(cached_tokens) AS k, "
    "sum(output_tokens) AS o FROM ("
    "SELECT day, repo, provider, model, type, extension, spent, reserved, calls, open_calls, unknown_costs, "
    "estimated_calls, input_tokens, cached_tokens, output_tokens FROM spending UNION ALL "
    "SELECT day, repo, provider, model, type, extension, -iif(state = 1, charged, 0), -iif(state = 0, charged, 0), "
    "-(state = 1), -(state = 0), -(state = 1 AND cost IS NULL), -(state = 1 AND estimated), "
    "-iif(state = 1, ifnull(input_tokens, 0), 0), -iif(state = 1, ifnull(cached_tokens, 0), 0), "
    "-iif(state = 1, ifnull(output_tokens, 0), 0) FROM call) GROUP BY day, repo, provider, model, type, extension) "
    "WHERE s <> 0 OR r <> 0 OR c <> 0 OR n <> 0 OR u <> 0 OR e <> 0 OR i <> 0 OR k <> 0 OR o <> 0";

}  // namespace

Result<std::vector<std::string>> Ledger::verify() {
  return database_->read([](const db::Connection& connection) -> db::Outcome<std::vector<std::string>> {
    std::vector<std::string> findings;
    TRY_ASSIGN(auto rows, connection.prepare("PRAGMA integrity_check(20)"));
    TRY(db::for_each(rows, [&] {
      if (rows.text(0) != "ok") findings.emplace_back(rows.text(0));
    }));
    if (!findings.empty()) return findings;
    TRY_ASSIGN(const std::int64_t wrong, connection.integer(kWrongTotals));
    if (wrong > 0) findings.push_back("the sums of " + std::to_string(wrong) + " days differ from their calls");
    TRY_ASSIGN(const std::int64_t unlike, connection.integer(kWrongSpending));
    if (unlike > 0) findings.push_back("the sums of " + std::to_string(unlike) + " groups of calls differ from them");
    TRY_ASSIGN(const std::int64_t odd,
               connection.integer("SELECT count(*) FROM call WHERE (state = 0) <> (closed_at IS NULL)"));
    if (odd > 0) findings.push_back(std::to_string(odd) + " calls are both open and closed");
    return findings;
  });
}

}  // namespace rustassistant::ledger
