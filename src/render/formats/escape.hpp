// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Text from outside, made harmless for one format each. Pure; whatever comes in, what comes out is valid UTF-8.
namespace rustassistant::render {

// On one line: line breaks and tabs become a space, other control characters visible escapes (neutralise()).
[[nodiscard]] std::string one_line(std::string_view text);
// At most `bytes`, cut between characters and then ending in an ellipsis.
[[nodiscard]] std::string cut(std::string text, std::size_t bytes);

// XML 1.0, for text and for attributes in double quotes. Characters that XML cannot hold become U+FFFD.
[[nodiscard]] std::string xml_escaped(std::string_view text);

// GitHub's workflow commands: the message after "::", and a property's value.
[[nodiscard]] std::string workflow_data(std::string_view text);
[[nodiscard]] std::string workflow_property(std::string_view text);

// Inline text of GitHub's and GitLab's Markdown, on one line: no markup, no HTML, no mention, no reference, no image.
[[nodiscard]] std::string markdown_text(std::string_view text);
// The same as code, which also fits a cell of a table.
[[nodiscard]] std::string markdown_code(std::string_view text);
// Text within an HTML element, on one line.
[[nodiscard]] std::string html_escaped(std::string_view text);

// A path as a relative reference of RFC 3986; an absolute one as a file URI. Bytes other than letters, digits and
// "-._~/" are percent-encoded.
[[nodiscard]] std::string uri_of(std::string_view path);

}  // namespace rustassistant::render
