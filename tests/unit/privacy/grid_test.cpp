// SPDX-License-Identifier: MIT
// Values at the bounds of the rules (grid.txt, a line each) in places of several kinds, in the order of kPlaces: "x"
// where the value is replaced and nothing else, "." where nothing is, "o" for something else. It says what the rules
// do, so that a change of them shows what it changes beyond the lines that it was made for. `unit_privacy [.grid]`
// writes the marks anew.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/privacy/secrets.hpp"
#include "support/source_folder.hpp"

using namespace rustassistant::privacy;

namespace {

// "@" stands for the value.
constexpr std::string_view kPlaces[] = {
    "password = \"@\"",
    "api_key = \"@\"",
    "token = '@'",
    "setPassword(\"@\");",
    "password=@",
    "API_TOKEN=@",
    "SESSION=@",
    "  token: @",
    "# password: @",
    "{password: @}",
    "postgres://app:@@db/app",
    "\"Server=db;Password=@;Encrypt=true\"",
    "https://api.example.org/v1?key=@",
    "curl -u me:@ https://example.org",
    "tool --token @ run",
    "Authorization: Bearer @",
    "<password>@</password>",
    "{\"name\": \"DB_PASSWORD\", \"value\": \"@\"}",
    "f(\"user\", \"@\")",
};

std::string path_of_grid() {
  return rustassistant::test::source_folder() + "/tests/unit/privacy/grid.txt";
}

char mark_of(std::string_view place, const std::string& value) {
  const auto at = place.find('@');
  const std::string line = std::string(place.substr(0, at)) + value + std::string(place.substr(at + 1));
  const auto secrets = find_secrets(line);
  if (secrets.empty()) return '.';
  return secrets.size() == 1 && secrets[0].offset == at && secrets[0].size == value.size() ? 'x' : 'o';
}

// A mark for each place, two blanks and the value.
struct Row {
  std::string written;
  std::string value;

  [[nodiscard]] std::string line() const {
    std::string marks;
    for (const std::string_view place : kPlaces) marks += mark_of(place, value);
    return marks + "  " + value;
  }
};

std::vector<Row> rows_of_grid() {
  std::ifstream file(path_of_grid());
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    const auto blanks = line.find("  ");
    REQUIRE(blanks != std::string::npos);
    rows.push_back({line, line.substr(blanks + 2)});
  }
  return rows;
}

}  // namespace

TEST_CASE("what is replaced is what the grid says") {
  const auto rows = rows_of_grid();
  CHECK(rows.size() > 150);
  for (const Row& row : rows) CHECK(row.line() == row.written);
}

TEST_CASE("writes the marks of the grid", "[.grid]") {
  std::string text;
  for (const Row& row : rows_of_grid()) text += row.line() + "\n";
  std::ofstream(path_of_grid()) << text;
}
