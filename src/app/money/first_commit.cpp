// SPDX-License-Identifier: MIT
#include "first_commit.hpp"

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/git.hpp"

namespace rustassistant::app {
namespace {

bool is_commit_id(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && from_hex(text).has_value();
}

}  // namespace

std::string first_commit(const std::string& repository, const sys::Environment& environment) {
  constexpr sys::RunLimits kLimits{4096, std::chrono::seconds(10)};
  const auto git = sys::Git::open(repository, environment);
  if (!git || git->top() != repository) return {};
  const auto shallow = git->output({"rev-parse", "--is-shallow-repository"}, kLimits);
  if (!shallow || trim(*shallow) != "false") return {};
  const auto output = git->output({"rev-list", "--first-parent", "--max-parents=0", "HEAD", "--"}, kLimits);
  if (!output || !is_commit_id(trim(*output))) return {};
  return std::string(trim(*output));
}

}  // namespace rustassistant::app
