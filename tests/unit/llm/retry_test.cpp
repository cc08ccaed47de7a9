// SPDX-License-Identifier: MIT
#include "rustassistant/llm/retry.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace std::chrono_literals;
using domain::Provider;
using domain::SchemaMode;
using Remedy = AttemptFailure::Remedy;

namespace {

AttemptFailure failure_with(Remedy remedy, std::optional<std::chrono::milliseconds> retry_after = {}) {
  AttemptFailure failure;
  failure.remedy = remedy;
  failure.retry_after = retry_after;
  return failure;
}

NextStep after(Remedy remedy, const Tried& tried = {}, Provider provider = Provider::openai) {
  return next_step(failure_with(remedy), tried, provider, 0);
}

// The wait before the next try of a failure that time may fix.
std::optional<std::chrono::milliseconds> wait_after(int attempts,
                                                    std::optional<std::chrono::milliseconds> retry_after = {},
                                                    std::uint32_t random = 0) {
  Tried tried;
  tried.attempts = attempts;
  const NextStep step = next_step(failure_with(Remedy::time, retry_after), tried, Provider::openai, random);
  const auto* later = std::get_if<Later>(&step);
  return later == nullptr ? std::nullopt : std::optional(later->wait);
}

std::optional<RequestShape> shape_after(Remedy remedy, const Tried& tried, Provider provider = Provider::openai) {
  const NextStep step = after(remedy, tried, provider);
  const auto* again = std::get_if<Again>(&step);
  return again == nullptr ? std::nullopt : std::optional(again->shape);
}

}  // namespace

TEST_CASE("there are at most two retries in a shape") {
  CHECK(wait_after(1));
  CHECK(wait_after(2));
  CHECK_FALSE(wait_after(3));
  CHECK_FALSE(wait_after(0));
}

TEST_CASE("a queue is more patient than a run") {
  Tried tried;
  tried.attempts = 4;
  const auto step = next_step(failure_with(Remedy::time, 3600s), tried, Provider::openai, 0, {5, 6h});
  CHECK(std::get<Later>(step).wait == 3600s);
}

TEST_CASE("what cannot succeed is not tried again") {
  CHECK(std::holds_alternative<GiveUp>(after(Remedy::none)));
}

TEST_CASE("the wait doubles, and chance takes up to half of it away") {
  for (std::uint32_t random : {0U, 1U, 499U, 500U, 999U, 1000U, 0xffffffffU}) {
    const auto first = wait_after(1, {}, random).value();
    CHECK(first > 250ms);
    CHECK(first <= 500ms);
    const auto second = wait_after(2, {}, random).value();
    CHECK(second > 500ms);
    CHECK(second <= 1000ms);
  }
  CHECK(wait_after(1, {}, 0) == 500ms);
  CHECK(wait_after(1, {}, 500) == 375ms);
}

TEST_CASE("the provider's wish is honored up to a minute; a longer one means no retry") {
  CHECK(wait_after(1, 0ms) == 0ms);
  CHECK(wait_after(1, 7s) == 7s);
  CHECK(wait_after(2, 60s) == 60s);
  CHECK_FALSE(wait_after(1, 60'001ms));
}

TEST_CASE("a refused schema is told in the next plainer way, down to the prompt alone") {
  Tried tried;
  tried.shape.folds_system = true;
  tried.attempts = 3;
  const auto plainer = shape_after(Remedy::plainer_schema, tried);
  REQUIRE(plainer);
  CHECK(plainer->schema == SchemaMode::json_object);
  CHECK(plainer->folds_system);
  tried.shape = *plainer;
  CHECK(shape_after(Remedy::plainer_schema, tried).value().schema == SchemaMode::none);
  CHECK_FALSE(shape_after(Remedy::plainer_schema, tried, Provider::anthropic));
  tried.shape.schema = SchemaMode::none;
  CHECK_FALSE(shape_after(Remedy::plainer_schema, tried));
}

TEST_CASE("a system prompt is folded into the user's once") {
  Tried tried;
  tried.shape.schema = SchemaMode::none;
  const auto folded = shape_after(Remedy::folded_system, tried);
  REQUIRE(folded);
  CHECK(folded->folds_system);
  CHECK(folded->schema == SchemaMode::none);
  tried.shape = *folded;
  CHECK_FALSE(shape_after(Remedy::folded_system, tried));
}

TEST_CASE("an answer that was cut off is asked for once more with four times the cap, as far as the model can write") {
  Tried tried;
  CHECK(shape_after(Remedy::larger_cap, tried).value().output_cap == 4 * kDefaultOutputCap);
  tried.max_output = 8000;
  CHECK(shape_after(Remedy::larger_cap, tried).value().output_cap == 8000);
  tried.max_output = kDefaultOutputCap;
  CHECK_FALSE(shape_after(Remedy::larger_cap, tried));
  tried.max_output = 0;
  tried.shape.output_cap = 4 * kDefaultOutputCap;
  CHECK_FALSE(shape_after(Remedy::larger_cap, tried));
}
