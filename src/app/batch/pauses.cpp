// SPDX-License-Identifier: MIT
#include "pauses.hpp"

#include <chrono>

#include "rustassistant/domain/provider.hpp"

namespace rustassistant::app {
namespace {

constexpr std::chrono::milliseconds kPause = std::chrono::seconds(60);

std::string pause_scope(domain::Provider provider, const std::string& model) {
  return std::string(domain::name_of(provider)) + " " + model;
}

}  // namespace

Result<void> pause(queue::Queue& jobs, domain::Provider provider, const std::string& model, const std::string& code,
                   const std::string& message, UnixMillis now) {
  return jobs.pause({pause_scope(provider, model), {now.value + kPause.count()}, code, message});
}

std::optional<Error> pause_since(queue::Queue& jobs, domain::Provider provider, const std::string& model,
                                 UnixMillis begun) {
  const auto pause = jobs.pause_of(pause_scope(provider, model));
  if (!pause || !*pause || (*pause)->until.value - kPause.count() < begun.value) return std::nullopt;
  return Error{Errc::provider, (*pause)->message, {}};
}

}  // namespace rustassistant::app
