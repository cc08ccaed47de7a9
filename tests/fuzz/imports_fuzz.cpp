// SPDX-License-Identifier: MIT
// The imports and the interface of a file: the first byte chooses a language, the rest is the file. Any bytes get
// imports within their bounds, at lines of the file, and the same ones again, also from bytes.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rustassistant/source/file_facts.hpp"
#include "rustassistant/source/imports.hpp"
#include "rustassistant/source/interfaces.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant;
  constexpr std::array<std::string_view, 11> kLanguages{"rust", "c",  "cpp",  "python", "javascript", "typescript",
                                                        "tsx",  "go", "java", "bash",   "text"};
  if (size == 0) return 0;
  const std::string_view language = kLanguages[data[0] % kLanguages.size()];
  const std::string_view content(reinterpret_cast<const char*>(data) + 1, size - 1);

  const source::FileImports found = source::imports_of(content, language);
  if (found.imports.size() > source::kMaxImports) std::abort();
  const auto lines = std::count(content.begin(), content.end(), '\n') + 1;
  for (const source::Import& import : found.imports) {
    if (import.line < 1 || import.line > lines || import.target.size() > source::kMaxImportBytes) std::abort();
    if (import.target.empty() && import.form != source::ImportForm::computed) std::abort();
  }
  if (!std::is_sorted(found.names.begin(), found.names.end())) std::abort();
  const source::FileFacts facts = source::facts_of(content, language);
  if (!(facts.imports == found) || !(source::unpacked(source::packed(facts)) == facts)) std::abort();
  if (facts.interface_hash != source::interface_of(content, language).hash) std::abort();
  return 0;
}
