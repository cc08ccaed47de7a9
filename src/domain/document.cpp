// SPDX-License-Identifier: MIT
#include "rustassistant/domain/document.hpp"

namespace rustassistant::domain {
namespace {

SeverityCounts count(const Analysis& analysis) {
  SeverityCounts counts{};
  for (const Smell& smell : analysis.smells) ++counts.at(static_cast<std::size_t>(smell.severity));
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
  return std::visit([](const auto& result) { return count(result); }, document);
}

}  // namespace rustassistant::domain
