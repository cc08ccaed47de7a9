// SPDX-License-Identifier: MIT
#include "plan.hpp"

#include <array>

namespace rustassistant::app {
namespace {

struct StepRow {
  std::string_view name;
  std::string_view reason;
};

// By the number of the step.
constexpr std::array<StepRow, 7> kSteps{{
    {"look_up", "an answer of the configured model"},
    {"look_up_accepted", "an answer of a model in cache.accept_models"},
    {"reuse", "the last answer about this path, if no function or type changed"},
    {"ask", "a call of the model"},
    {"look_up_any", "an answer of any model, in place of a call"},
    {"look_up_builtin", "an answer of the built-in analyzer"},
    {"builtin", "the built-in analyzer"},
}};

// The steps that end with a model's own answer.
void add_model_steps(Plan& plan, const Situation& situation) {
  if (situation.may_look_up && !situation.model_looked_up) {
    plan.steps.push_back(StepKind::look_up);
    if (situation.accepts_models) plan.steps.push_back(StepKind::look_up_accepted);
    if (situation.may_reuse) plan.steps.push_back(StepKind::reuse);
    if (situation.prefers_stored && !situation.named && !situation.obstacle)
      plan.steps.push_back(StepKind::look_up_any);
  }
  if (!situation.obstacle) plan.steps.push_back(StepKind::ask);
}

}  // namespace

std::string_view name_of(StepKind step) {
  return kSteps.at(static_cast<std::size_t>(step)).name;
}

std::string_view reason_of(StepKind step) {
  return kSteps.at(static_cast<std::size_t>(step)).reason;
}

Plan plan(const Situation& situation) {
  Plan plan;
  if (situation.wants_model) {
    add_model_steps(plan, situation);
    if (!situation.obstacle) return plan;
  }
  if (situation.obstacle) {
    const Fallback& fallback = situation.obstacle->fallback;
    plan.failure = fallback.cause;
    if (situation.named || situation.obstacle->final) return plan;
    plan.fallback = fallback;
    if (situation.may_look_up) plan.steps.push_back(StepKind::look_up_any);
  } else {
    plan.failure = Error{Errc::config, "this analysis needs a model, and builtin was chosen", "choose a provider"};
  }
  if (!situation.has_builtin) return plan;
  if (situation.may_look_up) plan.steps.push_back(StepKind::look_up_builtin);
  plan.steps.push_back(StepKind::builtin);
  return plan;
}

}  // namespace rustassistant::app
