// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// What a walk passes over because nobody here wrote it. Naming a file outright always analyses it.
namespace rustassistant::source {

// Whether a folder called `name` in `parent` holds other people's code or build output.
[[nodiscard]] bool is_vendored_folder(const std::string& parent, std::string_view name);

// Whether a program made the file, by its name alone.
[[nodiscard]] bool has_generated_name(std::string_view name);

// The same by its content: a note in a comment within the first 1,024 bytes, or minified (more than 250 bytes a line on
// average).
[[nodiscard]] bool has_generated_content(std::string_view content);

}  // namespace rustassistant::source
