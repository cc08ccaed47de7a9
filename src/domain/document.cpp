// SPDX-License-Identifier: MIT
#include "rustassistant/domain/document.hpp"

namespace rustassistant::domain {
namespace {

bool judged(const Analysis& analysis) {
  return analysis.complexity_score.has_value();
}

template <typename Result>
bool judged(const Result& result) {
  return result.judged;
}

}  // namespace

bool is_judged(const Document& document) {
  return std::visit([](const auto& result) { return judged(result); }, document);
}

const Unparsed* unparsed_in(const Document& document) {
  return std::visit(
      [](const auto& result) -> const Unparsed* {
        if constexpr (requires { result.unparsed; }) {
          return result.unparsed ? &*result.unparsed : nullptr;
        } else {
          return nullptr;
        }
      },
      document);
}

}  // namespace rustassistant::domain
