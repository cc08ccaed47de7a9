// SPDX-License-Identifier: MIT
#include "rustassistant/app/dependencies.hpp"

#include <catch2/catch.hpp>

#include "app_world.hpp"
#include "repository_reader.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/source/file_facts.hpp"

// What is reported of a repository's dependencies, and what the cache keeps of its files.
namespace rustassistant::app {
namespace {

struct Linked : test::AppWorld {
  Linked() {
    folder.write("repo/a.py", "import b\nimport gone.x\nfrom . import nothing_here\n");
    folder.write("repo/b.py", "import c\n");
    folder.write("repo/c.py", "import b\n");
    folder.write("repo/lib/d.py", "import c\nfrom . import none\n");
  }
  [[nodiscard]] std::string at(const std::string& path) const { return (folder.path() / "repo" / path).string(); }
  template <typename Work>
  auto with_services(Work work) {
    test::FakeTransport transport;
    const sys::Environment environment(variables);
    return work(Services{clock, transport, environment, [this](const std::string& text) { warnings.push_back(text); }});
  }
  Result<DependencyReport> report(const std::string& path, Direction direction = Direction::dependencies,
                                  bool use_cache = false) {
    return with_services(
        [&](const Services& services) { return dependencies({at(path), direction, use_cache}, loaded, services); });
  }
};

// "a.py>b.py", in order.
std::vector<std::string> lines(const DependencyReport& report) {
  std::vector<std::string> shown;
  for (const source::Dependency& edge : report.edges)
    shown.push_back(report.files[edge.from] + ">" + report.files[edge.to]);
  return shown;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE_METHOD(Linked, "of a file its own dependencies, unresolved imports and cycles are reported") {
  const auto a = report("a.py");
  REQUIRE(a);
  CHECK(a->top == (folder.path() / "repo").string());
  CHECK(a->path == "a.py");
  CHECK_FALSE(a->is_folder);
  CHECK_FALSE(a->dependents);
  CHECK(a->files == Lines{"a.py", "b.py", "c.py", "lib/d.py", "src/f.rs"});
  CHECK(a->edges_in_repository == 4);
  CHECK(lines(*a) == Lines{"a.py>b.py"});
  for (const source::UnresolvedImport& import : a->unresolved) CHECK(a->files[import.from] == "a.py");
  CHECK_FALSE(a->unresolved.empty());
  CHECK(a->cycles.empty());

  const auto b = report("b.py");
  CHECK(b->cycles == std::vector<std::vector<std::size_t>>{{1, 2}});
  CHECK(b->unresolved.empty());
}

TEST_CASE_METHOD(Linked, "dependents are the edges that lead there, without what leads nowhere") {
  const auto c = report("c.py", Direction::dependents);
  REQUIRE(c);
  CHECK(c->dependents);
  CHECK(lines(*c) == Lines{"b.py>c.py", "lib/d.py>c.py"});
  CHECK(report("a.py", Direction::dependents)->unresolved.empty());
  CHECK(report("a.py", Direction::dependents)->edges.empty());
}

TEST_CASE_METHOD(Linked, "a folder is all that lies below it, and the whole repository is everything") {
  const auto lib = report("lib");
  REQUIRE(lib);
  CHECK(lib->is_folder);
  CHECK(lines(*lib) == Lines{"lib/d.py>c.py"});
  const auto all = report("");
  REQUIRE(all);
  CHECK(all->path.empty());
  CHECK(all->edges.size() == 4);
  CHECK(all->cycles.size() == 1);
}

TEST_CASE_METHOD(Linked, "a file that no walk finds is refused") {
  folder.write("repo/.gitignore", "hidden.py\n");
  folder.write("repo/hidden.py", "");
  const auto refused = report("hidden.py");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::input);
  CHECK(refused.error().what.starts_with("'" + at("hidden.py") + "' is not among the source files of '"));
  CHECK_FALSE(report("none.py"));
}

TEST_CASE_METHOD(Linked, "what was read of files is kept in the cache only where that is asked for") {
  REQUIRE(report(""));
  const auto is_kept = [&] {
    return with_services([&](const Services& services) {
      const auto opened = open_cache_of((folder.path() / "repo").string(), loaded.settings.cache, services);
      REQUIRE(opened);
      const auto found = opened->cache->find_facts(codec::sha256("import b\n"), "python", source::kFactsVersion);
      REQUIRE(found);
      return found->has_value();
    });
  };
  CHECK_FALSE(is_kept());
  const auto first = report("", Direction::dependencies, true);
  REQUIRE(first);
  CHECK(is_kept());
  CHECK(lines(*report("", Direction::dependencies, true)) == lines(*first));
  CHECK(warnings.empty());
}

TEST_CASE("the files that most others depend on come first, without tests and those that nothing needs") {
  source::Repository repository;
  for (const char* path : {"a.py", "b.py", "c.py", "tests/t.py", "z.py"})
    repository.files.push_back({path, "python", {}});
  source::DependencyGraph graph;
  const auto link = [&](std::size_t from, std::size_t to) { graph.edges.push_back({from, to, 1, {}, false}); };
  link(0, 2);
  link(1, 2);
  link(0, 1);
  link(2, 0);
  for (const std::size_t from : {0U, 1U, 2U}) link(from, 3);
  CHECK(most_imported(repository, graph, 10) == Lines{"c.py", "a.py", "b.py"});
  CHECK(most_imported(repository, graph, 2) == Lines{"c.py", "a.py"});
  CHECK(most_imported(repository, graph, 0).empty());
}

}  // namespace rustassistant::app
