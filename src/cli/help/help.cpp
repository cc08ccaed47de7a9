// SPDX-License-Identifier: MIT
#include "help.hpp"

#include <algorithm>

#include "exit_code.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/llm/provider_config.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::cli {
namespace {

std::string option_text(const Option& option) {
  std::string names;
  for (const std::string_view name : split(option.names, ',')) names += (names.empty() ? "" : ", ") + std::string(name);
  if (names.starts_with("--")) names = "    " + names;  // under the long names of those with a short one
  if (!option.value.empty()) names += (option.value.starts_with('[') ? "" : " ") + std::string(option.value);
  return names;
}

std::string option_help(const Option& option) {
  std::string help(option.help);
  if (!option.choices.empty()) {
    std::string choices(option.choices);
    for (std::size_t at = 0; (at = choices.find('|', at)) != std::string::npos; at += 2) choices.replace(at, 1, ", ");
    help += " (" + choices + ")";
  }
  return help;
}

render::LabelledRows command_rows(std::string_view group) {
  render::LabelledRows rows;
  for (const Command& command : commands()) {
    if (group.empty() || command.group == group) rows.push_back({full_name(command), std::string(command.summary)});
  }
  return rows;
}

constexpr std::string_view kPurpose =
    "rustassistant reviews source files with a large language model and never pays twice for the same answer.";

std::string table(const render::LabelledRows& rows, std::size_t width) {
  return render::aligned(rows, width, "  ");
}

}  // namespace

std::string usage_of(const Command& command) {
  std::string usage = "rustassistant " + full_name(command) + " [OPTIONS]";
  if (!command.paths.empty()) usage += " " + std::string(command.paths);
  return usage;
}

std::string paragraphs_of(const Command& command) {
  std::string text(command.details);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; ++at) {
    if (text[at + 1] == '\n') {
      ++at;
    } else {
      text[at] = ' ';
    }
  }
  return text;
}

render::LabelledRows option_rows(std::span<const Option> options) {
  render::LabelledRows rows;
  for (const Option& option : options) rows.push_back({option_text(option), option_help(option)});
  return rows;
}

render::LabelledRows variable_rows() {
  render::LabelledRows rows{
      {"RUSTASSISTANT_HOME", "Where settings, cache and ledger are kept (default: ~/.rustassistant)"}};
  for (const llm::ProviderFacts& facts : llm::known_providers()) {
    for (const std::string_view variable : facts.key_variables) {
      if (!variable.empty())
        rows.push_back({std::string(variable), "Key of " + std::string(domain::name_of(facts.provider))});
    }
  }
  rows.push_back({"NO_COLOR, CLICOLOR_FORCE", "Never, or always, color"});
  return rows;
}

render::LabelledRows exit_code_rows() {
  render::LabelledRows rows;
  for (const ExitCode& exit_code : exit_codes()) {
    rows.push_back({std::to_string(exit_code.code), std::string(exit_code.meaning)});
  }
  return rows;
}

std::string short_help(std::size_t width) {
  return render::wrapped(kPurpose, width) + "\nUsage: rustassistant COMMAND [OPTIONS]\n\n" +
         table({{"rustassistant refactor analyze src", "review a folder"},
                {"rustassistant budget status", "what was spent this month, and what is left"},
                {"rustassistant cache status", "what is stored, and what it saved"},
                {"rustassistant doctor", "check the setup"}},
               width) +
         "\n`rustassistant --help` lists every command.\n";
}

std::string program_help(std::string_view group, std::size_t width) {
  std::string text = render::wrapped(kPurpose, width) + "\nUsage: rustassistant " +
                     (group.empty() ? std::string("COMMAND") : std::string(group) + " COMMAND") +
                     " [OPTIONS]\n\nCommands:\n";
  text +=
      table(command_rows(group), width) + "\nOptions of every command:\n" + table(option_rows(global_options()), width);
  if (group.empty())
    text += "\nEnvironment:\n" + table(variable_rows(), width) + "\nExit codes:\n" + table(exit_code_rows(), width);
  return text + "\n`rustassistant COMMAND --help` describes a command.\n";
}

std::string command_help(const Command& command, std::size_t width) {
  std::string text = std::string(command.summary) + ".\n\nUsage: " + usage_of(command) + "\n";
  if (!command.details.empty()) text += "\n" + render::wrapped(paragraphs_of(command), width);
  if (!command.options.empty()) text += "\nOptions:\n" + table(option_rows(command.options), width);
  return text + "\nOptions of every command:\n" + table(option_rows(global_options()), width);
}

}  // namespace rustassistant::cli
