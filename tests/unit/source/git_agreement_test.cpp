// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "git_index.hpp"
#include "rustassistant/source/walk.hpp"
#include "support/temporary_folder.hpp"

// git itself says what is ignored, for thousands of made-up patterns and paths.
namespace rustassistant::source {
namespace {

// The same sequence on every machine (SplitMix64).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<std::size_t>((z ^ (z >> 31U)) % bound);
  }
  bool chance(std::size_t percent) { return below(100) < percent; }
  template <typename List>
  auto pick(const List& list) {
    return list[below(std::size(list))];
  }

 private:
  std::uint64_t state_;
};

constexpr auto kFolders = std::to_array<std::string_view>({"a", "b", "ab", "a-b", "foo", "foo bar"});
constexpr auto kFiles =
    std::to_array<std::string_view>({"a.c", "b.c", "ab.c", "foo.c", "fooo.c", "x y.c", "a].c", "a[b].c", "-.c", "A.c",
                                     "1.c", "#x.c", "!y.c", "t .c", "foo.rs"});
constexpr auto kPieces = std::to_array<std::string_view>({"a",
                                                          "b",
                                                          "ab",
                                                          "foo",
                                                          "fo",
                                                          ".c",
                                                          "c",
                                                          "*",
                                                          "*",
                                                          "**",
                                                          "?",
                                                          "/",
                                                          "/",
                                                          "**/",
                                                          "/**",
                                                          "/**/",
                                                          "[ab]",
                                                          "[a-c]",
                                                          "[!a]",
                                                          "[^b]",
                                                          "[]a]",
                                                          "[a",
                                                          "[[:alpha:]]",
                                                          "[[:digit:]]",
                                                          "[[:bad:]]",
                                                          "[[:",
                                                          "\\",
                                                          "\\a",
                                                          "\\ ",
                                                          " ",
                                                          "-",
                                                          "[]-]",
                                                          "[a-]",
                                                          "[\\]]",
                                                          "[b-a]",
                                                          "[*]",
                                                          ".",
                                                          "***",
                                                          "[A-Z]",
                                                          "#",
                                                          "!",
                                                          "[a/b]",
                                                          "[[:upper:]a]",
                                                          "[--0]",
                                                          "\\*"});

std::string random_pattern(Dice& dice) {
  std::string pattern = dice.chance(20) ? "!" : "";
  if (dice.chance(15)) pattern += "/";
  if (dice.chance(5)) pattern = "\\" + pattern;
  if (dice.chance(35)) {
    if (dice.chance(50)) pattern += std::string(dice.pick(kFolders)) + "/";
    pattern += dice.chance(50) ? dice.pick(kFiles) : dice.pick(kFolders);
    if (dice.chance(30) && pattern.size() > 2) pattern[dice.below(pattern.size())] = dice.chance(50) ? '*' : '?';
  } else {
    const std::size_t pieces = 1 + dice.below(5);
    for (std::size_t i = 0; i < pieces; ++i) pattern += dice.pick(kPieces);
  }
  if (dice.chance(15)) pattern += "/";
  if (dice.chance(5)) pattern += " ";
  if (dice.chance(3)) pattern += "\\ ";
  return pattern;
}

std::string random_ignore_file(Dice& dice) {
  std::string text = dice.chance(5) ? "\xEF\xBB\xBF" : "";
  const std::size_t lines = 1 + dice.below(4);
  for (std::size_t i = 0; i < lines; ++i) {
    if (dice.chance(5)) text += dice.chance(50) ? "\n" : "# a remark\n";
    text += random_pattern(dice) + (dice.chance(5) ? "\r\n" : "\n");
  }
  if (dice.chance(10)) text.pop_back();
  return text;
}

// Runs git in a folder, without any configuration but its own.
std::string git(const std::filesystem::path& folder, const std::string& arguments) {
  const std::string command = "cd '" + folder.string() + "' && env -i PATH=\"$PATH\" HOME='" + folder.string() +
                              "' GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null git " + arguments + " 2>/dev/null";
  FILE* pipe = ::popen(command.c_str(), "r");  // NOLINT(cert-env33-c): the point is to ask git
  REQUIRE(pipe != nullptr);
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), got);
  ::pclose(pipe);
  return output;
}

std::set<std::string> ignored_by_git(const std::filesystem::path& folder, const std::vector<std::string>& paths) {
  std::string list;
  for (const std::string& path : paths) list += path + '\0';
  std::ofstream(folder / ".list", std::ios::binary) << list;
  std::stringstream output(git(folder, "check-ignore --no-index -z --stdin < .list"));
  std::set<std::string> ignored;
  for (std::string path; std::getline(output, path, '\0');) ignored.insert(path);
  return ignored;
}

std::vector<std::string> make_tree(const test::TemporaryFolder& folder) {
  std::vector<std::string> paths;
  const auto fill = [&](const std::string& at) {
    for (const std::string_view file : kFiles) {
      paths.push_back(at + std::string(file));
      folder.write(paths.back(), "int x;\n");
    }
  };
  fill("");
  for (const std::string_view outer : kFolders) {
    fill(std::string(outer) + "/");
    for (const char* inner : {"a", "foo", "d.c"}) fill(std::string(outer) + "/" + inner + "/");
  }
  fill("a/b/foo/");
  return paths;
}

std::set<std::string> ignored_by_walk(const std::filesystem::path& folder, const std::vector<std::string>& paths) {
  const auto report = walk(folder.string(), {});
  REQUIRE(report.has_value());
  std::set<std::string> ignored(paths.begin(), paths.end());
  for (const std::string& file : report->files) ignored.erase(file.substr(folder.string().size() + 1));
  return ignored;
}

void check_round(const test::TemporaryFolder& folder, const std::vector<std::string>& paths, Dice& dice) {
  std::string rules;
  for (const std::string_view place : {"", "a/", "foo/", "a/b/"}) {
    const std::string file = std::string(place) + ".gitignore";
    std::filesystem::remove(folder.path() / file);
    if (!place.empty() && !dice.chance(25)) continue;
    const std::string text = random_ignore_file(dice);
    folder.write(file, text);
    rules += "--- " + file + "\n" + text;
  }
  const std::string excludes = dice.chance(30) ? random_ignore_file(dice) : "";
  folder.write(".git/info/exclude", excludes);
  rules += "--- exclude\n" + excludes;
  const auto expected = ignored_by_git(folder.path(), paths);
  const auto actual = ignored_by_walk(folder.path(), paths);
  std::vector<std::string> differing;
  std::set_symmetric_difference(expected.begin(), expected.end(), actual.begin(), actual.end(),
                                std::back_inserter(differing));
  INFO(rules);
  for (const std::string& path : differing)
    UNSCOPED_INFO(path << (expected.count(path) ? ": git ignores" : ": git keeps"));
  REQUIRE(differing.empty());
}

}  // namespace

TEST_CASE("a walk ignores what git ignores") {
  const test::TemporaryFolder folder;
  const auto paths = make_tree(folder);
  git(folder.path(), "init -q .");
  REQUIRE(std::filesystem::is_directory(folder.path() / ".git"));
  Dice dice(20'261'121);
  for (int round = 0; round < 60; ++round) check_round(folder, paths, dice);
}

TEST_CASE("every class of characters is git's") {
  const test::TemporaryFolder folder;
  git(folder.path(), "init -q .");
  std::vector<std::string> paths;
  for (int c = 1; c < 256; ++c) {
    if (c == '/' || c == '.') continue;
    paths.push_back("x" + std::string(1, static_cast<char>(c)) + ".c");
    folder.write(paths.back(), "int x;\n");
  }
  for (const std::string_view name :
       {"alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "xdigit"}) {
    INFO(name);
    folder.write(".gitignore", "x[[:" + std::string(name) + ":]].c\n");
    const auto ignored = ignored_by_git(folder.path(), paths);
    CHECK_FALSE(ignored.empty());
    CHECK(ignored_by_walk(folder.path(), paths) == ignored);
  }
}

TEST_CASE("tracked files are found though a rule ignores them, in every version of the index") {
  for (const char* version : {"2", "3", "4"}) {
    INFO("version " << version);
    const test::TemporaryFolder folder;
    git(folder.path(), "init -q .");
    for (const char* name : {"a.c", "out/b.c", "out/deep/er/c.c", "out/new.c", "d.c", "kept.c"})
      folder.write(name, "int x;\n");
    git(folder.path(), std::string("update-index --index-version ") + version);
    git(folder.path(), "add a.c out/b.c out/deep/er/c.c");
    if (*version == '3') git(folder.path(), "add -N kept.c");
    folder.write(".gitignore", "a.c\nout/\nd.c\n");
    const auto report = walk(folder.path().string(), {}).value();
    std::vector<std::string> files;
    for (const std::string& file : report.files) files.push_back(file.substr(folder.path().string().size() + 1));
    CHECK(files == std::vector<std::string>{"a.c", "kept.c", "out/b.c", "out/deep/er/c.c"});
    CHECK(report.skipped_for(SkipReason::ignored) == 2);
  }
}

TEST_CASE("a damaged index tracks what it can and harms nothing") {
  const test::TemporaryFolder folder;
  git(folder.path(), "init -q .");
  for (const char* name : {"a.c", "b/c.c"}) folder.write(name, "int x;\n");
  git(folder.path(), "add a.c b/c.c");
  std::ifstream stream(folder.path() / ".git/index", std::ios::binary);
  const std::string index{std::istreambuf_iterator<char>(stream), {}};
  REQUIRE(TrackedFiles::parse(index).has_file("a.c"));
  REQUIRE(TrackedFiles::parse(index).has_folder("b"));
  CHECK_FALSE(TrackedFiles::parse(index).has_folder("b/c.c"));
  CHECK_FALSE(TrackedFiles::parse(index).has_file("b"));
  for (std::size_t size = 0; size < index.size() && size < 200; ++size) {
    CHECK_FALSE(
        TrackedFiles::parse(std::string_view(index).substr(0, std::min<std::size_t>(size, 100))).has_file("b/c.c"));
  }
  for (std::size_t at = 0; at < index.size(); ++at) {
    std::string damaged = index;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x5A);
    static_cast<void>(TrackedFiles::parse(damaged));
  }
}

}  // namespace rustassistant::source
