// SPDX-License-Identifier: MIT
#include "tally.hpp"

#include <catch2/catch.hpp>
#include <optional>

namespace rustassistant::app {
namespace {

struct Run {
  AnalyzeSummary summary;
  AnalyzeRequest request;
  Choice choice;
  Tally tally{summary, request, choice};

  // A file of 40 units, of which three were asked about.
  void add(CacheUse use, std::int64_t cost, std::optional<NanoUsd> whole_cost, bool in_parts = true) {
    domain::Analysis analysis;
    analysis.complexity_score = 10;
    if (in_parts) analysis.reuse = domain::Reuse{40, 3, "key"};
    Answered answered;
    answered.provider = domain::Provider::openai;
    answered.document = analysis;
    answered.whole_cost = whole_cost;
    FileResult result{{}, {}, "rust", answered, use};
    result.spending.add_booked(cost < 0 ? std::nullopt : std::optional(NanoUsd{cost}), false);
    tally.add(result);
  }
};

}  // namespace

TEST_CASE_METHOD(Run, "files that were asked about in part are summed up, those from the cache are not") {
  add(CacheUse::miss, 5, {}, false);
  CHECK(summary.reused.files == 0);
  add(CacheUse::miss, 5, NanoUsd{30});
  add(CacheUse::hit, 0, {});
  add(CacheUse::off, 40, NanoUsd{30});
  CHECK(summary.reused.files == 2);
  CHECK(summary.reused.units == 80);
  CHECK(summary.reused.asked == 6);
  CHECK(summary.reused.saved == NanoUsd{25});
  CHECK(!summary.reused.unknown);
}

TEST_CASE_METHOD(Run, "what reuse saved is unknown where a file's cost is, or what it would have cost") {
  add(CacheUse::miss, 5, NanoUsd{30});
  SECTION("its cost") {
    add(CacheUse::miss, -1, NanoUsd{30});
  }
  SECTION("what it would have cost") {
    add(CacheUse::miss, 5, {});
  }
  CHECK(summary.reused.files == 2);
  CHECK(summary.reused.unknown);
}

}  // namespace rustassistant::app
