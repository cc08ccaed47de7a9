// SPDX-License-Identifier: MIT
#include "plan.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace rustassistant;
using namespace rustassistant::app;

namespace {

std::string steps_of(const Situation& situation) {
  const Plan made = plan(situation);
  std::string text;
  for (const StepKind step : made.steps) text += std::string(name_of(step)) + " ";
  if (made.fallback)
    text += "instead:" + std::string(name_of(made.fallback->reason));
  else if (made.failure)
    text += "fails:" + made.failure->what;
  return text;
}

const NoCall kOffline{{FallbackReason::offline, {Errc::offline, "offline", ""}}};
const NoCall kBlocked{{FallbackReason::budget, {Errc::budget, "over", ""}}, true};

struct Row {
  const char* about;
  Situation situation;
  const char* steps;
};

Situation with(bool may_look_up, bool wants_model, bool named, bool accepts, std::optional<NoCall> obstacle = {},
               bool done = false) {
  return {may_look_up, wants_model, named, accepts, true, done, std::move(obstacle)};
}

}  // namespace

TEST_CASE("the plan follows from the situation alone") {
  const Row rows[] = {
      {"a model and a cache", with(true, true, false, false), "look_up ask "},
      {"accepted models come after the model's own answer", with(true, true, false, true),
       "look_up look_up_accepted ask "},
      {"no cache", with(false, true, false, true), "ask "},
      {"a named model", with(true, true, true, false), "look_up ask "},
      {"offline", with(true, true, false, true, kOffline),
       "look_up look_up_accepted look_up_any look_up_builtin builtin instead:offline"},
      {"a failed call does not look up again", with(true, true, false, true, kOffline, true),
       "look_up_any look_up_builtin builtin instead:offline"},
      {"named and offline", with(true, true, true, false, kOffline), "look_up fails:offline"},
      {"the budget blocks", with(true, true, false, false, kBlocked, true), "fails:over"},
      {"no key at all", with(true, false, false, false, kOffline),
       "look_up_any look_up_builtin builtin instead:offline"},
      {"no key and no cache", with(false, false, false, false, kOffline), "builtin instead:offline"},
      {"builtin is wanted", with(true, false, false, true),
       "look_up_builtin builtin fails:this analysis needs a model, and builtin was chosen"},
  };
  Situation edited = with(true, true, false, true);
  edited.may_reuse = true;
  CHECK(steps_of(edited) == "look_up look_up_accepted reuse ask ");
  edited.obstacle = kOffline;
  CHECK(steps_of(edited) == "look_up look_up_accepted reuse look_up_any look_up_builtin builtin instead:offline");
  for (const Row& row : rows) {
    INFO(row.about);
    CHECK(steps_of(row.situation) == row.steps);
  }
}

TEST_CASE("where any stored answer will do it is looked for before a call, unless a model was named") {
  for (const Row& row :
       {Row{"a call is the last resort", with(true, true, false, true), "look_up look_up_accepted look_up_any ask "},
        {"a named model", with(true, true, true, false), "look_up ask "},
        {"no cache", with(false, true, false, true), "ask "},
        {"offline", with(true, true, false, false, kOffline),
         "look_up look_up_any look_up_builtin builtin instead:offline"}}) {
    INFO(row.about);
    Situation situation = row.situation;
    situation.prefers_stored = true;
    CHECK(steps_of(situation) == row.steps);
  }
}

TEST_CASE("a type that builtin does not answer fails with the cause where no model can be called") {
  Situation situation = with(true, true, false, false, kOffline);
  situation.has_builtin = false;
  CHECK(steps_of(situation) == "look_up look_up_any instead:offline");
  CHECK(plan(situation).failure->code == Errc::offline);
}

namespace {

// Answers with the name of the first step that it is told to answer.
struct Actor {
  StepKind answers{};
  bool call_succeeds = false;
  std::vector<StepKind> taken = {};

  std::optional<std::string> look_up(StepKind step) {
    taken.push_back(step);
    return step == answers ? std::optional(std::string(name_of(step))) : std::nullopt;
  }
  tl::expected<std::string, NoCall> ask() {
    taken.push_back(StepKind::ask);
    if (call_succeeds) return std::string("ask");
    return tl::unexpected(kOffline);
  }
  std::string builtin() { return "builtin"; }
};

}  // namespace

TEST_CASE("only who stands in for the wanted model carries the reason of the fallback") {
  for (const StepKind step : {StepKind::look_up, StepKind::look_up_accepted, StepKind::look_up_any,
                              StepKind::look_up_builtin, StepKind::builtin}) {
    INFO(name_of(step));
    Actor actor{step};
    const auto followed = follow<std::string>(with(true, true, false, true), actor);
    CHECK(followed.answer.value() == name_of(step));
    CHECK(followed.fallback.has_value() == stands_in(step));
  }
}

TEST_CASE("a call that succeeds ends the plan, and one that fails is made once") {
  Actor willing{StepKind::builtin, true};
  CHECK(follow<std::string>(with(true, true, false, false), willing).answer.value() == "ask");
  Actor failing{StepKind::builtin, false};
  CHECK(follow<std::string>(with(true, true, false, false), failing).answer.value() == "builtin");
  CHECK(failing.taken ==
        std::vector{StepKind::look_up, StepKind::ask, StepKind::look_up_any, StepKind::look_up_builtin});
  Actor named{StepKind::builtin, false};
  CHECK(follow<std::string>(with(true, true, true, false), named).answer.error().code == Errc::offline);
}
