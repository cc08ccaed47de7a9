// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "rustassistant/domain/reuse.hpp"

namespace rustassistant::domain {
namespace {

constexpr std::size_t kMostPriorities = 3;

// Where the unit that holds an earlier line is, as far as it is kept.
class Shift {
 public:
  Shift(const ReusePlan& plan, const FileUnits& earlier, const FileUnits& now) : earlier_(earlier), now_(now) {
    today_.resize(earlier.units.size());
    for (std::size_t i = 0; i < plan.kept.size(); ++i) {
      if (plan.kept[i]) today_[*plan.kept[i]] = i;
    }
  }

  [[nodiscard]] bool stays(std::size_t earlier_unit) const { return today_[earlier_unit].has_value(); }

  // The line of today; nothing where its unit is not kept.
  [[nodiscard]] std::optional<int> line(int earlier_line) const {
    const auto unit = unit_at(earlier_, earlier_line);
    if (!unit || !today_[*unit]) return std::nullopt;
    const FileUnit& was = earlier_.units[*unit];
    const FileUnit& is = now_.units[*today_[*unit]];
    if (was.tail.line_start > 0 && earlier_line >= was.tail.line_start)
      return earlier_line - was.tail.line_start + is.tail.line_start;
    return earlier_line - was.lines.line_start + is.lines.line_start;
  }

  // A finding's lines, of a unit that stays.
  void apply(Location& location) const {
    const int length = std::max(location.line_end - location.line_start, 0);
    const int start = line(location.line_start).value_or(location.line_start);
    const int end = line(location.line_end).value_or(start + length);
    location.line_start = start;
    location.line_end = std::max(start, end);
  }

 private:
  const FileUnits& earlier_;
  const FileUnits& now_;
  std::vector<std::optional<std::size_t>> today_;  // by earlier unit
};

// Adds the smells that `take` accepts, and the suggestions that answer them.
template <typename Take, typename Orphan>
void add_answer(const Analysis& answer, Take take, Orphan keeps_orphan, Analysis& merged) {
  std::vector<std::optional<std::size_t>> place(answer.smells.size());
  for (std::size_t i = 0; i < answer.smells.size(); ++i) {
    Smell smell = answer.smells[i];
    if (!take(smell)) continue;
    place[i] = merged.smells.size();
    merged.smells.push_back(std::move(smell));
  }
  for (const Suggestion& suggestion : answer.suggestions) {
    Suggestion kept = suggestion;
    kept.answers.clear();
    for (const std::size_t index : suggestion.answers) {
      if (index < place.size() && place[index]) kept.answers.push_back(*place[index]);
    }
    const bool stays = suggestion.answers.empty() ? keeps_orphan() : !kept.answers.empty();
    if (stays) merged.suggestions.push_back(std::move(kept));
  }
}

}  // namespace

Analysis merge(const ReusePlan& plan, const EarlierReview& earlier, const Analysis& earlier_answer,
               const FileUnits& now, const std::optional<Analysis>& partial) {
  Analysis merged;
  const Shift shift(plan, earlier.file, now);
  const auto stays = [&](Smell& smell) {
    const auto unit = unit_at(earlier.file, smell.location.line_start);
    if (unit && !shift.stays(*unit)) return false;
    if (unit) shift.apply(smell.location);
    return true;
  };
  add_answer(earlier_answer, stays, [] { return true; }, merged);
  if (partial) {
    const auto is_asked = [&](const Smell& smell) {
      const auto unit = unit_at(now, smell.location.line_start);
      return unit && !plan.kept[*unit];
    };
    add_answer(*partial, is_asked, [] { return false; }, merged);
  }
  sort_by_severity(merged);
  return merged;
}

void sort_by_severity(Analysis& analysis) {
  std::vector<std::size_t> order(analysis.smells.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t index) {
    const Smell& smell = analysis.smells[index];
    return std::tuple(-static_cast<int>(smell.severity), smell.location.line_start, smell.type, smell.location.line_end,
                      std::string_view(smell.location.item_name), std::string_view(smell.description), index);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  std::vector<Smell> smells;
  smells.reserve(order.size());
  std::vector<std::size_t> rank(order.size());
  for (const std::size_t index : order) {
    rank[index] = smells.size();
    smells.push_back(std::move(analysis.smells[index]));
  }
  analysis.smells = std::move(smells);
  for (Suggestion& suggestion : analysis.suggestions) {
    for (std::size_t& index : suggestion.answers) index = rank[index];
    std::sort(suggestion.answers.begin(), suggestion.answers.end());
  }
  std::sort(analysis.suggestions.begin(), analysis.suggestions.end(), [](const Suggestion& a, const Suggestion& b) {
    return std::tie(b.priority, a.answers, a.type, a.title, a.description) <
           std::tie(a.priority, b.answers, b.type, b.title, b.description);
  });
}

void summarize(Analysis& assembled, const Analysis& measured) {
  assembled.complexity_score = measured.complexity_score;
  assembled.maintainability_score = measured.maintainability_score;
  assembled.unparsed = measured.unparsed;
  assembled.priorities.clear();
  assembled.estimated_effort = Effort::trivial;
  for (const Suggestion& suggestion : assembled.suggestions) {
    if (assembled.priorities.size() < kMostPriorities) assembled.priorities.push_back(suggestion.title);
    assembled.estimated_effort = std::max(assembled.estimated_effort, suggestion.effort);
  }
}

}  // namespace rustassistant::domain
