// SPDX-License-Identifier: MIT
#include "rustassistant/source/summaries.hpp"

#include <catch2/catch.hpp>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "rustassistant/source/language.hpp"

namespace rustassistant::source {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;  // path, content

// What a file uses of the others, as it is sent.
std::string summary(const Files& files, const std::string& of) {
  Repository repository;
  repository.top = "/r";
  std::vector<Interface> interfaces;
  std::size_t from = 0;
  for (const auto& [path, content] : files) {
    if (path == of) from = repository.files.size();
    const std::string language(language_of(path, content));
    repository.files.push_back({path, language, imports_of(content, language)});
    interfaces.push_back(interface_of(content, language));
  }
  const DependencyGraph graph = resolve(repository, from);
  std::vector<UsedFile> used;
  for (const Dependency& edge : graph.edges) used.push_back({&interfaces[edge.to], &edge});
  return summary_of(uses_of(files[from].second, repository.files[from].language).names, used);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a summary has the signatures that are used, and no others, no bodies and no paths") {
  const Files files{{"lib/tools.py", "def used(a, b=3):\n    return a\n\ndef other(c):\n    return c\n\nLIMIT = 7\n"},
                    {"main.py", "from lib.tools import used\n\nprint(used(1))\n"}};
  CHECK(summary(files, "main.py") == "def used ( a , b = 3 ) :\n");
  CHECK(summary(files, "lib/tools.py").empty());
}

TEST_CASE(
    "of a module that is imported as a whole, what is named in the code is used; comments and texts do not count") {
  const Files files{{"tools.py", "def f(a):\n    pass\n\ndef g(b):\n    pass\n\ndef h(c):\n    pass\n"},
                    {"main.py", "import tools\n\n# g is not used\nx = 'h'\ntools.f(1)\n"}};
  CHECK(summary(files, "main.py") == "def f ( a ) :\n");
}

TEST_CASE("each language says what is used of a file") {
  const std::vector<std::pair<Files, std::string>> cases{
      {{{"Cargo.toml", ""},
        {"src/a.rs", "pub fn f(x: u8) -> u8 { x }\npub fn g() {}\n"},
        {"src/main.rs", "mod a;\nfn main() { a::f(1); }\n"}},
       "pub fn f ( x : u8 ) -> u8\n"},
      {{{"a.h", "#pragma once\nint f(int x);\nint g(void);\n#define LIMIT 7\n"},
        {"a.c", "#include \"a.h\"\nint main(void) { return f(LIMIT); }\n"}},
       "# define LIMIT 7\nint f ( int x )\n"},
      {{{"a.ts", "export function f(x: number): void {}\nexport const g = 1;\n"},
        {"b.ts", "import { f as k } from './a';\nk(1);\n"}},
       "export function f ( x : number ) : void\n"},
      {{{"lib.sh", "f() { echo 1; }\ng() { echo 2; }\n"}, {"a.sh", ". ./lib.sh\nf\n"}}, "f ( )\n"},
  };
  for (const auto& [files, expected] : cases) {
    INFO(files.back().first);
    std::string found = summary(files, files.back().first);
    // How a grammar divides the text is its own affair.
    std::erase_if(found, [](char c) { return c == ' '; });
    std::string wanted = expected;
    std::erase_if(wanted, [](char c) { return c == ' '; });
    CHECK(found == wanted);
  }
}

TEST_CASE("a change within a body, of a comment, of the form or of what is private leaves a summary as it is") {
  const std::string user = "from tools import f\n\nf(1)\n";
  const std::string before = summary({{"tools.py", "def f(a, b):\n    return a\n"}, {"main.py", user}}, "main.py");
  for (const char* same : {"def f(a, b):\n    return b\n", "# new\ndef f(a, b):\n    'says'\n    return a\n",
                           "def f(a,\n      b):\n    return a\n", "def _p():\n    pass\n\ndef f(a, b):\n    return a\n",
                           "def f(a, b):\n    return a\n\ndef new_and_not_used():\n    pass\n"})
    CHECK(summary({{"tools.py", same}, {"main.py", user}}, "main.py") == before);
  CHECK(summary({{"tools.py", "def f(a, b, c):\n    return a\n"}, {"main.py", user}}, "main.py") != before);
}

TEST_CASE("a summary does not depend on what files are called") {
  const std::string content = "def f(a):\n    pass\n";
  CHECK(summary({{"a.py", content}, {"b.py", "def g():\n    pass\n"}, {"m.py", "import a\nimport b\na.f()\nb.g()\n"}},
                "m.py") ==
        summary({{"z.py", content}, {"b.py", "def g():\n    pass\n"}, {"m.py", "import z\nimport b\nz.f()\nb.g()\n"}},
                "m.py"));
}

TEST_CASE("the file that is used most comes first") {
  CHECK(summary({{"a.py", "def rare():\n    pass\n"},
                 {"b.py", "def often():\n    pass\n"},
                 {"m.py", "from a import rare\nfrom b import often\nrare()\noften()\noften()\n"}},
                "m.py") == "def often ( ) :\n\ndef rare ( ) :\n");
}

TEST_CASE("files that depend on each other have summaries of each other") {
  const Files files{{"a.py", "from b import g\n\ndef f(x):\n    g()\n"},
                    {"b.py", "from a import f\n\ndef g():\n    f(1)\n"}};
  CHECK(summary(files, "a.py") == "def g ( ) :\n");
  CHECK(summary(files, "b.py") == "def f ( x ) :\n");
}

TEST_CASE("a summary never takes more than its room, and a long signature is cut") {
  std::string many;
  std::string calls = "from tools import *\n";
  for (int i = 0; i < 1'000; ++i) {
    const std::string name = "function_number_" + std::to_string(i);
    many += "def " + name + "(parameter):\n    pass\n\n";
    calls += name + "(1)\n";
  }
  const std::string text = summary({{"tools.py", many}, {"m.py", calls}}, "m.py");
  CHECK(text.size() <= kMaxSummaryBytes);
  CHECK(text.size() > kMaxSummaryBytes - 100);
  std::string wide = "def f(";
  for (int i = 0; i < 1'000; ++i) wide += "p" + std::to_string(i) + ", ";
  const std::string cut = summary({{"t.py", wide + "z):\n    pass\n"}, {"m.py", "from t import f\n"}}, "m.py");
  CHECK(cut.size() <= kMaxSignatureBytes + 1);
  CHECK(cut.ends_with(" ...\n"));
}

TEST_CASE("of a file with lines that cannot be parsed, what was understood is used") {
  CHECK(has(summary({{"t.py", "def f(a):\n    pass\n\n)) ((\n"}, {"m.py", "from t import f\nf(1)\n"}}, "m.py"),
            "def f ( a )"));
}

}  // namespace rustassistant::source
