// SPDX-License-Identifier: MIT
#include "rustassistant/source/file_facts.hpp"

#include <algorithm>
#include <cstdint>

#include "import_reader.hpp"
#include "interface_rules.hpp"
#include "rustassistant/codec/packing.hpp"

namespace rustassistant::source {
FileFacts facts_of(std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  return {imports_in(parsed), interface_in(parsed).hash};
}

std::string packed(const FileFacts& facts) {
  codec::Packer packer;
  packer.text({reinterpret_cast<const char*>(facts.interface_hash.data()), facts.interface_hash.size()});
  packer.text(facts.imports.package);
  packer.texts(facts.imports.defines);
  packer.texts(facts.imports.names);
  packer.number(facts.imports.imports.size());
  for (const Import& import : facts.imports.imports) {
    packer.number(static_cast<std::uint64_t>(import.form));
    packer.number(static_cast<std::uint64_t>(import.line));
    packer.text(import.target);
    packer.texts(import.symbols);
    packer.text(import.alias);
    packer.text(import.scope);
    packer.text(import.path);
  }
  return packer.take();
}

std::optional<FileFacts> unpacked(std::string_view bytes) {
  codec::Unpacker unpacker(bytes);
  FileFacts facts;
  const std::string hash = unpacker.text();
  if (hash.size() != facts.interface_hash.size()) return std::nullopt;
  std::copy(hash.begin(), hash.end(), facts.interface_hash.begin());
  facts.imports.package = unpacker.text();
  facts.imports.defines = unpacker.texts();
  facts.imports.names = unpacker.texts();
  for (std::size_t left = unpacker.count(); left > 0 && unpacker.is_sound(); --left) {
    Import import;
    const std::uint64_t form = unpacker.number();
    if (form >= kImportForms) return std::nullopt;
    import.form = static_cast<ImportForm>(form);
    import.line = static_cast<int>(unpacker.number() & 0x7FFFFFFFU);
    import.target = unpacker.text();
    import.symbols = unpacker.texts();
    import.alias = unpacker.text();
    import.scope = unpacker.text();
    import.path = unpacker.text();
    facts.imports.imports.push_back(std::move(import));
  }
  if (!unpacker.is_sound() || !unpacker.at_end()) return std::nullopt;
  return facts;
}

}  // namespace rustassistant::source
