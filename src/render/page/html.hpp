// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

// Markup of HTML and of SVG within it, put together so that text cannot end its place: a string becomes a part of a
// page by text() and filled() alone, and both escape it. Pure.
namespace rustassistant::render {

class Html {
 public:
  Html() = default;

  Html& operator+=(const Html& more) {
    markup_ += more.markup_;
    return *this;
  }
  [[nodiscard]] friend Html operator+(Html first, const Html& second) { return first += second; }

  [[nodiscard]] bool empty() const { return markup_.empty(); }
  [[nodiscard]] const std::string& markup() const { return markup_; }

  // Of what this program wrote itself: a style sheet, a script, a declaration.
  [[nodiscard]] static Html trusted(std::string_view markup);

 private:
  std::string markup_;
};

// What goes into a gap of a pattern: text or a number, which are escaped, or markup, which is not.
class Part {
 public:
  Part(std::string_view text) : data_(text.data()), size_(text.size()) {}
  Part(const std::string& text) : Part(std::string_view(text)) {}
  Part(const char* text) : Part(std::string_view(text)) {}
  Part(std::int64_t number) : number_(number), kind_(Kind::number) {}
  Part(const Html& markup) : Part(std::string_view(markup.markup())) { kind_ = Kind::markup; }

  void append_to(std::string& markup) const;

 private:
  enum class Kind : std::uint8_t { text, number, markup };

  const char* data_ = nullptr;
  union {
    std::size_t size_;
    std::int64_t number_;
  };
  Kind kind_ = Kind::text;
};

// A pattern of this program's own, with each "$" replaced by the next part: `<td class="$">$</td>`. A gap may be
// between tags or within the quotes of an attribute.
[[nodiscard]] Html filled(std::string_view pattern, std::initializer_list<Part> parts);
// Text on one line, with control and bidirectional characters as visible escapes.
[[nodiscard]] Html text(std::string_view text);

// Names from outside, in so many bytes that a page of a thousand stays small. A path keeps its end.
[[nodiscard]] Html name_text(std::string_view name);
[[nodiscard]] Html path_text(std::string_view path);

}  // namespace rustassistant::render
