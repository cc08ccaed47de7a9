// SPDX-License-Identifier: MIT
#include "parse.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "rustassistant/base/text.hpp"

namespace rustassistant::cli {
namespace {

using Words = std::vector<std::string>;

// CLI11 would take "--model=" for an option whose value is the next word, split
// "[a,b]" and drop "++". Words that end in this byte, which no argument of a
// process can hold, are what they are.
constexpr char kShield = '\0';

bool is_misread(std::string_view word) {
  return (word.starts_with("--") && word.ends_with('=')) || (word.starts_with('[') && word.ends_with(']')) ||
         word == "++";
}

void unshield(std::string& word) {
  if (word.ends_with(kShield)) word.pop_back();
}

// What CLI11 gives as the value of such an option that has none.
constexpr std::string_view kNoValue = "true";

bool has_optional_value(const Option& option) {
  return option.value.starts_with("[=");
}

std::string help_hint(std::string_view command) {
  return "see `rustassistant " + std::string(command) + (command.empty() ? "" : " ") + "--help`";
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known, std::string_view command) {
  const auto close = nearest(word, known);
  return close ? "did you mean '" + std::string(*close) + "'? " + help_hint(command) : help_hint(command);
}

// What people type for a command that has another name.
struct Habit {
  std::string_view word;
  std::string_view command;
};
constexpr Habit kHabits[] = {
    {"help", "--help"},
    {"version", "--version"},
    {"analyze", "refactor analyze"},
    {"analyse", "refactor analyze"},
    {"review", "refactor analyze"},
    {"scan", "refactor analyze"},
    {"check", "refactor analyze"},
    {"run", "refactor analyze"},
    {"status", "cache status"},
    {"init", "config init"},
    {"settings", "config show"},
    {"prune", "cache prune"},
    {"clear", "cache clear"},
    {"migrate", "cache migrate"},
    {"history", "budget history"},
};

// Whether a word could name this option, alone, with its value, or among other letters.
bool may_be_among(const Words& words, const Option& option) {
  const auto names = split(option.names, ',');
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      if (name.starts_with("--")) return word.starts_with(name);
      return word.starts_with('-') && !word.starts_with("--") && word.find(name.back()) != std::string_view::npos;
    });
  });
}

// The words of one command line. Commands are made when parsing comes to them, and of their options those that may be
// among the words: most are not needed, and making them all takes longer than everything else before a cache is opened.
class Grammar {
 public:
  explicit Grammar(const Words& words) : words_(words) {
    root_.set_help_flag();  // or each command gets one of its own
    root_.require_subcommand(0, 1);
    for (const std::string_view group : command_groups()) {
      const Command& first = first_of(group);
      if (first.name.empty()) {
        add_command(root_, first, group);
      } else {
        add_group(group);
      }
    }
    for (const Option& option : global_options()) add_option(root_, option);
  }

  Parsed parse() {
    Words reversed;
    for (auto word = words_.rbegin(); word != words_.rend(); ++word)
      reversed.push_back(is_misread(*word) ? *word + kShield : *word);
    std::optional<Error> error;
    try {
      root_.parse(std::move(reversed));
    } catch (const CLI::ExtrasError&) {
      error = unknown_word();
    } catch (const CLI::ParseError& failure) {
      error = bad_option(failure);
    }
    if (!error) error = refused_value();
    if (!error) error = missing_command();
    return {result(error), wanted_format()};
  }

 private:
  struct Slot {
    const Option* option = nullptr;
    CLI::Option* parsed = nullptr;
  };

  void add_group(std::string_view group) {
    CLI::App* app = root_.add_subcommand(std::string(group));
    app->fallthrough()->require_subcommand(0, 1);
    app->preparse_callback([this, app, group](std::size_t) {
      group_ = group;
      for (const Command& command : commands()) {
        if (command.group == group) add_command(*app, command, command.name);
      }
    });
  }

  void add_command(CLI::App& parent, const Command& command, std::string_view name) {
    CLI::App* app = parent.add_subcommand(std::string(name));
    app->fallthrough();
    app->preparse_callback([this, app, &command](std::size_t) {
      command_ = &command;
      for (const Option& option : command.options) add_option(*app, option);
      // As many as there are: with fewer expected, CLI11 would end the command
      // at "--".
      paths_ = app->add_option("paths", [](const CLI::results_t&) { return true; })
                   ->expected(kMostPaths, kMostPaths)
                   ->allow_extra_args()
                   ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    });
  }

  void add_option(CLI::App& app, const Option& option) {
    if (!may_be_among(words_, option)) return;
    const std::string names(option.names);
    CLI::Option* parsed = nullptr;
    if (has_optional_value(option)) {
      parsed = app.add_flag(names);
    } else if (option.value.empty()) {
      parsed = app.add_flag(names)->disable_flag_override();
    } else {
      parsed = app.add_option(names, [](const CLI::results_t&) { return true; })
                   ->allow_extra_args(false)
                   ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    slots_.push_back({&option, parsed});
  }

  // The option that CLI11's text is about: it begins with its name.
  [[nodiscard]] Error bad_option(const CLI::ParseError& failure) const {
    const std::string_view text = failure.what();
    std::string name = neutralise(text.substr(0, text.find_first_of(": ,")));
    if (!name.starts_with('-')) name.insert(0, "--");
    const bool has_value = text.find("flag override") != std::string_view::npos;
    return {Errc::usage, has_value ? name + " takes no value" : name + " needs a value", help_hint(command_name())};
  }

  [[nodiscard]] Error unknown_word() const {
    const Words extras = root_.remaining(true);
    const auto option = std::find_if(extras.begin(), extras.end(),
                                     [](const std::string& word) { return word.size() > 1 && word.front() == '-'; });
    const bool names_command = command_ == nullptr && option != extras.begin();
    if (option != extras.end() && !names_command) {
      const std::string name = option->substr(0, option->find('='));
      return {Errc::usage, "unknown option '" + neutralise(name) + "'",
              suggestion(name, option_names(), command_name())};
    }
    std::string word = extras.front();
    unshield(word);
    const std::string shown = neutralise(word);
    if (group_.empty()) {
      for (const Habit& habit : kHabits) {
        if (habit.word == word)
          return {Errc::usage, "unknown command '" + shown + "'",
                  "did you mean `rustassistant " + std::string(habit.command) + "`?"};
      }
      return {Errc::usage, "unknown command '" + shown + "'", suggestion(word, command_groups(), "")};
    }
    return {Errc::usage, "unknown command '" + std::string(group_) + " " + shown + "'",
            suggestion(word, names_in(group_), group_)};
  }

  // The first value that is none of those that its option takes. Case does not
  // matter.
  std::optional<Error> refused_value() {
    for (const Slot& slot : slots_) {
      // "--changed=$BASE" of an empty variable must not mean the same as "--changed".
      if (has_optional_value(*slot.option)) {
        for (const std::string& value : slot.parsed->results()) {
          if (value == std::string_view(&kShield, 1)) {
            return Error{Errc::usage, "nothing stands after " + std::string(name_of(*slot.option)) + "=",
                         help_hint(command_name())};
          }
        }
      }
      if (slot.option->choices.empty()) continue;
      for (const std::string& value : slot.parsed->results()) {
        if (!choice_of(*slot.option, value)) {
          std::string listed(slot.option->choices);
          std::replace(listed.begin(), listed.end(), '|', ' ');
          return Error{Errc::usage, "bad value '" + neutralise(value) + "' for " + std::string(name_of(*slot.option)),
                       "one of: " + listed};
        }
      }
    }
    if (command_ != nullptr && command_->paths.empty() && paths_->count() > 0) {
      return Error{Errc::usage, "unexpected argument '" + neutralise(paths_->results().front()) + "'",
                   help_hint(command_name())};
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Error> missing_command() const {
    if (command_ != nullptr) return std::nullopt;
    if (group_.empty()) return Error{Errc::usage, "no command given", help_hint("")};
    return Error{Errc::usage, "'" + std::string(group_) + "' needs a command", help_hint(group_)};
  }

  [[nodiscard]] Result<Invocation> result(const std::optional<Error>& error) const {
    Invocation invocation;
    invocation.help = given("--help");
    invocation.version = given("--version");
    invocation.verbose = given("--verbose");
    invocation.command = command_;
    invocation.help_for = group_;
    if (invocation.help || invocation.version) return invocation;
    if (error) return tl::unexpected(*error);
    for (const Slot& slot : slots_) {
      if (slot.parsed->count() == 0) continue;
      invocation.arguments.options[std::string(name_of(*slot.option))] = values_of(slot);
    }
    invocation.arguments.paths = paths_->results();
    for (std::string& path : invocation.arguments.paths) unshield(path);
    return invocation;
  }

  // Of an option that cannot be repeated, the last one.
  static Words values_of(const Slot& slot) {
    if (slot.option->value.empty()) return Words(slot.parsed->count());
    Words values;
    for (std::string value : slot.parsed->results()) {
      if (has_optional_value(*slot.option) && value == kNoValue) value.clear();
      unshield(value);
      values.push_back(slot.option->choices.empty() ? value : std::string(*choice_of(*slot.option, value)));
    }
    if (!slot.option->repeatable) values.erase(values.begin(), values.end() - 1);
    return values;
  }

  static std::optional<std::string_view> choice_of(const Option& option, std::string_view value) {
    const auto choices = split(option.choices, '|');
    const std::string wanted = to_lower(value);
    const auto found = std::find(choices.begin(), choices.end(), wanted);
    if (found == choices.end()) return std::nullopt;
    return *found;
  }

  [[nodiscard]] bool given(std::string_view name) const {
    return std::any_of(slots_.begin(), slots_.end(),
                       [&](const Slot& slot) { return name_of(*slot.option) == name && slot.parsed->count() > 0; });
  }

  [[nodiscard]] std::string last_value(std::string_view name) const {
    for (const Slot& slot : slots_) {
      if (name_of(*slot.option) == name && slot.parsed->count() > 0) return to_lower(slot.parsed->results().back());
    }
    return {};
  }

  // Also of a command that does not exist, whose options are words like any other: who asked for JSON gets JSON.
  [[nodiscard]] std::string wanted_format() const {
    constexpr std::string_view kName = "--format";
    if (std::string known = last_value(kName); !known.empty()) return known;
    const Words left = root_.remaining(true);
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i] == kName && i + 1 < left.size()) return to_lower(left[i + 1]);
      if (left[i].starts_with("--format=")) return to_lower(left[i].substr(kName.size() + 1));
    }
    return {};
  }

  [[nodiscard]] std::string command_name() const {
    return command_ != nullptr ? full_name(*command_) : std::string(group_);
  }

  [[nodiscard]] std::vector<std::string_view> option_names() const {
    std::vector<std::string_view> names;
    const auto add = [&](const Option& option) {
      for (const std::string_view name : split(option.names, ',')) {
        if (name.starts_with("--")) names.push_back(name);
      }
    };
    for (const Option& option : global_options()) add(option);
    if (command_ != nullptr) {
      for (const Option& option : command_->options) add(option);
    }
    return names;
  }

  static const Command& first_of(std::string_view group) {
    return *std::find_if(commands().begin(), commands().end(),
                         [&](const Command& command) { return command.group == group; });
  }

  static std::vector<std::string_view> names_in(std::string_view group) {
    std::vector<std::string_view> names;
    for (const Command& command : commands()) {
      if (command.group == group) names.push_back(command.name);
    }
    return names;
  }

  static constexpr int kMostPaths = CLI::detail::expected_max_vector_size;

  const Words& words_;
  CLI::App root_;
  std::vector<Slot> slots_;
  std::string_view group_;
  const Command* command_ = nullptr;
  CLI::Option* paths_ = nullptr;
};

}  // namespace

Parsed parse(const Words& words) {
  return Grammar(words).parse();
}

}  // namespace rustassistant::cli
