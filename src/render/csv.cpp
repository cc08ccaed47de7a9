// SPDX-License-Identifier: MIT
#include "csv.hpp"

#include "rustassistant/base/text.hpp"

namespace rustassistant::render {
namespace {

// What a spreadsheet would calculate, as no number is written (OWASP, "CSV Injection").
bool begins_formula(std::string_view field) {
  constexpr std::string_view kSigns = "=+-@\t\r";
  return !field.empty() && kSigns.find(field.front()) != std::string_view::npos &&
         field.find_first_not_of("+-.0123456789") != std::string_view::npos;
}

}  // namespace

std::string csv_line(const View& view, const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& raw : fields) {
    if (&raw != &fields.front()) line += ',';
    std::string field = view.terminal ? neutralise(raw) : raw;
    if (begins_formula(field)) field.insert(0, 1, '\'');
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      line += field;
      continue;
    }
    line += '"';
    for (const char c : field) line.append(c == '"' ? 2 : 1, c);
    line += '"';
  }
  return line + "\n";
}

}  // namespace rustassistant::render
