// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "budget_values.hpp"
#include "exit_code.hpp"
#include "lines.hpp"

using namespace rustassistant;
using namespace rustassistant::cli;

namespace {

Arguments given_value(const std::string& option, const std::string& value) {
  Arguments arguments;
  arguments.options[option] = {value};
  return arguments;
}

std::string words_of_error(const Error& error) {
  CHECK(error.code == Errc::usage);
  return error.what + " | " + error.hint;
}

// What the lines of these pieces are, with those that are too long up to where they were cut.
std::vector<std::string> lines_of_pieces(std::size_t most, const std::vector<std::string>& pieces) {
  McpLines lines(most);
  std::vector<std::string> found;
  for (const std::string& piece : pieces) {
    lines.add(piece);
    while (auto line = lines.next()) found.push_back(*line);
  }
  if (auto rest = lines.rest()) found.push_back("rest " + *rest);
  CHECK_FALSE(lines.rest());
  return found;
}

}  // namespace

TEST_CASE("each kind of failure has its exit code, and of several the first in order decides") {
  // As it is documented: 130, 143, 7, 2, 4, 6, 5, 8, 3.
  const std::array<std::pair<Errc, int>, 10> order{{{Errc::interrupted, 130},
                                                    {Errc::terminated, 143},
                                                    {Errc::storage, 7},
                                                    {Errc::usage, 2},
                                                    {Errc::config, 4},
                                                    {Errc::budget, 6},
                                                    {Errc::provider, 5},
                                                    {Errc::unreachable, 5},
                                                    {Errc::offline, 8},
                                                    {Errc::input, 3}}};
  for (std::size_t i = 0; i < order.size(); ++i) {
    CHECK(exit_code_of(order.at(i).first) == order.at(i).second);
    std::set<Errc> outcomes;
    for (std::size_t j = i; j < order.size(); ++j) outcomes.insert(order.at(j).first);
    CHECK(exit_code_of(outcomes, true) == order.at(i).second);
    CHECK(exit_code_of(outcomes, false) == order.at(i).second);
  }
  CHECK(exit_code_of(std::set<Errc>{}, true) == 1);
  CHECK(exit_code_of(std::set<Errc>{}, false) == 0);
  std::vector<int> codes;
  for (const ExitCode& code : exit_codes()) codes.push_back(code.code);
  CHECK(codes == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 130, 143});
}

TEST_CASE("amounts, numbers and days of options are read within their bounds, and refused by name") {
  CHECK(usd_of({}, "--cost").value() == std::nullopt);
  CHECK(usd_of(given_value("--cost", "1.000000001"), "--cost").value() == NanoUsd{1'000'000'001});
  CHECK(parse_usd("1000000", "--cost").value() == NanoUsd{1'000'000'000'000'000});
  for (const std::string bad : {"1000000.000000001", "1.0000000001", "-1", "$1", ""}) {
    CHECK(words_of_error(parse_usd(bad, "--cost").error()) ==
          "bad value '" + bad + "' for --cost | US dollars such as 3.00, at most 1000000 and nine decimals");
  }
  CHECK(words_of_error(parse_usd("\x1b", "--cost").error()).starts_with("bad value '\\x1b' for --cost"));
  CHECK(whole_number_of({}, "--n", 2, 5).value() == std::nullopt);
  for (const std::string number : {"2", "3", "5"})
    CHECK(whole_number_of(given_value("--n", number), "--n", 2, 5).value() == std::stoll(number));
  for (const std::string bad : {"1", "6", "x", ""}) {
    CHECK(words_of_error(whole_number_of(given_value("--n", bad), "--n", 2, 5).error()) ==
          "bad value '" + bad + "' for --n | a whole number from 2 to 5");
  }
  CHECK(day_of({}, "--until").value() == std::nullopt);
  CHECK(day_of(given_value("--until", "2026-11-21"), "--until").value() == 20261121);
  CHECK(words_of_error(day_of(given_value("--until", "30d"), "--until").error()) ==
        "bad value '30d' for --until | a date such as 2026-11-21");
  CHECK(words_of_error(day_of(given_value("--since", "x"), "--since").error()) ==
        "bad value 'x' for --since | a date such as 2026-11-21, or an age such as 30d");
}

TEST_CASE("--since is a day or an age, and never both") {
  const Since nothing = since_of({}).value();
  CHECK_FALSE(nothing.day);
  CHECK_FALSE(nothing.age);
  const Since day = since_of(given_value("--since", "2026-11-21")).value();
  CHECK(day.day == 20261121);
  CHECK_FALSE(day.age);
  const Since age = since_of(given_value("--since", "2h")).value();
  CHECK(age.age == 7'200'000);
  CHECK_FALSE(age.day);
  CHECK(since_of(given_value("--since", "1m")).error().code == Errc::usage);
  CHECK(since_of(given_value("--since", "")).error().what == "bad value '' for --since");
  CHECK(since_of(given_value("--since", "-1d")).error().what == "bad value '-1d' for --since");
}

TEST_CASE("lines are told apart whatever pieces they come in, and one that is too long is cut once") {
  using Lines = std::vector<std::string>;
  CHECK(lines_of_pieces(4, {}).empty());
  CHECK(lines_of_pieces(4, {"ab\n", "c"}) == Lines{"ab", "rest c"});
  CHECK(lines_of_pieces(4, {"a", "b", "\n", "\nc\nd"}) == Lines{"ab", "", "c", "rest d"});
  CHECK(lines_of_pieces(4, {"abcd"}) == Lines{"rest abcd"});
  CHECK(lines_of_pieces(4, {"abcd", "\n"}) == Lines{"abcd"});
  CHECK(lines_of_pieces(4, {"abcde"}) == Lines{"abcde"});
  CHECK(lines_of_pieces(4, {"abcde", "fgh", "i\nxy\n"}) == Lines{"abcde", "xy"});
  CHECK(lines_of_pieces(4, {"abcde", "fghijkl", "\n", "m"}) == Lines{"abcde", "rest m"});
  CHECK(lines_of_pieces(4, {"x\nabcde", "\nyz"}) == Lines{"x", "abcde", "rest yz"});
}
