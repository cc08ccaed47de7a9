// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "rustassistant/app/fallback.hpp"

// Who answers a question, and in which order they are tried. Pure: the review follows the plan, the dry run reads it,
// `cache why` shows it.
namespace rustassistant::app {

// Why no model is called. `final`: nobody else may answer, either.
struct NoCall {
  Fallback fallback;
  bool final = false;
};

// What the plan depends on.
struct Situation {
  bool may_look_up = false;        // there is a cache, and it may be read
  bool wants_model = false;        // a provider other than builtin is to answer
  bool named = false;              // by a flag: nobody else may answer
  bool accepts_models = false;     // cache.accept_models names models whose stored answers satisfy any other
  bool has_builtin = false;        // builtin answers questions of this type
  bool model_looked_up = false;    // the model's own steps have been gone through, without an answer
  std::optional<NoCall> obstacle;  // nothing: the model can be called, as far as is known
  bool prefers_stored = false;     // any model's stored answer is better than a call
  bool may_reuse = false;          // an earlier answer about the path may serve for what did not change
};

enum class StepKind : std::uint8_t {
  look_up,           // the stored answer of the wanted model
  look_up_accepted,  // the newest stored answer of an accepted model
  reuse,             // the last answer about the path, where no unit of the file changed
  ask,               // call the model
  look_up_any,       // the newest stored answer of any model
  look_up_builtin,   // builtin's stored answer
  builtin,           // let builtin answer
};

// Whether the step answers in the place of the wanted model.
[[nodiscard]] constexpr bool stands_in(StepKind kind) {
  return kind >= StepKind::look_up_any;
}

// The word of JSON, and why the step is taken, for people.
[[nodiscard]] std::string_view name_of(StepKind step);
[[nodiscard]] std::string_view reason_of(StepKind step);

struct Plan {
  std::vector<StepKind> steps;       // in order, until one answers
  std::optional<Fallback> fallback;  // why others replace the wanted model
  std::optional<Error> failure;      // what to report where no step answers; nothing: the last one always does, or the
                                     // call itself says why not
};

// The whole plan as far as it is known. It ends with `ask` where the model can be called: what follows a failed call is
// the plan of the same situation with that obstacle, and the model's steps done.
[[nodiscard]] Plan plan(const Situation& situation);

// An answer, or why there is none, and whether somebody else had to answer.
template <typename Answer>
struct Followed {
  Result<Answer> answer;
  std::optional<Fallback> fallback;
};

// Goes through the plan. `actor` takes the steps:
//   std::optional<Answer> look_up(StepKind);       a stored answer
//   tl::expected<Answer, NoCall> ask();
//   Answer builtin();
template <typename Answer, typename Actor>
Followed<Answer> follow(Situation situation, Actor& actor) {
  while (true) {
    Plan now = plan(situation);
    bool failed_call = false;
    for (const StepKind step : now.steps) {
      if (step == StepKind::ask) {
        tl::expected<Answer, NoCall> asked = actor.ask();
        if (asked) return {*std::move(asked), std::nullopt};
        situation.obstacle = std::move(asked).error();
        situation.model_looked_up = true;
        failed_call = true;
      } else if (step == StepKind::builtin) {
        return {actor.builtin(), std::move(now.fallback)};
      } else if (std::optional<Answer> found = actor.look_up(step)) {
        if (!stands_in(step)) now.fallback.reset();
        return {*std::move(found), std::move(now.fallback)};
      }
    }
    if (!failed_call) return {tl::unexpected(*std::move(now.failure)), std::nullopt};
  }
}

}  // namespace rustassistant::app
