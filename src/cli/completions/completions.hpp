// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"

// Scripts by which a shell completes command lines, made from the table of commands. Pure.
namespace rustassistant::cli {

[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();
[[nodiscard]] std::string fish_completion();

// What can stand in a place of a command line.
struct Candidates {
  enum class Source : unsigned char { nothing, words, files, folders };
  Source source = Source::nothing;
  std::vector<std::string_view> words;
};

// For the value of an option, and for the arguments of a command.
[[nodiscard]] Candidates candidates_for(const Option& option);
[[nodiscard]] Candidates candidates_for(const Command& command);

// Whether the first word is a command by itself.
[[nodiscard]] bool is_command(std::string_view group);

// What a first word leads to: the summary of its command, or the names of its commands.
[[nodiscard]] std::string group_summary(std::string_view group);

// "-o" of "-o,--output"; empty: none. Older spellings are not offered.
[[nodiscard]] std::string_view short_name_of(const Option& option);
// "text json", for word lists of shells.
[[nodiscard]] std::string joined_words(std::span<const std::string_view> words);

}  // namespace rustassistant::cli
