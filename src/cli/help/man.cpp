// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "docs.hpp"
#include "help.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::cli {
namespace {

// Text as roff shows it: a hyphen that can be copied, no requests at the beginning of a line.
std::string roff(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const bool begins_line = plain.empty() || plain.back() == '\n';
    if (begins_line && (c == '.' || c == '\'')) plain += "\\&";
    if (c == '-') {
      plain += "\\-";
    } else if (c == '\\') {
      plain += "\\e";
    } else {
      plain += c;
    }
  }
  return plain;
}

std::string paragraphs(std::string_view text) {
  std::string page;
  for (const std::string_view line : split(text, '\n')) {
    if (!trim(line).empty()) page += ".PP\n" + roff(trim(line)) + "\n";
  }
  return page;
}

std::string items(const render::LabelledRows& rows) {
  std::string page;
  for (const auto& [label, text] : rows) page += ".TP\n\\fB" + roff(trim(label)) + "\\fR\n" + roff(text) + "\n";
  return page;
}

std::string section(const Command& command) {
  std::string page = fmt::format(".SS rustassistant {}\n\\fB{}\\fR\n.PP\n{}.\n", roff(full_name(command)),
                                 roff(usage_of(command)), roff(command.summary));
  if (!command.details.empty()) page += paragraphs(paragraphs_of(command));
  return page + items(option_rows(command.options));
}

}  // namespace

std::string manual_page() {
  std::string page =
      ".\\\" Generated from the tables in the source by scripts/update-docs; a test fails when it differs.\n"
      ".TH RUSTASSISTANT 1 \"\"\n.SH NAME\nrustassistant \\- review source files with a language model, and never pay "
      "twice\n"
      ".SH SYNOPSIS\n\\fBrustassistant\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENT\\fR...]\n"
      ".SH COMMANDS\n";
  for (const Command& command : commands()) page += section(command);
  page += ".SH OPTIONS OF EVERY COMMAND\n" + items(option_rows(global_options()));
  page += ".SH ENVIRONMENT\n" + items(variable_rows());
  page += ".PP\nEvery setting has a variable, too; \\fBrustassistant config show\\fR lists the settings.\n";
  page += ".SH EXIT STATUS\n" + items(exit_code_rows());
  page +=
      ".SH FILES\n.TP\n\\fB~/.rustassistant\\fR\nThe settings, the cache and the ledger; RUSTASSISTANT_HOME names "
      "another "
      "folder.\n";
  return page;
}

}  // namespace rustassistant::cli
