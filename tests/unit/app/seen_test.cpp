// SPDX-License-Identifier: MIT
#include "seen.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <utility>

#include "rustassistant/source/file_facts.hpp"
#include "rustassistant/source/language.hpp"

namespace rustassistant::app {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;  // path, content; sorted

std::vector<cache::SeenFile> seen_in(const Files& files, std::string_view below = {}) {
  ReadRepository read;
  read.repository.top = "/r";
  for (const auto& [path, content] : files) {
    const std::string language(source::language_of(path, content));
    source::FileFacts facts = source::facts_of(content, language);
    read.repository.files.push_back({path, language, std::move(facts.imports)});
    read.states.push_back({codec::sha256(content), facts.interface_hash});
  }
  return seen_now(read, source::resolve(read.repository), below);
}

std::vector<std::string> dependents(const Files& before, const Files& now) {
  const SeenChange change = compare_seen(seen_in(before), seen_in(now));
  return {change.dependents.begin(), change.dependents.end()};
}

const Files kFiles{{"a.py", "import b\nb.f(1)\n"},
                   {"b.py", "import c\n\ndef f(x):\n    return c.g(x)\n"},
                   {"c.py", "def g(x):\n    return x\n"},
                   {"d.py", "import b\n"}};

Files with(Files files, std::string_view path, const std::string& content) {
  for (auto& [known, text] : files) {
    if (known == path) text = content;
  }
  return files;
}

}  // namespace

TEST_CASE("files that depend directly on a changed interface are found, and those alone") {
  CHECK(dependents(kFiles, with(kFiles, "b.py", "import c\n\ndef f(x, y):\n    return c.g(x)\n")) ==
        std::vector<std::string>{"a.py", "d.py"});
  CHECK(dependents(kFiles, with(kFiles, "c.py", "def g(x, y):\n    return x\n")) == std::vector<std::string>{"b.py"});
}

TEST_CASE("a body, a comment, the form and private parts change no interface") {
  for (const char* same :
       {"import c\n\ndef f(x):\n    return c.g(x + 1)\n", "import c\n# f\n\n\ndef f( x ):\n    return c.g(x)\n",
        "import c\n\ndef f(x):\n    return c.g(x)\n\ndef _p():\n    pass\n"})
    CHECK(dependents(kFiles, with(kFiles, "b.py", same)).empty());
}

TEST_CASE("a file that changed itself is no dependent, nor is a new one; files that are gone are named") {
  Files now = with(with(kFiles, "b.py", "def f(x, y):\n    pass\n"), "a.py", "import b\nb.f(1, 2)\n");
  now.pop_back();
  now.push_back({"e.py", "import b\n"});
  const SeenChange change = compare_seen(seen_in(kFiles), seen_in(now));
  CHECK(change.dependents.empty());
  CHECK(change.gone == std::vector<std::string>{"d.py"});
  std::vector<std::string> changed;
  for (const cache::SeenFile& file : change.changed) changed.push_back(file.path);
  CHECK(changed == std::vector<std::string>{"a.py", "b.py", "e.py"});
  CHECK(compare_seen(seen_in(now), seen_in(now)).changed.empty());
}

TEST_CASE("a file that is only called otherwise, and files that import each other, change nothing") {
  const Files c{{"a.c", "#include \"lib/x.h\"\n"}, {"lib/x.h", "#pragma once\nint f(int);\n"}};
  const Files moved{{"a.c", "#include \"lib/x.h\"\n"}, {"deep/lib/x.h", "#pragma once\nint f(int);\n"}};
  CHECK(dependents(c, moved).empty());
  const Files cycle{{"a.py", "import b\n\ndef f():\n    b.g()\n"}, {"b.py", "import a\n\ndef g():\n    a.f()\n"}};
  CHECK(dependents(cycle, cycle).empty());
  CHECK(dependents(cycle, with(cycle, "a.py", "import b\n\ndef f(x):\n    b.g()\n")) ==
        std::vector<std::string>{"b.py"});
}

TEST_CASE("only files at or below the path are looked at") {
  const Files files{{"src/a.py", ""}, {"src/b/c.py", ""}, {"srcs.py", ""}};
  CHECK(seen_in(files, "src/").size() == 2);
  CHECK(seen_in(files, "srcs.py").size() == 1);
  CHECK(seen_in(files).size() == 3);
}

TEST_CASE("the files that most others depend on are found, tests and those without dependents are not") {
  ReadRepository read;
  for (const char* path : {"a.py", "b.py", "c.py", "tests/d.py"}) read.repository.files.push_back({path, "python", {}});
  source::DependencyGraph graph;
  graph.edges = {{0, 1, 1, {}, true}, {2, 1, 1, {}, true}, {1, 0, 1, {}, true},
                 {0, 3, 1, {}, true}, {1, 3, 1, {}, true}, {2, 3, 1, {}, true}};
  CHECK(most_imported(read.repository, graph, 10) == std::vector<std::string>{"b.py", "a.py"});
  CHECK(most_imported(read.repository, graph, 1) == std::vector<std::string>{"b.py"});
}

}  // namespace rustassistant::app
