// SPDX-License-Identifier: MIT
#include "rustassistant/domain/refactor_plan.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/domain/kind_catalog.hpp"

namespace rustassistant::domain {
namespace {

constexpr std::string_view kTests = "run the tests that cover it, before and after: the same pass";

struct RefactoringFacts {
  RefactoringType type;
  int phase;
  Risk risk;
  std::string_view answers;     // smells, between single spaces
  std::string_view validation;  // beside running the tests
};

// By the number of the type.
constexpr std::array<RefactoringFacts, 14> kFacts{{
    {RefactoringType::extract_function, 4, Risk::medium,
     " long_function deep_nesting complex_conditional duplicated_code feature_envy ",
     "each new function has a name that says what it does, and takes no more than it needs"},
    {RefactoringType::extract_module, 5, Risk::high,
     " large_module god_object divergent_change feature_envy tight_coupling ",
     "everything that used the moved code builds; neither part needs the other's inside"},
    {RefactoringType::rename, 3, Risk::low, "",
     "a search for the old name finds nothing, strings and documents included"},
    {RefactoringType::inline_item, 0, Risk::low, " dead_code ", "a search for the name finds nothing"},
    {RefactoringType::replace_conditional, 3, Risk::medium, " complex_conditional shotgun_surgery ",
     "every branch of the old condition has a test"},
    {RefactoringType::introduce_parameter_object, 4, Risk::medium,
     " long_parameter_list primitive_obsession feature_envy ",
     "every caller builds and passes the same values as before"},
    {RefactoringType::replace_magic_number, 3, Risk::low, " magic_numbers primitive_obsession ",
     "each constant has the number's value, and one meaning"},
    {RefactoringType::decompose_conditional, 3, Risk::low, " complex_conditional deep_nesting ",
     "every branch of the old condition has a test"},
    {RefactoringType::consolidate_duplicate, 2, Risk::medium, " duplicated_code shotgun_surgery ",
     "every copy is gone, and what differed between them is an argument"},
    {RefactoringType::simplify_expression, 3, Risk::low, " complex_conditional deep_nesting ",
     "the expression has the same value for every case, the odd ones included"},
    {RefactoringType::remove_dead_code, 0, Risk::low, " dead_code ",
     "it builds, and a search for the removed names finds nothing"},
    {RefactoringType::improve_error_handling, 1, Risk::medium, " missing_error_handling unsafe_unwrapping ",
     "a test makes each failure happen and sees it handled"},
    {RefactoringType::reduce_coupling, 5, Risk::high, " tight_coupling feature_envy shotgun_surgery divergent_change ",
     "the file imports less than before, and everything that used it builds"},
    {RefactoringType::split_function, 4, Risk::medium, " long_function complex_conditional deep_nesting god_object ",
     "each part has a name that says what it does; callers see no difference"},
}};

// What answers a kind of smell that no suggestion answers.
constexpr std::array<RefactoringType, 16> kAnswers{
    RefactoringType::split_function,              // long_function
    RefactoringType::introduce_parameter_object,  // long_parameter_list
    RefactoringType::consolidate_duplicate,       // duplicated_code
    RefactoringType::extract_module,              // large_module
    RefactoringType::extract_function,            // feature_envy
    RefactoringType::introduce_parameter_object,  // primitive_obsession
    RefactoringType::decompose_conditional,       // deep_nesting
    RefactoringType::decompose_conditional,       // complex_conditional
    RefactoringType::reduce_coupling,             // shotgun_surgery
    RefactoringType::extract_module,              // divergent_change
    RefactoringType::remove_dead_code,            // dead_code
    RefactoringType::replace_magic_number,        // magic_numbers
    RefactoringType::extract_module,              // god_object
    RefactoringType::reduce_coupling,             // tight_coupling
    RefactoringType::improve_error_handling,      // missing_error_handling
    RefactoringType::improve_error_handling,      // unsafe_unwrapping
};

const RefactoringFacts& refactoring_facts(RefactoringType type) {
  return kFacts.at(static_cast<std::size_t>(type));
}

bool answers(RefactoringType type, SmellType smell) {
  return refactoring_facts(type).answers.find(" " + std::string(name_of(smell)) + " ") != std::string_view::npos;
}

int value_of(Severity severity) {
  return 1 << static_cast<int>(severity);
}

// The middle of its range.
int minutes_of(Effort effort) {
  constexpr std::array<int, 5> kMinutes{15, 75, 300, 960, 2'400};
  return kMinutes.at(static_cast<std::size_t>(effort));
}

bool is_name_byte(char c) {
  return ascii::is_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool names(std::string_view text, std::string_view item) {
  if (item.empty()) return false;
  for (std::size_t at = text.find(item); at != std::string_view::npos; at = text.find(item, at + 1)) {
    const std::size_t end = at + item.size();
    if ((at == 0 || !is_name_byte(text[at - 1])) && (end == text.size() || !is_name_byte(text[end]))) return true;
  }
  return false;
}

Resolved resolved(const Smell& smell) {
  return {smell.type, smell.severity, smell.location};
}

// Fills in what follows from the smells that a step resolves.
void finish(PlanStep& step, Severity priority) {
  std::sort(step.resolves.begin(), step.resolves.end(), [](const Resolved& a, const Resolved& b) {
    return std::tie(b.severity, a.location.line_start, a.type, a.location.item_name) <
           std::tie(a.severity, b.location.line_start, b.type, b.location.item_name);
  });
  bool verified = true;
  for (const Resolved& smell : step.resolves) {
    step.value += value_of(smell.severity);
    verified = verified && smell.location.verified != false;
  }
  if (step.resolves.empty()) step.value = value_of(priority);
  const RefactoringFacts& facts = refactoring_facts(step.type);
  step.risk = verified || facts.risk == Risk::high ? facts.risk : static_cast<Risk>(static_cast<int>(facts.risk) + 1);
  if (!verified)
    step.validation.emplace_back("look whether the code is as described: not every location was confirmed");
  step.validation.emplace_back(kTests);
  step.validation.emplace_back(facts.validation);
}

// The smells that a suggestion answers: those that it names by item, else all that its kind is for.
std::vector<std::size_t> answered_by(const Suggestion& suggestion, const std::vector<Smell>& smells) {
  const std::string text = suggestion.title + "\n" + suggestion.description;
  std::vector<std::size_t> fitting;
  std::vector<std::size_t> named;
  for (std::size_t i = 0; i < smells.size(); ++i) {
    if (!answers(suggestion.type, smells[i].type)) continue;
    fitting.push_back(i);
    if (names(text, smells[i].location.item_name)) named.push_back(i);
  }
  return named.empty() ? fitting : named;
}

bool is_allowed(const AnalyzedFile& file, std::size_t smell) {
  return smell < file.allowed.size() && file.allowed[smell];
}

// Takes the smells that a comment allows out of those that a suggestion answers. False: the suggestion is about them.
bool leave_out_allowed(const Suggestion& suggestion, const AnalyzedFile& file, std::vector<std::size_t>& answered) {
  const auto item_of = [&](std::size_t smell) -> const std::string& {
    return file.analysis.smells[smell].location.item_name;
  };
  std::set<std::string_view> allowed;
  std::set<std::string_view> left;
  for (const std::size_t smell : answered) (is_allowed(file, smell) ? allowed : left).insert(item_of(smell));
  if (allowed.empty()) return true;
  std::erase_if(answered, [&](std::size_t smell) { return is_allowed(file, smell); });
  // Of several items of one name, the title means those that are left.
  const bool names_allowed = std::any_of(allowed.begin(), allowed.end(), [&](std::string_view item) {
    return !left.contains(item) && names(suggestion.title, item);
  });
  return !answered.empty() && !names_allowed;
}

std::vector<PlanStep> steps_of(const AnalyzedFile& file) {
  const std::vector<Smell>& smells = file.analysis.smells;
  std::vector<PlanStep> steps;
  std::set<std::size_t> answered;
  for (const Suggestion& suggestion : file.analysis.suggestions) {
    std::vector<std::size_t> about = answered_by(suggestion, smells);
    if (!leave_out_allowed(suggestion, file, about)) continue;
    PlanStep step;
    step.type = suggestion.type;
    step.path = file.path;
    step.title = suggestion.title;
    step.description = suggestion.description;
    step.actions = suggestion.steps;
    step.effort = suggestion.effort;
    for (const std::size_t i : about) {
      // The first suggestion that answers a smell does away with it.
      if (answered.insert(i).second) step.resolves.push_back(resolved(smells[i]));
    }
    finish(step, suggestion.priority);
    steps.push_back(std::move(step));
  }
  std::map<SmellType, PlanStep> rest;
  for (std::size_t i = 0; i < smells.size(); ++i) {
    if (!answered.contains(i) && !is_allowed(file, i)) rest[smells[i].type].resolves.push_back(resolved(smells[i]));
  }
  for (auto& [type, step] : rest) {
    const KindFacts* facts = facts_of(name_of(type));
    step.type = kAnswers.at(static_cast<std::size_t>(type));
    step.path = file.path;
    step.title = std::string(facts->title) + " in " + file.path;
    step.description = facts->remedy;
    step.effort = step.resolves.size() > 4 ? Effort::medium : Effort::small;
    finish(step, Severity::low);
    steps.push_back(std::move(step));
  }
  return steps;
}

// Of no known lines: the whole file.
bool meet(const Location& a, const Location& b) {
  if (a.line_start <= 0 || b.line_start <= 0) return true;
  return a.line_start <= b.line_end && b.line_start <= a.line_end;
}

bool touch_the_same(const PlanStep& a, const PlanStep& b) {
  if (a.resolves.empty() || b.resolves.empty()) return true;
  return std::any_of(a.resolves.begin(), a.resolves.end(), [&](const Resolved& one) {
    return std::any_of(b.resolves.begin(), b.resolves.end(),
                       [&](const Resolved& other) { return meet(one.location, other.location); });
  });
}

// The steps of a file, which alone wait for each other, in their order.
std::vector<std::vector<std::size_t>> waits_in(const std::vector<PlanStep>& steps, std::size_t begin) {
  std::vector<std::vector<std::size_t>> waits(steps.size() - begin);
  for (std::size_t i = begin; i < steps.size(); ++i) {
    for (std::size_t j = begin; j < steps.size(); ++j) {
      const bool earlier = refactoring_facts(steps[j].type).phase < refactoring_facts(steps[i].type).phase;
      if (earlier && touch_the_same(steps[i], steps[j])) waits[i - begin].push_back(j);
    }
  }
  return waits;
}

// Puts the steps in order; `after` holds indices of the given order before, and of the new one afterwards.
std::vector<PlanStep> in_order(std::vector<PlanStep> steps) {
  std::vector<std::size_t> missing(steps.size());
  std::vector<std::vector<std::size_t>> waiting(steps.size());
  std::vector<int> values(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    missing[i] = steps[i].after.size();
    values[i] += steps[i].value;
    for (const std::size_t before : steps[i].after) {
      waiting[before].push_back(i);
      values[before] += steps[i].value;
    }
  }
  const auto better = [&](std::size_t a, std::size_t b) {
    const int left = values[a] * minutes_of(steps[b].effort);
    const int right = values[b] * minutes_of(steps[a].effort);
    return std::tie(right, steps[a].path, steps[a].title, a) < std::tie(left, steps[b].path, steps[b].title, b);
  };
  std::set<std::size_t, decltype(better)> ready(better);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (missing[i] == 0) ready.insert(i);
  }
  std::vector<std::size_t> order;
  while (!ready.empty()) {
    const std::size_t next = *ready.begin();
    ready.erase(ready.begin());
    order.push_back(next);
    for (const std::size_t then : waiting[next]) {
      if (--missing[then] == 0) ready.insert(then);
    }
  }
  std::vector<std::size_t> place(steps.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::vector<PlanStep> sorted;
  sorted.reserve(order.size());
  for (const std::size_t index : order) {
    for (std::size_t& before : steps[index].after) before = place[before];
    std::sort(steps[index].after.begin(), steps[index].after.end());
  }
  for (const std::size_t index : order) sorted.push_back(std::move(steps[index]));
  return sorted;
}

}  // namespace

std::string_view name_of(Risk risk) {
  constexpr auto kNames = std::to_array<std::string_view>({"low", "medium", "high"});
  return kNames.at(static_cast<std::size_t>(risk));
}

std::vector<PlanStep> plan_steps(std::span<const AnalyzedFile> files, std::optional<SmellType> only) {
  std::vector<PlanStep> steps;
  for (const AnalyzedFile& file : files) {
    const std::size_t begin = steps.size();
    for (PlanStep& step : steps_of(file)) {
      const bool wanted = !only || std::any_of(step.resolves.begin(), step.resolves.end(),
                                               [&](const Resolved& smell) { return smell.type == *only; });
      if (wanted) steps.push_back(std::move(step));
    }
    auto waits = waits_in(steps, begin);
    for (std::size_t i = begin; i < steps.size(); ++i) steps[i].after = std::move(waits[i - begin]);
  }
  return in_order(std::move(steps));
}

}  // namespace rustassistant::domain
