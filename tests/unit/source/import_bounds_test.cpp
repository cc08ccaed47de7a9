// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "whole_results.hpp"

// Imports at the bounds of how long, how many and how deep they may be.
namespace rustassistant::source {
namespace {

std::string repeat_text(std::size_t count, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("what is imported is at most so long") {
  const auto count = [](const std::string& text, std::string_view language) {
    return imports_of(text, language).imports.size();
  };
  const std::string most(kMaxImportBytes, 'a');
  CHECK(count("import " + most + "\n", "python") == 1);
  CHECK(count("import " + most + "a\n", "python") == 0);
  CHECK(count("#include \"" + most + "\"\n", "c") == 1);
  CHECK(count("#include \"" + most + "a\"\n", "c") == 0);
  CHECK(count("import '" + most + "'\n", "javascript") == 1);
  CHECK(count("import '" + most + "a'\n", "javascript") == 0);
  CHECK(imports_of("#include " + most + "bc\n", "c").imports.at(0).target == most);
  CHECK(imports_of("require(" + most + "bc)\n", "javascript").imports.at(0).target == most);
  CHECK(count(repeat_text(kMaxImports, "#include \"a\"\n"), "c") == kMaxImports);
}

TEST_CASE("conditionals of C are followed a thousand deep") {
  const auto lines = [](std::size_t depth) {
    return whole::imports(repeat_text(depth, "#if A\n") + "#if 0\n#include \"a\"\n#else\n#include \"b\"\n#endif\n" +
                              repeat_text(depth, "#endif\n") + "#if 0\n#include \"c\"\n#endif\n",
                          "c")
        .size();
  };
  CHECK(lines(1) == lines(999));
  CHECK(lines(1000) == lines(999) + 1);
  CHECK(lines(1001) == lines(1000));
}

TEST_CASE("a path of Rust is the same reference once in each scope") {
  CHECK(
      whole::imports("fn f() {\n    a::b();\n    a::b();\n    a::c();\n}\nmod m {\n    fn g() {\n        a::b();\n    "
                     "}\n}\nfn h() {\n    a::b();\n}\n",
                     "rust") == whole::Lines{"reference 2 a::b", "reference 4 a::c", "reference 8 a::b in m"});
}

}  // namespace rustassistant::source
