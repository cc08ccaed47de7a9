// SPDX-License-Identifier: MIT
#include "rustassistant/source/chunks.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace rustassistant::source;

namespace {

// The chunks cover the text without gaps, in whole lines unless a line is too long, and lines are counted right.
void check_cover(const std::vector<Chunk>& chunks, const std::string& text) {
  std::size_t at = 0;
  for (const Chunk& chunk : chunks) {
    CHECK(chunk.start == at);
    CHECK(chunk.end > chunk.start);
    CHECK(chunk.end - chunk.start <= kMaxChunk);
    CHECK(chunk.line_start == 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    CHECK(chunk.line_end >= chunk.line_start);
    at = chunk.end;
  }
  CHECK(at == text.size());
}

std::string rust_function(const std::string& name, int lines) {
  std::string text = "/// About " + name + ".\npub fn " + name + "() {\n";
  for (int i = 0; i < lines; ++i) text += "    call_number_" + std::to_string(i) + "(\"argument\");\n";
  return text + "}\n\n";
}

const Chunk* chunk_defining(const std::vector<Chunk>& chunks, const std::string& name) {
  for (const Chunk& chunk : chunks) {
    for (const ChunkDefinition& definition : chunk.definitions) {
      if (definition.name == name) return &chunk;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a short file is one chunk, with all that it defines") {
  const std::string text = "pub struct Bulb;\n\nimpl Bulb {\n    pub fn light(&self) -> u32 {\n        7\n    }\n}\n";
  const auto chunks = chunks_of(text, "rust");
  check_cover(chunks, text);
  REQUIRE(chunks.size() == 1);
  REQUIRE(chunks[0].definitions.size() == 2);
  CHECK(chunks[0].definitions[0] == ChunkDefinition{"Bulb", "Bulb", "struct", 1, 1});
  CHECK(chunks[0].definitions[1] == ChunkDefinition{"light", "Bulb::light", "method", 4, 6, Defined::within});
  CHECK(chunks[0].scope.empty());
}

TEST_CASE("the fields of a structure are called so, and what a class declares a method") {
  const auto kind_of = [](std::string_view language, const std::string& text, const std::string& name) {
    const auto chunks = chunks_of(text, language);
    const Chunk* const chunk = chunk_defining(chunks, name);
    REQUIRE(chunk != nullptr);
    const auto found = std::find_if(chunk->definitions.begin(), chunk->definitions.end(),
                                    [&](const ChunkDefinition& one) { return one.name == name; });
    return found->kind;
  };
  CHECK(kind_of("rust", "struct Bulb {\n    watts: u32,\n}\n", "watts") == "field");
  CHECK(kind_of("cpp", "class Bulb {\n  int light() const;\n};\n", "light") == "method");
}

TEST_CASE("functions that do not fit together are cut apart, with their comments") {
  const std::string text = rust_function("first", 25) + rust_function("second", 25);
  const auto chunks = chunks_of(text, "rust");
  check_cover(chunks, text);
  REQUIRE(chunks.size() == 2);
  CHECK(text.substr(chunks[1].start).starts_with("/// About second."));
}

TEST_CASE("a long function is cut between its statements, and the parts know where they belong") {
  const std::string text = "impl Bulb {\n" + rust_function("long_one", 120) + "}\n" + rust_function("after", 2);
  const auto chunks = chunks_of(text, "rust");
  check_cover(chunks, text);
  REQUIRE(chunks.size() >= 3);
  CHECK(chunks[1].scope == "Bulb::long_one");
  CHECK(chunks[1].scope_kind == "method");
  for (const Chunk& chunk : chunks) CHECK(chunk.end - chunk.start <= kChunkSize + 100);
  const Chunk* after = chunk_defining(chunks, "after");
  REQUIRE(after != nullptr);
  CHECK(chunk_defining(chunks, "long_one") != after);
}

TEST_CASE("the head of a function stays with its beginning, however long the text is that comes first in it") {
  std::string text = "def before():\n    return 1\n\n\ndef documented(value):\n    \"\"\"Says much.\n\n";
  for (int i = 0; i < 40; ++i) text += "    Line " + std::to_string(i) + " of what is said about the values.\n";
  text += "    \"\"\"\n    return value\n";
  const auto chunks = chunks_of(text, "python");
  check_cover(chunks, text);
  const Chunk* const chunk = chunk_defining(chunks, "documented");
  REQUIRE(chunk != nullptr);
  CHECK(text.substr(chunk->start).starts_with("def documented"));
  CHECK(chunk->end > text.find("Line 0"));
}

TEST_CASE("no chunk begins with a closing bracket") {
  std::string text = "int main() {\n";
  for (int i = 0; i < 80; ++i) text += "  if (a) {\n    b(" + std::to_string(i) + ");\n  }\n";
  text += "}\n";
  const auto chunks = chunks_of(text, "c");
  check_cover(chunks, text);
  REQUIRE(chunks.size() > 1);
  for (const Chunk& chunk : chunks) CHECK(text[text.find_first_not_of(" \n", chunk.start)] != '}');
}

TEST_CASE("a line that is too long is cut, but no character is") {
  const std::string text = "const s = \"" + [] {
    std::string long_text;
    for (int i = 0; i < 6000; ++i) long_text += "\xC3\xB6";
    return long_text;
  }() + "\";\n";
  const auto chunks = chunks_of(text, "javascript");
  check_cover(chunks, text);
  REQUIRE(chunks.size() > 1);
  for (const Chunk& chunk : chunks) CHECK((static_cast<unsigned char>(text[chunk.start]) & 0xC0U) != 0x80U);
}

TEST_CASE("without a grammar a file is cut at lines that are not indented") {
  std::string text;
  for (int i = 0; i < 30; ++i)
    text += "def method_" + std::to_string(i) + "\n" + std::string(4, ' ') +
            "work(1, 2, 3)  # and a comment about it\n" + "    more_work(4)\nend\n\n";
  const auto chunks = chunks_of(text, "ruby");
  check_cover(chunks, text);
  REQUIRE(chunks.size() > 1);
  for (const Chunk& chunk : chunks) CHECK(text.substr(chunk.start, 4) != "    ");
  REQUIRE(chunk_defining(chunks, "method_29") != nullptr);
}

TEST_CASE("words that define something are understood in languages without a grammar") {
  const std::string text =
      "public sealed class Shop : Base {\n  private static void Run() {}\n}\n# the class of things\ndef "
      "self.build(x)\nfun "
      "String.twice() = 2\nprotocol Drawable {}\nclassify(x)\n";
  const auto chunks = chunks_of(text, "swift");
  REQUIRE(chunks.size() == 1);
  std::vector<std::string> names;
  for (const ChunkDefinition& one : chunks[0].definitions) names.push_back(one.name);
  CHECK(names == std::vector<std::string>{"Shop", "build", "twice", "Drawable"});
}

TEST_CASE("empty and broken texts have chunks that cover them") {
  CHECK(chunks_of("", "rust").empty());
  for (const std::string text : {"\n", "x", "fn (((", "}}}}\n", "\xFF\xFE\n\x80", "no line feed at the end"}) {
    for (const char* language : {"rust", "cpp", "python", "ruby", "text"}) {
      CAPTURE(text, language);
      check_cover(chunks_of(text, language), text);
    }
  }
}

TEST_CASE("prototypes of C are definitions, implementations of Rust are none") {
  CHECK(chunk_defining(chunks_of("int uv_run(loop* l);\n", "c"), "uv_run") != nullptr);
  CHECK(chunk_defining(chunks_of("impl Display for Bulb {}\n", "rust"), "Bulb") == nullptr);
}

TEST_CASE("what is declared in C or C++ is told from what is defined") {
  const auto declared = [](const std::string& text, std::string_view language, std::string_view name) {
    const auto chunks = chunks_of(text, language);
    const Chunk* const chunk = chunk_defining(chunks, std::string(name));
    REQUIRE(chunk != nullptr);
    return chunk->definitions.back().defined == Defined::elsewhere;
  };
  CHECK(declared("int uv_run(loop* l);\n", "c", "uv_run"));
  CHECK_FALSE(declared("int uv_run(loop* l) { return 0; }\n", "c", "uv_run"));
  CHECK(declared("class Bulb {\n  int light() const;\n};\n", "cpp", "light"));
  CHECK_FALSE(declared("class Bulb {\n  int light() const { return 1; }\n};\n", "cpp", "light"));
  CHECK_FALSE(declared("struct Bulb {\n    watts: u32,\n}\n", "rust", "watts"));
}

TEST_CASE("a member of C++ is a part of its class, wherever it is written") {
  const auto defined = [](const std::string& text, const std::string& name) {
    const auto chunks = chunks_of(text, "cpp");
    const Chunk* const chunk = chunk_defining(chunks, name);
    REQUIRE(chunk != nullptr);
    return chunk->definitions.back().defined;
  };
  CHECK(defined("Bulb::Bulb() {}\n", "Bulb::Bulb") == Defined::within);
  CHECK(defined("namespace lamps {\nint Bulb::light() const { return 1; }\n}\n", "Bulb::light") == Defined::within);
  CHECK(defined("namespace lamps {\nint light() { return 1; }\n}\n", "light") == Defined::by_itself);
  CHECK(defined("namespace lamps::old {\nint light() { return 1; }\n}\n", "light") == Defined::by_itself);
  CHECK(defined("int light() { return 1; }\n", "light") == Defined::by_itself);
}

// The names around it are longer than the name that is made of them.
TEST_CASE("a function in what has a very long name is defined as any other") {
  std::string text;
  for (const char letter : {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'})
    text += "namespace " + std::string(500, letter) + " {\n";
  text += "int x() { return 1; }\n" + std::string(8, '}') + "\n";
  const auto chunks = chunks_of(text, "cpp");
  const Chunk* const chunk = chunk_defining(chunks, "x");
  REQUIRE(chunk != nullptr);
  CHECK(chunk->definitions.back().defined == Defined::by_itself);
}

TEST_CASE("a module of tests within a file of Rust is told from the rest") {
  const std::string text = rust_function("first", 25) + "#[cfg(test)]\nmod tests {\n" + rust_function("case_one", 25) +
                           rust_function("case_two", 25) + "}\n";
  const auto chunks = chunks_of(text, "rust");
  REQUIRE(chunk_defining(chunks, "first") != nullptr);
  CHECK_FALSE(chunk_defining(chunks, "first")->is_test);
  CHECK(chunk_defining(chunks, "case_one")->is_test);
  CHECK(chunk_defining(chunks, "case_two")->is_test);
}
