// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/cache/replayed.hpp"
#include "worth.hpp"

// What a cache of some size would have kept of a record of requests. Pure: `report --what-if` plays what this cache was
// asked for, tests/bench/prune_traces.cpp made-up months of work.
namespace rustassistant::cache {

// One content of one file.
struct Content {
  std::int64_t place = 0;  // the same for newer content of the same file
  EntryFacts facts;        // cost, sizes and time of its answer
};

// `uses` requests for a content, the last of them at that time.
struct Request {
  UnixMillis at;
  std::size_t content = 0;
  std::int64_t uses = 1;
};

struct Trace {
  std::vector<Content> contents;
  std::vector<Request> requests;  // in the order of time
  // When uses began to be recorded. What was asked for before has been stored by then, whatever the size.
  UnixMillis since;
};

// The more, the longer an entry stays.
using Judge = std::function<double(const EntryFacts&, UnixMillis)>;

// `sampled`: as a store prunes, which judges a thousand neighbors and lets at most a tenth of them go.
enum class Reach : std::uint8_t { whole, sampled };

struct ReplayPolicy {
  std::int64_t high_watermark = 0;  // bytes with their rows: what is more lets entries leave; 0: none ever does
  std::int64_t low_watermark = 0;   // until so much is left
  Judge judge;
  Reach reach = Reach::whole;
};

// The same for the same trace.
[[nodiscard]] Replayed replay(const Trace& trace, const ReplayPolicy& policy);

}  // namespace rustassistant::cache
