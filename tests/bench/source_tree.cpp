// SPDX-License-Identifier: MIT
// source_tree FOLDER BYTES SOURCE...: fills a folder with source files of about 10,000 bytes each, as many as that
// takes, a hundred in a folder. They are made of the sources given, over and over; in each round an eighth of the words
// that identifiers consist of is another one, so that terms are as many and as rare as in a repository of that size.
// The same each time.
#include <array>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileBytes = 6'000;
constexpr std::size_t kFilesInFolder = 100;

struct Source {
  std::string extension;
  std::string text;
};

std::uint64_t hash_of(std::string_view text, std::uint64_t hash = 14'695'981'039'346'656'037ULL) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;  // FNV-1a
  return hash;
}

// A word that nobody has written, for that of a round.
std::string other_word(std::string_view word, std::size_t round) {
  static constexpr std::array<const char*, 16> kSyllables{"ba", "co", "di", "fu", "ga", "ho", "ki", "lu",
                                                          "ma", "no", "pi", "ru", "sa", "to", "vi", "zu"};
  std::uint64_t hash = hash_of(word, hash_of(std::to_string(round)));
  std::string other;
  for (int i = 0; i < 3; ++i, hash >>= 4U) other += kSyllables.at(hash % kSyllables.size());
  return other;
}

// Of C, C++, JavaScript and Python, with more than three bytes, and directives of the preprocessor. Text without them
// is in no language.
bool is_keyword(std::string_view word) {
  static constexpr std::string_view kKeywords =
      " alignas alignof assert async auto await bool break case catch char class concept const consteval constexpr "
      "constinit continue debugger decltype default define defined delete double elif else endif enum error except "
      "explicit export extends extern false final finally float friend from function global goto ifdef ifndef import "
      "include inline instanceof interface lambda long mutable namespace noexcept nonlocal null nullptr once "
      "operator override pass pragma private protected public raise register requires return short signed sizeof "
      "static struct super switch template this throw true try typedef typeid typename typeof undef union unsigned "
      "using virtual void volatile while with yield ";
  return kKeywords.find(" " + std::string(word) + " ") != std::string_view::npos;
}

// Words of fewer bytes are mostly keywords, too.
bool is_replaced(std::string_view word, std::size_t round) {
  return round > 0 && word.size() > 3 && (hash_of(word) + round) % 8 == 0 && !is_keyword(word);
}

std::string varied(std::string_view text, std::size_t round) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    std::size_t size = 0;
    while (i + size < text.size() && std::islower(static_cast<unsigned char>(text[i + size])) != 0) ++size;
    const std::string_view word = text.substr(i, size);
    if (size == 0) result += text[i];
    if (size > 0) result += is_replaced(word, round) ? other_word(word, round) : std::string(word);
    i += size > 0 ? size : 1;
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const fs::path folder = argv[1];
  const auto wanted = static_cast<std::size_t>(std::strtoull(argv[2], nullptr, 10));
  std::vector<Source> sources;
  for (int i = 3; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    sources.push_back({fs::path(argv[i]).extension().string(),
                       {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()}});
  }
  std::size_t written = 0;
  std::size_t next = 0;
  std::size_t files = 0;
  for (; written < wanted; ++files) {
    const std::string& extension = sources[next % sources.size()].extension;
    std::string text;
    while (text.size() < kFileBytes && sources[next % sources.size()].extension == extension) {
      text += varied(sources[next % sources.size()].text, next / sources.size());
      ++next;
    }
    const fs::path inner = folder / ("part" + std::to_string(files / kFilesInFolder));
    fs::create_directories(inner);
    const std::string number = std::to_string(files);
    std::ofstream out(inner / (other_word(number, 1) + "_" + number + extension), std::ios::binary);
    out << text;
    if (!out.flush()) return 1;
    written += text.size();
  }
  std::printf("%zu %zu\n", written, files);
  return 0;
}
