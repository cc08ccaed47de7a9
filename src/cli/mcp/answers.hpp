// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "protocol.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/render/view.hpp"

// What tools answer. Pure.
namespace rustassistant::cli {

using ToolArguments = nlohmann::json;

// Neither the text nor the document of an answer is larger: about 8,000 tokens.
inline constexpr std::size_t kMaxToolAnswer = 30'000;  // bytes

// At most that many bytes of a text. Whole characters stay whole.
[[nodiscard]] std::string first_bytes(std::string text, std::size_t most);
// The same, which says so where something was cut.
[[nodiscard]] std::string bounded_text(std::string text, std::size_t most);

[[nodiscard]] render::View view_of(render::Format format);

[[nodiscard]] ToolAnswer failed(const Error& error);
// The same as text and as a document of the program. A document that is too large is left out. `cursor`: where the next
// page begins, letters, digits and colons, which both then tell; empty: there is none.
[[nodiscard]] ToolAnswer answer_of(std::string text, const std::string& document, const std::string& cursor = {});

// Arguments of checked types.
[[nodiscard]] std::string text_of(const ToolArguments& arguments, const char* name, const std::string& otherwise = {});
[[nodiscard]] bool truth_of(const ToolArguments& arguments, const char* name);

}  // namespace rustassistant::cli
