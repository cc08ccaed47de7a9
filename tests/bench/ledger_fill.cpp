// SPDX-License-Identifier: MIT
// ledger_fill LEDGER CALLS: makes a ledger with that many settled calls, spread over a year and twenty repositories.
#include <cstdio>
#include <string>

#include "rustassistant/base/text.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/ledger.hpp"

using namespace rustassistant;

namespace {

constexpr const char* kFill =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CALLS), "
    "c(i, t) AS (SELECT i, unixepoch() - 31536000 * (CALLS - i) / CALLS FROM n) "
    "INSERT INTO call (at, month, day, state, closed_at, reserved, cost, provider, type, model, repo, repo_path, path, "
    "extension, input_tokens, cached_tokens, output_tokens, request_bytes) "
    "SELECT t * 1000, strftime('%Y%m', t, 'unixepoch') + 0, strftime('%Y%m%d', t, 'unixepoch') + 0, 1, t * 1000, "
    "2400000, "
    "150000 + i % 1000, 1, 0, 'model-' || (i % 5), printf('%08x', i % 20), '/repo/' || (i % 20), 'src/' || i % 400 || "
    "'.rs', "
    "'rs', 1000, 400, 200, 4000 FROM c";

}  // namespace

int main(int argc, char** argv) {
  const auto calls = argc == 3 ? parse_integer(argv[2]) : std::nullopt;
  if (!calls) return 2;
  SystemClock clock;
  if (!ledger::Ledger::open(argv[1], clock)) return 1;
  const auto connection = db::Connection::open(argv[1], {db::OpenMode::read_write});
  std::string sql = kFill;
  for (auto at = sql.find("CALLS"); at != std::string::npos; at = sql.find("CALLS")) sql.replace(at, 5, argv[2]);
  if (connection) {
    const auto filled = connection->execute(sql);
    if (filled && connection->checkpoint()) return 0;
    if (!filled) std::fprintf(stderr, "ledger_fill: %s\n", filled.error().what.c_str());
  }
  return 1;
}
