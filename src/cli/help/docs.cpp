// SPDX-License-Identifier: MIT
#include "docs.hpp"

#include <fmt/format.h>

#include "help.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/llm/provider_config.hpp"

namespace rustassistant::cli {
namespace {

std::string markdown_table(std::string_view left, std::string_view right, const render::LabelledRows& rows, bool code) {
  std::string text = fmt::format("| {} | {} |\n| --- | --- |\n", left, right);
  for (const auto& [left_cell, right_cell] : rows) {
    const auto first = left_cell.find_first_not_of(' ');
    const std::string_view mark = code ? "`" : "";
    const std::string_view cell = code ? std::string_view(left_cell).substr(first) : left_cell;
    text += fmt::format("| {}{}{} | {} |\n", mark, cell, mark, right_cell);
  }
  return text;
}

constexpr std::string_view kGenerated =
    "<!-- Generated from the tables in the source by scripts/update-docs; CI fails when it differs. -->\n";

std::string setting_rows_markdown() {
  const config::Settings defaults;
  std::string rows;
  for (const config::SettingRow& row : config::setting_rows()) {
    rows += "| `" + std::string(row.name) + "` | `" + row.show(defaults) + "` | " + std::string(row.help) + " | `" +
            config::variable_of(row.name) + "` |\n";
  }
  return rows;
}

std::string key_rows_markdown() {
  std::string rows;
  for (const llm::ProviderFacts& facts : llm::known_providers()) {
    const std::string model =
        facts.default_model.empty() ? "none: name one" : "`" + std::string(facts.default_model) + "`";
    rows += "| " + std::string(domain::name_of(facts.provider)) + " | `" + std::string(facts.key_variable()) + "` | " +
            model + " |\n";
  }
  return rows;
}

}  // namespace

std::string cli_markdown() {
  std::string text = std::string(kGenerated) + "# Commands\n";
  for (const Command& command : commands()) {
    text += "\n## `rustassistant " + full_name(command) + "`\n\n" + std::string(command.summary) + ".\n\n```\n" +
            usage_of(command) + "\n```\n";
    if (!command.details.empty()) text += "\n" + render::wrapped(paragraphs_of(command), 120);
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
         "\nIf a run has several outcomes, the exit code is the first of 130, 143, 7, 2, 4, 6, 5, 8, 3, 1, 0 that "
         "applies.\n";
}

std::string configuration_markdown() {
  return std::string(kGenerated) + R"(# Configuration

Settings are looked up in this order; the first match applies:

1. an option on the command line,
2. an environment variable,
3. for the budget, what `rustassistant budget set` stored in the ledger,
4. `.rustassistant/config.toml` in the repository (the nearest parent folder with `.git` or `.rustassistant`),
5. `config.toml` in `RUSTASSISTANT_HOME` (default `~/.rustassistant`),
6. the default.

A file in a repository may come from a stranger. From it only `[analysis]` is taken, without `context`, and with `--fail-on`
only what makes the review stricter; anything else in it is ignored with a warning. `rustassistant config show --origin` shows
which value applies, and why; `rustassistant config init` writes a file to start from. Lists in variables are separated by commas.
A `~/` at the beginning of a path is your home folder.

Below `[budget]`, `[prices]` and `[llm]` an unknown name is an error (exit code 4) that names the nearest known one, and so
is a misspelled `RUSTASSISTANT_` variable. In other sections it is a warning.

| setting | default | what | variable |
| --- | --- | --- | --- |
)" + setting_rows_markdown() +
         R"(
The older names `cache.location` (for `cache.strategy`) and `cache.max_size_mb` (for `cache.max_size`) are accepted.

## Keys

Keys are never settings and never options. They come from the environment, or from the file that `api_key_file` names:

| provider | variable | default model |
| --- | --- | --- |
)" + key_rows_markdown() +
         R"(
A key is sent over plain http to this machine only.

## Prices

Prices of known models are compiled in, and hold wherever the model is served. A model without a known price is free on a
server of this machine, which is said once a run; on any other server it is called only with `--allow-unpriced`, or with
its price, in US dollars per million tokens:

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
