// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <utility>

#include "completions.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::cli {

Result<int> run_completions(const Context& context) {
  static constexpr std::array<std::pair<std::string_view, std::string (*)()>, 3> kShells{
      {{"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}}};
  constexpr const char* kHint = "one of: bash zsh fish";
  if (context.arguments.paths.size() != 1) return fail(Errc::usage, "name one shell", kHint);
  const std::string& name = context.arguments.paths.front();
  const auto shell = std::find_if(kShells.begin(), kShells.end(), [&](const auto& row) { return row.first == name; });
  if (shell == kShells.end()) {
    return fail(Errc::usage, "no completion for the shell '" + neutralise(name) + "'", kHint);
  }
  TRY(context.print(shell->second()));
  return 0;
}

}  // namespace rustassistant::cli
