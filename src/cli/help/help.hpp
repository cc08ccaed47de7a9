// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "command.hpp"
#include "rustassistant/render/table.hpp"

// Help, all from the table of commands.
namespace rustassistant::cli {

// A few lines for who typed the program's name alone.
[[nodiscard]] std::string short_help();
// Of the whole program, or of one group of commands.
[[nodiscard]] std::string program_help(std::string_view group = {});
[[nodiscard]] std::string command_help(const Command& command);

// "rustassistant cache export [OPTIONS] FILE"
[[nodiscard]] std::string usage_of(const Command& command);
// The details of a command, a line for each paragraph.
[[nodiscard]] std::string paragraphs_of(const Command& command);
// What help and documents list, each with its explanation.
[[nodiscard]] render::LabelledRows option_rows(std::span<const Option> options);
[[nodiscard]] render::LabelledRows variable_rows();
[[nodiscard]] render::LabelledRows exit_code_rows();

}  // namespace rustassistant::cli
