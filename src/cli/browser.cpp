// SPDX-License-Identifier: MIT
#include "browser.hpp"

#include <chrono>
#include <vector>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/process.hpp"

namespace rustassistant::cli {
namespace {

// Browsers that stay in the foreground are taken for open then.
constexpr std::chrono::milliseconds kTime{2'000};

// The words of a command with the file in place; empty where its program is not there.
std::vector<std::string> command_of(std::string_view text, const std::string& file, std::string_view path) {
  std::vector<std::string> words;
  bool is_placed = false;
  for (const std::string_view part : split(text, ' ')) {
    if (part.empty()) continue;
    std::string word(part);
    if (const auto place = word.find("%s"); place != std::string::npos) {
      word.replace(place, 2, file);
      is_placed = true;
    }
    words.push_back(std::move(word));
  }
  if (words.empty()) return words;
  if (!is_placed) words.push_back(file);
  if (!words.front().starts_with('/')) {
    const auto program = sys::find_program(words.front(), path);
    if (!program) return {};
    words.front() = *program;
  }
  return words;
}

}  // namespace

Result<void> open_in_browser(const std::string& file, const sys::Environment& environment) {
  const std::string commands = environment.value("BROWSER").value_or("") + ":xdg-open";
  const std::string path = environment.value("PATH").value_or("");
  std::string why = "no browser is known: BROWSER names none that is there, and there is no xdg-open";
  for (const std::string_view text : split(commands, ':')) {
    const auto command = command_of(text, file, path);
    if (command.empty()) continue;
    const auto opened = sys::run_apart(command, kTime);
    if (opened) return {};
    why = opened.error().what;
  }
  return fail(Errc::config, "cannot open " + sys::quoted(file) + ": " + why,
              "open it by hand, or set BROWSER to the command of a browser");
}

}  // namespace rustassistant::cli
