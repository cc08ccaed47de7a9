// SPDX-License-Identifier: MIT
#include "rustassistant/domain/provider.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rustassistant::domain {
namespace {

constexpr std::array<std::string_view, 6> kProviders{"builtin",   "xai",    "openai",
                                                     "anthropic", "google", "openai-compatible"};
constexpr std::array<std::string_view, 5> kTypes{"refactor", "docs", "analysis", "todos", "embeddings"};
constexpr std::array<std::string_view, 3> kSchemaModes{"json_schema", "json_object", "none"};

template <typename Enum, std::size_t size>
std::optional<Enum> exactly_named(const std::array<std::string_view, size>& names, std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name_of(Provider provider) {
  return kProviders.at(static_cast<std::size_t>(provider));
}
std::string_view name_of(AnalysisType type) {
  return kTypes.at(static_cast<std::size_t>(type));
}
std::string_view name_of(SchemaMode mode) {
  return kSchemaModes.at(static_cast<std::size_t>(mode));
}
std::optional<SchemaMode> schema_mode_named(std::string_view name) {
  return exactly_named<SchemaMode>(kSchemaModes, name);
}
std::optional<Provider> provider_named(std::string_view name) {
  return exactly_named<Provider>(kProviders, name);
}
std::optional<AnalysisType> analysis_type_named(std::string_view name) {
  const auto type = call_type_named(name);
  return type == AnalysisType::embeddings ? std::nullopt : type;
}
std::optional<AnalysisType> call_type_named(std::string_view name) {
  return exactly_named<AnalysisType>(kTypes, name);
}

}  // namespace rustassistant::domain
