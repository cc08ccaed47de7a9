// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "rustassistant/domain/findings.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/domain/thresholds.hpp"

// The instructions for a model. The texts are in prompts/; all functions are pure but fresh_marker().
namespace rustassistant::llm {

struct Prompt {
  std::string system;
  std::string user;
  std::string schema_name;
  std::string_view schema;  // JSON Schema of the answer; lives as long as the process
};

// A file to review. Its path is not part of it: no provider ever sees it.
struct SourceText {
  std::string_view language;
  std::string_view content;
  bool measured = false;  // the built-in analyzer knows the language: the model leaves to it what can be measured
  std::string_view context = {};  // what it uses of other files; empty: nothing is said of that
  // Of a question about parts: the lines that are shown, and of them those that it is about, both in order. Empty: all.
  std::span<const domain::LineRange> shown = {};
  std::span<const domain::LineRange> asked = {};
};

// A random line marker that does not occur in `content`: source text cannot end its own fence. Of a file with a context
// it is made for both.
[[nodiscard]] std::string fresh_marker(std::string_view content);

// The instructions for a model that answers about a file. `type` has a prompt; `marker` comes from fresh_marker().
// Malformed UTF-8 is sent as U+FFFD. Lines keep their numbers where parts are shown; only a type with partial questions
// is asked about parts.
[[nodiscard]] Prompt prompt_for(domain::AnalysisType type, const SourceText& source,
                                const domain::Thresholds& thresholds, std::string_view marker);

// Whether models are asked about this type at all.
[[nodiscard]] bool has_prompt(domain::AnalysisType type);

// Whether questions of this type may be about parts of a file.
[[nodiscard]] bool has_partial_prompt(domain::AnalysisType type);

// First 16 hex digits of SHA-256 of the templates and the answer schema; empty for a type that has no prompt.
[[nodiscard]] std::string prompt_hash(domain::AnalysisType type);

// The same of a context and of the words around it, which are no part of prompt_hash(); empty for an empty context.
[[nodiscard]] std::string context_hash(std::string_view context);

}  // namespace rustassistant::llm
