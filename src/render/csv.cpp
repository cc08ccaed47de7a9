// SPDX-License-Identifier: MIT
#include "csv.hpp"

#include "rustassistant/base/text.hpp"

namespace rustassistant::render {

std::string csv_line(const View& view, const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& raw : fields) {
    if (&raw != &fields.front()) line += ',';
    const std::string field = view.terminal ? neutralise(raw) : raw;
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
