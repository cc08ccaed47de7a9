// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "measure.hpp"
#include "parsed.hpp"
#include "rustassistant/domain/findings.hpp"
#include "rustassistant/domain/thresholds.hpp"
#include "rustassistant/source/analyzer.hpp"

// The kinds of smells that builtin finds: one table row and one function each.
namespace rustassistant::source {

// What is judged.
struct Subject {
  const ParsedText& parsed;
  const Measures& measures;
  const domain::Thresholds& thresholds;
  FileRole role = FileRole::product;
};

// What a file is inspected for, before it is measured.
struct Inspection {
  const ParsedText& parsed;
  FileRole role = FileRole::product;
};

// Something above its threshold.
struct Excess {
  int value = 0;
  int threshold = 0;
  std::string description;
  domain::Location location;
  domain::Severity most = domain::Severity::high;  // never more than this
};

// How severity follows from a value and its threshold.
enum class Grade : std::uint8_t {
  measure,  // low up to 1.25 times the threshold, high above twice
  count,    // high above twice
  fixed,
};

// Looks for a kind while the tree is scanned, and tells what it has found when it is measured, too.
class SmellFinder : public Listener {
 public:
  using Listener::Listener;
  [[nodiscard]] virtual std::vector<Excess> find(const Subject& subject) = 0;
};

// How a kind is found: from the measures alone, or by looking at the tree. One of the two.
struct Search {
  std::vector<Excess> (*measured)(const Subject& subject) = nullptr;
  std::unique_ptr<SmellFinder> (*finder)(const Inspection& inspection) = nullptr;  // may give none

  constexpr Search(std::vector<Excess> (*function)(const Subject&)) : measured(function) {}
  constexpr Search(std::unique_ptr<SmellFinder> (*maker)(const Inspection&)) : finder(maker) {}
};

struct SmellKind {
  domain::SmellType type;
  Search search;
  Grade grade;
  domain::Severity severity;  // unless the grade says otherwise
  int minutes;                // to fix one
  std::string_view impact;

  domain::RefactoringType refactoring;
  std::string_view title;  // what to do to, followed by names
  std::string_view advice;
  std::span<const std::string_view> steps;
  std::span<const std::string_view> benefits;
};

[[nodiscard]] std::span<const SmellKind> smell_kinds();
[[nodiscard]] domain::Severity severity_of(const SmellKind& kind, const Excess& excess);

// "function `f`", "test function `f`" or "the code outside functions"
[[nodiscard]] std::string subject_of(const FunctionMeasures& function);
// The whole function.
[[nodiscard]] domain::Location location_of(const FunctionMeasures& function);

}  // namespace rustassistant::source
