// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/provider.hpp"

// What to change so that less is spent, from measured figures. Pure. Texts come from outside.
namespace rustassistant::domain {

enum class AdviceKind : std::uint8_t {
  cheaper_model,   // `subject` cost `now`; at its tokens `other`, of the same provider, would have cost `then`
  batch,           // the calls to `subject` cost `now`; in batches they would have cost `then`
  set_cap,         // `then` is a cap that fits; `now` is the one in force
  asked_again,     // the file `subject` was paid for `count` times, for `now` in all
  fills_cache,     // answers of `subject` that nobody asked for again: `count`, of `bytes` bytes
  eviction_costs,  // `count` answers that had left to make room were paid again, for `now`
};
[[nodiscard]] std::string_view name_of(AdviceKind kind);  // "cheaper-model"

struct Advice {
  AdviceKind kind{};
  std::string subject = {};  // a model as "openai gpt-4.1", a path; may be empty
  std::string other = {};    // a model
  std::int64_t count = 0;
  std::int64_t bytes = 0;
  NanoUsd now = {};                    // in the period that was looked at
  NanoUsd then = {};                   // as if it had been followed
  std::optional<NanoUsd> saving = {};  // now - then in that period; nothing: none that can be named in money
};

// A model's calls in a period.
struct ModelUse {
  Provider provider{};
  std::string model;
  std::int64_t calls = 0;  // settled
  Usage tokens;            // of all of them
  NanoUsd spent;
  NanoUsd batched;  // the part of it that batches were paid for
};

// A file that was paid for more than once.
struct RepeatedFile {
  std::string path;
  std::int64_t calls = 0;
  NanoUsd spent;
};

// Answers of a repository that are kept and that nobody asked for again.
struct UnusedAnswers {
  std::string repo;
  std::int64_t entries = 0;
  std::int64_t bytes = 0;
};

// What advice is made from.
struct Measured {
  std::vector<ModelUse> models;
  std::vector<RepeatedFile> files;
  int day = 0;  // whose prices count
  std::vector<PriceOverride> prices;
  NanoUsd cap;                             // of a month
  NanoUsd month_end;                       // as forecast, and the upper end of its interval where there is one
  std::optional<NanoUsd> recommended_cap;  // from the last three months
  std::int64_t kept_bytes = 0;             // of all answers
  std::vector<UnusedAnswers> unused;
  std::int64_t paid_again = 0;
  NanoUsd paid_again_cost;
};

// Of files that are asked about again and again, these many calls make one, and these many files are told.
inline constexpr int kCallsOfRepeated = 5;
inline constexpr int kMostRepeated = 3;

// The greatest saving first; what saves less than a cent is left out.
//   cheaper_model   the dearest model of the same provider that costs at most half as much at the same tokens a call
//   and
//                   has room for 100,000; one that is named after it comes first ("gpt-4.1-mini" for "gpt-4.1")
//   batch           what was paid for single calls, at the provider's rate for batches
//   set_cap         the forecast exceeds the cap, or the cap is more than twice what the last three months recommend
//   asked_again     a file that was paid for so often, as if it had been paid for once
//   fills_cache     a quarter of what is kept, and a megabyte, is answers of one repository that nobody asked for again
//   eviction_costs  whatever was paid again
[[nodiscard]] std::vector<Advice> advise(const Measured& measured);

}  // namespace rustassistant::domain
