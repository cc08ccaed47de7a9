// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <variant>

#include "rustassistant/llm/client.hpp"

// What follows a failed attempt, as a pure function: an interactive run sleeps until "later", a queue writes it down.
namespace rustassistant::llm {

// How long somebody keeps trying.
struct Patience {
  int attempts = 3;                                                   // in one shape, the first included
  std::chrono::milliseconds longest_wait = std::chrono::seconds(60);  // a provider that asks for more is given up
  std::chrono::milliseconds first_wait{500};
  int factor = 2;           // of each wait to the one before
  int jitter_percent = 50;  // of a wait, that chance takes away at most
};

// The attempt that failed.
struct Tried {
  RequestShape shape;
  RequestShape first_shape;  // of the first attempt for this question
  int attempts = 1;          // in this shape, with this one
  Tokens max_output = 0;     // that the model can write at all; 0: unknown
};

struct GiveUp {};
// At once, in another shape.
struct Again {
  RequestShape shape;
};
// In the same shape, after at least this time.
struct Later {
  std::chrono::milliseconds wait{0};
};
using NextStep = std::variant<GiveUp, Again, Later>;

// A refused schema is given in the next simpler form that `provider` has; a system prompt is folded into the user's
// once; an answer that was cut off is asked for once more with four times the cap, within what the model can write.
// What time may fix is tried again after the wait that the provider asks for; without one, after the wait of
// `patience`, of which `random` (any number) takes a part away.
[[nodiscard]] NextStep next_step(const AttemptFailure& failure, const Tried& tried, domain::Provider provider,
                                 std::uint32_t random, const Patience& patience = {});

}  // namespace rustassistant::llm
