// SPDX-License-Identifier: MIT
#pragma once

#include "fields.hpp"

// Fields about money that stand in several documents.
namespace rustassistant::render {

inline constexpr Field kCapFields[] = {
    {"cap_nano_usd", "nano-dollars", "The cap", "3000000000"},
    {"spent_nano_usd", "nano-dollars", "The cost of settled calls"},
    {"reserved_nano_usd", "nano-dollars", "What is reserved for calls that are not settled", "0"},
    {"remaining_nano_usd", "nano-dollars", "The cap less both", "2997700000"},
    {"used_permille", "permille", "The share of the cap that is spent or reserved", "1"},
};

inline constexpr Field kBudgetFields[] = {
    {"monthly", "object", "The current month"},
    {"monthly.month", "month", "The month, in the time zone of the ledger"},
    {"monthly", "+cap", ""},
    {"monthly.calls", "count", "Settled and open calls"},
    {"monthly.unknown_costs", "count", "Of these, calls of unknown cost; they are in no sum", "0"},
    {"monthly.estimated_calls", "count", "Of these, calls whose cost is an estimate", "0"},
    {"monthly.input_tokens", "tokens", "Tokens of all requests"},
    {"monthly.cached_tokens", "tokens", "Of these, tokens billed at the cached rate", "400"},
    {"monthly.output_tokens", "tokens", "Tokens of all answers", "200"},
    {"monthly.resets_at", "time", "When the next month begins"},
    {"daily?", "object", "The current day; absent without a daily cap"},
    {"daily", "+cap", ""},
    {"daily.resets_at", "time", "When the next day begins"},
    {"repositories[]", "object", "Repositories with a cap of their own"},
    {"repositories[].repository", "@repository", "The repository"},
    {"repositories[]", "+cap", ""},
    {"state", "#budget-state", "How close the tightest cap is", "\"ok\""},
    {"when_exceeded", "#when-exceeded", "What happens to a call that would exceed a cap", "\"degrade\""},
};

inline constexpr Field kForecastFields[] = {
    {"month_end_nano_usd", "nano-dollars", "What will most likely be spent at the end of the month", "69000000"},
    {"crosses_cap_at", "time?", "When the cap is reached; null if it is not"},
    {"interval", "object?", "Where 8 of 10 such months end; null with less than a week of days to go by"},
    {"interval.low_nano_usd", "nano-dollars", "Its lower end", "51000000"},
    {"interval.high_nano_usd", "nano-dollars", "Its upper end", "88000000"},
    {"interval.days", "count", "The days that it was made from", "92"},
};

inline constexpr Field kHistoryFields[] = {
    {"calls", "count", "Calls"},
    {"unknown_costs", "count", "Of these, calls of unknown cost; they are in no sum", "0"},
    {"estimated_calls", "count", "Of these, calls whose cost is an estimate", "0"},
    {"input_tokens", "tokens", "Tokens of the requests"},
    {"cached_tokens", "tokens", "Of these, tokens billed at the cached rate", "400"},
    {"output_tokens", "tokens", "Tokens of the answers", "200"},
    {"spent_nano_usd", "nano-dollars", "The cost of settled calls"},
    {"reserved_nano_usd", "nano-dollars", "What is reserved for calls that are not settled", "0"},
    {"hits", "count?", "Look-ups that found an answer; null: not known by such groups, or the cache cannot be read"},
    {"misses", "count?", "Look-ups that found none"},
    {"saved_nano_usd", "nano-dollars?", "What the answers that were found had cost"},
};

inline constexpr Field kSeverities[] = {
    {"critical", "count", "Critical findings", "0"},
    {"high", "count", "Findings of high severity", "1"},
    {"medium", "count", "Findings of medium severity"},
    {"low", "count", "Findings of low severity"},
};

inline constexpr Field kReportDay[] = {
    {"spent_nano_usd", "nano-dollars", "The cost of settled calls"},
    {"reserved_nano_usd", "nano-dollars", "What is reserved for calls that are not settled", "0"},
    {"calls", "count", "Calls"},
    {"hits", "count", "Look-ups that found an answer"},
    {"misses", "count", "Look-ups that found none"},
    {"hit_rate_permille", "permille?", "The share of hits; null without look-ups"},
    {"saved_nano_usd", "nano-dollars", "What the answers that were found had cost"},
    {"stored", "count", "Answers that were made; like all that follows, of the whole cache"},
    {"kept_bytes", "bytes?", "Size of the documents at the end; null where it was not recorded"},
    {"pruned_entries", "count", "Answers that left to make room", "0"},
    {"pruned_bytes", "bytes", "Size of their documents", "0"},
    {"pruned_nano_usd", "nano-dollars", "What they had cost", "0"},
    {"paid_again", "count", "Answers that had left and were asked for again", "0"},
    {"paid_again_nano_usd", "nano-dollars", "What that cost", "0"},
};

}  // namespace rustassistant::render
