// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "console.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/render/view.hpp"
#include "rustassistant/sys/terminal.hpp"

// Commands are data: parsing, --help and docs/cli.md all come from the table in commands.cpp.
namespace rustassistant::cli {

struct Option {
  std::string_view names;         // "-o,--output", older spellings first; the last one is its name
  std::string_view value;         // what its value is called, "FILE"; empty for a switch; "[=REF]": it may have none
  std::string_view help;          // one line, no full stop
  std::string_view choices = {};  // "text|json"; empty: any value
  std::string_view setting = {};  // the setting it overrides for this run; empty: none
  bool repeatable = false;
};

// What was given on the command line.
class Arguments {
 public:
  std::map<std::string, std::vector<std::string>, std::less<>> options;  // by name with dashes
  std::vector<std::string> paths;

  [[nodiscard]] bool has(std::string_view name) const { return options.find(name) != options.end(); }
  [[nodiscard]] std::string value(std::string_view name, std::string_view otherwise = {}) const;
};

// The world of a command.
struct Context {
  const app::Services& services;
  const Arguments& arguments;
  Console& console;
  std::vector<config::FlagValue> flags;  // settings given as options
  bool color = false;                    // on standard output

  [[nodiscard]] bool json() const { return arguments.value("--format") == "json"; }
  // How a result on standard output is shown, or in the file that --output names.
  [[nodiscard]] render::View view() const;
  // Writes a result to standard output, harmless().
  [[nodiscard]] Result<void> print(std::string_view text) const;
};

struct Command {
  std::string_view group;  // "refactor"
  std::string_view name;   // "analyze"; empty: the group is a command itself
  std::string_view paths;  // what its arguments are called, "PATH..."; empty: it takes none
  std::string_view summary;
  std::string_view details;  // for --help and the docs: paragraphs with an empty line between; may be empty
  std::string_view schema;   // of its JSON; empty: it has none
  std::span<const Option> options;
  Result<int> (*run)(const Context&);  // returns the exit code
};

[[nodiscard]] std::span<const Command> commands();
// The first words of all commands, in the order of the table.
[[nodiscard]] std::vector<std::string_view> command_groups();
// "refactor analyze", "doctor".
[[nodiscard]] std::string full_name(const Command& command);
// Options of every command.
[[nodiscard]] std::span<const Option> global_options();

// "--output" of "-o,--output".
[[nodiscard]] std::string_view name_of(const Option& option);

// The settings of this run: files, variables, and those given as options. Warnings are told.
[[nodiscard]] Result<config::Loaded> load_settings(const Context& context);

// The one path that a command is about. Error (usage) unless exactly one was given; `example` completes its hint.
[[nodiscard]] Result<std::string> single_path(const Context& context, std::string_view command,
                                              std::string_view example);

// What the commands do, one per file.
[[nodiscard]] Result<int> run_refactor_analyze(const Context& context);
[[nodiscard]] Result<int> run_deps(const Context& context);
[[nodiscard]] Result<int> run_cache_status(const Context& context);
[[nodiscard]] Result<int> run_cache_init(const Context& context);
[[nodiscard]] Result<int> run_cache_prune(const Context& context);
[[nodiscard]] Result<int> run_cache_clear(const Context& context);
[[nodiscard]] Result<int> run_cache_verify(const Context& context);
[[nodiscard]] Result<int> run_cache_optimize(const Context& context);
[[nodiscard]] Result<int> run_cache_export(const Context& context);
[[nodiscard]] Result<int> run_cache_import(const Context& context);
[[nodiscard]] Result<int> run_cache_why(const Context& context);
[[nodiscard]] Result<int> run_cache_remote(const Context& context);
[[nodiscard]] Result<int> run_cache_push(const Context& context);
[[nodiscard]] Result<int> run_cache_migrate(const Context& context);
[[nodiscard]] Result<int> run_budget_status(const Context& context);
[[nodiscard]] Result<int> run_budget_set(const Context& context);
[[nodiscard]] Result<int> run_budget_unset(const Context& context);
[[nodiscard]] Result<int> run_budget_history(const Context& context);
[[nodiscard]] Result<int> run_budget_settle(const Context& context);
[[nodiscard]] Result<int> run_budget_repair_clock(const Context& context);
[[nodiscard]] Result<int> run_budget_export(const Context& context);
[[nodiscard]] Result<int> run_budget_import(const Context& context);
[[nodiscard]] Result<int> run_backup(const Context& context);
[[nodiscard]] Result<int> run_restore(const Context& context);
[[nodiscard]] Result<int> run_explain(const Context& context);
[[nodiscard]] Result<int> run_models(const Context& context);
[[nodiscard]] Result<int> run_doctor(const Context& context);
[[nodiscard]] Result<int> run_completions(const Context& context);
[[nodiscard]] Result<int> run_config_show(const Context& context);
[[nodiscard]] Result<int> run_config_path(const Context& context);
[[nodiscard]] Result<int> run_config_init(const Context& context);

}  // namespace rustassistant::cli
