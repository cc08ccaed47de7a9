// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "rustassistant/http/transport.hpp"
#include "rustassistant/tier/store.hpp"

// What replies of web servers mean. Pure.
namespace rustassistant::tier {

// How requests are proved, which decides what some refusals mean.
struct Credentials {
  bool any = false;
  bool is_s3 = false;
};

struct GetMeaning {
  std::optional<std::string> envelope;
  std::optional<Trouble> trouble;
};
[[nodiscard]] GetMeaning meaning_of_get(const http::Transport::Outcome& outcome, const Credentials& credentials);
[[nodiscard]] Put meaning_of_put(const http::Transport::Outcome& outcome);

// The graver of two; nothing is the least grave.
[[nodiscard]] std::optional<Trouble> graver(std::optional<Trouble> a, std::optional<Trouble> b);

}  // namespace rustassistant::tier
