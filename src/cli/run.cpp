// SPDX-License-Identifier: MIT
#include "run.hpp"

#include <CLI/Version.hpp>
#include <algorithm>
#include <exception>

#include "command.hpp"
#include "exit_code.hpp"
#include "help.hpp"
#include "output.hpp"
#include "parse.hpp"
#include "rustassistant/app/versions.hpp"
#include "rustassistant/base/version.hpp"
#include "rustassistant/render/report.hpp"
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

std::string version_text(bool verbose) {
  std::string text = "rustassistant " + std::string(program_version()) + "\n";
  if (!verbose) return text;
  for (const LinkedLibrary& library : app::linked_versions()) text += library.name + " " + library.version + "\n";
  return text + "CLI11 " CLI11_VERSION "\n";
}

std::size_t help_width() {
  const int columns = sys::terminal_width(sys::Stream::out).value_or(static_cast<int>(kHelpWidth));
  return std::min(kHelpWidth, static_cast<std::size_t>(std::max(40, columns)));
}

// What --help and --version print; they win over everything else.
std::string information(const Invocation& invocation) {
  if (invocation.version) return version_text(invocation.verbose);
  const std::size_t width = help_width();
  return invocation.command != nullptr ? command_help(*invocation.command, width)
                                       : program_help(invocation.help_for, width);
}

// Tells what kept the run from having a result; in a format for machines that is a document, too.
int report(const Error& error, std::string_view format, Console& console) {
  if (const render::FormatRow* row = render::format_named(format)) {
    (void)sys::write_stream(sys::Stream::out, render::failure_document(*row, error));
  }
  console.error(error);
  return exit_code_of(error.code);
}

int print_information(const std::string& text, Console& console) {
  const auto written = sys::write_stream(sys::Stream::out, text);
  return written ? 0 : report(written.error(), {}, console);
}

// The arguments with "~" expanded where a shell leaves it alone: "--repo=~/x".
Arguments with_homes(Arguments arguments, const Command& command, const sys::Environment& environment) {
  for (const Option& option : command.options) {
    const bool is_path = option.value == "FILE" || option.value == "DIR" || option.value.starts_with("PATH");
    const auto given = arguments.options.find(name_of(option));
    if (!is_path || given == arguments.options.end()) continue;
    for (std::string& path : given->second) path = sys::home_expanded(std::move(path), environment);
  }
  return arguments;
}

int run_invocation(const Invocation& invocation, Clock& clock, http::Transport& transport,
                   const sys::Environment& environment) {
  const Arguments arguments = with_homes(invocation.arguments, *invocation.command, environment);
  start_log(arguments);
  Console console(colored(sys::Stream::err, arguments, environment), sys::is_terminal(sys::Stream::err),
                  arguments.has("--quiet"));
  const app::Services services{clock, transport, environment, [&](const std::string& text) { console.warning(text); }};
  const Context context{services, arguments, console, setting_flags(*invocation.command, arguments),
                        colored(sys::Stream::out, arguments, environment)};
  auto code = invocation.command->run(context);
  return code ? *code : report(code.error(), arguments.value("--format"), console);
}

}  // namespace

render::View Context::view() const {
  const bool terminal = !arguments.has("--output") && sys::is_terminal(sys::Stream::out);
  const render::FormatRow* format = render::format_named(arguments.value("--format", "text"));
  render::View view;
  if (format != nullptr) view.format = format->format;
  view.color = color && !arguments.has("--output");
  view.verbose = arguments.has("--verbose");
  view.terminal = terminal;
  if (terminal)
    view.columns = static_cast<std::size_t>(std::max(20, sys::terminal_width(sys::Stream::out).value_or(80)));
  return view;
}

Result<void> Context::print(std::string_view text) const {
  TRY_ASSIGN(Output output, Output::open({}));
  output.write(harmless(std::string(text), view().format));
  return output.finish();
}

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
  Console console(colored(sys::Stream::err, {}, environment), false, false);
  std::string format;
  try {
    if (words.empty() && sys::is_terminal(sys::Stream::out))
      return print_information(short_help(help_width()), console);
    Parsed parsed = parse(words);
    format = parsed.format;
    if (!parsed.invocation) return report(parsed.invocation.error(), format, console);
    const Invocation& invocation = *parsed.invocation;
    if (invocation.help || invocation.version) return print_information(information(invocation), console);
    return run_invocation(invocation, clock, transport, environment);
  } catch (const std::exception& error) {
    // Out of memory, or a mistake of ours: never a result.
    return report({Errc::storage, std::string("internal error: ") + error.what(), "please report this"}, format,
                  console);
  }
}

}  // namespace rustassistant::cli
