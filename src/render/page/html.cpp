// SPDX-License-Identifier: MIT
#include "html.hpp"

#include <cassert>

#include "escape.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

constexpr std::size_t kMostOfName = 120;  // bytes, and columns

}  // namespace

Html Html::trusted(std::string_view markup) {
  Html html;
  html.markup_ = markup;
  return html;
}

void Part::append_to(std::string& markup) const {
  switch (kind_) {
    case Kind::text:
      markup += html_escaped(std::string_view(data_, size_));
      break;
    case Kind::number:
      markup += std::to_string(number_);
      break;
    case Kind::markup:
      markup.append(data_, size_);
      break;
  }
}

Html filled(std::string_view pattern, std::initializer_list<Part> parts) {
  std::string markup;
  for (const Part& part : parts) {
    const std::size_t gap = pattern.find('$');
    assert(gap != std::string_view::npos);
    markup += pattern.substr(0, gap);
    part.append_to(markup);
    pattern.remove_prefix(gap + 1);
  }
  assert(pattern.find('$') == std::string_view::npos);
  return Html::trusted(markup.append(pattern));
}

Html text(std::string_view text) {
  return Html::trusted(html_escaped(text));
}

Html name_text(std::string_view name) {
  return text(cut(one_line(name), kMostOfName));
}

Html path_text(std::string_view path) {
  std::string line = one_line(path);
  if (line.size() > 2 * kMostOfName) line = to_valid_utf8("…" + line.substr(line.size() - 2 * kMostOfName));
  const std::string shown = fitted_path(line, kMostOfName);
  std::string markup;
  for (const char c : xml_escaped(shown)) {
    markup += c;
    // A line may end there.
    if (c == '/') markup += "<wbr>";
  }
  return Html::trusted(markup);
}

}  // namespace rustassistant::render
