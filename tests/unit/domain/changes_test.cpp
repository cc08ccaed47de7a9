// SPDX-License-Identifier: MIT
#include "rustassistant/domain/changes.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using domain::ChangedFile;
using domain::LineRange;

namespace {

std::vector<ChangedFile> files_of(std::string_view diff) {
  const auto changes = domain::parse_unified_diff(diff);
  INFO((changes ? std::string() : changes.error().what));
  REQUIRE(changes);
  return changes->files;
}

std::string why(std::string_view diff) {
  const auto changes = domain::parse_unified_diff(diff);
  REQUIRE_FALSE(changes);
  CHECK(changes.error().code == Errc::input);
  return changes.error().what;
}

}  // namespace

TEST_CASE("lines that were added or replaced are those of the new side") {
  const auto files = files_of(
      "diff --git a/src/a.c b/src/a.c\nindex 1..2 100644\n--- a/src/a.c\n+++ b/src/a.c\n"
      "@@ -3 +3,2 @@ int f()\n-old\n+new\n+more\n@@ -10,0 +12 @@\n+x\n");
  CHECK(files == std::vector<ChangedFile>{{"src/a.c", false, {{3, 4}, {12, 12}}}});
}

TEST_CASE("a removal touches the lines on both sides of it") {
  CHECK(files_of("--- a/a\n+++ b/a\n@@ -5,2 +4,0 @@\n-x\n-y\n")[0].lines == std::vector<LineRange>{{4, 5}});
  CHECK(files_of("--- a/a\n+++ b/a\n@@ -1 +0,0 @@\n-x\n")[0].lines == std::vector<LineRange>{{1, 1}});
}

TEST_CASE("hunks that come out of order, overlap or name line 0 do not hide each other") {
  const auto lines = files_of(
                         "--- a/a\n+++ b/a\n@@ -9 +9 @@\n-x\n+y\n@@ -1 +1,2 @@\n-x\n+y\n+z\n@@ -2 +2 @@\n-x\n+y\n@@ -1 "
                         "+0,1 @@\n-x\n+y\n")[0]
                         .lines;
  CHECK(lines == std::vector<LineRange>{{1, 2}, {9, 9}});
}

TEST_CASE("the same change with context has the same lines") {
  CHECK(files_of("--- a/a\n+++ b/a\n@@ -1,7 +1,7 @@\n 1\n 2\n 3\n-4\n+four\n 5\n 6\n 7\n")[0].lines ==
        std::vector<LineRange>{{4, 4}});
  CHECK(files_of("--- a/a\n+++ b/a\n@@ -1,7 +1,6 @@\n 1\n 2\n 3\n-4\n 5\n 6\n 7\n")[0].lines ==
        std::vector<LineRange>{{3, 4}});
  // A blank line of context may have lost its space.
  CHECK(files_of("--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n\n+x\n 2\n")[0].lines == std::vector<LineRange>{{2, 2}});
}

TEST_CASE("new, renamed and removed files") {
  const auto files = files_of(
      "diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1,2 @@\n+1\n+2\n"
      "diff --git a/gone b/gone\ndeleted file mode 100644\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n"
      "diff --git a/was b/is\nsimilarity index 100%\nrename from was\nrename to is\n"
      "diff --git a/x b/y\nsimilarity index 90%\nrename from x\nrename to y\n--- a/x\n+++ b/y\n@@ -1 +1 @@\n-1\n+2\n");
  CHECK(files == std::vector<ChangedFile>{{"n", true, {{1, 2}}}, {"is", false, {}}, {"y", false, {{1, 1}}}});
}

TEST_CASE("no line of a file is taken for a header") {
  const auto files = files_of(
      "--- a/a.sql\n+++ b/a.sql\n@@ -1,2 +1,3 @@\n--- a comment of SQL\n+++ b/other\n+diff --git a/q b/q\n @@ -1 +1 "
      "@@\n"
      "--- a/b\n+++ b/b\n@@ -1 +1 @@\n-1\n+2\n\\ No newline at end of file\n");
  REQUIRE(files.size() == 2);
  CHECK(files[0] == ChangedFile{"a.sql", false, {{1, 2}}});
  CHECK(files[1] == ChangedFile{"b", false, {{1, 1}}});
}

TEST_CASE("paths as git and diff -u write them") {
  CHECK(files_of("--- \"a/\\303\\244 \\\"q\\\".c\"\n+++ \"b/\\303\\244 \\\"q\\\".c\"\n@@ -1 +1 @@\n-1\n+2\n")[0].path ==
        "\xC3\xA4 \"q\".c");
  CHECK(files_of("--- old.c\t2026-01-01 00:00:00\n+++ new.c\t2026-01-02 00:00:00\n@@ -1 +1 @@\n-1\n+2\n")[0].path ==
        "new.c");
  CHECK(files_of("--- a/with space.c\t\n+++ b/with space.c\t\n@@ -1 +1 @@\n-1\n+2\n")[0].path == "with space.c");
  CHECK(files_of("--- b/b.c\n+++ b/b.c\n@@ -1 +1 @@\n-1\n+2\n")[0].path ==
        "b/b.c");  // a folder called b, without prefixes
}

TEST_CASE("prefixes of any setting of git are no part of a path") {
  const auto path_of = [](const std::string& old_path, const std::string& new_path) {
    return files_of("diff --git " + old_path + " " + new_path + "\n--- " + old_path + "\n+++ " + new_path +
                    "\n@@ -1 +1 @@\n-1\n+2\n")[0]
        .path;
  };
  CHECK(path_of("i/src/a.c", "w/src/a.c") == "src/a.c");  // diff.mnemonicPrefix
  CHECK(path_of("old/src/a.c", "new/src/a.c") == "src/a.c");
  CHECK(path_of("src/a.c", "src/a.c") == "src/a.c");  // diff.noprefix
  CHECK(path_of("b/a.c", "b/a.c") == "b/a.c");
  const auto new_file = [](const std::string& both, const std::string& path) {
    return files_of("diff --git " + both + "\n--- /dev/null\n+++ " + path + "\n@@ -0,0 +1 @@\n+1\n")[0];
  };
  CHECK(new_file("i/a b.c w/a b.c", "w/a b.c") == ChangedFile{"a b.c", true, {{1, 1}}});
  CHECK(new_file("b/a.c b/a.c", "b/a.c").path == "b/a.c");
  CHECK(new_file("\"a/\\303\\244\" \"b/\\303\\244\"", "\"b/\\303\\244\"").path == "\xC3\xA4");
  CHECK(files_of("diff --git i/x/a.c w/y/a.c\nrename from x/a.c\nrename to y/a.c\n--- i/x/a.c\n+++ w/y/a.c\n"
                 "@@ -1 +1 @@\n-1\n+2\n")[0]
            .path == "y/a.c");
  // No prefixes: diff -u of two folders.
  CHECK(files_of("--- src.orig/a.c\n+++ src/a.c\n@@ -1 +1 @@\n-1\n+2\n")[0].path == "src/a.c");
}

TEST_CASE("colors are no part of a diff") {
  CHECK(files_of("\x1B[1mdiff --git a/a b/a\x1B[m\n\x1B[1m--- a/a\x1B[m\n\x1B[1m+++ b/a\x1B[m\n"
                 "\x1B[36m@@ -1,2 +1,2 @@\x1B[m \x1B[1;34mint f\x1B[m\n 1\x1B[m\n\x1B[31m-2\x1B[m\n"
                 "\x1B[32m+\x1B[m\x1B[32mtwo\x1B[m\x1B[K\n") == std::vector<ChangedFile>{{"a", false, {{2, 2}}}});
}

TEST_CASE("what is no diff is refused, and a diff without lines is none") {
  CHECK(why("<html>502 Bad Gateway</html>\n").find("names no file") != std::string::npos);
  CHECK(why(" src/a.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n").find("names no file") !=
        std::string::npos);
  CHECK(files_of(" \n\n").empty());
  CHECK(files_of("diff --git a/a b/a\nold mode 100644\nnew mode 100755\n").empty());
  CHECK(files_of("Only in src: a.c\nBinary files src/b and other/b differ\n").empty());
}

TEST_CASE("what is not merged yet is told apart") {
  const auto changes = domain::parse_unified_diff("* Unmerged path a.c\n");
  REQUIRE(changes);
  CHECK(changes->conflicted == std::vector<std::string>{"a.c"});
}

TEST_CASE("mail around a diff is passed over, and an empty diff changes nothing") {
  CHECK(files_of("From 1 Mon\nSubject: x\n\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+2\n-- \n2.39.5\n").size() == 1);
  CHECK(files_of("").empty());
}

TEST_CASE("a malformed diff is refused with its line") {
  CHECK(why("--- a/a\n+++ b/a\n@@ -1,2 +1 @@\n-1\n").find("line 4") != std::string::npos);
  CHECK(why("--- a/a\n+++ b/a\n@@ -x +1 @@\n").find("line 3") != std::string::npos);
  CHECK(why("@@ -1 +1 @@\n-1\n+2\n").find("without a file") != std::string::npos);
  CHECK(why("--- a/a\n+++ b/a\n@@ -1 +99999999999 @@\n").find("header") != std::string::npos);
  CHECK(why("--- a/a\n+++ b/a\n@@ -2 +1,2 @@\n-1\n-2\n").find("longer") != std::string::npos);
  CHECK(why("diff --cc a\n").find("combined") != std::string::npos);
  CHECK(why("--- a/a\n+++ \"b/\\9\"\n").find("path") != std::string::npos);
}

TEST_CASE("a span of lines meets a change where they share a line") {
  const ChangedFile file{"a", false, {{5, 6}, {20, 20}}};
  CHECK(domain::first_changed_line(file, {1, 4}) == 0);
  CHECK(domain::first_changed_line(file, {1, 5}) == 5);
  CHECK(domain::first_changed_line(file, {6, 30}) == 6);
  CHECK(domain::first_changed_line(file, {7, 19}) == 0);
  CHECK(domain::first_changed_line(file, {7, 20}) == 20);
  CHECK(domain::touches(file, {20, 20}));
  CHECK_FALSE(domain::touches(file, {21, 99}));
}
