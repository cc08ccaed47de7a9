// SPDX-License-Identifier: MIT
#include "run.hpp"

#include <exception>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "exit_code.hpp"
#include "help.hpp"
#include "parse.hpp"
#include "render_analysis.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::cli {
namespace {

sys::ColorChoice color_choice(const Arguments& arguments) {
  const std::string when = arguments.value("--color");
  if (when == "always") return sys::ColorChoice::always;
  return when == "never" ? sys::ColorChoice::never : sys::ColorChoice::automatic;
}

bool colored(sys::Stream stream, const Arguments& arguments, const sys::Environment& environment) {
  return sys::use_color(color_choice(arguments), environment, sys::is_terminal(stream));
}

void start_log(const Arguments& arguments) {
  const auto verbose = arguments.options.find("--verbose");
  if (verbose == arguments.options.end()) return;
  sys::start_log(verbose->second.size() > 1 ? sys::LogLevel::debug : sys::LogLevel::info);
}

std::vector<config::FlagValue> setting_flags(const Command& command, const Arguments& arguments) {
  std::vector<config::FlagValue> flags;
  for (const Option& option : command.options) {
    const auto given = arguments.options.find(name_of(option));
    if (option.setting.empty() || given == arguments.options.end()) continue;
    for (const std::string& value : given->second) {
      flags.push_back({std::string(option.setting), value, std::string(name_of(option))});
    }
  }
  return flags;
}

// What --help and --version print; they win over everything else.
std::string information(const Invocation& invocation) {
  if (invocation.version) return std::string("rustassistant ") + RUSTASSISTANT_VERSION + "\n";
  return invocation.command != nullptr ? command_help(*invocation.command) : program_help(invocation.help_for);
}

// The one JSON document of a run that failed before it had a result.
void print_failure(const Command* command, const Error& error) {
  nlohmann::ordered_json document;
  document["schema"] = command != nullptr && !command->schema.empty() ? command->schema : "rustassistant.error/1";
  document["tool_version"] = RUSTASSISTANT_VERSION;
  document["error"] = error_json(error);
  (void)sys::write_stream(sys::Stream::out, codec::dump_json(document, codec::JsonStyle::pretty) + "\n");
}

int report(const Error& error, const Command* command, bool json, Console& console) {
  if (json) print_failure(command, error);
  console.error(error);
  return exit_code_of(error.code);
}

int run_invocation(const Invocation& invocation, bool json, Clock& clock, http::Transport& transport,
                   const sys::Environment& environment) {
  const Arguments& arguments = invocation.arguments;
  start_log(arguments);
  Console console(colored(sys::Stream::err, arguments, environment), sys::is_terminal(sys::Stream::err),
                  arguments.has("--quiet"));
  const app::Services services{clock, transport, environment, [&](const std::string& text) { console.warning(text); }};
  const Context context{services, arguments, console, setting_flags(*invocation.command, arguments),
                        colored(sys::Stream::out, arguments, environment)};
  auto code = invocation.command->run(context);
  return code ? *code : report(code.error(), invocation.command, json, console);
}

}  // namespace

Result<config::Loaded> load_settings(const Context& context) {
  TRY_ASSIGN(auto loaded, config::load(context.services.environment, context.flags));
  for (const std::string& warning : loaded.warnings) context.console.warning(warning);
  return loaded;
}

Result<std::string> single_path(const Context& context, std::string_view command, std::string_view example) {
  if (context.arguments.paths.size() == 1) return context.arguments.paths.front();
  return fail(Errc::usage, "name one file",
              "for example: rustassistant " + std::string(command) + " " + std::string(example));
}

int run(const std::vector<std::string>& words, Clock& clock, http::Transport& transport,
        const sys::Environment& environment) {
  const bool json = wants_json(words);
  Console console(colored(sys::Stream::err, {}, environment), false, false);
  try {
    auto invocation = parse(words);
    if (!invocation) return report(invocation.error(), nullptr, json, console);
    if (invocation->help || invocation->version) {
      const auto written = sys::write_stream(sys::Stream::out, information(*invocation));
      return written ? 0 : report(written.error(), nullptr, false, console);
    }
    return run_invocation(*invocation, json, clock, transport, environment);
  } catch (const std::exception& error) {
    // Out of memory, or a mistake of ours: never a result.
    return report({Errc::storage, std::string("internal error: ") + error.what(), "please report this"}, nullptr, json,
                  console);
  }
}

}  // namespace rustassistant::cli
