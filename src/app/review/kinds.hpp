// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/document.hpp"
#include "rustassistant/domain/finding.hpp"
#include "rustassistant/domain/provider.hpp"

// The analysis types that a review can ask for. Everything that differs between them is in one row each; what is
// sent is in prompts/, by the type's name.
namespace rustassistant::app {

// A setting that changes an answer, and its value as it enters the key.
struct Option {
  std::string_view name;
  std::string (*value)(const config::Settings& settings);
};

struct Kind {
  domain::AnalysisType type{};
  std::string_view schema_version;  // of the document's JSON form; a factor of the key

  // The options that change an answer, whoever gives it; those of every model answer come after them (kinds.cpp).
  std::span<const Option> options;

  // Reads a document, and writes what parse() reads. Error (provider): it does not match the schema.
  Result<domain::Document> (*parse)(std::string_view text);
  std::string (*serialise)(const domain::Document& document);

  // Forgets what an answer from outside claims about itself, so that complete() checks it.
  void (*distrust)(domain::Document& document);
  // Checks against the file what has not been checked yet.
  void (*complete)(domain::Document& document, std::string_view content, std::string_view language);

  // What the document found, in its order. Null: this type has no findings.
  std::vector<domain::Finding> (*findings)(const domain::Document& document);

  // Adds to a model's answer what builtin found. Null: nothing is added.
  void (*unite)(domain::Document& answer, const std::string& model, const domain::Document& measured);

  // Answers without a model; null: this type needs one. `path` is below the repository and tells files of tests.
  domain::Document (*builtin)(std::string_view content, std::string_view language, std::string_view path,
                              const config::Settings& settings);
};

// Whether answers are about units of a file, so that an earlier one serves for those that did not change.
[[nodiscard]] bool is_by_units(const Kind& kind);

[[nodiscard]] std::span<const Kind> kinds();
// The row of a type; null where no command asks for it.
[[nodiscard]] const Kind* find_kind(domain::AnalysisType type);
// The same for a type that a command asked for.
[[nodiscard]] const Kind& kind_of(domain::AnalysisType type);

// Whether a model can answer questions of this type: there is a prompt for it. Else builtin does, and nobody is asked.
[[nodiscard]] bool asks_models(const Kind& kind);

// The options as the text that is hashed into the key (docs/cache-key.md): of builtin's answers, and of a model's.
[[nodiscard]] std::string builtin_options(const Kind& kind, const config::Settings& settings, std::string_view path);
[[nodiscard]] std::string model_options(const Kind& kind, const config::Settings& settings);

}  // namespace rustassistant::app
