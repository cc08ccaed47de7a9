// SPDX-License-Identifier: MIT
#include "rustassistant/source/file_facts.hpp"

#include <algorithm>
#include <cstdint>

#include "import_reader.hpp"
#include "interface_rules.hpp"

namespace rustassistant::source {
namespace {

class Packer {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
    bytes_ += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) text(value);
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// After the first thing that cannot be read everything is empty, and is_sound() false.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
      if (bytes_.empty()) break;
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    fail();
    return 0;
  }
  // A number of things that take at least a byte each.
  std::size_t count() {
    const std::uint64_t value = number();
    if (value > bytes_.size()) fail();
    return sound_ ? static_cast<std::size_t>(value) : 0;
  }
  std::string text() {
    const std::size_t size = count();
    std::string value(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return value;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> values;
    for (std::size_t left = count(); left > 0 && sound_; --left) values.push_back(text());
    return values;
  }
  void fail() {
    sound_ = false;
    bytes_ = {};
  }
  [[nodiscard]] bool is_sound() const { return sound_; }
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool sound_ = true;
};

}  // namespace

FileFacts facts_of(std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  return {imports_in(parsed), interface_in(parsed).hash};
}

std::string packed(const FileFacts& facts) {
  Packer packer;
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
  Unpacker unpacker(bytes);
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
