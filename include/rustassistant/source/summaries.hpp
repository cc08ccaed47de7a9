// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "rustassistant/source/dependencies.hpp"
#include "rustassistant/source/imports.hpp"
#include "rustassistant/source/interfaces.hpp"

// What a file uses of the files that it depends on, as signatures.
namespace rustassistant::source {

// How often each identifier stands in a file.
using NameCounts = std::map<std::string, int, std::less<>>;

// What one parse of a file tells of the names in it.
struct FileUses {
  FileImports imports;  // as imports_of()
  NameCounts names;     // in code, not in comments and texts
};
[[nodiscard]] FileUses uses_of(std::string_view content, std::string_view language);

// A file that another one depends on.
struct UsedFile {
  const Interface* interface = nullptr;
  const Dependency* edge = nullptr;
};

// Bytes of a summary: 2,000 tokens, at three bytes each.
inline constexpr std::size_t kMaxSummaryBytes = 6'000;
// A longer signature is cut.
inline constexpr std::size_t kMaxSignatureBytes = 1'500;

// The signatures of the public items that are used, a line each: those of the file that is used most come first, with
// an empty line before the next file's. An item is used where the import names it, or, where a file is imported as a
// whole, its name stands in the code. What does not fit is left out. Names no path. The same for the same signatures,
// wherever the files are. Empty: nothing is used. Pure.
[[nodiscard]] std::string summary_of(const NameCounts& names, std::span<const UsedFile> files);

}  // namespace rustassistant::source
