// SPDX-License-Identifier: MIT
// The reader of diffs: each form of a path, a header and a hunk, on both sides of what is allowed.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/domain/changes.hpp"

using namespace rustassistant;
using domain::ChangedFile;
using domain::LineRange;

namespace {

// "path:1-2,5-5" of each file, "+" before new ones; or the message.
std::string read_diff(std::string_view diff) {
  const auto changes = domain::parse_unified_diff(diff);
  if (!changes) return changes.error().what;
  std::string text;
  for (const ChangedFile& file : changes->files) {
    text += (text.empty() ? "" : " ") + std::string(file.is_new ? "+" : "") + file.path + ":";
    for (const LineRange& lines : file.lines) {
      text +=
          (text.ends_with(':') ? "" : ",") + std::to_string(lines.line_start) + "-" + std::to_string(lines.line_end);
    }
  }
  return text;
}

std::string refused(int line, const std::string& why) {
  return "not a unified diff: line " + std::to_string(line) + ": " + why;
}

// The new path, as some line of a diff has it.
std::string path_read(const std::string& path) {
  return read_diff("--- a/x\n+++ " + path + "\n@@ -1 +1 @@\n-1\n+2\n");
}

// A hunk with its header, of a file "a".
std::string hunk_read(const std::string& hunk) {
  return read_diff("--- a/a\n+++ b/a\n" + hunk);
}

}  // namespace

TEST_CASE("a path within quotes has every escape of git") {
  const std::string bad = refused(2, "a malformed path");
  CHECK(path_read(R"("b/\a\b\t\n\v\f\r\"\\c")") == "\a\b\t\n\v\f\r\"\\c:1-1");
  CHECK(path_read(R"("b/\060\067\0611\377")") == "0711\xFF:1-1");
  CHECK(path_read(R"("b/x\101")") == "xA:1-1");
  CHECK(path_read(R"("b/\12")") == bad);
  CHECK(path_read(R"("b/\128")") == bad);
  CHECK(path_read(R"("b/\400")") == bad);
  CHECK(path_read(R"("b/\477")") == bad);
  CHECK(path_read(R"("b/\/12")") == bad);
  CHECK(path_read(R"("b/\q")") == bad);
  CHECK(path_read(R"("b/a\")") == bad);
  CHECK(path_read(R"(")") == bad);
  CHECK(path_read(R"("")") == bad);
  CHECK(path_read("") == bad);
  CHECK(path_read(R"("b/a"	2026-01-01)") == "a:1-1");
}

TEST_CASE("a path without quotes ends before a tab and without a return") {
  CHECK(path_read("b/a.c\t2026-01-02") == "a.c:1-1");
  CHECK(path_read("b/a.c\r") == "a.c:1-1");
  CHECK(path_read("b/a.c\r\r") == "a.c:1-1");
  CHECK(read_diff("--- ./a.c\n+++ ./a.c\n@@ -1 +1 @@\n-1\n+2\n") == "a.c:1-1");
}

TEST_CASE("which beginning of a path is a prefix, with git and without") {
  struct Row {
    const char* old_path;
    const char* new_path;
    const char* with_git;
    const char* without;
  };
  for (const Row& row : {
           Row{"a/f.c", "b/f.c", "f.c", "f.c"},
           Row{"a/f.c", "a/f.c", "a/f.c", "a/f.c"},
           Row{"b/f.c", "b/f.c", "b/f.c", "b/f.c"},
           Row{"c/f.c", "b/f.c", "f.c", "b/f.c"},
           Row{"x.c", "y.h", "y.h", "y.h"},
           Row{"x/af.c", "y/bf.c", "y/bf.c", "y/bf.c"},
           Row{"f.c", "new/f.c", "new/f.c", "new/f.c"},
           Row{"old/f.c", "f.c", "f.c", "f.c"},
           Row{"1/s/f.c", "2/s/f.c", "s/f.c", "2/s/f.c"},
       }) {
    CAPTURE(row.old_path, row.new_path);
    const std::string rest = "--- " + std::string(row.old_path) + "\n+++ " + row.new_path + "\n@@ -1 +1 @@\n-1\n+2\n";
    CHECK(read_diff("diff --git " + std::string(row.old_path) + " " + row.new_path + "\n" + rest) ==
          std::string(row.with_git) + ":1-1");
    CHECK(read_diff(rest) == std::string(row.without) + ":1-1");
  }
}

TEST_CASE("a new file has its prefix from the line that begins it, or it is b/") {
  struct Row {
    const char* both;
    const char* path;
    const char* expected;
  };
  for (const Row& row : {Row{"a/n b/n", "b/n", "+n:1-1"}, Row{"i/n w/n", "w/n", "+n:1-1"}, Row{"n n", "n", "+n:1-1"},
                         Row{"n", "n", "+n:1-1"}, Row{"b/n", "b/n", "+n:1-1"},
                         Row{"\"i/n\" \"w/n\"", "w/n", "+w/n:1-1"}, Row{"\"a/n\" \"b/n\"", "b/n", "+n:1-1"}}) {
    CAPTURE(row.both);
    const std::string rest = "--- /dev/null\n+++ " + std::string(row.path) + "\n@@ -0,0 +1 @@\n+1\n";
    CHECK(read_diff("diff --git " + std::string(row.both) + "\n" + rest) == row.expected);
  }
  CHECK(read_diff("--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+1\n") == "+n:1-1");
  CHECK(read_diff("--- /dev/null\n+++ n\n@@ -0,0 +1 @@\n+1\n") == "+n:1-1");
}

TEST_CASE("nothing of a file is left over for the next") {
  const std::string plain = "diff --git a/p b/p\n--- a/p\n+++ b/p\n@@ -1 +1 @@\n-1\n+2\n";
  CHECK(read_diff("diff --git a/x b/y\nrename from x\nrename to y\n" + plain) == "y: p:1-1");
  CHECK(read_diff("diff --git a/x b/y\ncopy from x\ncopy to y\n" + plain) == "y: p:1-1");
  CHECK(read_diff("diff --git a/s/x b/s/x\n--- a/s/x\n+++ b/s/x\n@@ -1 +1 @@\n-1\n+2\n"
                  "diff --git a/k/x b/l/x\nrename from k/x\nrename to l/x\n") == "s/x:1-1 l/x:");
  CHECK(read_diff("diff --git a/g b/g\n--- a/g\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n" + plain) == "p:1-1");
  CHECK(read_diff("diff --git a/g b/g\n--- a/g\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n"
                  "diff --git a/x b/x\n@@ -1 +1 @@\n-1\n+2\n") == refused(7, "a hunk without a file"));
  CHECK(read_diff("--- a/g\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n--- a/h\n+++ b/h\n@@ -1 +1 @@\n-1\n+2\n") == "h:1-1");
  CHECK(read_diff("--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+1\n--- a/h\n+++ b/h\n@@ -4 +4 @@\n-1\n+2\n") ==
        "+n:1-1 h:4-4");
}

TEST_CASE("a header of a hunk is whole, with numbers up to a billion") {
  const std::string bad = refused(3, "a malformed hunk header");
  const std::string body = "\n-1\n+2\n";
  CHECK(hunk_read("@@ -1 +1 @@" + body) == "a:1-1");
  CHECK(hunk_read("@@ -1000000000,1 +1000000000,1 @@ f" + body) == "a:1000000000-1000000000");
  for (const char* header : {"@@ 1 +1 @@", "@@ -1 1 @@", "@@ -1 +1", "@@ -1+1 @@", "@@ -,1 +1 @@", "@@ -1, +1 @@",
                             "@@ -1 +,1 @@", "@@ -1 +1, @@", "@@ -1,1,1 +1 @@", "@@ -1000000001 +1 @@",
                             "@@ -1,1000000001 +1 @@", "@@ -1 +1000000001 @@", "@@ -1 +1,1000000001 @@", "@@ - + @@"}) {
    CAPTURE(header);
    CHECK(hunk_read(header + body) == bad);
  }
  CHECK(hunk_read("@@ -1,1000000000 +1 @@" + body) == refused(5, "the diff ends within a hunk"));
  CHECK(hunk_read("@@ -1 +1,1000000000 @@" + body) == refused(5, "the diff ends within a hunk"));
}

TEST_CASE("the lines of a hunk, group by group") {
  struct Row {
    const char* hunk;
    const char* expected;
  };
  for (const Row& row : {
           Row{"@@ -1,3 +1,3 @@\n+n\n 1\n 2\n-3\n", "a:1-1,3-4"},
           Row{"@@ -1,3 +1,3 @@\n-1\n 2\n 3\n+n\n", "a:1-1,3-3"},
           Row{"@@ -4,3 +4,1 @@\n-4\n 5\n-6\n", "a:3-5"},
           Row{"@@ -10,5 +10,5 @@\n-1\n+2\n 3\n-4\n+5\n 6\n 7\n", "a:10-10,12-12"},
           Row{"@@ -1 +1,3 @@\n 1\n+2\n+3\n", "a:2-3"},
           Row{"@@ -1,3 +1 @@\n 1\n-2\n-3\n", "a:1-2"},
           Row{"@@ -1 +0,1 @@\n-x\n+y\n", "a:1-1"},
           Row{"@@ -1 +0,0 @@\n-x\n", "a:1-1"},
           Row{"@@ -9,0 +10 @@\n+x\n", "a:10-10"},
           Row{"@@ -1,3 +1,3 @@\n\n-2\n+2\n\r\n", "a:2-2"},
           Row{"@@ -1 +1 @@\n-1\n\\ No newline at end of file\n+2\n\\ No newline at end of file\n", "a:1-1"},
           Row{"@@ -1,0 +5 @@\n+x\n@@ -1,0 +1 @@\n+x\n@@ -1,0 +3 @@\n+x\n", "a:1-1,3-3,5-5"},
           Row{"@@ -1,0 +5 @@\n+x\n@@ -1,0 +4 @@\n+x\n@@ -1,0 +1,9 @@\n+\n+\n+\n+\n+\n+\n+\n+\n+\n", "a:1-9"},
           Row{"@@ -1,0 +2,9 @@\n+\n+\n+\n+\n+\n+\n+\n+\n+\n@@ -1,0 +1 @@\n+x\n@@ -1,0 +4 @@\n+x\n", "a:1-10"},
           Row{"@@ -1 +1 @@\n-1\n?2\n", "not a unified diff: line 5: neither added, removed nor context"},
           Row{"@@ -1,2 +1 @@\n+1\n+2\n", "not a unified diff: line 5: a hunk that is longer than its header says"},
           Row{"@@ -1 +1,2 @@\n-1\n-2\n", "not a unified diff: line 5: a hunk that is longer than its header says"},
           Row{"@@ -1 +0,0 @@\n 1\n", "not a unified diff: line 4: a hunk that is longer than its header says"},
       }) {
    CAPTURE(row.hunk);
    CHECK(hunk_read(row.hunk) == row.expected);
  }
}

TEST_CASE("only what sets colors is taken out of a line") {
  CHECK(path_read("b/\x1B[0;31mf\x1B[K.c\x1B[m") == "f.c:1-1");
  CHECK(path_read("b/\x1B[2Jf") == "\x1B[2Jf:1-1");
  CHECK(path_read("b/f\x1B[31") == "f\x1B[31:1-1");
  CHECK(path_read("b/f\x1B") == "f\x1B:1-1");
  CHECK(path_read("b/\x1Bmf") == "\x1Bmf:1-1");
}

TEST_CASE("each form of a combined diff is refused, each line that names a file makes a diff") {
  const std::string combined = refused(1, "a combined diff, which names no single older file");
  for (const char* line : {"diff --cc a", "diff --combined a", "@@@ -1 -1 +1 @@@"}) CHECK(read_diff(line) == combined);
  for (const char* line : {"diff -u a b", "Only in a: b", "Binary files a and b differ", "* Unmerged path a"})
    CHECK(read_diff(line).empty());
  CHECK(read_diff("text") == "not a unified diff: it names no file");
  CHECK(read_diff("\n \t\r\n").empty());
}

TEST_CASE("a diff of 64 MiB is read, a larger one is not") {
  std::string text(std::size_t{64} << 20U, 'x');
  CHECK(read_diff(text) == "not a unified diff: it names no file");
  text += 'x';
  CHECK(read_diff(text) == "the diff is larger than 64 MiB");
}
