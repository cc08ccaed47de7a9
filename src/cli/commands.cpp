// SPDX-License-Identifier: MIT
#include "command.hpp"

namespace rustassistant::cli {
namespace {

constexpr Option kFormat{"--format", "FORMAT", "How to show the result", "text|json"};

constexpr Option kGlobalOptions[] = {
    {"--color", "WHEN", "When to color: on a terminal, always or never", "auto|always|never"},
    {"-v,--verbose", "", "Tell on standard error what is being done; twice tells more", {}, {}, true},
    {"-q,--quiet", "", "No progress, hints or warnings; errors are still told"},
    {"-h,--help", "", "Show help"},
    {"--version", "", "Show the version"},
};

constexpr Option kAnalyzeOptions[] = {
    kFormat,
    {"-o,--output", "FILE", "Write the result to a file, whole or not at all"},
    {"--provider", "NAME", "Who shall answer, and nobody else", "auto|xai|openai|openai-compatible|builtin",
     "llm.provider"},
    {"--model", "ID", "Which of its models, and no other", {}, "llm.model"},
    {"--fail-on", "SEVERITY", "Exit with 1 when a smell is at least this severe", "critical|high|medium|low"},
    {"--offline", "", "Call nobody: only stored answers and the built-in analyzer"},
    {"--refresh", "", "Ask again even where an answer is stored, and store the new one"},
    {"--no-cache", "", "Neither look up nor store answers"},
    {"--exclude", "PATTERN", "Leave out what matches, as in .gitignore", {}, "analysis.exclude", true},
    {"-j,--jobs", "N", "Files at once; without it, as many as suit the provider"},
    {"--stdin-filename", "NAME", "What the file that comes on standard input is called; tells its language"},
};

constexpr Option kFormatOnly[] = {kFormat};

constexpr Option kConfigShowOptions[] = {
    kFormat,
    {"--origin", "", "Also tell where each value comes from"},
};

constexpr Command kCommands[] = {
    {"refactor", "analyze", "PATH...", "Review source files",
     "PATH is a file, a folder, or - for standard input. Folders are walked like git does: what .gitignore excludes, "
     "hidden "
     "files, symbolic links, binaries, generated and vendored code are passed over and counted. A file that is named "
     "is "
     "always reviewed.\n\n"
     "An answer that is stored is shown again and costs nothing. Otherwise the configured provider is asked, within "
     "the "
     "budget; where it cannot be, the newest stored answer of any model is shown, else the built-in analyzer answers. "
     "With "
     "--provider or --model nobody else answers, and the exit code says why.",
     "rustassistant.analyze/1", kAnalyzeOptions, run_refactor_analyze},
    {"cache", "status", "", "Show what is stored and what it saved", "", "rustassistant.cache-status/1", kFormatOnly,
     run_cache_status},
    {"budget", "status", "", "Show what was spent this month and what is left", "", "rustassistant.budget-status/1",
     kFormatOnly, run_budget_status},
    {"config", "show", "", "Show every setting", "Keys are never shown.", "rustassistant.config/1", kConfigShowOptions,
     run_config_show},
    {"config", "path", "", "Show where the user's settings file is", "", "", {}, run_config_path},
    {"config",
     "init",
     "",
     "Write a settings file with every default, commented out",
     "An existing file is never overwritten.",
     "",
     {},
     run_config_init},
};

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}
std::span<const Option> global_options() {
  return kGlobalOptions;
}

std::string_view name_of(const Option& option) {
  const auto comma = option.names.rfind(',');
  return comma == std::string_view::npos ? option.names : option.names.substr(comma + 1);
}

std::string Arguments::value(std::string_view name, std::string_view otherwise) const {
  const auto found = options.find(name);
  return found == options.end() || found->second.empty() ? std::string(otherwise) : found->second.back();
}

}  // namespace rustassistant::cli
