// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "completions.hpp"

namespace rustassistant::cli {
namespace {

// Finds the command, then what may stand at the cursor. bash splits "--option=value" at the sign.
constexpr std::string_view kBegin = R"(# Completion of rustassistant for bash. To use it now and later:
#   rustassistant completions bash >~/.local/share/bash-completion/completions/rustassistant
_rustassistant_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
_rustassistant_paths() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
}
_rustassistant() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' i
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --color)
        [[ ${COMP_WORDS[i + 1]} != '=' ]] || ((i++))
        ((i++))
        ;;
      -* | '=') ;;
      *)
        command+=${command:+ }${COMP_WORDS[i]}
        case $command in
          @groups@) ;;
          *) break ;;
        esac
        ;;
    esac
  done
  case $command/$previous in
)";

constexpr std::string_view kEnd = R"(complete -F _rustassistant rustassistant
)";

std::string action(const Candidates& candidates) {
  switch (candidates.source) {
    case Candidates::Source::nothing:
      return ":";
    case Candidates::Source::words:
      return "_rustassistant_words '" + joined_words(candidates.words) + "'";
    case Candidates::Source::files:
      return "_rustassistant_paths -f";
    case Candidates::Source::folders:
      return "_rustassistant_paths -d";
  }
  return ":";
}

std::string option_words(std::span<const Option> options) {
  std::string text;
  for (const Option& option : options) {
    const std::string_view brief = short_name_of(option);
    if (!brief.empty()) text += " " + std::string(brief);
    text += " " + std::string(name_of(option));
  }
  return text.substr(text.empty() ? 0 : 1);
}

// "*" for an option of every command.
std::string value_cases(std::string_view command, std::span<const Option> options) {
  std::string text;
  for (const Option& option : options) {
    if (option.value.empty() || option.value.starts_with('[')) continue;
    const std::string quoted = command == "*" ? "*" : "'" + std::string(command) + "'";
    const std::string_view brief = short_name_of(option);
    if (!brief.empty()) text += fmt::format("    {}/{} | ", quoted, brief);
    text += fmt::format("{}{}/{})\n      {}\n      return\n      ;;\n", brief.empty() ? "    " : "", quoted,
                        name_of(option), action(candidates_for(option)));
  }
  return text;
}

// What may stand at the cursor after a command: options behind a "-", else its arguments.
std::string place_case(std::string_view command, const std::string& options, const std::string& arguments) {
  return fmt::format(
      "    '{}')\n      if [[ $current == -* ]]; then\n        _rustassistant_words '{}'\n      else\n        "
      "{}\n      fi\n      ;;\n",
      command, options, arguments);
}

}  // namespace

std::string bash_completion() {
  std::string groups;
  for (const std::string_view group : command_groups()) {
    if (!is_command(group)) groups += (groups.empty() ? "" : " | ") + std::string(group);
  }
  std::string text(kBegin);
  text.replace(text.find("@groups@"), 8, groups);
  text += value_cases("*", global_options());
  for (const Command& command : commands()) text += value_cases(full_name(command), command.options);
  text += "  esac\n  case $command in\n";
  const std::string global = option_words(global_options());
  text += place_case("", global, "_rustassistant_words '" + joined_words(command_groups()) + "'");
  for (const std::string_view group : command_groups()) {
    if (is_command(group)) continue;
    std::string names;
    for (const Command& command : commands()) {
      if (command.group == group) names += (names.empty() ? "" : " ") + std::string(command.name);
    }
    text += place_case(group, global, "_rustassistant_words '" + names + "'");
  }
  for (const Command& command : commands()) {
    std::string options = option_words(command.options);
    options += (options.empty() ? "" : " ") + global;
    text += place_case(full_name(command), options, action(candidates_for(command)));
  }
  return text + "  esac\n}\n" + std::string(kEnd);
}

}  // namespace rustassistant::cli
