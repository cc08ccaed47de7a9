// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "command.hpp"
#include "rustassistant/render/table.hpp"

// Help, all from the table of commands.
namespace rustassistant::cli {

// Lines of help are broken at this width, or at that of a narrower terminal.
inline constexpr std::size_t kHelpWidth = 100;

// A few lines for who typed the program's name alone.
[[nodiscard]] std::string short_help(std::size_t width);
// Of the whole program, or of one group of commands.
[[nodiscard]] std::string program_help(std::string_view group, std::size_t width);
[[nodiscard]] std::string command_help(const Command& command, std::size_t width);

// "rustassistant cache export [OPTIONS] FILE"
[[nodiscard]] std::string usage_of(const Command& command);
// The details of a command, a line for each paragraph.
[[nodiscard]] std::string paragraphs_of(const Command& command);
// What help and documents list, each with its explanation.
[[nodiscard]] render::LabelledRows option_rows(std::span<const Option> options);
[[nodiscard]] render::LabelledRows variable_rows();
[[nodiscard]] render::LabelledRows exit_code_rows();

}  // namespace rustassistant::cli
