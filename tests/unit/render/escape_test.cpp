// SPDX-License-Identifier: MIT
#include "escape.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/base/text.hpp"

using namespace rustassistant::render;
using rustassistant::is_valid_utf8;

TEST_CASE("text on one line has no line break, and control characters can be seen") {
  CHECK(one_line("a\r\n\n b\tc ") == "a b c");
  CHECK(one_line("\x1b[31m") == "\\x1b[31m");
  CHECK(one_line(std::string("a\0b", 3)) == "a\\x00b");
  CHECK(one_line("\xE2\x80\xAE") == "\\u{202e}");
  CHECK(is_valid_utf8(one_line("\xFF\xC3")));
}

TEST_CASE("text is cut between characters") {
  CHECK(cut("abc", 3) == "abc");
  CHECK(cut("abcdef", 5) == "ab…");
  for (std::size_t bytes = 3; bytes < 12; ++bytes) {
    const std::string shortened = cut("äöüäöüäöü", bytes);
    CHECK(shortened.size() <= bytes);
    CHECK(is_valid_utf8(shortened));
  }
}

TEST_CASE("XML holds no markup, no raw line break and no character that XML forbids") {
  CHECK(xml_escaped("<a b=\"c\" d='e'>&]]>") == "&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;]]&gt;");
  CHECK(xml_escaped("a\r\n\tb") == "a&#13;&#10;&#9;b");
  CHECK(xml_escaped(std::string("\0\x01\x1f", 3)) == "\uFFFD\uFFFD\uFFFD");
  CHECK(xml_escaped("\xEF\xBF\xBE\xEF\xBF\xBF") == "\uFFFD\uFFFD");
  CHECK(xml_escaped("\xED\xA0\x80").find('\xED') == std::string::npos);  // a surrogate
  CHECK(xml_escaped("##[error]") == "&#35;#[error]");
}

TEST_CASE("a workflow command cannot be ended, continued or begun by its text") {
  CHECK(workflow_data("100%\r\n::set-env name=x::y") == "100%25%0D%0A::set-env name=x::y");
  CHECK(workflow_property("a,b:c%\n") == "a%2Cb%3Ac%25%0A");
  CHECK(workflow_data("\x1b[31m\n\x7f").find_first_of("\x1b\x7f") == std::string::npos);
  CHECK(workflow_data("##[command]x").find("##[") == std::string::npos);
}

TEST_CASE("Markdown text is text: no markup, HTML, mention, reference, image or link") {
  CHECK(markdown_text("a | b") == "a \\| b");
  CHECK(markdown_text("`code` *b* _i_ [l](u)") == "\\`code\\` \\*b\\* \\_i\\_ \\[l\\]\\(u\\)");
  CHECK(markdown_text("<img src=x> &amp; <!-- x -->") == "&lt;img src\\=x\\> &amp;amp; &lt;\\!\u200B-- x --\\>");
  CHECK(markdown_text("@octocat").find("@o") == std::string::npos);
  CHECK(markdown_text("#123").find("#1") == std::string::npos);
  CHECK(markdown_text("!12").find("!1") == std::string::npos);
  CHECK(markdown_text("![](http://a.example/x.png)").find("](") == std::string::npos);
  CHECK(markdown_text("see https://a.example").find("https://") == std::string::npos);
  CHECK(markdown_text("www.a.example").find("www.") == std::string::npos);
  CHECK(markdown_text("a\n\n# b").find('\n') == std::string::npos);
}

TEST_CASE("Markdown code is fenced by more backticks than it holds, and fits a cell") {
  CHECK(markdown_code("f") == "`f`");
  CHECK(markdown_code("a``b") == "```a``b```");
  CHECK(markdown_code("`a") == "`` `a ``");
  CHECK(markdown_code("a|b") == "`a\\|b`");
  const std::string hundred(100, '`');
  CHECK(markdown_code(hundred) == std::string(101, '`') + " " + hundred + " " + std::string(101, '`'));
  CHECK(markdown_code("a\nb") == "`a b`");
  CHECK(markdown_code("<b>").find("<b>") == std::string::npos);
  CHECK(markdown_code("") == "");
}

TEST_CASE("a path in a URI is percent-encoded, byte for byte, and relative unless it is absolute") {
  CHECK(uri_of("src/a b.rs") == "src/a%20b.rs");
  CHECK(uri_of("a#b?c%d:e") == "a%23b%3Fc%25d%3Ae");
  CHECK(uri_of("ä\xFF\n") == "%C3%A4%FF%0A");
  CHECK(uri_of("/tmp/x") == "file:///tmp/x");
}
