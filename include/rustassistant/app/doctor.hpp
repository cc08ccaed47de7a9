// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"

// Looks at everything that a run depends on.
namespace rustassistant::app {

enum class Verdict : std::uint8_t { ok, note, problem };

struct Check {
  std::string name;  // "ledger"
  Verdict verdict = Verdict::ok;
  std::string detail;
  std::string hint;  // how to fix it; may be empty
};

struct Diagnosis {
  std::vector<Check> checks;
  std::set<Errc> outcomes;  // kinds of the problems
};

// Whether providers may be asked: one request without a question, which costs nothing, for each that has a key.
enum class Reach : bool { offline, online };

// Changes nothing but what any look at the cache would: damage in it is set aside.
[[nodiscard]] Diagnosis diagnose(const Services& services, Reach reach);

}  // namespace rustassistant::app
