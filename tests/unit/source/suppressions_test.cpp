// SPDX-License-Identifier: MIT
#include "rustassistant/source/suppressions.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace rustassistant::source {
namespace {

// "3: long_function -> f 4-6 (reason)"
std::string shown(const Suppression& suppression) {
  std::string text = std::to_string(suppression.line) + ":";
  for (const SuppressedKind& kind : suppression.kinds) text += " " + kind.written + (kind.smell ? "" : "?");
  text += suppression.scope == SuppressionScope::nothing ? " -> nothing"
          : suppression.scope == SuppressionScope::file  ? " -> file"
                                                         : " -> " + suppression.item;
  if (suppression.lines.line_start > 0) {
    text += " " + std::to_string(suppression.lines.line_start) + "-" + std::to_string(suppression.lines.line_end);
  }
  return suppression.reason.empty() ? text : text + " (" + suppression.reason + ")";
}

std::vector<std::string> found(std::string_view content, std::string_view language) {
  std::vector<std::string> result;
  for (const Suppression& suppression : suppressions_of(content, language)) result.push_back(shown(suppression));
  return result;
}

using Lines = std::vector<std::string>;

struct Sample {
  std::string_view language;
  std::string_view content;
  std::string_view says;  // of the only suppression; empty: there is none
};

void check(const Sample& sample) {
  INFO(sample.language << "\n" << sample.content);
  CHECK(found(sample.content, sample.language) == (sample.says.empty() ? Lines{} : Lines{std::string(sample.says)}));
}

}  // namespace

TEST_CASE("a comment directly above an item belongs to it, whatever attributes and comments are between") {
  for (const Sample& sample : {
           Sample{
               "rust",
               "// rustassistant: allow(long_function) a table\n/// Doc.\n#[inline]\n// why\npub fn f() {\n  g();\n}\n",
               "1: long_function -> f 5-7 (a table)"},
           {"rust", "impl A {\n  // rustassistant: allow(dead_code)\n  #[test]\n  fn f(&self) {}\n}\n",
            "2: dead_code -> A::f 4-4"},
           {"c", "/* rustassistant: allow(deep_nesting) */\nstatic int\nf(void)\n{\n  return 0;\n}\n",
            "1: deep_nesting -> f 2-6"},
           {"c", "/*\n * Parses.\n * rustassistant: allow(deep_nesting): by hand\n */\nint f(void) { return 0; }\n",
            "3: deep_nesting -> f 5-5 (by hand)"},
           {"cpp", "// rustassistant: allow(god_object)\ntemplate <class T>\nclass Box {\n  int a;\n};\n",
            "1: god_object -> Box 3-5"},
           {"cpp", "namespace n {\n// rustassistant: allow(dead_code)\n[[nodiscard]] int f() { return 0; }\n}\n",
            "2: dead_code -> n::f 3-3"},
           {"python", "# rustassistant: allow(long_function)\n@a\n# why\n@b(1)\ndef f():\n    pass\n",
            "1: long_function -> f 5-6"},
           {"python", "@a\n# rustassistant: allow(long_function)\n@b\ndef f():\n    pass\n",
            "2: long_function -> f 4-5"},
           {"python", "class A:\n    # rustassistant: allow(long_function)\n    async def f(self):\n        pass\n",
            "2: long_function -> A.f 3-4"},
           {"javascript", "// rustassistant: allow(complex_conditional)\nexport default function f() {}\n",
            "1: complex_conditional -> f 2-2"},
           {"typescript", "// rustassistant: allow(complex_conditional)\nexport const f = async () => {\n};\n",
            "1: complex_conditional -> f 2-3"},
           {"javascript", "// rustassistant: allow(complex_conditional)\nA.prototype.f = function () {\n};\n",
            "1: complex_conditional -> A.prototype.f 2-3"},
           {"tsx", "class A {\n  // rustassistant: allow(long_function)\n  @observed\n  render() { return <b/>; }\n}\n",
            "2: long_function -> A.render 4-4"},
           {"go", "package a\n\n// rustassistant: allow(long_function)\n// Put puts.\nfunc (b *Box) Put() {}\n",
            "3: long_function -> Box.Put 5-5"},
           {"go", "package a\n// rustassistant: allow(god_object)\ntype Box struct {\n\ta int\n}\n",
            "2: god_object -> Box 3-5"},
           {"java",
            "class A {\n  // rustassistant: allow(long_function)\n  /** Doc. */\n  @Override\n  public void f() "
            "{}\n}\n",
            "2: long_function -> A.f 4-5"},
           {"bash", "# rustassistant: allow(missing_error_handling)\nf() {\n  cd x\n  ls\n}\n",
            "1: missing_error_handling -> f 2-5"},
       }) {
    check(sample);
  }
}

TEST_CASE("a comment behind an item's first line, in its head, or first in its body belongs to it") {
  for (const Sample& sample : {
           Sample{"rust", "fn f() { // rustassistant: allow(long_function)\n  g();\n}\n", "1: long_function -> f 1-3"},
           {"rust", "fn f(\n  a: u8, // rustassistant: allow(long_parameter_list)\n  b: u8,\n) {\n}\n",
            "2: long_parameter_list -> f 1-5"},
           {"c", "int f(void)\n{\n  /* rustassistant: allow(long_function) */\n  return 0;\n}\n",
            "3: long_function -> f 1-5"},
           {"c", "int f(void) { return 0; } // rustassistant: allow(long_function)\nint g(void) { return 0; }\n",
            "1: long_function -> f 1-1"},
           {"cpp", "class A {\n  // rustassistant: allow(god_object)\n\n  int f() { return 0; }\n};\n",
            "2: god_object -> A 1-5"},
           {"cpp", "class A {\n  int f() { return 0; }  // rustassistant: allow(dead_code)\n};\n",
            "2: dead_code -> A::f 2-2"},
           {"python", "def f():  # rustassistant: allow(long_function)\n    g()\n", "1: long_function -> f 1-2"},
           {"python", "def f():\n    # rustassistant: allow(long_function)\n    g()\n", "2: long_function -> f 1-3"},
           {"python", "def f():\n    \"\"\"Doc.\"\"\"\n    # rustassistant: allow(long_function)\n    g()\n",
            "3: long_function -> f 1-4"},
           {"javascript", "function f() {\n  // rustassistant: allow(long_function)\n\n  g();\n}\n",
            "2: long_function -> f 1-5"},
           {"typescript", "export const f = () => { // rustassistant: allow(long_function)\n  g();\n};\n",
            "1: long_function -> f 1-3"},
           {"tsx", "function f() { /* rustassistant: allow(long_function) */\n  return <b/>;\n}\n",
            "1: long_function -> f 1-3"},
           {"go", "package a\nfunc f() {\n\t// rustassistant: allow(long_function)\n\tg()\n}\n",
            "3: long_function -> f 2-5"},
           {"go", "package a\ntype Box struct { // rustassistant: allow(god_object)\n\ta int\n}\n",
            "2: god_object -> Box 2-4"},
           {"java", "class A {\n  @Override\n  public void f() { // rustassistant: allow(long_function)\n  }\n}\n",
            "3: long_function -> A.f 2-4"},
           {"bash", "f() {\n  # rustassistant: allow(long_function)\n  ls\n}\n", "2: long_function -> f 1-4"},
       }) {
    check(sample);
  }
}

TEST_CASE("a comment elsewhere belongs to nothing, and one that is a string is no comment") {
  for (const Sample& sample : {
           Sample{"rust", "// rustassistant: allow(dead_code)\n\nfn f() {}\n", "1: dead_code -> nothing"},
           {"rust", "fn f() {\n  g();\n  // rustassistant: allow(dead_code)\n  h();\n}\n", "3: dead_code -> nothing"},
           {"c", "int f(void) {\n  return 0;\n} // rustassistant: allow(dead_code)\nint g(void) { return 0; }\n",
            "3: dead_code -> nothing"},
           {"c", "char *s = \"// rustassistant: allow(dead_code)\";\nint f(void) { return 0; }\n", ""},
           {"python", "'''\n# rustassistant: allow(dead_code)\n'''\ndef f(): pass\n", ""},
           {"javascript", "`\n// rustassistant: allow(dead_code)\n`\nfunction f() {}\n", ""},
           {"bash", "cat <<E\n# rustassistant: allow(dead_code)\nE\nf() {\n  ls\n}\n", ""},
           {"go", "package a\n// see rustassistant: allow(dead_code)\nfunc f() {}\n", ""},
           {"markdown", "// rustassistant: allow(dead_code)\n", ""},
       }) {
    check(sample);
  }
}

TEST_CASE("comments add up, and words that are no kinds are told as they are written") {
  CHECK(
      found("// rustassistant: allow(long_function) a table\n// rustassistant:allow (DeadCode, dead-cod,)\nfn f() {}\n",
            "rust") == Lines{"1: long_function -> f 3-3 (a table)", "2: DeadCode dead-cod? -> f 3-3"});
  CHECK(found("fn f() {} // rustassistant: allow()\n// rustassistant: allow everything\nfn g() {}\n", "rust") ==
        Lines{"1: -> f 1-1", "2: -> g 3-3"});
}

TEST_CASE("a comment may allow kinds in the whole file, wherever it stands") {
  CHECK(found("fn f() {\n  g();\n  // rustassistant: allow-file(large_module) split planned\n}\n", "rust") ==
        Lines{"3: large_module -> file 1-4 (split planned)"});
  CHECK(found("# rustassistant: allow-file(large_module, god_object)\r\nx = 1\r\n", "python") ==
        Lines{"1: large_module god_object -> file 1-2"});
}

TEST_CASE("a file full of suppressions is read up to a bound") {
  std::string many;
  for (std::size_t i = 0; i < kMaxSuppressions + 5; ++i) many += "// rustassistant: allow(dead_code)\n";
  CHECK(suppressions_of(many + "int f(void) { return 0; }\n", "c").size() == kMaxSuppressions);
}

}  // namespace rustassistant::source
