// SPDX-License-Identifier: MIT
#include "rustassistant/domain/unite.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace rustassistant::domain {
namespace {

bool same_item(const Smell& a, const Smell& b) {
  const auto item_of = [](const Smell& smell) -> const std::string& {
    const auto& qualified = smell.location.qualified_name;
    // What no item was found for is told apart by the name that it came with.
    return qualified && !qualified->empty() ? *qualified : smell.location.item_name;
  };
  return a.type == b.type && item_of(a) == item_of(b);
}

void add_finder(Smell& smell, const std::string& finder) {
  if (std::find(smell.found_by.begin(), smell.found_by.end(), finder) == smell.found_by.end())
    smell.found_by.push_back(finder);
}

}  // namespace

void unite(Analysis& answer, const std::string& model, const Analysis& measured) {
  std::vector<Smell> smells = measured.smells;
  for (Smell& smell : smells) smell.found_by = {"builtin"};
  for (Smell& smell : answer.smells) {
    const auto known =
        std::find_if(smells.begin(), smells.end(), [&](const Smell& other) { return same_item(smell, other); });
    if (known == smells.end()) {
      smell.found_by = {model};
      smells.push_back(std::move(smell));
    } else {
      known->severity = std::max(known->severity, smell.severity);
      add_finder(*known, model);
    }
  }
  std::sort(smells.begin(), smells.end(), [](const Smell& a, const Smell& b) {
    return std::tie(b.severity, a.location.line_start, a.type, a.location.line_end, a.location.item_name,
                    a.description) < std::tie(a.severity, b.location.line_start, b.type, b.location.line_end,
                                              b.location.item_name, b.description);
  });
  answer.smells = std::move(smells);
}

}  // namespace rustassistant::domain
