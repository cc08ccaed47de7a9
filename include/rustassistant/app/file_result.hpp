// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/fallback.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/domain/document.hpp"
#include "rustassistant/domain/finding.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/llm/client.hpp"

namespace rustassistant::app {

// What the calls for one file cost in this run. A call that may have been billed is counted at its upper bound, which
// stays reserved in the ledger until it is settled; one whose cost is unknown makes the whole unknown. A file that
// needed no call costs 0.
struct Spending {
  NanoUsd booked;                  // settled, by reports or estimates
  NanoUsd open;                    // the upper bounds of calls that may have been billed
  std::int64_t open_calls = 0;     // how many those are
  std::int64_t unknown_calls = 0;  // calls whose cost has neither a figure nor a bound
  bool estimated = false;          // a part of `booked` is an estimate
  bool over_cap = false;           // a call was made although it exceeds the budget (when_exceeded = "warn")

  // A call that was booked; nothing: at an unknown cost.
  void add_booked(std::optional<NanoUsd> cost, bool is_estimate);
  // A call that may have been billed, and what stays reserved for it; nothing: no price is known.
  void add_open(std::optional<NanoUsd> reserved);
  Spending& operator+=(const Spending& other);

  // Booked and open; nothing where a part is unknown.
  [[nodiscard]] std::optional<NanoUsd> cost() const;
  // cost() is an estimate or an upper bound, which is shown with a "~".
  [[nodiscard]] bool is_exact() const { return !estimated && open_calls == 0 && unknown_calls == 0; }
};

// An answer about a file, from whoever gave it.
struct Answered {
  domain::Provider provider{};
  std::string model;
  domain::Document document;
  domain::CacheKey key{};
  bool from_cache = false;
  bool older_tool = false;             // a stored answer that the older tool made
  std::optional<domain::Usage> usage;  // of the answer, whenever it was given; nothing: unknown
  bool estimated = false;              // `usage` or the cost of the answer is an estimate
  NanoUsd saved;                       // what a stored answer had cost
  std::int64_t generation_ms = 0;      // how long it took to make
  std::optional<Fallback> fallback;    // why this and not the wanted provider's answer
  std::int64_t secrets_replaced = 0;   // in what was sent for it in this run
  // Of an answer that was put together in this run: what asking about the whole file would have cost, by what it cost
  // the last time. Nothing: unknown, or it was not put together now.
  std::optional<NanoUsd> whole_cost = {};
};

enum class FileStatus : std::uint8_t { ok, failed, skipped };
enum class CacheUse : std::uint8_t { hit, miss, off };

// Where a file lies.
struct FilePlace {
  std::string shown;      // as the user named it, or the named folder joined with the rest
  std::string repo_root;  // canonical path of its repository; empty where the file could not be found
  std::string repo_id;    // first 8 hex digits of SHA-256 of the root
  std::string repo_path;  // within the repository; absolute where it lies outside
  bool named = true;      // by the user; false: found in a folder that was named
};

// A comment that allows findings (source/suppressions.hpp) and does not do what was meant.
struct SuppressionMistake {
  int line = 0;
  std::string what;
  std::string hint;        // may be empty
  bool is_unused = false;  // it allows what was not found; else it cannot be understood
};

// What became of one file.
struct FileResult {
  FilePlace place;
  domain::AnalysisType type{};
  std::string language;  // empty where the file could not be read
  Result<Answered> answer;
  CacheUse cache = CacheUse::off;
  std::optional<domain::CacheKey> key = {};  // of the answer, else of the question without an answer
  Spending spending = {};
  std::int64_t duration_us = 0;
  // Of the answer, in its document's order, with what the run knows of each.
  std::vector<domain::Finding> findings = {};
  std::vector<SuppressionMistake> suppression_mistakes = {};
  // Of each line in code points, without its end; only where they were asked for.
  std::vector<int> line_lengths = {};
  // The last attempt, where one was made and came to nothing.
  std::optional<llm::AttemptFailure> failed_attempt = {};

  // Skipped: the run was stopped first.
  [[nodiscard]] FileStatus status() const;
};

}  // namespace rustassistant::app
