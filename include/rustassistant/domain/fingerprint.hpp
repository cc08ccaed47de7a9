// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

// What makes a finding the same tomorrow. Pure.
namespace rustassistant::domain {

// The name under which reports carry our fingerprints.
inline constexpr std::string_view kFingerprintName = "rustassistant/v1";

// What a fingerprint is made of: nothing that moves with an edit elsewhere (lines), and nothing that a model worded.
struct FindingIdentity {
  std::string_view type;  // analysis type
  std::string_view kind;
  std::string_view path;  // relative to the repository
  std::string_view item;  // with its enclosing types and namespaces; empty: the file
  int ordinal = 0;        // among findings that are equal in all of the above, in the order of their lines
};

// First 16 hex digits of SHA-256 over the members in order, each preceded by its length (u32, little endian; the
// ordinal as decimal digits).
[[nodiscard]] std::string fingerprint(const FindingIdentity& identity);

// The value that GitHub's code scanning calls primaryLocationLineHash, for each line of a text. For line i, the first
// element being line 1: a hash of the next 100 UTF-16 units that are no space or tab, from the start of the line on, in
// hex, then ":" and how often that hash has occurred so far. CR and CRLF count as LF. Malformed UTF-8 counts as U+FFFD.
// Definition: the vectors of github/codeql-action's fingerprinting test.
[[nodiscard]] std::vector<std::string> line_hashes(std::string_view text);

}  // namespace rustassistant::domain
