// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "app_world.hpp"
#include "row_book.hpp"
#include "rustassistant/domain/batch_price.hpp"

// What becomes of a row of a batch's results: of its money, of its job, and of its answer.
namespace rustassistant::app {
namespace {

using RowBilling = llm::AttemptFailure::Billing;
using RowRemedy = llm::AttemptFailure::Remedy;

constexpr UnixMillis kRowNow{1'795'262'400'000};

ledger::BatchRow row_of_batch(std::optional<NanoUsd> reserved = NanoUsd{1'000'000'000}) {
  ledger::BatchRow row;
  row.call = 17;
  row.key.fill(3);
  row.facts.provider = domain::Provider::openai;
  row.facts.model = "gpt-4o-mini";
  row.facts.type = domain::AnalysisType::refactor;
  row.facts.request_bytes = 1000;
  row.reserved = reserved;
  row.is_open = true;
  return row;
}

std::optional<domain::ModelPrice> price_in_batches() {
  return domain::batch_price(*domain::find_price(domain::Provider::openai, "gpt-4o-mini", 20261121));
}

llm::BatchAnswer failed_row(RowBilling billing, RowRemedy remedy = RowRemedy::none,
                            const std::function<void(llm::AttemptFailure&)>& change = {}) {
  llm::AttemptFailure failure;
  failure.error = {Errc::provider, "it said no", {}};
  failure.billing = billing;
  failure.remedy = remedy;
  failure.reply_bytes = 200;
  if (change) change(failure);
  return {"id", true, tl::unexpected(failure)};
}

llm::BatchAnswer answered_row(const std::string& text, std::optional<domain::Usage> usage,
                              std::optional<NanoUsd> billed = {}) {
  llm::Answer answer;
  answer.usage = usage;
  answer.billed = billed;
  answer.reply_bytes = 200;
  answer.text = text;
  answer.model = "gpt-4o-mini";
  return {"id", true, answer};
}

// "state cost usage": "settled 7, by estimate, no usage".
std::string money_of(const RowVerdict& verdict) {
  const ledger::RowClosing& closing = verdict.closing;
  CHECK(closing.call == 17);
  return std::string(name_of(closing.state)) + " " +
         (closing.cost ? std::to_string(closing.cost->value) : std::string("-")) + (closing.estimated ? " about" : "") +
         (closing.usage ? " " + std::to_string(closing.usage->input) + "/" + std::to_string(closing.usage->output)
                        : std::string());
}

// "state +wait counts|free code: message".
std::string job_of(const RowVerdict& verdict) {
  const queue::Returned& job = verdict.job;
  CHECK(job.key == row_of_batch().key);
  const bool waits = job.state == queue::JobState::queued;
  return std::string(name_of(job.state)) +
         (waits ? " +" + std::to_string(job.not_before.value - kRowNow.value) : std::string()) +
         (job.attempt_counts ? " counts " : " free ") + job.code + ": " + job.message;
}

}  // namespace

TEST_CASE(
    "a row's money: the provider's bill, else its usage by the price of a batch, else a bound, else what was set "
    "aside") {
  const domain::Usage usage{1000, 0, 0, 200, 0};
  const auto money = [](const llm::BatchAnswer& answer, const std::optional<domain::ModelPrice>& price,
                        const ledger::BatchRow& row = row_of_batch()) {
    return money_of(verdict_on(row, answer, price, kRowNow));
  };
  const auto price = price_in_batches();
  // $0.075 and $0.3 per million tokens: 75 and 300 nano-dollars each.
  CHECK(money(answered_row(test::kAnswer, usage, NanoUsd{7}), price) == "settled 7 1000/200");
  CHECK(money(answered_row(test::kAnswer, {}, NanoUsd{7}), std::nullopt) == "settled 7");
  CHECK(money(answered_row(test::kAnswer, usage), price) == "settled 135000 1000/200");
  CHECK(money(answered_row("no document", usage), price) == "settled 135000 1000/200");
  // Without a bill and a price, or without usage: at most a token each byte, and no more than was set aside.
  CHECK(money(answered_row(test::kAnswer, usage), std::nullopt) == "settled 1000000000 about");
  CHECK(money(answered_row(test::kAnswer, {}), price) == "settled 135000 about");
  CHECK(money(answered_row(test::kAnswer, {}), price, row_of_batch(NanoUsd{134'999})) == "settled 134999 about");
  CHECK(money(answered_row(test::kAnswer, {}), price, row_of_batch(std::nullopt)) == "settled 135000 about");
  CHECK(money(answered_row(test::kAnswer, {}), std::nullopt, row_of_batch(std::nullopt)) == "settled - about");
  auto unbounded = price;
  unbounded->reasoning_reserve = 1;
  CHECK(money(answered_row(test::kAnswer, {}), unbounded) == "settled 1000000000 about");
  ledger::BatchRow without_size = row_of_batch();
  without_size.facts.request_bytes.reset();
  CHECK(money(answered_row(test::kAnswer, {}), price, without_size) == "settled 60000 about");

  const auto known =
      failed_row(RowBilling::known, RowRemedy::none, [&](llm::AttemptFailure& failure) { failure.usage = usage; });
  CHECK(money(known, price) == "settled 135000 1000/200");
  CHECK(money(failed_row(RowBilling::known, RowRemedy::none, [](auto& failure) { failure.billed = NanoUsd{9}; }),
              price) == "settled 9");
  CHECK(money(failed_row(RowBilling::known), price) == "settled 135000 about");
  CHECK(money(failed_row(RowBilling::by_size, RowRemedy::none, [&](auto& failure) { failure.usage = usage; }), price) ==
        "settled 135000 about");
  CHECK(money(failed_row(RowBilling::possible), price) == "settled 1000000000 about");
  CHECK(money(failed_row(RowBilling::none), price) == "released -");
}

TEST_CASE(
    "a row's question is asked again where that costs nothing and may help, and counts as a try where it was one") {
  const auto job = [](const llm::BatchAnswer& answer) {
    const RowVerdict verdict = verdict_on(row_of_batch(), answer, price_in_batches(), kRowNow);
    CHECK_FALSE(verdict.document);
    CHECK_FALSE(verdict.account_fault);
    return job_of(verdict);
  };
  const auto outage = [](llm::AttemptFailure& failure) { failure.is_outage = true; };
  const auto limited = [](llm::AttemptFailure& failure) { failure.is_rate_limit = true; };
  CHECK(job(failed_row(RowBilling::none)) == "dead counts provider: it said no");
  CHECK(job(failed_row(RowBilling::none, RowRemedy::time)) == "queued +30000 counts provider: it said no");
  CHECK(job(failed_row(RowBilling::none, RowRemedy::time, outage)) == "queued +30000 free provider: it said no");
  CHECK(job(failed_row(RowBilling::none, RowRemedy::none, outage)) == "queued +30000 free provider: it said no");
  CHECK(job(failed_row(RowBilling::none, RowRemedy::time, limited)) == "queued +30000 free provider: it said no");
  CHECK(job(failed_row(RowBilling::none, RowRemedy::none, limited)) == "dead counts provider: it said no");
  for (const RowRemedy remedy : {RowRemedy::plainer_schema, RowRemedy::folded_system, RowRemedy::larger_cap})
    CHECK(job(failed_row(RowBilling::none, remedy)) == "dead counts provider: it said no");
  for (const RowBilling billing : {RowBilling::known, RowBilling::by_size, RowBilling::possible})
    CHECK(job(failed_row(billing, RowRemedy::time, outage)) == "dead counts provider: it said no");

  llm::BatchAnswer expired = failed_row(RowBilling::none, RowRemedy::time);
  expired.was_run = false;
  CHECK(job(expired) == "queued +30000 counts not_run: it said no");
  CHECK(job(answered_row("no document", {}))
            .starts_with("dead counts provider: gpt-4o-mini gave an answer that does not match the schema: "));
}

TEST_CASE("a row that speaks against the account says so, whatever becomes of its question") {
  const auto of_account = [](llm::AttemptFailure& failure) { failure.is_of_account = true; };
  for (const RowRemedy remedy : {RowRemedy::none, RowRemedy::time}) {
    const auto verdict =
        verdict_on(row_of_batch(), failed_row(RowBilling::none, remedy, of_account), price_in_batches(), kRowNow);
    REQUIRE(verdict.account_fault);
    CHECK(verdict.account_fault->code == Errc::provider);
    CHECK(verdict.account_fault->what == "it said no");
  }
}

TEST_CASE("a row's answer is stored without what it says of its own checks") {
  std::string claiming = test::kAnswer;
  claiming.insert(claiming.find(R"("item_name")"), R"("verified": true, "qualified_name": "m::f", )");
  const RowVerdict verdict = verdict_on(row_of_batch(), answered_row(claiming, {}), price_in_batches(), kRowNow);
  CHECK(job_of(verdict) == "done counts : ");
  CHECK_FALSE(verdict.account_fault);
  REQUIRE(verdict.document);
  const auto& analysis = std::get<domain::Analysis>(*verdict.document);
  REQUIRE(analysis.smells.size() == 1);
  CHECK_FALSE(analysis.smells[0].location.verified);
  CHECK_FALSE(analysis.smells[0].location.qualified_name);
}

}  // namespace rustassistant::app
