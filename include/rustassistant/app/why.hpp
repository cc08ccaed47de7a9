// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/app/fallback.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/entry.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/domain/reuse.hpp"

namespace rustassistant::app {

// A factor of the key whose value in a stored entry is another one.
struct Difference {
  std::string_view factor;
  std::string stored;
  std::string wanted;
};

struct RelatedEntry {
  cache::EntryInfo info;
  bool same_path = false;
  bool same_content = false;
  std::vector<Difference> differences;
};

enum class StepOutcome : std::uint8_t {
  hit,
  miss,
  would,  // this is what a review would do
};

// A step of the plan that a review follows.
struct WhyStep {
  std::string_view name;    // the word of JSON
  std::string_view reason;  // what is looked for, in words
  StepOutcome outcome{};
};

// What the last answer about the path is worth for its content of today.
struct WhyReuse {
  std::string from;  // the key of that answer, in hex digits; empty: there is none
  std::int64_t units = 0;
  std::int64_t asked = 0;               // of them; with a reason, what would have been
  domain::WholeReason whole_because{};  // none: only these are asked about
};

// What the cache has for a file.
struct Why {
  std::string path;
  domain::KeyFactors factors;  // of the question that a review would ask first
  domain::CacheKey key{};
  std::int64_t context_bytes = 0;            // signatures of other files that a model would be sent along
  std::optional<cache::EntryInfo> hit;       // what would answer it
  std::optional<cache::EntryOrigin> origin;  // of that; nothing: it was made here
  std::vector<WhyStep> steps;                // in the order in which a review takes them
  std::optional<WhyReuse> reuse;             // nothing: a stored answer serves, or parts are never asked about
  std::optional<Fallback> fallback;          // why others replace the wanted model
  std::optional<Error> failure;              // the review would fail like this
  std::vector<RelatedEntry> related;         // the nearest first: same path, then same content; newest first
};

// Looks up what a review of the file would look up, and what is stored that comes near. Writes nothing. Errors: input,
// config, storage.
[[nodiscard]] Result<Why> why(domain::AnalysisType type, const std::string& path, const config::Loaded& loaded,
                              const Services& services);

}  // namespace rustassistant::app
