// SPDX-License-Identifier: MIT
#include "rustassistant/domain/advice.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

constexpr std::int64_t kDollar = 1'000'000'000;

Measured spending_on(Provider provider, const char* model, std::int64_t calls, Usage tokens, std::int64_t spent) {
  Measured measured;
  measured.day = 20'261'127;
  measured.cap = NanoUsd{10 * kDollar};
  measured.models = {{provider, model, calls, tokens, NanoUsd{spent}, {}}};
  return measured;
}

const Advice* find(const std::vector<Advice>& all, AdviceKind kind) {
  const auto found = std::ranges::find(all, kind, &Advice::kind);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("a cheaper model of the same provider is named with what it would have cost at the same tokens") {
  // 100 calls of 5,000 tokens in and 800 out: $1.64 at $2 and $8 a million, a fifth of it at $0.40 and $1.60.
  const auto all = advise(spending_on(Provider::openai, "gpt-4.1", 100, {500'000, 0, 0, 80'000, 0}, 1'640'000'000));
  const Advice* model = find(all, AdviceKind::cheaper_model);
  REQUIRE(model != nullptr);
  CHECK(model->subject == "openai gpt-4.1");
  CHECK(model->other == "openai gpt-4.1-mini");
  CHECK(model->now == NanoUsd{1'640'000'000});
  CHECK(model->then == NanoUsd{328'000'000});
  CHECK(model->saving == NanoUsd{1'312'000'000});
  const Advice* batch = find(all, AdviceKind::batch);
  REQUIRE(batch != nullptr);
  CHECK(batch->then == NanoUsd{820'000'000});
  CHECK(all.front().kind == AdviceKind::cheaper_model);
}

TEST_CASE("what batches were paid for cannot be saved by batches again") {
  Measured measured = spending_on(Provider::openai, "gpt-4.1", 100, {500'000, 0, 0, 80'000, 0}, kDollar);
  measured.models[0].batched = NanoUsd{kDollar};
  CHECK(find(advise(measured), AdviceKind::batch) == nullptr);
  measured.models[0].batched = NanoUsd{kDollar / 2};
  const auto all = advise(measured);
  REQUIRE(find(all, AdviceKind::batch) != nullptr);
  CHECK(find(all, AdviceKind::batch)->saving == NanoUsd{kDollar / 4});
}

TEST_CASE("models of unknown price, of other servers, and sums below a cent give no advice") {
  CHECK(advise(spending_on(Provider::openai, "gpt-unheard-of", 5, {5'000, 0, 0, 800, 0}, kDollar)).empty());
  CHECK(advise(spending_on(Provider::openai_compatible, "gpt-4.1", 5, {5'000, 0, 0, 800, 0}, kDollar)).empty());
  CHECK(advise(spending_on(Provider::openai, "gpt-4.1", 1, {5'000, 0, 0, 800, 0}, 9'000'000)).empty());
  CHECK(advise(spending_on(Provider::openai, "gpt-4.1", 0, {}, 0)).empty());
}

TEST_CASE("a cap is advised that the month fits under, or that is not far above what is spent") {
  Measured measured;
  measured.cap = NanoUsd{3 * kDollar};
  measured.month_end = NanoUsd{4 * kDollar + 1};
  auto all = advise(measured);
  REQUIRE(all.size() == 1);
  CHECK(all[0].kind == AdviceKind::set_cap);
  CHECK(all[0].then == NanoUsd{4'100'000'000});
  CHECK_FALSE(all[0].saving);
  measured.month_end = NanoUsd{kDollar / 2};
  CHECK(advise(measured).empty());
  measured.recommended_cap = NanoUsd{kDollar};
  all = advise(measured);
  REQUIRE(all.size() == 1);
  CHECK(all[0].then == NanoUsd{kDollar});
}

TEST_CASE("a file that is asked for again and again is named, three files at most") {
  Measured measured;
  measured.cap = NanoUsd{kDollar};
  for (const char* path : {"/p/a.rs", "/p/b.rs", "/p/c.rs", "/p/d.rs"})
    measured.files.push_back({path, 10, NanoUsd{kDollar}});
  measured.files.push_back({"/p/rarely.rs", 4, NanoUsd{kDollar}});
  const auto all = advise(measured);
  REQUIRE(all.size() == 3);
  CHECK(all[0].subject == "/p/a.rs");
  CHECK(all[0].saving == NanoUsd{kDollar / 10 * 9});
}

TEST_CASE("what fills the cache is named, and what making room cost") {
  Measured measured;
  measured.kept_bytes = 10'000'000;
  measured.unused = {{"/small", 5, 100'000}, {"/large", 900, 4'000'000}};
  measured.paid_again = 3;
  measured.paid_again_cost = NanoUsd{kDollar};
  const auto all = advise(measured);
  REQUIRE(all.size() == 2);
  CHECK(all[0].kind == AdviceKind::eviction_costs);
  CHECK(all[0].saving == NanoUsd{kDollar});
  CHECK(all[1].kind == AdviceKind::fills_cache);
  CHECK(all[1].subject == "/large");
  CHECK(all[1].count == 900);
  measured.unused = {{"/large", 900, 2'000'000}};
  CHECK(advise(measured).size() == 1);
}

TEST_CASE("every kind of advice has a name") {
  for (int i = 0; i <= static_cast<int>(AdviceKind::eviction_costs); ++i)
    CHECK_FALSE(name_of(static_cast<AdviceKind>(i)).empty());
}
