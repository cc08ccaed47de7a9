// SPDX-License-Identifier: MIT
#include "rustassistant/domain/document.hpp"

namespace rustassistant::domain {
namespace {

bool judged(const Analysis& analysis) {
  return analysis.complexity_score.has_value();
}

}  // namespace

bool is_judged(const Document& document) {
  return std::visit([](const auto& result) { return judged(result); }, document);
}

}  // namespace rustassistant::domain
