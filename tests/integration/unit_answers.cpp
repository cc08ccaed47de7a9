// SPDX-License-Identifier: MIT
#include "unit_answers.hpp"

#include <algorithm>
#include <limits>
#include <regex>
#include <sstream>
#include <string_view>
#include <utility>

namespace rustassistant::test {
namespace {

using Json = nlohmann::json;

struct Shown {
  int number = 0;
  std::string text;
};

std::vector<Shown> shown_lines(const std::string& message) {
  std::vector<Shown> lines;
  std::istringstream stream(message);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t digits = line.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string::npos || line[digits] != '|') continue;
    lines.push_back({std::stoi(line), line.substr(digits + 1)});
  }
  return lines;
}

// The first and last lines of what a question is about.
std::vector<std::pair<int, int>> asked_lines(const std::string& message) {
  constexpr std::string_view kIntroduction = "Report only what lies in these lines: ";
  const std::size_t at = message.find(kIntroduction);
  if (at == std::string::npos) return {{1, std::numeric_limits<int>::max()}};
  std::string list = message.substr(at + kIntroduction.size());
  list = list.substr(0, list.find(". "));
  std::vector<std::pair<int, int>> ranges;
  const std::regex range("([0-9]+)(-([0-9]+))?");
  for (auto found = std::sregex_iterator(list.begin(), list.end(), range); found != std::sregex_iterator(); ++found) {
    const int first = std::stoi((*found)[1]);
    ranges.emplace_back(first, (*found)[3].matched ? std::stoi((*found)[3]) : first);
  }
  return ranges;
}

Json document(Json smells, Json suggestions) {
  return {{"code_smells", std::move(smells)}, {"suggestions", std::move(suggestions)}, {"complexity_score", 10},
          {"maintainability_score", 90},      {"priorities", Json::array()},           {"estimated_effort", "small"}};
}

// The longest text that `json` holds and that has numbered lines.
void find_file(const Json& json, std::string& file) {
  if (json.is_string()) {
    const auto text = json.get<std::string>();
    if (text.size() > file.size() && text.find("=====") != std::string::npos) file = text;
  }
  if (json.is_structured()) {
    for (const Json& part : json) find_file(part, file);
  }
}

}  // namespace

std::string Source::text() const {
  const std::string called = last_calls < 0 ? "helper" : "function_" + std::to_string(last_calls);
  std::string text = heading;
  for (int i = 0; i < kFunctions; ++i) {
    const std::string name = "function_" + std::to_string(i);
    text += "def " + name + "(a):\n";
    for (int line = 0; line < 8; ++line)
      text += "    total_" + std::to_string(line) + " = a * " +
              std::to_string(numbers[static_cast<std::size_t>(i)] + line) + " + os.getpid()\n";
    text += i + 1 < kFunctions ? "    return total_1\n\n\n" : "    return " + called + "(total_1)\n";
  }
  return text;
}

std::string shown_file(const Json& body) {
  std::string file;
  find_file(body, file);
  return file;
}

Json smell_at(int line, const std::string& name, const std::string& text) {
  return {{"smell_type", "missing_error_handling"},
          {"severity", "medium"},
          {"description", text},
          {"impact", "it is lost"},
          {"location", {{"line_start", line}, {"line_end", line + 9}, {"item_name", name}}}};
}

std::string answer_by_text(const Json& question, const std::function<void(Json&)>& extra) {
  const std::string message = shown_file(question);
  const std::vector<Shown> lines = shown_lines(message);
  const std::vector<std::pair<int, int>> asked = asked_lines(message);
  const auto is_asked = [&](int line) {
    return std::any_of(asked.begin(), asked.end(),
                       [line](const auto& range) { return range.first <= line && line <= range.second; });
  };
  const std::regex definition(R"(.*\b(function_[0-9]+|helper)\(.*\).*[:{]\r?)");
  Json smells = Json::array();
  Json suggestions = Json::array();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& text = lines[i].text;
    if (text.find("function_") == std::string::npos && text.find("helper") == std::string::npos) continue;
    std::smatch defined;
    if (!std::regex_match(text, defined, definition) || !is_asked(lines[i].number)) continue;
    std::string body;
    for (std::size_t k = i; k < lines.size() && body.find("return") == std::string::npos; ++k)
      body += lines[k].text.substr(0, lines[k].text.find('\r')) + "\n";
    const std::size_t hash = std::hash<std::string>()(body);
    if (hash % 3 == 0) continue;
    smells.push_back(smell_at(lines[i].number, defined[1], "finding " + std::to_string(hash % 1000)));
    suggestions.push_back({{"refactoring_type", "improve_error_handling"},
                           {"title", "advice " + std::to_string(hash % 1000)},
                           {"description", "do it"},
                           {"benefits", Json::array()},
                           {"steps", Json::array()},
                           {"example", nullptr},
                           {"effort", "small"},
                           {"priority", "medium"},
                           {"answers", {smells.size() - 1}}});
  }
  if (extra) extra(smells);
  return document(smells, suggestions).dump();
}

}  // namespace rustassistant::test
