// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "rustassistant/domain/file_units.hpp"
#include "rustassistant/domain/findings.hpp"

// An edit costs what it touched: which units of a file must be asked about again, and how the answer about them joins
// what an earlier answer said of the others. Pure.
namespace rustassistant::domain {

enum class ReuseDecision : std::uint8_t {
  nothing,  // no unit changed: the earlier answer serves
  partial,  // some units are asked about
  whole,    // the file is asked about as a whole
};

// Why the file is asked about as a whole.
enum class WholeReason : std::uint8_t {
  none,
  small,     // it is so short that parts cost hardly less
  no_units,  // its language has no grammar, or nothing was recognized
  changed,   // most of it changed
  long_ask,  // the partial question would be hardly shorter
  enough,    // as much was sent in partial questions since the last whole review as the file has
  first,     // there is no earlier answer that may serve
  off,       // the settings want it so
};
[[nodiscard]] std::string_view name_of(WholeReason reason);
[[nodiscard]] std::string_view sentence_of(WholeReason reason);

inline constexpr std::int64_t kSmallestReused = 6'000;      // bytes of the file as models see it, lines numbered
inline constexpr std::int64_t kMostChangedPercent = 60;     // of the bytes of all units
inline constexpr std::int64_t kLongestPartialPercent = 90;  // of the bytes of the whole question

struct ReusePlan {
  ReuseDecision decision = ReuseDecision::whole;
  WholeReason reason = WholeReason::none;
  std::vector<std::optional<std::size_t>> kept;  // by unit: the earlier one whose findings stay; nothing: it is sent
  std::vector<LineRange> asked;                  // the lines of units that are sent, merged, in order
  std::vector<LineRange> shown;                  // these, and what they need to be understood
  std::int64_t sent_bytes = 0;                   // of the units that are sent
  std::size_t sent = 0;                          // how many
};

// A unit is sent if it changed or was added, if it mentions what changed around it (an item, a signature, a removed
// name, a name of a changed import), or if what was found in it names a unit that changed or is gone, or shares a
// suggestion with such a unit. `earlier_answer` is the document that `earlier` stands beside; `prompt_bytes` are those
// of a question but for the lines of the file.
[[nodiscard]] ReusePlan plan_reuse(const EarlierReview& earlier, const Analysis& earlier_answer, const FileUnits& now,
                                   std::string_view content, std::int64_t prompt_bytes);

// The findings of units that were kept, at their lines of today, and those of `partial` within units that were sent:
// others are refused, and so are suggestions that answer none of those that stay. `partial` is nothing where nobody was
// asked. What was said of the file as a whole stays. Sorted by severity; what is about the file as a
// whole (scores, priorities, effort) is empty: see summarize().
[[nodiscard]] Analysis merge(const ReusePlan& plan, const EarlierReview& earlier, const Analysis& earlier_answer,
                             const FileUnits& now, const std::optional<Analysis>& partial);

// Sorts smells by severity, the worst first, then by place, and suggestions by priority, then by what they answer.
void sort_by_severity(Analysis& analysis);

// Sets what an assembled answer says of the whole file: the scores are those that builtin measured, priorities the
// titles of the first three suggestions, the effort the largest of the suggestions'.
void summarize(Analysis& assembled, const Analysis& measured);

// Whether some text names a unit: the name stands in it as a word, and so that no common word is meant.
[[nodiscard]] bool says_name(std::string_view text, std::string_view name);

}  // namespace rustassistant::domain
