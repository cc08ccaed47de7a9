// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "known_shape.hpp"
#include "provider_gate.hpp"
#include "rustassistant/app/pacer.hpp"
#include "rustassistant/llm/client.hpp"

namespace rustassistant::app {

// What all calls of a run to one provider share. Safe to use from several threads.
struct ProviderSession {
  // All must outlive this.
  ProviderSession(const llm::ProviderConfig& provider, http::Transport& transport, Clock& run_clock,
                  std::optional<std::string> home, Pacer& run_pacer)
      : config(provider),
        client(transport, run_clock),
        clock(run_clock),
        gate(std::move(home), provider, client, run_clock),
        pacer(run_pacer) {}

  const llm::ProviderConfig& config;
  const llm::Client client;
  Clock& clock;
  KnownShape shape;
  ProviderGate gate;
  Pacer& pacer;
};

}  // namespace rustassistant::app
