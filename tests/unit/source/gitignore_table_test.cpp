// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "git_index.hpp"
#include "gitignore.hpp"

// Patterns of .gitignore and git's index, rule by rule; git_agreement_test.cpp asks git about many more.
namespace rustassistant::source {
namespace {

using namespace std::string_literals;

// Of these bytes those that a set of a pattern holds.
std::string bytes_in(std::string_view set) {
  constexpr std::string_view kBytes = "!-.019:A[\\]^_abcdez\xC3";
  std::string held;
  for (const char c : kBytes) {
    const auto rules = IgnoreRules::parse("x" + std::string(set) + "y");
    if (rules.verdict("x" + std::string(1, c) + "y", false) == Verdict::ignore) held += c;
  }
  CHECK(IgnoreRules::parse("/x" + std::string(set) + "y").verdict("x/y", false) == Verdict::none);
  return held;
}

struct SetRow {
  std::string_view set;
  std::string_view held;
};

struct PatternRow {
  std::string_view pattern;
  std::vector<std::string_view> matched;
  std::vector<std::string_view> others;
};

void check_patterns(const std::vector<PatternRow>& rows) {
  for (const PatternRow& row : rows) {
    const auto rules = IgnoreRules::parse(row.pattern);
    for (const std::string_view path : row.matched) {
      CAPTURE(row.pattern, path);
      CHECK(rules.verdict(path, false) == Verdict::ignore);
    }
    for (const std::string_view path : row.others) {
      CAPTURE(row.pattern, path);
      CHECK(rules.verdict(path, false) == Verdict::none);
    }
  }
}

// An index as git writes it: 40 bytes of facts with the mode at 24, a hash, flags, the path, and zeros up to eight.
class IndexBytes {
 public:
  IndexBytes(char version, char count, std::size_t hash = 20) : hash_(hash), version_(version) {
    bytes_ = "DIRC\0\0\0"s + version + "\0\0\0"s + count;
  }
  IndexBytes& add(const std::string& path, unsigned mode = 0x81A4, const std::string& flags = "\0\1"s,
                  const std::string& prefix = "") {
    const std::size_t start = bytes_.size();
    bytes_ += std::string(26, '\1') + static_cast<char>(mode >> 8U) + static_cast<char>(mode & 0xFFU) +
              std::string(12 + hash_, '\1') + flags + prefix + path + '\0';
    while (version_ < 4 && (bytes_.size() - start) % 8 != 0) bytes_ += '\0';
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] TrackedFiles files() const { return TrackedFiles::parse(bytes_); }

 private:
  std::string bytes_;
  std::size_t hash_;
  char version_;
};

}  // namespace

TEST_CASE("the bytes that a set in brackets holds") {
  const std::vector<SetRow> rows{
      {"[a]", "a"},
      {"[ab]", "ab"},
      {"[!a]", "!-.019:A[\\]^_bcdez\xC3"},
      {"[^a]", "!-.019:A[\\]^_bcdez\xC3"},
      {"[!!]", "-.019:A[\\]^_abcdez\xC3"},
      {"[^^]", "!-.019:A[\\]_abcdez\xC3"},
      {"[a!]", "!a"},
      {"[a^]", "^a"},
      {"[]a]", "]a"},
      {"[!]a]", "!-.019:A[\\^_bcdez\xC3"},
      {"[a-c]", "abc"},
      {"[a-cz]", "abcz"},
      {"[c-a]", "c"},
      {"[a-a]", "a"},
      {"[a-]", "-a"},
      {"[-a]", "-a"},
      {"[a-c-e]", "-abce"},
      {"[--0]", "-.0"},
      {"[.-0]", ".0"},
      {"[!--0]", "!19:A[\\]^_abcdez\xC3"},
      {"[\\]]", "]"},
      {"[\\a]", "a"},
      {"[\\a-c]", "abc"},
      {"[a-\\c]", "abc"},
      {"[a-\\]]", "a"},
      {"[\\\\]", "\\"},
      {"[[]", "["},
      {"[[a]", "[a"},
      {"[[:digit:]]", "019"},
      {"[[:digit:]a]", "019a"},
      {"[a[:digit:]]", "019a"},
      {"[[:digit:]-z]", "-019z"},
      {"[a-[:digit:]]", ""},
      {"[![:alnum:]]", "!-.:[\\]^_\xC3"},
      {"[[:upper:][:digit:]]", "019A"},
      {"[[:lower]", ":[e"},
      {"[[:]", ":["},
      {"[[::]]", ""},
      {"[[:digits:]]", ""},
      {"[[:digit:]", ""},
      {"[[:", ""},
      {"[", ""},
      {"[a", ""},
      {"[]", ""},
      {"[!", ""},
      {"[!]", ""},
      {"[a-", ""},
      {"[\\", ""},
      {"[a-\\", ""},
      {"[\x80-\xFF]", "\xC3"},
      {"[/a]", "a"},
  };
  for (const SetRow& row : rows) {
    CAPTURE(row.set);
    std::string held = bytes_in(row.set);
    if (row.set == "[[:lower]") {  // also l, o, w and r, which are not among the bytes
      CHECK(held == ":[e");
    } else {
      CHECK(held == row.held);
    }
  }
}

TEST_CASE("the paths that a pattern matches, and those that it does not") {
  check_patterns({
      {"a", {"a", "b/a", "b/c/a"}, {"ab", "ba", "a/b", "A", ""}},
      {"/a", {"a"}, {"b/a", "/a", "a/b"}},
      {"a/b", {"a/b"}, {"c/a/b", "a/b/c", "a", "b"}},
      {"/a/b", {"a/b"}, {"c/a/b"}},
      {"a*", {"a", "ab", "b/a", "b/abc"}, {"ba", "a/b", ""}},
      {"*a", {"a", "ba", "c/ba"}, {"ab", "a/b"}},
      {"a*b", {"ab", "axb", "axyb", "abb", "x/ab"}, {"a/b", "abc", "xab"}},
      {"a*b*c", {"abc", "axbyc", "abbcc"}, {"acb", "ab", "a/b/c"}},
      {"a?b", {"axb", "a.b", "x/a?b"}, {"ab", "a/b", "axxb"}},
      {"/a*b", {"ab", "axb"}, {"a/b", "x/ab"}},
      {"*", {"a", ".a", "a/b"}, {}},
      {"?", {"a", "b/c"}, {"ab", ""}},
      {"**", {"a", "a/b"}, {}},
      {"/**", {"a", "a/b"}, {}},
      {"a**", {"a", "ab", "x/ab"}, {"a/b"}},
      {"**a", {"a", "ba", "x/ba"}, {"a/b"}},
      {"a/**", {"a/b", "a/b/c"}, {"a", "b/a/c", "ab/c"}},
      {"a/*", {"a/b"}, {"a/b/c", "a"}},
      {"**/a", {"a", "b/a", "b/c/a"}, {"ba", "a/b", "b/ca"}},
      {"/**/a", {"a", "b/a", "b/c/a"}, {"ba", "a/b"}},
      {"a/**/b", {"a/b", "a/x/b", "a/x/y/b"}, {"ab", "a/xb", "x/a/b", "a/b/c"}},
      {"a/**/**/b", {"a/b", "a/x/b", "a/x/y/b"}, {"a/xb"}},
      {"**/a/**", {"a/b", "x/a/b", "x/y/a/b/c"}, {"a", "x/a", "xa/b"}},
      {"a/**b", {"a/b", "a/xb"}, {"a/x/b"}},
      {"a**/b", {"a/b", "ax/b", "a/x/b"}, {"x/a/b"}},
      {"a/x**/b", {"a/x/b", "a/xy/b", "a/x/y/b"}, {"a/b", "b/a/x/b"}},
      {"***/a", {"a", "b/a", "b/c/a"}, {"ba"}},
      {"a/***", {"a/b", "a/b/c"}, {"a"}},
      {"**\\/a", {"b/a", "b/c/a"}, {"a", "ba"}},
      {"a/**\\/b", {"a/x/b", "a/x/y/b"}, {"a/b"}},
      {"x/[a-c]*", {"x/a", "x/bz"}, {"x/d", "x/", "x/a/b"}},
      {"\\*", {"*"}, {"a"}},
      {"\\a\\?", {"a?"}, {"ab", "\\a?"}},
      {"a\\", {}, {"a", "a\\"}},
      {"*\\", {}, {"a", "a\\"}},
      {"a[b", {}, {"a[b", "ab"}},
      {"*.c", {"a.c", ".c", "x/a.c"}, {"a.cc", "c"}},
  });
}

TEST_CASE("what a line of an ignore file is") {
  check_patterns({
      {"a \n", {"a"}, {"a "}},
      {"a  b  \n", {"a  b"}, {"a  b "}},
      {"a\\ \n", {"a "}, {"a"}},
      {"a\\  \n", {"a "}, {"a", "a  "}},
      {"a\\\\ \n", {"a\\"}, {"a\\ "}},
      {"a \\\n", {}, {"a", "a \\", "a "}},
      {"a \\b\n", {"a b"}, {"a"}},
      {"   \n", {}, {"", " ", "   "}},
      {" a\n", {" a"}, {"a"}},
      {" #a\n", {" #a"}, {"#a"}},
      {"#a\n", {}, {"#a", "a"}},
      {"\\#a\n", {"#a"}, {"a"}},
      {"a\t\n", {"a\t"}, {"a"}},
      {"a\r\n", {"a"}, {"a\r"}},
      {"a\r\r\n", {"a\r"}, {"a"}},
      {"\r\nb\n", {"b"}, {"", "\r"}},
      {"a\r", {"a"}, {"a\r"}},
      {"a\n\n\nb", {"a", "b"}, {""}},
      {std::string_view("a\0b\n", 4), {"a"}, {"b", "ab"}},
      {"\xEF\xBB\xBF"
       "a\n",
       {"a"},
       {}},
      {"b\n\xEF\xBB\xBF"
       "a\n",
       {"b",
        "\xEF\xBB\xBF"
        "a"},
       {"a"}},
      {"/\n//\n!\n!/\n", {}, {"", "/", "a", "!"}},
  });
  CHECK(IgnoreRules::parse("#a\n\n   \n/\n").empty());
  CHECK_FALSE(IgnoreRules::parse("a").empty());
  CHECK(IgnoreRules::parse("!!a").verdict("!a", false) == Verdict::keep);
  CHECK(IgnoreRules::parse("\\!a").verdict("!a", false) == Verdict::ignore);
  CHECK(IgnoreRules::parse("*\n!a/\n").verdict("x/a", true) == Verdict::keep);
  CHECK(IgnoreRules::parse("*\n!a/\n").verdict("x/a", false) == Verdict::ignore);
  CHECK(IgnoreRules::parse("a/b/\n").verdict("a/b", true) == Verdict::ignore);
  CHECK(IgnoreRules::parse("a/b/\n").verdict("x/a/b", true) == Verdict::none);
  CHECK(IgnoreRules::parse("/a/\n").verdict("a", true) == Verdict::ignore);
  CHECK(IgnoreRules::parse("/a/\n").verdict("x/a", true) == Verdict::none);
  IgnoreRules rules;
  rules.add("a ");
  rules.add("#b");
  CHECK(rules.verdict("a ", false) == Verdict::ignore);
  CHECK(rules.verdict("#b", false) == Verdict::ignore);
}

TEST_CASE("an index is read in each of its versions, with either kind of hash") {
  for (std::size_t length = 1; length < 20; ++length) {
    CAPTURE(length);
    const std::string path(length, 'p');
    const auto files = IndexBytes(2, 3).add("a").add(path).add("z/y").files();
    CHECK(files.has_file("a"));
    CHECK(files.has_file(path));
    CHECK(files.has_file("z/y"));
    CHECK(files.has_folder("z"));
    CHECK_FALSE(files.has_folder("a"));
    CHECK_FALSE(files.has_folder("z/y"));
    CHECK_FALSE(files.has_folder(""));
    CHECK_FALSE(files.has_file("z"));
  }
  CHECK(IndexBytes(3, 1).add("a", 0x81A4, "\x40\1\0\0"s).files().has_file("a"));
  CHECK(IndexBytes(3, 1).add("a").files().has_file("a"));
  CHECK_FALSE(IndexBytes(2, 1).add("a", 0x81A4, "\x40\1\0\0"s).files().has_file("a"));
  CHECK(IndexBytes(2, 2, 32).add("longer/a").add("b").files().has_file("b"));
  CHECK(IndexBytes(4, 1).add("a", 0x81A4, "\0\1"s, "\0"s).files().has_file("a"));
  for (const char version : {'\0', '\1', '\5'}) CHECK_FALSE(IndexBytes(version, 1).add("a").files().has_file("a"));
  CHECK(IndexBytes(2, 1).add("a").add("b").files().has_file("a"));
  CHECK_FALSE(IndexBytes(2, 1).add("a").add("b").files().has_file("b"));
  CHECK_FALSE(IndexBytes(2, 3).add("a").add("b").files().has_file("a"));
  CHECK_FALSE(IndexBytes(2, 1).add("").files().has_file(""));
  CHECK_FALSE(TrackedFiles::parse("D" + IndexBytes(2, 1).add("a").bytes()).has_file("a"));
  std::string bytes = IndexBytes(2, 1).add("a").bytes();
  bytes.pop_back();
  CHECK_FALSE(TrackedFiles::parse(bytes).has_file("a"));
  bytes = IndexBytes(4, 1).add("a", 0x81A4, "\0\1"s, "\0"s).bytes();
  bytes.pop_back();
  CHECK_FALSE(TrackedFiles::parse(bytes).has_file("a"));
}

TEST_CASE("an entry of an index is a file, a link, a module or a folder") {
  for (const unsigned mode : {0x81A4U, 0x81EDU, 0xA000U, 0xE000U, 0x4000U})
    CHECK(IndexBytes(2, 1).add("a", mode).files().has_file("a"));
  for (const unsigned mode : {0U, 0x1000U, 0x2000U, 0x6000U, 0xC000U, 0xF000U, 0x01A4U})
    CHECK_FALSE(IndexBytes(2, 1).add("a", mode).files().has_file("a"));
}

TEST_CASE("version 4 of an index says how much of the path before is kept") {
  const std::string flags = "\0\1"s;
  const auto second = [&](const std::string& first, const std::string& removed, const std::string& rest,
                          const std::string& path) {
    const auto files = IndexBytes(4, 2).add(first, 0x81A4, flags, "\0"s).add(rest, 0x81A4, flags, removed).files();
    return files.has_file(path) && files.has_file(first);
  };
  CHECK(second("a/b", "\0"s, "c", "a/bc"));
  CHECK(second("a/b", "\1"s, "c", "a/c"));
  CHECK(second("a/b", "\3"s, "c", "c"));
  CHECK_FALSE(second("a/b", "\4"s, "c", "c"));
  const std::string first(300, 'f');
  CHECK(second(first, "\x7F"s, "c", std::string(173, 'f') + "c"));
  CHECK(second(first, "\x80\0"s, "c", std::string(172, 'f') + "c"));
  CHECK(second(first, "\x80\2"s, "c", std::string(170, 'f') + "c"));
  CHECK(second(first, "\x81\x2C"s, "c", "c"));
  CHECK_FALSE(second(first, "\x81\x2D"s, "c", "c"));
}

}  // namespace rustassistant::source
