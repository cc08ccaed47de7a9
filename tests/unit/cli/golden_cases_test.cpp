// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "command.hpp"
#include "support/source_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::cli;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::vector<std::string>> golden_cases() {
  std::vector<std::vector<std::string>> cases;
  for (const auto& entry : fs::recursive_directory_iterator(test::source_folder() + "/tests/golden")) {
    if (entry.path().filename() == "args") cases.push_back(lines_of(entry.path()));
  }
  return cases;
}

std::vector<std::string> words_of(const Command& command) {
  std::vector<std::string> words{std::string(command.group)};
  if (!command.name.empty()) words.emplace_back(command.name);
  return words;
}

// What has a case for the command: its help, its text, its JSON.
std::set<std::string> kinds_of_cases(const Command& command, const std::vector<std::vector<std::string>>& cases) {
  const std::vector<std::string> words = words_of(command);
  std::set<std::string> kinds;
  for (const auto& arguments : cases) {
    if (arguments.size() < words.size() || !std::equal(words.begin(), words.end(), arguments.begin())) continue;
    const auto has = [&](std::string_view word) {
      return std::find(arguments.begin(), arguments.end(), word) != arguments.end();
    };
    kinds.insert(has("--help") ? "help" : has("json") ? "json" : "text");
  }
  return kinds;
}

// What these print depends on the machine, or is made for a shell that judges it: integration tests and tests/shells.
bool is_tested_elsewhere(const std::string& name) {
  return name == "doctor" || name == "completions";
}

}  // namespace

TEST_CASE("every command has golden cases of its help, and of what it prints in each format") {
  const auto cases = golden_cases();
  REQUIRE(cases.size() > 100);
  for (const Command& command : commands()) {
    const std::string name = full_name(command);
    CAPTURE(name);
    const auto kinds = kinds_of_cases(command, cases);
    CHECK(kinds.contains("help"));
    if (is_tested_elsewhere(name)) continue;
    CHECK(kinds.contains("text"));
    const bool has_json = std::any_of(command.options.begin(), command.options.end(), [](const Option& option) {
      return name_of(option) == "--format" && option.choices.find("json") != std::string_view::npos;
    });
    if (has_json) CHECK(kinds.contains("json"));
  }
}
