// SPDX-License-Identifier: MIT
#include "rustassistant/search/passage.hpp"

#include <algorithm>
#include <cstdint>

#include "rustassistant/codec/packing.hpp"
#include "rustassistant/codec/zstd.hpp"
#include "rustassistant/search/terms.hpp"

namespace rustassistant::search {
namespace {

constexpr std::size_t kTermsPerUnit = 8;
constexpr std::size_t kMostUnits = 127;
constexpr unsigned kAsideBit = 0x80;
constexpr unsigned kEndsBit = 1;       // the qualified name ends with the name
constexpr unsigned kDefinedShift = 1;  // above it stands `defined`

// Counts the terms of a body. All of them lie in one text: chunks are many, and terms are short.
class TermCounter {
 public:
  void add(std::string_view term) {
    places_.push_back({head_of(term), all_.size(), term.size()});
    all_ += term;
  }
  [[nodiscard]] std::size_t size() const { return places_.size(); }

  // Calls visit(term, occurrences) for each, in order of their bytes.
  template <typename Visit>
  void for_each(const Visit& visit) {
    const std::string_view all = all_;
    const auto text = [all](const Place& place) { return all.substr(place.start, place.size); };
    std::sort(places_.begin(), places_.end(),
              [&](const Place& a, const Place& b) { return a.head != b.head ? a.head < b.head : text(a) < text(b); });
    for (std::size_t i = 0; i < places_.size();) {
      const std::string_view term = text(places_[i]);
      std::size_t next = i + 1;
      while (next < places_.size() && places_[next].head == places_[i].head && text(places_[next]) == term) ++next;
      visit(term, next - i);
      i = next;
    }
  }

 private:
  struct Place {
    std::uint64_t head = 0;  // in the order of the terms as far as it differs
    std::size_t start = 0;
    std::size_t size = 0;
  };
  // The first bytes as a number, with zeros behind a term that has fewer.
  static std::uint64_t head_of(std::string_view term) {
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < sizeof head; ++i)
      head = head << 8U | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0U);
    return head;
  }

  std::string all_;
  std::vector<Place> places_;
};

std::string& column_of(PostingText& text, Column column) {
  return text.columns[static_cast<std::size_t>(column)];
}

void add_all(std::string& column, std::string_view text) {
  for_each_term(text, [&](std::string_view term) {
    column += term;
    column += ' ';
  });
}

}  // namespace

std::uint8_t chunk_facts(std::size_t terms, bool aside) {
  return static_cast<std::uint8_t>(std::min((terms + kTermsPerUnit - 1) / kTermsPerUnit, kMostUnits) |
                                   (aside ? kAsideBit : 0U));
}
std::size_t terms_of(std::uint8_t facts) {
  return (facts & kMostUnits) * kTermsPerUnit;
}
bool is_aside(std::uint8_t facts) {
  return (facts & kAsideBit) != 0;
}

std::string packed(const std::vector<Passage>& passages) {
  codec::Packer packer;
  packer.number(passages.size());
  for (const Passage& passage : passages) {
    packer.number(passage.start);
    packer.number(passage.end);
    packer.number(static_cast<std::uint64_t>(passage.line_start));
    packer.number(static_cast<std::uint64_t>(passage.line_end));
    packer.text(passage.scope);
    packer.text(passage.scope_kind);
    packer.number(passage.definitions.size());
    for (const Definition& definition : passage.definitions) {
      packer.text(definition.name);
      // Mostly the name alone, or behind another.
      const bool ends = std::string_view(definition.qualified_name).ends_with(definition.name);
      packer.number((ends ? kEndsBit : 0U) | static_cast<unsigned>(definition.defined) << kDefinedShift);
      packer.text(std::string_view(definition.qualified_name)
                      .substr(0, definition.qualified_name.size() - (ends ? definition.name.size() : 0)));
      packer.text(definition.kind);
      packer.number(static_cast<std::uint64_t>(definition.line_start));
      packer.number(static_cast<std::uint64_t>(definition.line_end));
    }
  }
  return packer.take();
}

std::optional<std::vector<Passage>> unpacked(std::string_view bytes) {
  codec::Unpacker unpacker(bytes);
  std::vector<Passage> passages;
  for (std::size_t left = unpacker.count(); left > 0 && unpacker.is_sound(); --left) {
    Passage passage;
    passage.start = static_cast<std::size_t>(unpacker.small_number());
    passage.end = static_cast<std::size_t>(unpacker.small_number());
    passage.line_start = unpacker.small_number();
    passage.line_end = unpacker.small_number();
    passage.scope = unpacker.text();
    passage.scope_kind = unpacker.text();
    for (std::size_t more = unpacker.count(); more > 0 && unpacker.is_sound(); --more) {
      Definition definition;
      definition.name = unpacker.text();
      const std::uint64_t bits = unpacker.number();
      const std::uint64_t defined = bits >> kDefinedShift;
      if (defined > static_cast<std::uint64_t>(Defined::elsewhere)) unpacker.fail();
      const bool ends = (bits & kEndsBit) != 0;
      definition.defined = unpacker.is_sound() ? static_cast<Defined>(defined) : Defined::by_itself;
      definition.qualified_name = unpacker.text() + (ends ? definition.name : std::string());
      definition.kind = unpacker.text();
      definition.line_start = unpacker.small_number();
      definition.line_end = unpacker.small_number();
      passage.definitions.push_back(std::move(definition));
    }
    if (passage.end < passage.start) unpacker.fail();
    passages.push_back(std::move(passage));
  }
  if (!unpacker.is_sound() || !unpacker.at_end()) return std::nullopt;
  return passages;
}

PostingText posting_text(std::string_view body, std::string_view path, const Passage& passage) {
  PostingText text;
  TermCounter counter;
  for_each_term(body, [&](std::string_view term) { counter.add(term); });
  text.facts = chunk_facts(counter.size(), passage.aside);
  counter.for_each([&](std::string_view term, std::size_t occurrences) {
    std::string& column = column_of(text, step_of(occurrences));
    column += term;
    column += ' ';
  });
  add_all(column_of(text, Column::path), path);
  add_all(column_of(text, Column::path), passage.scope);
  for (const Definition& definition : passage.definitions)
    add_all(column_of(text, Column::definitions), definition.name);
  return text;
}

std::string stored_outline(const std::vector<Passage>& passages) {
  // The names of a file have much in common.
  constexpr int kLevel = 3;
  static const codec::Compressor compressor(kLevel);
  return compressor.compress(packed(passages));
}

std::optional<std::vector<Passage>> outline_of(std::string_view stored) {
  constexpr std::size_t kMost = 256'000'000;  // bytes; a file has at most 100 MB
  const auto bytes = codec::decompress(stored, kMost);
  return bytes ? unpacked(*bytes) : std::nullopt;
}

std::string embedding_text(std::string_view body, std::string_view path, const Passage& passage) {
  std::string text(path);
  if (!passage.scope.empty()) text.append(" > ").append(passage.scope);
  return text.append("\n").append(body);
}

ChunkKey chunk_key(std::string_view embedding_text) {
  const codec::Sha256Digest digest = codec::sha256(embedding_text);
  ChunkKey key = 0;
  for (std::size_t i = 0; i < sizeof key; ++i) key = key << 8U | digest[i];
  return key;
}

PreparedFile prepared(std::string_view path, std::string_view content, const std::vector<Passage>& passages) {
  PreparedFile file;
  file.path = path;
  file.size = content.size();
  file.outline = stored_outline(passages);
  file.postings.reserve(passages.size());
  file.keys.reserve(passages.size());
  for (const Passage& passage : passages) {
    const std::string_view body = content.substr(passage.start, passage.end - passage.start);
    file.postings.push_back(posting_text(body, path, passage));
    file.keys.push_back(chunk_key(embedding_text(body, path, passage)));
  }
  return file;
}

}  // namespace rustassistant::search
