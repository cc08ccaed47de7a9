// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "docs.hpp"
#include "help.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/json_reference.hpp"
#include "rustassistant/render/table.hpp"
#include "support/source_folder.hpp"

using namespace rustassistant;

namespace {

// With RUSTASSISTANT_UPDATE_DOCS set, writes the file instead (scripts/update-docs).
void check_document(const std::string& name, const std::string& generated) {
  const std::string path = test::source_folder() + "/docs/" + name;
  if (std::getenv("RUSTASSISTANT_UPDATE_DOCS") != nullptr) std::ofstream(path) << generated;
  std::stringstream committed;
  committed << std::ifstream(path).rdbuf();
  INFO("docs/" << name << " differs from the tables in the source: run scripts/update-docs");
  CHECK(committed.str() == generated);
}

// The commands that write a document with --format json, as Markdown.
std::string writers_of(std::string_view schema) {
  std::string text;
  for (const cli::Command& command : cli::commands()) {
    if (command.schema == schema) text += (text.empty() ? "`" : ", `") + cli::full_name(command) + "`";
  }
  return schema == "rustassistant.dry-run/1" ? "`refactor analyze --dry-run`" : text;
}

}  // namespace

TEST_CASE("the documents of commands and settings are those of the tables") {
  check_document("cli.md", cli::cli_markdown());
  check_document("configuration.md", cli::configuration_markdown());
  check_document("rustassistant.1", cli::manual_page());
}

TEST_CASE("the reference of JSON and its schemas are those of the table of fields") {
  check_document("json.md", render::json_markdown([](std::string_view schema) { return writers_of(schema); }));
  for (const render::SchemaFile& file : render::json_schemas()) check_document("schemas/" + file.name, file.text);
}

TEST_CASE("every document that a command writes is in the reference") {
  for (const cli::Command& command : cli::commands()) {
    INFO(cli::full_name(command));
    CHECK((command.schema.empty() || render::is_documented(command.schema)));
  }
}

TEST_CASE("no schema file is left of a document that is gone") {
  std::set<std::string> known;
  for (const render::SchemaFile& file : render::json_schemas()) known.insert(file.name);
  for (const auto& entry : std::filesystem::directory_iterator(test::source_folder() + "/docs/schemas"))
    CHECK(known.contains(entry.path().filename().string()));
}

TEST_CASE("help names every command and option") {
  for (const cli::Command& command : cli::commands()) {
    CHECK(cli::program_help({}, cli::kHelpWidth).find(std::string(command.group) + " " + std::string(command.name)) !=
          std::string::npos);
    for (const cli::Option& option : command.options) {
      CHECK(cli::command_help(command, cli::kHelpWidth).find(cli::name_of(option)) != std::string::npos);
    }
  }
}

TEST_CASE("help fits a terminal of 80 columns") {
  const auto check = [](const std::string& help) {
    for (const std::string_view line : split(help, '\n')) CHECK(render::display_width(line) <= 80);
  };
  check(cli::short_help(80));
  check(cli::program_help({}, 80));
  for (const cli::Command& command : cli::commands()) {
    INFO(cli::full_name(command));
    check(cli::command_help(command, 80));
  }
}
