// SPDX-License-Identifier: MIT
#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"

// Sums and entries that do not fit together are found, and repaired with nothing else.
namespace rustassistant::cache {

TEST_CASE_METHOD(CacheFixture,
                 "each sum that differs from a recount is found and repaired, also where no entry is left") {
  store(entry_named("a"));
  Entry gone = entry_named("b");
  gone.info.repo_id = "00c0ffee";
  gone.info.cost.reset();
  gone.info.estimated = true;
  gone.info.access_count = 3;
  store(gone);
  Entry free = entry_named("c");
  free.info.cost.reset();
  free.info.usage.reset();
  store(free);
  EntryFilter filter;
  filter.repo_id = "00c0ffee";
  const bool emptied = GENERATE(true, false);
  if (emptied) REQUIRE(open()->clear(filter, DryRun::no)->entries == 1);
  const std::string group = "WHERE repo = 12648430";  // 0x00c0ffee
  REQUIRE(number("SELECT count(*) FROM counter " + group) == 1);
  for (const std::string column :
       {"entries", "raw_bytes", "stored_bytes", "input_tokens", "cached_tokens", "output_tokens", "cost",
        "unknown_costs", "estimated", "accesses", "unused", "unused_bytes", "unused_cost"}) {
    CAPTURE(column);
    const std::int64_t right = number("SELECT " + column + " FROM counter " + group);
    CHECK(open()->verify(Repair::no)->problems.empty());
    REQUIRE(connection().execute("UPDATE counter SET " + column + " = " + column + " + 1 " + group));
    CHECK(open()->verify(Repair::no)->problems.size() == 1);
    const auto repaired = open()->verify(Repair::yes);
    REQUIRE(repaired);
    CHECK(repaired->repaired == 1);
    CHECK(number("SELECT " + column + " FROM counter " + group) == right);
    CHECK(number("SELECT count(*) FROM entry") == (emptied ? 2 : 3));
  }
}

TEST_CASE_METHOD(CacheFixture, "a repair removes the entries that lack a part, and no other") {
  for (const char* const name : {"a", "b", "c", "d"}) {
    Entry entry = entry_named(name);
    if (*name == 'c') entry.info.repo_id = "00c0ffee";
    if (*name == 'd') entry.info.factors.model = "other";
    store(entry);
  }
  REQUIRE(connection().execute("DELETE FROM blob WHERE id = 2"));
  REQUIRE(connection().execute("DELETE FROM repo WHERE id = 12648430"));
  REQUIRE(connection().execute("DELETE FROM variant WHERE model = 'other'"));
  CHECK(open()->verify(Repair::no)->problems.size() == 3);
  CHECK(open()->verify(Repair::yes)->repaired == 3);
  CHECK(left_of("abcd") == "a");
  CHECK(open()->verify(Repair::no)->problems.empty());
}

}  // namespace rustassistant::cache
