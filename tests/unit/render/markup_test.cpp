// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "escape.hpp"
#include "prose.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

struct MarkupCase {
  std::string text;
  std::string shown;
};

const std::string kGap = "\xE2\x80\x8B";

}  // namespace

TEST_CASE("text is brought to one line, and cut between characters") {
  const MarkupCase cases[] = {{"", ""},     {"a", "a"},   {" a ", "a"},        {"a \t\r\n b", "a b"},
                              {"\n\n", ""}, {"a\n", "a"}, {"a\x1b", "a\\x1b"}, {"a  b  ", "a b"}};
  for (const MarkupCase& one : cases) CHECK(one_line(one.text) == one.shown);
  CHECK(cut("abcdef", 6) == "abcdef");
  CHECK(cut("abcdef", 5) == "ab…");
  CHECK(cut("abcdef", 4) == "a…");
  CHECK(cut("abcdef", 3) == "…");
  CHECK(cut("abcdef", 2) == "…");
  CHECK(cut("ééé", 6) == "ééé");
  CHECK(cut("éééé", 7) == "éé…");
  CHECK(cut("éééé", 6) == "é…");
}

TEST_CASE("each character of XML is escaped or replaced where it must be") {
  CHECK(xml_escaped("a&b<c>d\"e'f\ng\rh\ti") == "a&amp;b&lt;c&gt;d&quot;e&apos;f&#10;g&#13;h&#9;i");
  CHECK(xml_escaped(std::string("\x1f\x20\x01", 3)) == "\xEF\xBF\xBD \xEF\xBF\xBD");
  CHECK(xml_escaped("a\xEF\xBF\xBE"
                    "b\xEF\xBF\xBF"
                    "c\xEF\xBF\xBD"
                    "d") ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD"
        "c\xEF\xBF\xBD"
        "d");
  CHECK(xml_escaped("##[x ## [ #[") == "&#35;#[x ## [ #[");
  CHECK(html_escaped("a\n<b>") == "a &lt;b&gt;");
}

TEST_CASE("workflow commands keep line ends as escapes") {
  CHECK(workflow_data("a%b\r\nc\rd\n") == "a%25b%0D%0Ac%0Dd%0A");
  CHECK(workflow_data("##[x\x1b") == "## [x\\x1b");
  CHECK(workflow_data("").empty());
  CHECK(workflow_property("a:b,c%") == "a%3Ab%2Cc%25");
}

TEST_CASE("each character of Markdown is escaped, and what refers or links is broken") {
  const MarkupCase cases[] = {
      {"a\\b`c*d_e{f}g[h]i", "a\\\\b\\`c\\*d\\_e\\{f\\}g\\[h\\]i"},
      {"a<b>c&d", "a&lt;b\\>c&amp;d"},
      {"(a)+b|c^d=e", "\\(a\\)\\+b\\|c\\^d\\=e"},
      {"@a #1 !2 $3 %4 ~5",
       "@" + kGap + "a \\#" + kGap + "1 \\!" + kGap + "2 \\$" + kGap + "3 %" + kGap + "4 \\~" + kGap + "5"},
      {"http://a b:c d:/e", "http:" + kGap + "//a b:c d:/e"},
      {"www.a WWW.b wwx.c", "w" + kGap + "ww.a W" + kGap + "WW.b wwx.c"},
      {"a - b. c", "a - b. c"},
  };
  for (const MarkupCase& one : cases) CHECK(markdown_text(one.text) == one.shown);
}

TEST_CASE("code in Markdown stands between more backticks than it has") {
  const MarkupCase cases[] = {{"", ""},
                              {"a", "`a`"},
                              {"a`b", "``a`b``"},
                              {"`a", "`` `a ``"},
                              {"a`", "`` a` ``"},
                              {"a``b`c", "```a``b`c```"},
                              {"a|b<c", "`a\\|b<" + kGap + "c`"}};
  for (const MarkupCase& one : cases) CHECK(markdown_code(one.text) == one.shown);
}

TEST_CASE("a path becomes a URI by percent encoding") {
  CHECK(uri_of("a-b._~/c") == "a-b._~/c");
  CHECK(uri_of("/a b") == "file:///a%20b");
  CHECK(uri_of("0:9@AZ[az{\xC3\xA9\xFF") == "0%3A9%40AZ%5Baz%7B%C3%A9%FF");
}

TEST_CASE("prose keeps code, lists and links, and nothing that loads or heads") {
  const MarkupCase cases[] = {
      {"", "\n"},
      {"a", "a\n"},
      {"# a\n  ## b\n> # c\na # d", "\\# a\n  \\## b\n> \\# c\na # d\n"},
      {"a\n===\nb\n---\n-x", "a\n\\===\nb\n\\---\n-x\n"},
      {"a\n\t--\n- item", "a\n\t\\--\n- item\n"},
      {"<b> ![i](u) [l](u) !x", "\\<b> \\![i](u) [l](u) !x\n"},
      {"`<a>` ``b`c`` `open", "`<a>` ``b`c`` \\`open\n"},
      {"``a` b", "\\``a` b\n"},
      {"`# a`", "`# a`\n"},
      {"```c\n<x>\n# y\n```\n<z>", "```c\n<x>\n# y\n```\n\\<z>\n"},
      {"```\n<x>", "```\n<x>\n```\n"},
      {"~~~~\n~~~\n<x>\n~~~~~\n<y>", "~~~~\n~~~\n<x>\n~~~~~\n\\<y>\n"},
      {"```\n~~~\n<x>\n``` c\n<y>\n```\n<z>", "```\n~~~\n<x>\n``` c\n<y>\n```\n\\<z>\n"},
      {"``\n<x>", "\\`\\`\n\\<x>\n"},
      {"a\x1b\nb", "a\\x1b\nb\n"},
  };
  for (const MarkupCase& one : cases) {
    INFO(one.text);
    CHECK(markdown_prose(one.text) == one.shown);
  }
}

TEST_CASE("prose on one line, and code between fences that nothing in it ends") {
  CHECK(markdown_line(" a \n\n  b|c\n|") == "a b\\|c \\|");
  CHECK(markdown_line("").empty());
  CHECK(markdown_line("# a") == "\\# a");
  CHECK(markdown_block("a\nb", "c") == "```c\na\nb\n```\n");
  CHECK(markdown_block("\n\r\n\na\r\n\n", "") == "```\na\n```\n");
  CHECK(markdown_block("x\n```\ny", "") == "````\nx\n```\ny\n````\n");
  CHECK(markdown_block("x\n `````\ny\n````", "") == "``````\nx\n `````\ny\n````\n``````\n");
  CHECK(markdown_block("x\n~~~~~\ny", "") == "```\nx\n~~~~~\ny\n```\n");
  CHECK(markdown_block("x ````` y", "") == "```\nx ````` y\n```\n");
  CHECK(markdown_block("```rust\na\n```", "c") == "```c\na\n```\n");
  CHECK(markdown_block("```rust\na", "c") == "```c\na\n```\n");
  CHECK(markdown_block("~~~\na\n~~~\nrest", "c") == "```c\na\n```\n");
  CHECK(markdown_block("```", "c") == "```c\n\n```\n");
  CHECK(markdown_block("a\x1b", "c") == "```c\na\\x1b\n```\n");
}
