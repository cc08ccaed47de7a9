// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <string>

#include "import_reader.hpp"

namespace rustassistant::source {
namespace {

// Ways to say "the folder of this script", without quotes and blanks.
constexpr auto kOwnFolder = std::to_array<std::string_view>({
    "$(dirname$0)",
    "$(dirname--$0)",
    "$(dirname$BASH_SOURCE)",
    "$(dirname${BASH_SOURCE})",
    "$(dirname${BASH_SOURCE[0]})",
    "$(dirname--${BASH_SOURCE[0]})",
    "${BASH_SOURCE%/*}",
    "${BASH_SOURCE[0]%/*}",
    "${0%/*}",
    "$(cd$(dirname$0)&&pwd)",
    "$(cd$(dirname${BASH_SOURCE[0]})&&pwd)",
    "$(cd$(dirname${BASH_SOURCE})&&pwd)",
    "$(cd$(dirname--${BASH_SOURCE[0]})&&pwd)",
});

void read_source_command(ImportReader& reader, TSNode command) {
  const TSNode name = child_named(command, "name");
  if (ts_node_is_null(name)) return;
  const std::string_view word = reader.text(name);
  if (word != "source" && word != ".") return;
  const TSNode argument = child_named(command, "argument");
  if (ts_node_is_null(argument)) return;
  Import import{ImportForm::module, first_line(command), {}, {}, {}, {}, {}};
  const std::string_view written = reader.text(argument).substr(0, kMaxImportBytes);
  import.target = written;
  std::erase_if(import.target, [](char c) { return c == '"' || c == '\'' || c == ' ' || c == '\t'; });
  for (const std::string_view folder : kOwnFolder) {
    if (!import.target.starts_with(folder) || import.target.compare(folder.size(), 1, "/") != 0) continue;
    import.target = "." + import.target.substr(folder.size());
    break;
  }
  if (import.target.find_first_of("$`*?{<") != std::string::npos) {
    import.form = ImportForm::computed;
    import.target = written;
  }
  reader.add(std::move(import));
}

constexpr auto kBashRules = std::to_array<ImportRule>({
    {" command ", read_source_command},
});

}  // namespace

std::span<const ImportRule> bash_import_rules() {
  return kBashRules;
}

}  // namespace rustassistant::source
