// SPDX-License-Identifier: MIT
#include "scan.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

namespace rustassistant::source {

const FunctionMeasures& function_at(const Measures& measures, int line) {
  const auto& functions = measures.functions;
  // In order of their starts, so the last one that holds the line is the innermost.
  auto next = std::upper_bound(functions.begin() + 1, functions.end(), line,
                               [](int l, const FunctionMeasures& f) { return l < f.line_start; });
  while (next != functions.begin()) {
    --next;
    if (next->line_end >= line) return *next;
  }
  return functions.front();
}

std::vector<Excess> by_function(const Subject& subject, const std::vector<Place>& places, std::string_view says) {
  constexpr int kFew = 2;  // in one function; severity grows from here
  std::map<const FunctionMeasures*, std::vector<Place>> found;
  if (subject.role == FileRole::test) return {};
  for (const Place& place : places) found[&function_at(subject.measures, place.line)].push_back(place);
  std::vector<Excess> excesses;
  for (const auto& [function, listed] : found) {
    if (function->test) continue;
    const std::size_t count = listed.size();
    domain::Location location = location_of(*function);
    if (!function->is_function()) {
      location.line_start = listed.front().line;
      location.line_end = listed.back().line;
    }
    excesses.push_back({static_cast<int>(count), kFew,
                        subject_of(*function) + " " + std::string(says) + " in " + std::to_string(count) +
                            (count == 1 ? " place: line " : " places: lines ") + list_of(listed),
                        std::move(location), domain::Severity::high});
  }
  return excesses;
}

std::string list_of(const std::vector<Place>& places) {
  constexpr std::size_t kShown = 10;
  std::string list;
  for (std::size_t i = 0; i < std::min(places.size(), kShown); ++i) {
    if (i > 0) list += ", ";
    list += std::to_string(places[i].line) + " (" + places[i].what + ")";
  }
  if (places.size() > kShown) list += " and " + std::to_string(places.size() - kShown) + " more";
  return list;
}

TSNode statement_from(TSNode block, std::uint32_t index, const Grammar& grammar) {
  const std::uint32_t count = ts_node_named_child_count(block);
  for (; index < count; ++index) {
    const TSNode child = ts_node_named_child(block, index);
    if ((grammar.roles(child) & kComment) == 0) return child;
  }
  return {};
}

}  // namespace rustassistant::source
