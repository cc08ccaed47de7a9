// SPDX-License-Identifier: MIT
// Lines in many notations (recorded.txt), with what is replaced in them between ⟦ and ⟧. Unlike positive.txt and
// negative.txt, which say what must be found, they say what the rules do at their bounds, right or not, so that a
// change of them shows what it changes beyond the lines that it was made for. In a line, "\N" is the end of one, and
// «3:ab» is "ababab". `unit_privacy [.recorded]` writes the marks anew.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/privacy/secrets.hpp"
#include "support/source_folder.hpp"

using namespace rustassistant::privacy;

namespace {

constexpr std::string_view kOpens = "⟦";
constexpr std::string_view kCloses = "⟧";
constexpr std::string_view kRepeats = "«";
constexpr std::string_view kRepeated = "»";

std::string path_of_recorded() {
  return rustassistant::test::source_folder() + "/tests/unit/privacy/recorded.txt";
}

std::string times(std::size_t count, std::string_view unit) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += unit;
  return text;
}

// One character of the text, or a unit that is repeated.
struct Piece {
  std::string written;
  std::string unit;
  std::size_t count = 1;

  [[nodiscard]] std::size_t size() const { return unit.size() * count; }
  // All of it, or what lies between these bytes of it.
  [[nodiscard]] std::string part(std::size_t begin, std::size_t end) const {
    if (begin == 0 && end == size()) return written;
    const std::string bytes = times(count, unit).substr(begin, end - begin);
    // Whole units at the beginning, as far as there are any; the rest as it is.
    const std::size_t whole = begin % unit.size() == 0 ? bytes.size() / unit.size() : 0;
    if (whole < 2) return bytes;
    return std::string(kRepeats) + std::to_string(whole) + ":" + unit + std::string(kRepeated) +
           bytes.substr(whole * unit.size());
  }
};

// The pieces of a line, without its marks.
std::vector<Piece> pieces_of_recorded(std::string_view line) {
  std::vector<Piece> pieces;
  while (!line.empty()) {
    std::size_t size = 1;
    if (line.starts_with(kOpens) || line.starts_with(kCloses)) {
      size = kOpens.size();
    } else if (line.starts_with(kRepeats)) {
      const auto colon = line.find(':');
      const auto end = line.find(kRepeated);
      REQUIRE(end != std::string_view::npos);
      REQUIRE(colon < end);
      const std::string count(line.substr(kRepeats.size(), colon - kRepeats.size()));
      size = end + kRepeated.size();
      pieces.push_back(
          {std::string(line.substr(0, size)), std::string(line.substr(colon + 1, end - colon - 1)), std::stoul(count)});
    } else if (line.starts_with("\\N")) {
      pieces.push_back({"\\N", "\n"});
      size = 2;
    } else {
      pieces.push_back({std::string(line.substr(0, 1)), std::string(line.substr(0, 1))});
    }
    line.remove_prefix(size);
  }
  return pieces;
}

// The line with the marks that belong to it.
std::string marked(std::string_view line) {
  const std::vector<Piece> pieces = pieces_of_recorded(line);
  std::string text;
  for (const Piece& piece : pieces) text += times(piece.count, piece.unit);
  struct Mark {
    std::size_t at;
    std::string_view sign;
  };
  std::vector<Mark> marks;
  for (const Secret& secret : find_secrets(text)) {
    marks.push_back({secret.offset, kOpens});
    marks.push_back({secret.offset + secret.size, kCloses});
  }
  std::string result;
  std::size_t at = 0;  // in the text
  auto mark = marks.begin();
  for (const Piece& piece : pieces) {
    std::size_t begin = 0;
    while (mark != marks.end() && mark->at < at + piece.size()) {
      if (mark->at > at + begin) result += piece.part(begin, mark->at - at);
      begin = mark->at - at;
      result += mark->sign;
      ++mark;
    }
    result += piece.part(begin, piece.size());
    at += piece.size();
  }
  for (; mark != marks.end(); ++mark) result += mark->sign;
  return result;
}

std::vector<std::string> recorded_lines() {
  std::ifstream file(path_of_recorded());
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("what is replaced in the recorded lines is what is marked there") {
  const auto lines = recorded_lines();
  CHECK(lines.size() > 300);
  for (const std::string& line : lines) CHECK(marked(line) == line);
}

TEST_CASE("writes the marks of the recorded lines", "[.recorded]") {
  std::string text;
  for (const std::string& line : recorded_lines()) text += marked(line) + "\n";
  std::ofstream(path_of_recorded()) << text;
}
