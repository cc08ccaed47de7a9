// SPDX-License-Identifier: MIT
// Source text, a query, and the bytes of an outline: terms are bounded and in the form that the full-text table takes,
// chunks cover the text, and what is no outline is refused.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rustassistant/search/passage.hpp"
#include "rustassistant/search/query.hpp"
#include "rustassistant/search/terms.hpp"
#include "rustassistant/source/chunks.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_term_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

void require_term(std::string_view term) {
  require(!term.empty() && term.size() <= rustassistant::search::kMaxIdentifier + 1);
  for (const char c : term) require(is_term_byte(c));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rustassistant;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  search::for_each_term(text, require_term);

  const search::Query query = search::parse_query(text);
  require(query.terms.size() <= search::kMaxTerms);
  for (const std::string& term : query.terms) require_term(term);
  for (const std::string& phrase : query.phrases) require(search::holds_phrase(text, phrase));

  const char* const languages[] = {"rust", "cpp", "python", "typescript", "ruby"};
  const auto chunks = source::chunks_of(text, languages[size % 5]);
  std::size_t at = 0;
  for (const source::Chunk& chunk : chunks) {
    require(chunk.start == at && chunk.end > at && chunk.end - chunk.start <= source::kMaxChunk);
    require(chunk.line_start >= 1 && chunk.line_end >= chunk.line_start);
    at = chunk.end;
  }
  require(at == size);

  if (const auto passages = search::unpacked(text)) require(search::unpacked(search::packed(*passages)) == passages);
  return 0;
}
