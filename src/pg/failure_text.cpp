// SPDX-License-Identifier: MIT
#include "failure_text.hpp"

#include <algorithm>

namespace rustassistant::pg {
namespace {

bool is_sqlstate(std::string_view text) {
  return text.size() == 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

// Where "28P01" stands in "FATAL:  28P01: password authentication failed"; npos: nowhere.
std::size_t sqlstate_at(std::string_view text) {
  for (std::size_t at = text.find(":  "); at != std::string_view::npos; at = text.find(":  ", at + 1)) {
    if (is_sqlstate(text.substr(at + 3, 5)) && text.substr(at + 8, 2) == ": ") return at + 3;
  }
  return std::string_view::npos;
}

bool says(std::string_view text, std::string_view words) {
  return text.find(words) != std::string_view::npos;
}

}  // namespace

std::string first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  // Which server it was, callers know.
  if (const std::size_t end = text.find(" failed: "); text.starts_with("connection to server ") && end < text.size())
    text.remove_prefix(end + 9);
  if (const std::size_t at = sqlstate_at(text); at != std::string_view::npos) text.remove_prefix(at + 7);
  while (text.ends_with('.') || text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

Failure failure_of_text(std::string_view text) {
  Failure failure{Fault::unreachable, first_line(text)};
  if (const std::size_t at = sqlstate_at(text); at != std::string_view::npos) {
    failure.sqlstate = text.substr(at, 5);
    failure.fault = fault_of(failure.sqlstate);
  }
  // PgBouncer says these with a SQLSTATE of lost connections.
  if (failure.fault != Fault::unreachable) return failure;
  if (says(text, "certificate") || says(text, "SSL, but SSL was required")) failure.fault = Fault::untrusted;
  for (const char* const words : {"password authentication failed", "no password supplied", "no such user",
                                  "authentication failed", "authentication method"}) {
    if (says(text, words)) failure.fault = Fault::credentials;
  }
  if (says(text, "no such database")) failure.fault = Fault::no_database;
  return failure;
}

}  // namespace rustassistant::pg
