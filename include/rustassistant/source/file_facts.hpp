// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/source/imports.hpp"

// What one parse of a file tells about its dependencies, and that as bytes to be kept.
namespace rustassistant::source {

struct FileFacts {
  FileImports imports;
  codec::Sha256Digest interface_hash{};  // as Interface::hash
  bool operator==(const FileFacts&) const = default;
};

// imports_of() and interface_of() at once.
[[nodiscard]] FileFacts facts_of(std::string_view content, std::string_view language);

// Rises when facts_of() may find something else in the same file; bytes of another version are of no use.
inline constexpr int kFactsVersion = 1;

// The facts as bytes. Strings stand behind their length, numbers are in base 128, the lowest digit first.
[[nodiscard]] std::string packed(const FileFacts& facts);
// Nothing for bytes that packed() did not make, or that are cut off. Takes memory in proportion to the bytes.
[[nodiscard]] std::optional<FileFacts> unpacked(std::string_view bytes);

}  // namespace rustassistant::source
