// SPDX-License-Identifier: MIT
#include "parse.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "rustassistant/base/text.hpp"

namespace rustassistant::cli {
namespace {

using Words = std::vector<std::string>;

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  const auto close = nearest(word, known);
  return close ? "did you mean '" + std::string(*close) + "'?" : std::string("see `rustassistant --help`");
}

bool is_option(std::string_view word) {
  return word.size() > 1 && word.front() == '-';
}

// The option with that name on the command line ("--format=json" and "-ofile" included), or null.
const Option* option_of(std::string_view word, std::span<const Option> options) {
  const std::string_view name = word.substr(0, word.find('='));
  for (const Option& option : options) {
    for (const std::string_view known : split(option.names, ',')) {
      if (known == name) return &option;
    }
  }
  return nullptr;
}

std::vector<std::string_view> groups() {
  std::vector<std::string_view> names;
  for (const Command& command : commands()) {
    if (names.empty() || names.back() != command.group) names.push_back(command.group);
  }
  return names;
}

std::vector<std::string_view> names_in(std::string_view group) {
  std::vector<std::string_view> names;
  for (const Command& command : commands()) {
    if (command.group == group) names.push_back(command.name);
  }
  return names;
}

// Takes the next word that is no option out of `words`; global options before it stay. Empty: there is none.
std::string take_word(Words& words) {
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (!is_option(*word)) {
      std::string taken = std::move(*word);
      words.erase(word);
      return taken;
    }
    const Option* option = option_of(*word, global_options());
    if (option == nullptr) return {};
    const bool takes_next = !option->value.empty() && word->find('=') == std::string::npos;
    if (takes_next && ++word == words.end()) return {};
  }
  return {};
}

bool has_switch(const Words& words, std::string_view name) {
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::any_of(words.begin(), end, [&](const std::string& word) {
    const Option* option = option_of(word, global_options());
    return option != nullptr && name_of(*option) == name;
  });
}

Result<void> check_choice(const Option& option, const std::string& value) {
  if (option.choices.empty()) return {};
  const auto choices = split(option.choices, '|');
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
  std::string listed(option.choices);
  std::replace(listed.begin(), listed.end(), '|', ' ');
  return fail(Errc::usage, "bad value '" + neutralise(value) + "' for " + std::string(name_of(option)),
              "one of: " + listed);
}

// Whether a word may be that option: "--name", "--name=value", "-n", or a bundle of one-letter options with that
// letter.
bool may_be_given(const Option& option, const Words& words) {
  for (const std::string_view name : split(option.names, ',')) {
    const bool is_letter = name.size() == 2;
    const bool given = std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return is_letter ? is_option(word) && word.find(name.back()) != std::string_view::npos : word.starts_with(name);
    });
    if (given) return true;
  }
  return false;
}

// Parses the words of one command with CLI11, whose rules for options and values are those people know. It is told only
// of the options that may be given: making one costs more than all the rest of parsing.
class Parser {
 public:
  Parser(const Command& command, const Words& words) : command_(command) {
    parser_.set_help_flag();
    for (const auto options : {command.options, global_options()}) {
      for (const Option& option : options) {
        if (may_be_given(option, words)) add(option);
      }
    }
    if (!command.paths.empty()) parser_.add_option("paths", paths_);
  }

  Result<Arguments> parse(Words words) {
    if (const auto unknown = unknown_option(words); !unknown.empty()) {
      return fail(Errc::usage, "unknown option '" + neutralise(unknown) + "'", suggestion(unknown, option_names()));
    }
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    try {
      parser_.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
      return fail(Errc::usage, neutralise(error.what()), "see `rustassistant " + full_name(command_) + " --help`");
    }
    Arguments arguments;
    for (const auto& slot : slots_) {
      if (slot->parsed->count() == 0) continue;
      if (slot->values.size() > 1 && !slot->option->repeatable) {
        return fail(Errc::usage, std::string(name_of(*slot->option)) + " is given more than once");
      }
      for (const std::string& value : slot->values) TRY(check_choice(*slot->option, value));
      auto& target = arguments.options[std::string(name_of(*slot->option))];
      target = slot->option->value.empty() ? Words(slot->parsed->count()) : slot->values;
    }
    arguments.paths = paths_;
    return arguments;
  }

 private:
  struct Slot {
    const Option* option = nullptr;
    Words values;
    CLI::Option* parsed = nullptr;
  };

  void add(const Option& option) {
    auto& slot = *slots_.emplace_back(std::make_unique<Slot>());
    slot.option = &option;
    slot.parsed = option.value.empty() ? parser_.add_flag(std::string(option.names))
                                       : parser_.add_option(std::string(option.names), slot.values)
                                             ->expected(1)
                                             ->allow_extra_args(false)
                                             ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }

  std::string unknown_option(const Words& words) const {
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
      if (words[i].substr(0, 2) != "--") continue;
      const Option* option = option_of(words[i], command_.options);
      if (option == nullptr) option = option_of(words[i], global_options());
      if (option == nullptr) return words[i];
      if (!option->value.empty() && words[i].find('=') == std::string::npos) ++i;
    }
    return {};
  }

  std::vector<std::string_view> option_names() const {
    std::vector<std::string_view> names;
    for (const auto options : {command_.options, global_options()}) {
      for (const Option& option : options) names.push_back(name_of(option));
    }
    return names;
  }

  const Command& command_;
  CLI::App parser_;
  std::vector<std::unique_ptr<Slot>> slots_;
  Words paths_;
};

}  // namespace

Result<Invocation> parse(const std::vector<std::string>& words) {
  Invocation invocation;
  invocation.help = has_switch(words, "--help");
  invocation.version = has_switch(words, "--version");
  invocation.verbose = has_switch(words, "--verbose");
  Words rest = words;
  const std::string group = take_word(rest);
  if (group.empty()) {
    if (invocation.help || invocation.version) return invocation;
    if (!rest.empty() && option_of(rest.front(), global_options()) == nullptr) {
      return fail(Errc::usage, "unknown option '" + neutralise(rest.front()) + "'", "see `rustassistant --help`");
    }
    return fail(Errc::usage, "no command given", "see `rustassistant --help`");
  }
  const auto names = names_in(group);
  if (names.empty()) {
    return fail(Errc::usage, "unknown command '" + neutralise(group) + "'", suggestion(group, groups()));
  }
  const bool is_command = names.front().empty();
  const std::string name = is_command ? std::string() : take_word(rest);
  if (name.empty() && !is_command && (invocation.help || invocation.version)) {
    invocation.help_for = names.empty()
                              ? std::string_view()
                              : std::find_if(commands().begin(), commands().end(), [&](const Command& command) {
                                  return command.group == group;
                                })->group;
    return invocation;
  }
  for (const Command& command : commands()) {
    if (command.group == group && command.name == name) invocation.command = &command;
  }
  if (invocation.command == nullptr) {
    const std::string what =
        name.empty() ? "'" + group + "' needs a command" : "unknown command '" + neutralise(group + " " + name) + "'";
    return fail(Errc::usage, what, name.empty() ? "see `rustassistant " + group + " --help`" : suggestion(name, names));
  }
  if (invocation.help || invocation.version) return invocation;
  TRY_ASSIGN(invocation.arguments, Parser(*invocation.command, rest).parse(rest));
  return invocation;
}

bool wants_json(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i] == "--format=json") return true;
    if (words[i] == "--format" && i + 1 < words.size() && words[i + 1] == "json") return true;
  }
  return false;
}

}  // namespace rustassistant::cli
