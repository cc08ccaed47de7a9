// SPDX-License-Identifier: MIT
// Advice at the bounds from which on it is given, and whole.
#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "rustassistant/domain/advice.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

constexpr std::int64_t kAdviceDollar = 1'000'000'000;

// Each advice as "kind subject>other count bytes now then saving".
std::vector<std::string> told(const Measured& measured) {
  std::vector<std::string> lines;
  for (const Advice& advice : advise(measured)) {
    lines.push_back(std::string(name_of(advice.kind)) + " " + advice.subject + ">" + advice.other + " " +
                    std::to_string(advice.count) + " " + std::to_string(advice.bytes) + " " +
                    std::to_string(advice.now.value) + " " + std::to_string(advice.then.value) + " " +
                    (advice.saving ? std::to_string(advice.saving->value) : "-"));
  }
  return lines;
}

using Lines = std::vector<std::string>;

// Ten calls to gpt-4.1 at a rate of one's own for input, half of that of gpt-4.1-mini being 400,000 pico-dollars.
Measured own_rate(std::int64_t pico) {
  Measured measured;
  measured.day = 20'261'127;
  measured.cap = NanoUsd{10 * kAdviceDollar};
  measured.prices = {{"gpt-4.1", {{pico}, {pico}, {pico}, {1}}}};
  measured.models = {{Provider::openai, "gpt-4.1", 10, {1'000'000, 0, 0, 0, 0}, {800'000'000}, {800'000'000}}};
  return measured;
}

}  // namespace

TEST_CASE("each kind of advice is called so") {
  const char* const names[] = {"cheaper-model", "batch", "set-cap", "asked-again", "fills-cache", "eviction-costs"};
  for (int i = 0; i < 6; ++i) CHECK(name_of(AdviceKind(i)) == names[i]);
}

TEST_CASE("a model that costs half as much is cheaper, one that costs more than that is not") {
  CHECK(told(own_rate(800'000)) ==
        Lines{"cheaper-model openai gpt-4.1>openai gpt-4.1-mini 10 0 800000000 400000000 400000000"});
  const Lines other = told(own_rate(799'999));
  for (const std::string& line : other) CHECK(line.find("gpt-4.1-mini") == std::string::npos);
}

TEST_CASE("what would save a cent is told, what would save less is not") {
  Measured measured;
  measured.cap = NanoUsd{kAdviceDollar};
  measured.paid_again = 1;
  measured.paid_again_cost = NanoUsd{10'000'000};
  CHECK(told(measured) == Lines{"eviction-costs > 1 0 10000000 0 10000000"});
  measured.paid_again_cost = NanoUsd{9'999'999};
  CHECK(told(measured).empty());
  measured.paid_again_cost = NanoUsd{kAdviceDollar};
  measured.paid_again = 0;
  CHECK(told(measured).empty());
}

TEST_CASE("a cap is too low from a nano-dollar on, and too high beyond twice of what is recommended") {
  Measured measured;
  measured.cap = NanoUsd{4'000'000'000};
  const auto cap_for = [&](std::int64_t month_end, std::optional<NanoUsd> recommended) {
    measured.month_end = NanoUsd{month_end};
    measured.recommended_cap = recommended;
    return told(measured);
  };
  CHECK(cap_for(4'000'000'000, {}).empty());
  CHECK(cap_for(4'000'000'001, {}) == Lines{"set-cap > 0 0 4000000000 4100000000 -"});
  CHECK(cap_for(4'100'000'000, {}) == Lines{"set-cap > 0 0 4000000000 4100000000 -"});
  CHECK(cap_for(4'100'000'001, {}) == Lines{"set-cap > 0 0 4000000000 4200000000 -"});
  CHECK(cap_for(0, NanoUsd{2'000'000'000}).empty());
  CHECK(cap_for(0, NanoUsd{1'999'999'999}) == Lines{"set-cap > 0 0 4000000000 1999999999 -"});
  CHECK(cap_for(4'000'000'001, NanoUsd{1}) == Lines{"set-cap > 0 0 4000000000 4100000000 -"});
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  CHECK(cap_for(kMost, {}).empty());
  CHECK(cap_for(kMost - 100'000'000, {}).empty());
  CHECK(cap_for(kMost - 100'000'001, {}).size() == 1);
}

TEST_CASE("a file is told from five calls on, the first three of them, the greatest saving first") {
  Measured measured;
  measured.cap = NanoUsd{kAdviceDollar};
  measured.files = {{"a", 5, {500'000'000}},
                    {"b", 4, {900'000'000}},
                    {"c", 6, {600'000'000}},
                    {"d", 5, {500'000'000}},
                    {"e", 9, {kAdviceDollar}}};
  CHECK(told(measured) == Lines{"asked-again c> 6 0 600000000 100000000 500000000",
                                "asked-again a> 5 0 500000000 100000000 400000000",
                                "asked-again d> 5 0 500000000 100000000 400000000"});
}

TEST_CASE("a cache is filled by a megabyte that is a quarter of it") {
  Measured measured;
  measured.cap = NanoUsd{kAdviceDollar};
  struct Row {
    std::int64_t kept;
    std::int64_t unused;
    bool is_told;
  };
  for (const Row& row : {Row{4'000'000, 1'000'000, true}, Row{3'000'000, 999'999, false},
                         Row{4'000'004, 1'000'000, false}, Row{4'000'003, 1'000'000, true}}) {
    measured.kept_bytes = row.kept;
    measured.unused = {{"/less", 1, row.unused - 1}, {"/most", 7, row.unused}, {"/least", 2, 5}};
    CAPTURE(row.kept, row.unused);
    CHECK(told(measured) ==
          (row.is_told ? Lines{"fills-cache /most> 7 " + std::to_string(row.unused) + " 0 0 -"} : Lines{}));
  }
}

TEST_CASE("of calls without batches, a batch saves the provider's share") {
  Measured measured;
  measured.day = 20'261'127;
  measured.cap = NanoUsd{10 * kAdviceDollar};
  measured.models = {{Provider::openai, "gpt-4.1-nano", 7, {7'000, 0, 0, 700, 0}, {100'000'000}, {20'000'000}}};
  const Lines lines = told(measured);
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.back() == "batch openai gpt-4.1-nano> 7 0 80000000 40000000 40000000");
  measured.models[0].provider = Provider::builtin;
  CHECK(told(measured).empty());
  measured.models[0].provider = Provider::openai;
  measured.models[0].calls = 0;
  CHECK(told(measured).empty());
}
