// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "docs.hpp"
#include "help.hpp"
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

}  // namespace

TEST_CASE("the documents of commands and settings are those of the tables") {
  check_document("cli.md", cli::cli_markdown());
  check_document("configuration.md", cli::configuration_markdown());
}

TEST_CASE("help names every command and option") {
  for (const cli::Command& command : cli::commands()) {
    CHECK(cli::program_help().find(std::string(command.group) + " " + std::string(command.name)) != std::string::npos);
    for (const cli::Option& option : command.options) {
      CHECK(cli::command_help(command).find(cli::name_of(option)) != std::string::npos);
    }
  }
}
