// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// Text from outside in Markdown.
namespace rustassistant::render {

// Prose that may be Markdown itself, made harmless: no HTML, no images, no headings; code spans, lists, links and
// fenced code stay. A fence that is not closed is. Control characters other than line feeds are escaped.
[[nodiscard]] std::string markdown_prose(std::string_view text);
// The same on one line, as in a cell or a list.
[[nodiscard]] std::string markdown_line(std::string_view text);
// Lines of code between fences that nothing in them ends.
[[nodiscard]] std::string markdown_block(std::string_view code, std::string_view language);

}  // namespace rustassistant::render
