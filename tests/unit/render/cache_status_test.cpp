// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/render/cache.hpp"
#include "support/expected_texts.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

constexpr std::int64_t kStatusNow = 1'795'000'000'000;  // 2026-11-18T11:06:40Z

View status_view(Format format, std::size_t columns = View::kUnlimited) {
  View view;
  view.format = format;
  view.columns = columns;
  return view;
}

// All figures different; what is raw is twice what is stored.
cache::Tally tally_from(std::int64_t first) {
  cache::Tally tally;
  tally.entries = first + 1;
  tally.stored_bytes = (first + 2) * 1'000;
  tally.raw_bytes = tally.stored_bytes * 2 + 500;
  tally.input_tokens = first + 3;
  tally.cached_tokens = first + 4;
  tally.output_tokens = first + 5;
  tally.cost = NanoUsd{(first + 6) * 1'000'000};
  tally.unknown_costs = first + 7;
  tally.estimated_entries = first + 8;
  tally.accesses = first + 9;
  tally.hits = first + 10;
  tally.saved = NanoUsd{(first + 11) * 1'000'000};
  return tally;
}

cache::Removal status_removal(std::int64_t first) {
  return {first + 1, (first + 2) * 1'000, (first + 3) * 1'000, NanoUsd{(first + 4) * 1'000'000},
          first + 5, (first + 7) * 1'000, (first + 6) * 1'000};
}

CacheStatus full_status() {
  CacheStatus status;
  status.path = "/home/\x1b/cache.db";
  status.max_size = 500'000'000;
  status.high_watermark = 450'000'000;
  status.low_watermark = 400'000'000;
  cache::Statistics& statistics = status.statistics;
  statistics.total = tally_from(2'000);
  statistics.misses = 1'111;
  statistics.oldest = UnixMillis{kStatusNow - 86'400'000};
  statistics.newest = UnixMillis{kStatusNow};
  statistics.last_pruning = cache::PastPruning{{kStatusNow - 1'000}, "lru", status_removal(100), 7};
  statistics.dictionary = {3, 112'640, false, {kStatusNow - 5'000}, 1'234};
  statistics.warmed = {11, 22, 33};
  statistics.reused = {44, 5'555, 66, NanoUsd{77'000'000}};
  statistics.file_bytes = 123'456'789;
  statistics.by_type = {{domain::AnalysisType::refactor, tally_from(10)}, {domain::AnalysisType::todos, {}}};
  statistics.by_type[1].tally.entries = 1;
  statistics.by_type[1].tally.estimated_entries = 1;
  statistics.by_model = {{domain::Provider::openai, "gpt\x1b", tally_from(30)},
                         {domain::Provider::builtin, "builtin/3", tally_from(50)}};
  statistics.by_model[1].tally.estimated_entries = 0;
  statistics.by_prompt = {{"", tally_from(70)}, {"abcd\x1b", tally_from(90)}};
  statistics.by_repo = {{"/home/a/repository\x1b", tally_from(110)}, {"01234567", tally_from(130)}};
  statistics.by_extension = {{"rs", tally_from(150)}};
  status.prunings = {{{kStatusNow - 1'000}, "lru\x1b", status_removal(100), 7},
                     {{kStatusNow - 9'000}, "oldest", status_removal(0), 12'345}};
  status.team = cache::TeamStanding{{211, 212, 213, 1'214}, 215, 1'216};
  status.search_indexes = {2, 3'000'000};
  status.budget.emplace();
  status.budget->standing.zone = *TimeZone::parse("+02:00");
  status.budget->standing.month.month = 202611;
  status.budget->standing.month.spent = NanoUsd{2'900'000'000};
  return status;
}

}  // namespace

TEST_CASE("the status of the cache is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/cache_status.txt");
  const CacheStatus full = full_status();
  View colored = status_view(Format::text);
  colored.color = true;
  expected.add("full", cache_status(full, status_view(Format::text)));
  expected.add("full, in color", cache_status(full, colored));
  expected.add("full, 60 columns", cache_status(full, status_view(Format::text, 60)));
  expected.add("full, JSON", cache_status(full, status_view(Format::json)));
  expected.check();
}

TEST_CASE("the status of a cache with little in it leaves out what is nothing") {
  test::ExpectedTexts expected("render/expected/cache_status_small.txt");
  CacheStatus status;
  status.path = "/c.db";
  expected.add("nothing", cache_status(status, status_view(Format::text)));
  expected.add("nothing, JSON", cache_status(status, status_view(Format::json)));
  status.prunings.emplace();
  status.statistics.total.entries = 3;
  status.statistics.total.raw_bytes = 1'000;
  status.statistics.total.stored_bytes = 999;
  status.statistics.total.accesses = 10;
  status.statistics.oldest = UnixMillis{kStatusNow};
  expected.add("entries and no look-up", cache_status(status, status_view(Format::text)));
  expected.add("entries and no look-up, JSON", cache_status(status, status_view(Format::json)));
  status.statistics.misses = 1;
  status.statistics.total.output_tokens = 1;
  status.statistics.total.unknown_costs = 1;
  status.statistics.warmed.unused = 1;
  status.statistics.reused.answers = status.statistics.reused.units = status.statistics.reused.asked = 1;
  status.statistics.last_pruning = cache::PastPruning{{0}, "lru", {1, 0, 0, {}, 0, 0, 0}, 0};
  status.statistics.dictionary = {1, 1, false, {0}, 1};
  status.search_indexes.files = 1;
  status.team = cache::TeamStanding{{1, 1, 1, 1}, 1, 1};
  expected.add("one of each", cache_status(status, status_view(Format::text)));
  status.statistics.misses = 0;
  status.statistics.total.hits = 1;
  status.statistics.total.output_tokens = 0;
  status.statistics.total.input_tokens = 2;
  status.statistics.total.unknown_costs = 0;
  status.statistics.total.cost = NanoUsd{1};
  status.statistics.total.saved = NanoUsd{1};
  status.statistics.total.estimated_entries = 1;
  status.statistics.warmed = {};
  status.statistics.reused = {};
  expected.add("one hit", cache_status(status, status_view(Format::text)));
  status.statistics.total.entries = 0;
  expected.add("uses of entries that are gone", cache_status(status, status_view(Format::text)));
  expected.check();
}

TEST_CASE("what was removed is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/cache_removal.txt");
  cache::PruneRequest request;
  request.strategy = cache::PruneStrategy::most_expensive;
  request.max_bytes = 1'000'001;
  const cache::Removal many = status_removal(1'000);
  const cache::Removal one{1, 2, 3, NanoUsd{4}, 1, 6, 6};
  const cache::Removal known{1, 2, 3, NanoUsd{4}, 0, 6, 6};
  for (const auto dry_run : {cache::DryRun::no, cache::DryRun::yes}) {
    request.dry_run = dry_run;
    const std::string mode = dry_run == cache::DryRun::yes ? ", dry run" : "";
    expected.add("pruned" + mode, cache_prune(request, many, "/c\x1b.db", status_view(Format::text)));
    expected.add("one pruned" + mode, cache_prune(request, one, "/c.db", status_view(Format::text)));
    expected.add("pruned, JSON" + mode, cache_prune(request, many, "/c\x1b.db", status_view(Format::json)));
    expected.add("cleared" + mode, cache_clear(dry_run, known, "/c\x1b.db", status_view(Format::text)));
    expected.add("nothing cleared" + mode, cache_clear(dry_run, {}, "/c.db", status_view(Format::text)));
    expected.add("cleared, JSON" + mode, cache_clear(dry_run, many, "/c\x1b.db", status_view(Format::json)));
  }
  request.max_bytes.reset();
  request.strategy = cache::PruneStrategy::lru;
  expected.add("no limit, JSON", cache_prune(request, {}, "/c.db", status_view(Format::json)));
  expected.check();
}

TEST_CASE("what the upkeep of a cache did is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/cache_upkeep.txt");
  const auto both = [&](const std::string& title, const auto& shown) {
    expected.add(title, shown(status_view(Format::text)));
    expected.add(title + ", JSON", shown(status_view(Format::json)));
  };
  const cache::Verification damaged{1'234, {"entry 1 \x1b", "entry 2"}, 2};
  both("verified, damaged", [&](const View& view) { return cache_verify(damaged, "/c\x1b.db", view); });
  const cache::Verification one{1, {"entry 1"}, 0};
  both("verified, one", [&](const View& view) { return cache_verify(one, "/c.db", view); });
  cache::Optimization done;
  done.resumed = true;
  done.entries = 1'001;
  done.rewritten = 1'002;
  done.dictionary = {7, 8'000, false, {kStatusNow}, 1};
  done.stored_bytes_before = 9'000;
  done.stored_bytes_after = 10'000;
  done.file_bytes_before = 11'000;
  done.file_bytes_after = 12'000;
  both("optimized", [&](const View& view) { return cache_optimize(done, "/c\x1b.db", view); });
  done.resumed = false;
  done.trained = true;
  done.dictionary.builtin = true;
  done.entries = 1;
  both("optimized, with the built in", [&](const View& view) { return cache_optimize(done, "/c.db", view); });
  both("exported",
       [&](const View& view) { return cache_export(app::ArchiveExport{1, 2, 3'000}, "/c\x1b.db", "a\x1b.zst", view); });
  app::ArchiveImport import{{1'001, 1'002, 1'003, 1'004}, 1'005, {{0, "cut \x1b short"}, {17, "no key"}}};
  both("imported", [&](const View& view) { return cache_import(import, "/c\x1b.db", view); });
  import = {{1, 0, 0, 0}, 0, {}};
  both("imported, none refused", [&](const View& view) { return cache_import(import, "/c.db", view); });
  expected.check();
}
