// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/app/analyze.hpp"
#include "rustassistant/app/sync_findings.hpp"
#include "rustassistant/codec/sha256.hpp"

// What a review would come to, without doing it: nothing is sent, stored, booked or counted.
namespace rustassistant::app {

// Who would answer. Of a build alone: a batch that is under way, or nobody, as the question was given up.
enum class PlannedAnswer : std::uint8_t { hit, call, builtin, batch, none };

// A question to the wanted model, as it would be asked.
struct PlannedQuestion {
  domain::CacheKey key{};
  codec::Sha256Digest content_hash{};
  std::string repo_id;
  std::string repo_root;
  std::string repo_path;  // of the file, below the root
};

// Of how many units of a file how many are asked about.
struct PlannedParts {
  std::int64_t units = 0;
  std::int64_t asked = 0;
};

struct PlannedFile {
  std::string path;
  std::optional<Error> error;  // it would fail
  PlannedAnswer answer = PlannedAnswer::builtin;
  domain::Provider provider = domain::Provider::builtin;
  std::string model;
  std::optional<Fallback> fallback;

  // Of a call. Tokens and cost are estimates, and the upper bound is what would be reserved.
  std::int64_t request_bytes = 0;
  Tokens input_tokens = 0;
  Tokens output_tokens = 0;
  std::optional<NanoUsd> expected_cost;  // nothing: the model's price is unknown
  std::optional<NanoUsd> upper_bound;
  std::int64_t secrets_replaced = 0;  // in what would be sent
  std::int64_t context_bytes = 0;     // of what is sent along of other files
  std::optional<PlannedParts> parts;  // nothing: the question is about the whole file
  bool asks_team = false;             // a team's store would be asked before anybody else
  bool is_stale = false;              // an answer is stored, older than AnalyzeRequest::made_after

  std::optional<PlannedQuestion> question;  // nothing: no model is wanted, or the file cannot be read
};

struct DryRun {
  std::vector<PlannedFile> files;
  std::array<std::int64_t, source::kSkipReasons> passed_over{};
  std::int64_t averaged_calls = 0;  // of the ledger, that the estimates rest on; 0: kDefaultBytesPerToken and so on
  std::int64_t hits = 0;
  std::int64_t calls = 0;
  std::int64_t builtin = 0;
  std::int64_t in_batches = 0;
  std::int64_t given_up = 0;
  std::optional<std::int64_t> team_lookups;  // that a review would begin with; nothing: no team's store is configured
  NanoUsd expected_cost;                     // sums of what is known
  NanoUsd upper_bound;
  std::int64_t unknown_costs = 0;
  std::set<Errc> outcomes;
  std::optional<SyncFindings> sync;  // of `cache sync`
};

// Without history: request bytes for each input token, and output tokens of an answer.
inline constexpr std::int64_t kDefaultBytesPerToken = 4;
inline constexpr Tokens kDefaultOutputTokens = 800;

[[nodiscard]] Result<DryRun> dry_run(const AnalyzeRequest& request, const config::Loaded& loaded,
                                     const Services& services);

}  // namespace rustassistant::app
