// SPDX-License-Identifier: MIT
#include "syntax.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <utility>

namespace rustassistant::source {
namespace {

struct DeleteParser {
  void operator()(TSParser* parser) const noexcept { ts_parser_delete(parser); }
};

// What a parse may cost. A raw string without an end makes the lexer read on to the end of the text again and again,
// and some errors make the parser copy long lists for every byte: such texts would take minutes, so both are counted.
// Sensible source takes 3 reads and up to 30 words for a byte.
constexpr std::uint64_t kReadsPerByte = 16;
constexpr std::uint64_t kFreeReads = 1U << 20U;
constexpr std::uint64_t kWordsPerByte = 40;
constexpr std::uint64_t kFreeWords = 1U << 19U;
constexpr std::size_t kChunk = 256;  // bytes handed to the lexer at a time; reading within one is not counted

thread_local std::uint64_t words_allocated = 0;

void count_words(std::size_t bytes) {
  words_allocated += bytes / sizeof(void*);  // mostly lists of pointers: nearly the same number on every machine
}

// tree-sitter does not check for memory that is not there.
void* checked(void* memory) {
  if (memory == nullptr) std::abort();
  return memory;
}
void* counted_malloc(std::size_t size) {
  count_words(size);
  return checked(std::malloc(std::max<std::size_t>(size, 1)));
}
void* counted_calloc(std::size_t count, std::size_t size) {
  count_words(count * size);
  return checked(std::calloc(std::max<std::size_t>(count, 1), std::max<std::size_t>(size, 1)));
}
void* counted_realloc(void* memory, std::size_t size) {
  count_words(size);
  return checked(std::realloc(memory, std::max<std::size_t>(size, 1)));
}

struct Work {
  std::string_view content;
  std::uint64_t reads = 0;
  std::uint64_t words_before = words_allocated;

  [[nodiscard]] bool is_too_much() const {
    return reads > kFreeReads + kReadsPerByte * content.size() ||
           words_allocated - words_before > kFreeWords + kWordsPerByte * content.size();
  }
};

bool should_stop(TSParseState* state) {
  return static_cast<const Work*>(state->payload)->is_too_much();
}

const char* read_chunk(void* payload, std::uint32_t at, TSPoint /*position*/, std::uint32_t* length) {
  Work& work = *static_cast<Work*>(payload);
  std::string_view rest = work.content.substr(std::min<std::size_t>(at, work.content.size()));
  // The library ends soon where nothing but zeros comes. Without any, it would read the rest of a character from null.
  static constexpr std::array<char, 64> kZeros{};
  rest = work.is_too_much() ? std::string_view(kZeros.data(), std::min(rest.size(), kZeros.size()))
                            : rest.substr(0, kChunk - at % kChunk);
  work.reads += rest.size();
  *length = static_cast<std::uint32_t>(rest.size());
  return rest.data();
}

}  // namespace

TreeHandle parse(std::string_view content, const TSLanguage* grammar) {
  if (grammar == nullptr || content.size() > kMaxParsedBytes) return nullptr;
  static std::once_flag allocator_set;
  std::call_once(allocator_set, [] { ts_set_allocator(counted_malloc, counted_calloc, counted_realloc, std::free); });
  const std::unique_ptr<TSParser, DeleteParser> parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), grammar)) return nullptr;
  Work work{content};
  const TSInput input{&work, read_chunk, TSInputEncodingUTF8, nullptr};
  TreeHandle tree(ts_parser_parse_with_options(parser.get(), nullptr, input, TSParseOptions{&work, should_stop}));
  return work.is_too_much() ? nullptr : std::move(tree);
}

int first_line(TSNode node) {
  return static_cast<int>(ts_node_start_point(node).row) + 1;
}

int last_line(TSNode node) {
  const TSPoint end = ts_node_end_point(node);
  const int line = static_cast<int>(end.row) + 1;
  return end.column == 0 && line > first_line(node) ? line - 1 : line;
}

}  // namespace rustassistant::source
