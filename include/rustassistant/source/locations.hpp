// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "rustassistant/domain/findings.hpp"

namespace rustassistant::source {

// Checks an answer from outside against the file: says what of the file could not be parsed, where its language has a
// grammar, and sets `verified` in each location.
// - A named function, type, module or other definition that exists: true, and the lines become its own; of several with
//   that name the one inside the named qualifier ("Foo::bar", "Foo.bar") and then the nearest to the named lines.
// - A name that is not a definition but stands as an identifier in the named lines: true, the lines stay.
// - A name that does neither, or lines outside of the file without a name: false, the lines stay.
// Sets `qualified_name` too: of the definition, else of the innermost function around the lines; empty: the file.
// Names may come with decoration: "fn bar", "bar()", "`bar`". Without a grammar, a name is looked for as a word in the
// named lines. Of more than 2,000 findings the rest stays false. Never fails; safe to use from several threads.
void check(domain::Analysis& analysis, std::string_view content, std::string_view language);

// How many lines a text has; the last one need not end with a line feed.
[[nodiscard]] int count_lines(std::string_view content);

}  // namespace rustassistant::source
