// SPDX-License-Identifier: MIT
#include "rustassistant/domain/document.hpp"

namespace rustassistant::domain {
namespace {

bool is_settled(const Smell& smell) {
  return smell.type != SmellType::duplicated_code && smell.type != SmellType::dead_code &&
         smell.type != SmellType::missing_error_handling && smell.type != SmellType::tight_coupling;
}

bool any(const Smell& /*smell*/) {
  return true;
}

SeverityCounts count(const Analysis& analysis, bool (*counts_in)(const Smell&)) {
  SeverityCounts counts{};
  for (const Smell& smell : analysis.smells) {
    if (counts_in(smell)) ++counts.at(static_cast<std::size_t>(smell.severity));
  }
  return counts;
}

bool judged(const Analysis& analysis) {
  return analysis.complexity_score.has_value();
}

}  // namespace

bool is_judged(const Document& document) {
  return std::visit([](const auto& result) { return judged(result); }, document);
}

SeverityCounts severities_of(const Document& document) {
  return std::visit([](const auto& result) { return count(result, any); }, document);
}

SeverityCounts settled_severities_of(const Document& document) {
  return std::visit([](const auto& result) { return count(result, is_settled); }, document);
}

}  // namespace rustassistant::domain
