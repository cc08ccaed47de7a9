// SPDX-License-Identifier: MIT
#include "help.hpp"

#include <algorithm>
#include <vector>

#include "exit_code.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/llm/provider_config.hpp"

namespace rustassistant::cli {
namespace {

struct Row {
  std::string left;
  std::string right;
};

std::string usage_of(const Command& command) {
  std::string usage = "rustassistant " + full_name(command) + " [OPTIONS]";
  if (!command.paths.empty()) usage += " " + std::string(command.paths);
  return usage;
}

std::string option_text(const Option& option) {
  std::string names(option.names);
  if (const auto comma = names.find(','); comma != std::string::npos) names.replace(comma, 1, ", ");
  if (names.rfind("--", 0) == 0) names = "    " + names;  // under the long names of those with a short one
  if (!option.value.empty()) names += " " + std::string(option.value);
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

std::vector<Row> option_rows(std::span<const Option> options) {
  std::vector<Row> rows;
  for (const Option& option : options) rows.push_back({option_text(option), option_help(option)});
  return rows;
}

std::vector<Row> command_rows(std::string_view group) {
  std::vector<Row> rows;
  for (const Command& command : commands()) {
    if (group.empty() || command.group == group) rows.push_back({full_name(command), std::string(command.summary)});
  }
  return rows;
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string lines;
  std::size_t column = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (column > 0 && column + 1 + word.size() > width) {
      lines += '\n';
      column = 0;
    }
    if (column > 0) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
    if (end < text.size() && text[end] == '\n') {
      lines += '\n';
      column = 0;
    }
    at = end + 1;
  }
  return lines + "\n";
}

std::string table(const std::vector<Row>& rows) {
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, row.left.size());
  std::string text;
  for (const Row& row : rows) {
    text += "  " + row.left + std::string(width - row.left.size() + 2, ' ') + row.right + "\n";
  }
  return text;
}

std::vector<Row> variable_rows() {
  std::vector<Row> rows{
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

std::vector<Row> exit_code_rows() {
  std::vector<Row> rows;
  for (const ExitCode& exit_code : exit_codes()) {
    rows.push_back({std::to_string(exit_code.code), std::string(exit_code.meaning)});
  }
  return rows;
}

std::string markdown_table(std::string_view left, std::string_view right, const std::vector<Row>& rows, bool code) {
  std::string text = "| " + std::string(left) + " | " + std::string(right) + " |\n| --- | --- |\n";
  for (const Row& row : rows) {
    const auto first = row.left.find_first_not_of(' ');
    const std::string cell = code ? "`" + row.left.substr(first) + "`" : row.left;
    text += "| " + cell + " | " + row.right + " |\n";
  }
  return text;
}

constexpr std::string_view kGenerated =
    "<!-- Generated from the tables in the source by scripts/update-docs; CI fails when it differs. -->\n";

}  // namespace

std::string program_help(std::string_view group) {
  std::string text =
      "rustassistant reviews source files with a large language model and never pays twice for the same answer.\n\n"
      "Usage: rustassistant " +
      (group.empty() ? std::string("COMMAND") : std::string(group) + " COMMAND") + " [OPTIONS]\n\nCommands:\n";
  text += table(command_rows(group)) + "\nOptions of every command:\n" + table(option_rows(global_options()));
  if (group.empty()) text += "\nEnvironment:\n" + table(variable_rows()) + "\nExit codes:\n" + table(exit_code_rows());
  return text + "\n`rustassistant COMMAND --help` tells more.\n";
}

std::string command_help(const Command& command) {
  std::string text = std::string(command.summary) + ".\n\nUsage: " + usage_of(command) + "\n";
  if (!command.details.empty()) text += "\n" + wrapped(command.details, 100);
  if (!command.options.empty()) text += "\nOptions:\n" + table(option_rows(command.options));
  return text + "\nOptions of every command:\n" + table(option_rows(global_options()));
}

std::string cli_markdown() {
  std::string text = std::string(kGenerated) + "# Commands\n";
  for (const Command& command : commands()) {
    text += "\n## `rustassistant " + full_name(command) + "`\n\n" + std::string(command.summary) + ".\n\n```\n" +
            usage_of(command) + "\n```\n";
    if (!command.details.empty()) text += "\n" + wrapped(command.details, 120);
    if (!command.options.empty()) {
      text += "\n" + markdown_table("option", "what", option_rows(command.options), true);
    }
    if (!command.schema.empty()) {
      text += "\nWith `--format json` the document's `schema` is `" + std::string(command.schema) + "`.\n";
    }
  }
  text += "\n## Options of every command\n\n" + markdown_table("option", "what", option_rows(global_options()), true);
  text += "\n## Environment\n\n" + markdown_table("variable", "what", variable_rows(), true);
  text += "\nEvery setting has a variable, too: see [configuration.md](configuration.md).\n";
  text += "\n## Exit codes\n\n" + markdown_table("code", "meaning", exit_code_rows(), false);
  return text +
         "\nWhere several outcomes occur in one run, the first of 130, 143, 7, 2, 4, 6, 5, 8, 3, 1, 0 that occurred "
         "decides.\n";
}

std::string configuration_markdown() {
  std::string text = std::string(kGenerated) + R"(# Configuration

A setting is looked for in this order; the first that has it decides:

1. an option on the command line,
2. an environment variable,
3. for the budget, what `rustassistant budget set` stored in the ledger,
4. `.rustassistant/config.toml` in the repository (the nearest parent folder with `.git` or `.rustassistant`),
5. `config.toml` in `RUSTASSISTANT_HOME` (default `~/.rustassistant`),
6. the default.

A file in a repository may come from a stranger. From it only `[analysis]` is taken, and with `--fail-on` only what makes
the review stricter; anything else in it is ignored with a warning. `rustassistant config show --origin` tells which value
holds and why; `rustassistant config init` writes a file to start from. Lists in variables are separated by commas.

| setting | default | what | variable |
| --- | --- | --- | --- |
)";
  const config::Settings defaults;
  for (const config::SettingRow& row : config::setting_rows()) {
    text += "| `" + std::string(row.name) + "` | `" + row.show(defaults) + "` | " + std::string(row.help) + " | `" +
            config::variable_of(row.name) + "` |\n";
  }
  return text + R"(
The older names `cache.location` (for `cache.strategy`) and `cache.max_size_mb` (for `cache.max_size`) are accepted.

## Keys

Keys are never settings and never options. They come from the environment, or from the file that `api_key_file` names:

| provider | variable | default model |
| --- | --- | --- |
)" + [] {
    std::string rows;
    for (const llm::ProviderFacts& facts : llm::known_providers()) {
      const std::string model =
          facts.default_model.empty() ? "none: name one" : "`" + std::string(facts.default_model) + "`";
      rows += "| " + std::string(domain::name_of(facts.provider)) + " | `" + std::string(facts.key_variable()) +
              "` | " + model + " |\n";
    }
    return rows;
  }() + R"(
A key is sent over plain http to this machine only.

## Prices

Prices of known models are compiled in. A model whose price is not known can be asked only where nobody can be billed by
surprise: on a server of this machine, with `budget.when_exceeded = "warn"`, or with `--allow-unpriced`. Otherwise tell the price, in US dollars per
million tokens:

```toml
[prices."some-model"]
input = 0.15
cached_input = 0.075    # without it: as input
cache_write = 0.15      # without it: as input
output = 0.60
```

Rates of 0 say that a server costs nothing.
)";
}

}  // namespace rustassistant::cli
