// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rustassistant::domain {

// Who answers. The numbers are stored in databases: never reuse one.
enum class Provider : std::uint8_t {
  builtin = 0,
  xai = 1,
  openai = 2,
  anthropic = 3,
  google = 4,
  openai_compatible = 5,
};

// What is asked for. The numbers are stored in databases: never reuse one. Vectors are asked for no file: they are in
// the ledger only.
enum class AnalysisType : std::uint8_t { refactor = 0, docs = 1, analysis = 2, todos = 3, embeddings = 4 };

// How a server is given the shape of the answer: by its schema, by asking for JSON with the schema in the prompt, or by
// the prompt alone.
enum class SchemaMode : std::uint8_t { json_schema, json_object, none };

// The words of the command line, the configuration, JSON and cache keys, such as "openai-compatible".
[[nodiscard]] std::string_view name_of(Provider provider);
[[nodiscard]] std::string_view name_of(AnalysisType type);
[[nodiscard]] std::string_view name_of(SchemaMode mode);
[[nodiscard]] std::optional<SchemaMode> schema_mode_named(std::string_view name);
[[nodiscard]] std::optional<Provider> provider_named(std::string_view name);
// Of those that a file can be asked for.
[[nodiscard]] std::optional<AnalysisType> analysis_type_named(std::string_view name);
// Of all that a call can be for.
[[nodiscard]] std::optional<AnalysisType> call_type_named(std::string_view name);

}  // namespace rustassistant::domain
