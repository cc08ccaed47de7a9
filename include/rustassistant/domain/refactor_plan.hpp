// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/domain/findings.hpp"

// From what analyses of files found to steps in an order that one can work through. Pure.
namespace rustassistant::domain {

enum class Risk : std::uint8_t { low, medium, high };
[[nodiscard]] std::string_view name_of(Risk risk);

// What a step does away with.
struct Resolved {
  SmellType type{};
  Severity severity{};
  Location location;
};

struct PlanStep {
  RefactoringType type{};
  std::string path;
  std::string title;
  std::string description;
  std::vector<std::string> actions;
  std::vector<Resolved> resolves;  // the worst first
  int value = 0;                   // 8 for each critical smell, 4 high, 2 medium, 1 low
  Effort effort{};
  Risk risk{};
  std::vector<std::size_t> after;       // indices of steps that must come first
  std::vector<std::string> validation;  // how to see that it went well
};

struct AnalyzedFile {
  std::string path;
  Analysis analysis;
  std::vector<bool> allowed = {};  // for each smell, whether a comment in the file allows it; missing ones are not
};

// The steps, in their order. Each suggestion is a step that resolves the smells of its file that its kind of
// refactoring is for, those that it names by item if it names any; smells that no suggestion answers get a step for
// each kind. With `only`, steps that resolve no smell of that kind are left out.
//
// Smells that a comment allows are resolved by no step, and suggestions that are about them are left out: those that
// answer no other, and those that name such an item in their title.
//
// In one file, steps come in phases: what removes code, then errors, duplicates, parts of functions, whole functions,
// and what moves code between files. A step waits for those of earlier phases that touch the same lines. Among the
// steps that wait for nothing, the one with most value for its effort is next, where the value of what waits for it
// counts, too; then by path and title.
//
// Risk: of the kind of refactoring, one higher where a location is not verified.
[[nodiscard]] std::vector<PlanStep> plan_steps(std::span<const AnalyzedFile> files,
                                               std::optional<SmellType> only = std::nullopt);

}  // namespace rustassistant::domain
