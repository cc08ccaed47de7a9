// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "completions.hpp"

namespace rustassistant::cli {
namespace {

constexpr std::string_view kBegin = R"fish(# Completion of rustassistant for fish. To use it:
#   rustassistant completions fish >~/.config/fish/completions/rustassistant.fish
function __rustassistant_command
    set -l words (commandline -opc)
    set -e words[1]
    set -l plain
    while set -q words[1]
        switch $words[1]
            case --color
                set -e words[1]
            case '-*'
            case '*'
                set -a plain $words[1]
        end
        set -e words[1]
    end
    echo "$plain"
end
# Nothing but this command so far.
function __rustassistant_is
    test "$(__rustassistant_command)" = "$argv"
end
# This command, and perhaps more words.
function __rustassistant_in
    string match -q -- "$argv *" "$(__rustassistant_command) "
end
complete -c rustassistant -f
)fish";

std::string quoted(std::string_view text) {
  std::string plain = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') plain += '\\';
    plain += c;
  }
  return plain + "'";
}

std::string action(const Candidates& candidates) {
  switch (candidates.source) {
    case Candidates::Source::nothing:
      return "-x";
    case Candidates::Source::words:
      return "-x -a " + quoted(joined_words(candidates.words));
    case Candidates::Source::files:
      return "-r -F";
    case Candidates::Source::folders:
      return "-x -a '(__fish_complete_directories)'";
  }
  return {};
}

std::string option_line(const std::string& condition, const Option& option) {
  std::string text = "complete -c rustassistant" + condition + " -l " + std::string(name_of(option).substr(2));
  const std::string_view brief = short_name_of(option);
  if (!brief.empty()) text += " -s " + std::string(brief.substr(1));
  if (!option.value.empty() && !option.value.starts_with('[')) text += " " + action(candidates_for(option));
  return text + " -d " + quoted(option.help) + "\n";
}

std::string word_line(std::string_view before, std::string_view word, std::string_view summary) {
  return fmt::format("complete -c rustassistant -n '__rustassistant_is {}' -a {} -d {}\n",
                     before.empty() ? "\"\"" : before, quoted(word), quoted(summary));
}

}  // namespace

std::string fish_completion() {
  std::string text(kBegin);
  for (const Option& option : global_options()) text += option_line("", option);
  for (const std::string_view group : command_groups()) {
    if (!is_command(group)) text += word_line("", group, group_summary(group));
  }
  for (const Command& command : commands()) {
    const std::string_view before = command.name.empty() ? std::string_view() : command.group;
    text += word_line(before, command.name.empty() ? command.group : command.name, command.summary);
    const std::string condition = " -n '__rustassistant_in " + full_name(command) + "'";
    for (const Option& option : command.options) text += option_line(condition, option);
    const Candidates candidates = candidates_for(command);
    if (candidates.source == Candidates::Source::words) {
      text += "complete -c rustassistant" + condition + " -a " + quoted(joined_words(candidates.words)) + "\n";
    } else if (candidates.source != Candidates::Source::nothing) {
      text += "complete -c rustassistant" + condition + " -F\n";
    }
  }
  return text;
}

}  // namespace rustassistant::cli
