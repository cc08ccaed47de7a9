// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "c_conditionals.hpp"
#include "c_context.hpp"
#include "c_tokens.hpp"

// What the steps that make text of C and C++ fit for a grammar bring, as short texts.
namespace rustassistant::source {

struct CRepairRow {
  CDialect dialect;
  std::string_view content;
  std::string_view expected;
};

// A letter for what encloses each token (CContext), in upper case where a declaration or statement begins.
inline std::string contexts_of(std::string_view content, CDialect dialect) {
  std::string shown;
  for (const CPlace& place : places_of(tokenize_c(content), dialect)) {
    shown += (place.begins ? "DMSEVB" : "dmsevb")[static_cast<std::size_t>(place.context)];
  }
  return shown;
}

// With one space where there are several, and none at the ends of lines.
inline std::string squeezed(std::string_view text) {
  std::string result;
  for (const char byte : text) {
    const bool at_start = result.empty() || result.back() == '\n';
    if (byte == ' ' && (at_start || result.back() == ' ')) continue;
    if (byte == '\n' && !at_start && result.back() == ' ') result.pop_back();
    result += byte;
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

// After join_conditionals(), which leaves the size as it is.
inline std::string joined_branches(std::string_view content, CDialect dialect) {
  CText text = tokenize_c(content);
  join_conditionals(text, dialect);
  CHECK(text.text.size() == content.size());
  return squeezed(text.text);
}

}  // namespace rustassistant::source
