// SPDX-License-Identifier: MIT
#include "exit_code.hpp"

namespace rustassistant::cli {
namespace {

constexpr ExitCode kExitCodes[] = {
    {0, "done"},
    {1, "done, but a finding is at or above --fail-on, or entries failed to migrate, import or verify"},
    {2, "usage: an unknown command, a bad option or a bad value, or a confirmation is missing"},
    {3, "input: no such file, unreadable, not text, too large, or nothing to review"},
    {4, "configuration: a bad settings file, or no key for a provider that was named"},
    {5, "provider: refused, unreachable, or no usable answer after all retries"},
    {6, "budget: the call would exceed the cap"},
    {7, "storage: a file or database cannot be opened or written, and the command needs it"},
    {8, "offline: --offline was given and the answer is not stored"},
    {130, "interrupted; what was paid for is stored"},
    {143, "terminated; what was paid for is stored"},
};

struct Kind {
  Errc code;
  int exit_code;
};

// In the order in which they decide the exit code of a run.
constexpr Kind kKinds[] = {
    {Errc::interrupted, 130}, {Errc::terminated, 143}, {Errc::storage, 7},     {Errc::usage, 2},   {Errc::config, 4},
    {Errc::budget, 6},        {Errc::provider, 5},     {Errc::unreachable, 5}, {Errc::offline, 8}, {Errc::input, 3},
};

const Kind& kind_of(Errc code) {
  for (const Kind& kind : kKinds) {
    if (kind.code == code) return kind;
  }
  return kKinds[0];
}

}  // namespace

std::span<const ExitCode> exit_codes() {
  return kExitCodes;
}

int exit_code_of(Errc code) {
  return kind_of(code).exit_code;
}

int exit_code_of(const std::set<Errc>& outcomes, bool findings_at_threshold) {
  for (const Kind& kind : kKinds) {
    if (outcomes.count(kind.code) != 0) return kind.exit_code;
  }
  return findings_at_threshold ? 1 : 0;
}

}  // namespace rustassistant::cli
