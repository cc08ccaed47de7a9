// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "completions.hpp"

namespace rustassistant::cli {
namespace {

// Text between brackets of a specification, within single quotes.
std::string description(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') plain += '\\';
    plain += c == '\'' ? '"' : c;
  }
  return plain;
}

std::string action(const Candidates& candidates) {
  switch (candidates.source) {
    case Candidates::Source::nothing:
      return " ";
    case Candidates::Source::words:
      return "(" + joined_words(candidates.words) + ")";
    case Candidates::Source::files:
      return "_files";
    case Candidates::Source::folders:
      return "_files -/";
  }
  return " ";
}

// The specifications of one option, as _arguments takes them: "'*-o+[…]:FILE:_files' '*--output=[…]:FILE:_files'".
std::string specifications(const Option& option) {
  const bool optional = option.value.starts_with('[');
  const bool has_value = !option.value.empty();
  std::string rest = "[" + description(option.help) + "]";
  if (has_value) {
    rest += fmt::format("{}{}:{}", optional ? "::" : ":", description(optional ? "value" : option.value),
                        action(candidates_for(option)));
  }
  std::string text;
  const std::string_view brief = short_name_of(option);
  if (!brief.empty()) text += fmt::format("    '*{}{}{}'\n", brief, has_value ? "+" : "", rest);
  return text + fmt::format("    '*{}{}{}'\n", name_of(option), optional ? "=-" : has_value ? "=" : "", rest);
}

std::string specifications(std::span<const Option> options) {
  std::string text;
  for (const Option& option : options) text += specifications(option);
  return text;
}

// "'status:What is stored'" and so on.
std::string named(std::string_view name, std::string_view summary) {
  return fmt::format("    '{}:{}'\n", name, description(summary));
}

// A function that completes one of several words, then leads to the function of that word.
std::string chooser(const std::string& function, const std::string& choices) {
  return fmt::format(R"({0}() {{
  local context state state_descr line
  typeset -A opt_args
  local -a choices=(
{1}  )
  _arguments -C -s -S : $_rustassistant_global '1: :->word' '*:: :->rest'
  case $state in
    word) _describe command choices ;;
    rest) (( $+functions[{0}-$line[1]] )) && {0}-$line[1] ;;
  esac
}}
)",
                     function, choices);
}

std::string command_function(const Command& command) {
  const Candidates candidates = candidates_for(command);
  std::string text = "_rustassistant-" + std::string(command.group);
  if (!command.name.empty()) text += "-" + std::string(command.name);
  text += "() {\n  _arguments -s -S : $_rustassistant_global \\\n";
  for (const Option& option : command.options) {
    std::string lines = specifications(option);
    for (std::size_t at = 0; (at = lines.find('\n', at)) != std::string::npos; at += 3) lines.replace(at, 1, " \\\n");
    text += lines;
  }
  return text + fmt::format("    '*:{}:{}'\n}}\n", description(command.paths.empty() ? " " : command.paths),
                            action(candidates));
}

}  // namespace

std::string zsh_completion() {
  std::string text =
      "#compdef rustassistant\n# Completion of rustassistant for zsh. To use it, in a folder of fpath:\n"
      "#   rustassistant completions zsh >_rustassistant\n";
  text += "typeset -ga _rustassistant_global=(\n" + specifications(global_options()) + ")\n";
  for (const Command& command : commands()) text += command_function(command);
  std::string groups;
  for (const std::string_view group : command_groups()) {
    groups += named(group, group_summary(group));
    if (is_command(group)) continue;
    std::string names;
    for (const Command& command : commands()) {
      if (command.group == group) names += named(command.name, command.summary);
    }
    text += chooser("_rustassistant-" + std::string(group), names);
  }
  text += chooser("_rustassistant", groups);
  return text +
         "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n  _rustassistant \"$@\"\nelse\n"
         "  compdef _rustassistant rustassistant\nfi\n";
}

}  // namespace rustassistant::cli
