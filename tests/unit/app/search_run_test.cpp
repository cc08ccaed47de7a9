// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "rustassistant/app/search.hpp"
#include "stores_world.hpp"

// Searching a small repository: which files are found, what is shown of them, and what becomes of the index.
namespace rustassistant::app {
namespace {

namespace fs = std::filesystem;
using Found = std::vector<std::string>;

struct SearchWorld : test::StoresWorld {
  std::string repo = (folder.path() / "repo").string();
  SearchRequest asked;
  std::vector<std::string> told;

  SearchWorld() {
    folder.write("repo/src/f.rs", "/// Makes a purple thing.\nfn purple_maker(size: u32) -> u32 {\n    size\n}\n");
    folder.write("repo/src/g.py", "def other():\n    return 'purple'\n");
    folder.write("repo/tests/t.rs", "#[test]\nfn purple_maker_works() {\n    purple_maker(1);\n}\n");
    asked.paths = {repo};
    clock.advance(std::chrono::hours(24));
  }
  Result<SearchReport> run_search(const std::string& query) {
    asked.query = query;
    told.clear();
    return search(asked, loaded, services(), [this](std::int64_t done, std::int64_t total) {
      told.push_back(std::to_string(done) + "/" + std::to_string(total));
    });
  }
  SearchReport report(const std::string& query) {
    auto made = run_search(query);
    INFO((made ? "" : made.error().what));
    REQUIRE(made);
    return *std::move(made);
  }
  // The files that are found, in no certain order.
  Found files(const std::string& query) {
    Found found;
    for (const SearchResult& result : report(query).results) found.push_back(result.path);
    std::sort(found.begin(), found.end());
    return found;
  }
  Error search_refusal(const std::string& query) {
    const auto made = run_search(query);
    REQUIRE_FALSE(made);
    return made.error();
  }
};

}  // namespace

TEST_CASE_METHOD(SearchWorld, "a search shows the place that fits best, in each of its facts") {
  const SearchReport made = report("purple_maker");
  CHECK(made.model.empty());
  CHECK(made.more == 0);
  REQUIRE(made.results.size() >= 2);
  const SearchResult& first = made.results[0];
  CHECK(first.path == "src/f.rs");
  CHECK(first.language == "rust");
  CHECK(first.symbol == "purple_maker");
  CHECK(first.kind == "function");
  CHECK(first.line_end == 4);
  CHECK(first.score > made.results[1].score);
  CHECK_FALSE(first.is_stale);
  REQUIRE(first.snippet);
  CHECK(first.snippet->text.find("fn purple_maker(size: u32)") != std::string::npos);
  CHECK_FALSE(first.snippet->is_cut);
  asked.snippet.most_lines = 0;
  CHECK_FALSE(report("purple_maker").results[0].snippet);
}

TEST_CASE_METHOD(SearchWorld, "files are limited by language, place, pattern and whether they are tests") {
  const Found all{"src/f.rs", "src/g.py", "tests/t.rs"};
  CHECK(files("purple") == all);
  CHECK(files("purple lang:python") == Found{"src/g.py"});
  asked.languages = {"rs"};
  CHECK(files("purple") == Found{"src/f.rs", "tests/t.rs"});
  asked.languages = {"rust", "python"};
  CHECK(files("purple") == all);
  asked.languages.clear();
  asked.tests = TestFiles::no;
  CHECK(files("purple") == Found{"src/f.rs", "src/g.py"});
  asked.tests = TestFiles::only;
  CHECK(files("purple") == Found{"tests/t.rs"});
  asked.tests = TestFiles::also;
  asked.include = {"src"};
  CHECK(files("purple") == Found{"src/f.rs", "src/g.py"});
  asked.exclude = {"*.py"};
  CHECK(files("purple") == Found{"src/f.rs"});
  asked.include.clear();
  CHECK(files("purple") == Found{"src/f.rs", "tests/t.rs"});
  asked.exclude.clear();
  asked.paths = {repo + "/tests", repo + "/src/g.py"};
  CHECK(files("purple") == Found{"src/g.py", "tests/t.rs"});
  asked.paths = {repo};
  asked.symbols_only = true;
  CHECK(files("purple") == Found{"src/f.rs", "tests/t.rs"});
  asked.symbols_only = false;
  CHECK(files("\"return 'purple'\"") == Found{"src/g.py"});
  CHECK(files("\"purple_maker(1)\"") == Found{"tests/t.rs"});
}

TEST_CASE_METHOD(SearchWorld, "what comes behind those that are shown is counted") {
  const auto shown = [&](std::size_t skip, std::size_t limit) {
    asked.skip = skip;
    asked.limit = limit;
    const SearchReport made = report("purple");
    return std::to_string(made.results.size()) + "+" + std::to_string(made.more);
  };
  CHECK(shown(0, 10) == "3+0");
  CHECK(shown(0, 3) == "3+0");
  CHECK(shown(0, 2) == "2+1");
  CHECK(shown(1, 1) == "1+1");
  CHECK(shown(2, 1) == "1+0");
  CHECK(shown(3, 1) == "0+0");
  CHECK(shown(9, 9) == "0+0");
}

TEST_CASE_METHOD(SearchWorld, "an index is read once, and says what changed since") {
  const SearchReport first = report("purple");
  CHECK(first.index.repository == repo);
  CHECK(first.index.file == *index_path(repo, services().environment));
  CHECK(first.index.bytes > 0);
  CHECK(first.index.files == 3);
  CHECK(first.index.chunks == 3);
  CHECK(first.index.refreshed == 3);
  CHECK(first.index.removed == 0);
  CHECK(first.index.stale_seconds == 0);
  CHECK(told == Found{"1/3", "2/3", "3/3"});
  CHECK(report("purple").index.refreshed == 0);

  folder.write("repo/src/g.py", "def other():\n    return 'purple and more'\n");
  folder.write("repo/src/h.py", "def purple():\n    pass\n");
  fs::remove(repo + "/tests/t.rs");
  clock.advance(std::chrono::seconds(90));
  const auto status = index_status(repo, loaded, services());
  REQUIRE(status);
  CHECK(status->files == 3);
  CHECK(status->refreshed == 2);
  CHECK(status->removed == 1);
  CHECK(status->stale_seconds == 90);
  CHECK_FALSE(status->vectors);
  // As it is: what changed is stale, what is gone, too.
  asked.refresh = Refresh::skip;
  const SearchReport old = report("purple");
  CHECK(old.index.stale_seconds == 90);
  CHECK(old.index.refreshed == 0);
  for (const SearchResult& result : old.results) {
    CHECK(result.is_stale == (result.path != "src/f.rs"));
    CHECK(result.snippet.has_value() == (result.path == "src/f.rs"));
  }
  asked.refresh = Refresh::first;
  const SearchReport again = report("purple");
  CHECK(again.index.files == 3);
  CHECK(again.index.refreshed == 2);
  CHECK(again.index.removed == 1);
  CHECK(again.index.stale_seconds == 0);
  CHECK(warnings.empty());
}

TEST_CASE_METHOD(SearchWorld, "an index is built, counted and cleared; without one, only a search makes it") {
  asked.refresh = Refresh::skip;
  CHECK(search_refusal("purple").code == Errc::input);
  CHECK(search_refusal("purple").what == "there is no search index of '" + repo + "' yet");
  CHECK(clear_index(repo, services())->file.empty());
  CHECK(index_sizes(services().environment).files == 0);
  IndexBuild build;
  build.path = repo + "/src";
  const auto built = build_index(build, loaded, services());
  REQUIRE(built);
  CHECK(built->repository == repo);
  CHECK(built->files == 3);
  CHECK(built->refreshed == 3);
  CHECK(built->embedded == 0);
  CHECK(built->bytes > 0);
  const IndexSizes sizes = index_sizes(services().environment);
  CHECK(sizes.files == 1);
  CHECK(sizes.bytes >= built->bytes);
  const auto cleared = clear_index(repo, services());
  REQUIRE(cleared);
  CHECK(cleared->file == built->file);
  CHECK(cleared->bytes == built->bytes);
  CHECK(index_sizes(services().environment).files == 0);
}

TEST_CASE_METHOD(SearchWorld,
                 "a search is refused without a word, in two repositories, and of a language that is none") {
  CHECK(search_refusal("- ! ?").code == Errc::usage);
  CHECK(search_refusal("- ! ?").what == "there is no word to look for in '- ! ?'");
  asked.languages = {"klingon"};
  CHECK(search_refusal("purple").code == Errc::usage);
  CHECK(search_refusal("purple").what == "no language is called 'klingon'");
  asked.languages.clear();
  folder.write("another/.git/HEAD", "ref: refs/heads/main\n");
  const std::string other = (folder.path() / "another").string();
  asked.paths = {repo, repo + "/src", other};
  CHECK(search_refusal("purple").code == Errc::usage);
  CHECK(search_refusal("purple").what == "'" + other + "' is not in the repository of '" + repo + "'");
  asked.paths = {repo + "/nowhere"};
  CHECK(search_refusal("purple").code == Errc::input);
}

TEST_CASE_METHOD(SearchWorld, "where no index can be kept, one in memory answers, and says so") {
  variables.erase("RUSTASSISTANT_HOME");
  variables.erase("HOME");
  CHECK(files("purple").size() == 3);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0] == "there is no home folder; the repository is indexed in memory, for this run");
  CHECK(report("purple").index.file.empty());
  CHECK(report("purple").index.bytes == 0);
  IndexBuild build;
  build.path = repo;
  const auto built = build_index(build, loaded, services());
  REQUIRE_FALSE(built);
  CHECK(built.error().code == Errc::storage);
  CHECK(index_sizes(services().environment).files == 0);
  CHECK(clear_index(repo, services())->file.empty());
}

}  // namespace rustassistant::app
