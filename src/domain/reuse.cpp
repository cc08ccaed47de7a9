// SPDX-License-Identifier: MIT
#include "rustassistant/domain/reuse.hpp"

#include <algorithm>
#include <array>

#include "reuse_changes.hpp"
#include "reuse_text.hpp"

namespace rustassistant::domain {
namespace {

constexpr int kShortGap = 2;                    // lines that are shown rather than marked as left out
constexpr std::int64_t kGapBytes = 32;          // of such a mark
constexpr std::int64_t kWholeHeadPercent = 80;  // of a unit's bytes in its head: it is shown whole

// By what a finding is about, the units of the earlier answer.
using Anchors = std::vector<std::optional<std::size_t>>;

Anchors anchors_of(const FileUnits& file, const Analysis& answer) {
  Anchors anchors;
  anchors.reserve(answer.smells.size());
  for (const Smell& smell : answer.smells) anchors.push_back(unit_at(file, smell.location.line_start));
  return anchors;
}

bool says_any(const FileUnit& own, std::string_view text, const NameSet& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return !std::binary_search(own.names.begin(), own.names.end(), name) && says_name(text, name);
  });
}

// Marks what earlier units must be asked about again for the sake of what was found in them.
class Resending {
 public:
  Resending(const EarlierReview& earlier, const Analysis& answer, const UnitChanges& changes)
      : earlier_(earlier), answer_(answer), changes_(changes), anchors_(anchors_of(earlier.file, answer)) {}

  // `is_out`: by earlier unit, whether its findings do not stay.
  void mark(std::vector<char>& is_out) const {
    for (std::size_t i = 0; i < answer_.smells.size(); ++i) {
      const Smell& smell = answer_.smells[i];
      if (anchors_[i] &&
          says_any(earlier_.file.units[*anchors_[i]], smell.description + "\n" + smell.impact, changes_.gone_names))
        is_out[*anchors_[i]] = 1;
    }
    for (const Suggestion& suggestion : answer_.suggestions) mark_named(suggestion, is_out);
    for (bool more = true; more;) {
      more = false;
      for (const Suggestion& suggestion : answer_.suggestions) more = mark_shared(suggestion, is_out) || more;
    }
  }

 private:
  void mark_named(const Suggestion& suggestion, std::vector<char>& is_out) const {
    for (const std::size_t index : suggestion.answers) {
      const auto unit = anchors_[index];
      if (unit &&
          says_any(earlier_.file.units[*unit], suggestion.title + "\n" + suggestion.description, changes_.gone_names))
        is_out[*unit] = 1;
    }
  }
  // A suggestion stays or goes with all that it answers.
  bool mark_shared(const Suggestion& suggestion, std::vector<char>& is_out) const {
    const auto each = [&](auto visit) {
      for (const std::size_t index : suggestion.answers) {
        if (anchors_[index]) visit(is_out[*anchors_[index]]);
      }
    };
    bool any = false;
    bool changed = false;
    each([&](const char& out) { any = any || out != 0; });
    if (!any) return false;
    each([&](char& out) {
      changed = changed || out == 0;
      out = 1;
    });
    return changed;
  }

  const EarlierReview& earlier_;
  const Analysis& answer_;
  const UnitChanges& changes_;
  Anchors anchors_;
};

void add_lines(LineRange lines, std::vector<char>& shown) {
  for (int line = lines.line_start; line <= lines.line_end; ++line) {
    if (line > 0 && static_cast<std::size_t>(line) < shown.size()) shown[static_cast<std::size_t>(line)] = 1;
  }
}

std::vector<LineRange> ranges_in(const std::vector<char>& shown, int short_gap) {
  std::vector<LineRange> ranges;
  for (int line = 1; static_cast<std::size_t>(line) < shown.size(); ++line) {
    if (shown[static_cast<std::size_t>(line)] == 0) continue;
    if (!ranges.empty() && line - ranges.back().line_end - 1 <= short_gap) {
      ranges.back().line_end = line;
    } else {
      ranges.push_back({line, line});
    }
  }
  // What is left out at the very end counts as a gap, too.
  const int last = static_cast<int>(shown.size()) - 1;
  if (!ranges.empty() && last - ranges.back().line_end <= short_gap) ranges.back().line_end = last;
  if (!ranges.empty() && ranges.front().line_start - 1 <= short_gap) ranges.front().line_start = 1;
  return ranges;
}

// Some lines of a unit, and what closes it.
void show(const FileUnit& unit, LineRange lines, std::vector<char>& shown) {
  add_lines(lines, shown);
  if (unit.tail.line_start > 0) add_lines(unit.tail, shown);
}

// Where an import begins and ends, and which lines between name it: a list has many.
void show_import(const ImportLines& import, const UnitTexts& texts, std::vector<char>& shown) {
  const NameSet words(import.words.begin(), import.words.end());
  for (int line = import.lines.line_start; line <= import.lines.line_end; ++line) {
    const bool is_edge = line == import.lines.line_start || line == import.lines.line_end;
    if (is_edge || words.empty() || texts.mentions({line, line}, words)) add_lines({line, line}, shown);
  }
}

// What the units that are sent need to be understood.
void show_context(const ReusePlan& plan, const FileUnits& now, const UnitTexts& texts, std::vector<char>& shown) {
  NameSet words;
  for (std::size_t i = 0; i < now.units.size(); ++i) {
    if (plan.kept[i]) continue;
    texts.add_words(i, words);
    for (auto around = now.units[i].container; around; around = now.units[*around].container)
      show(now.units[*around], now.units[*around].head, shown);
  }
  drop_common_names(now, words);
  // What is sent says its own names; others of the same name are not needed to understand it.
  for (std::size_t i = 0; i < now.units.size(); ++i) {
    if (plan.kept[i]) continue;
    for (const std::string& name : now.units[i].names) words.erase(name);
  }
  const auto says_one = [&words](const std::vector<std::string>& names) {
    return std::ranges::any_of(names, [&words](const std::string& name) { return words.contains(name); });
  };
  for (std::size_t i = 0; i < now.units.size(); ++i) {
    const FileUnit& unit = now.units[i];
    if (!plan.kept[i] || !says_one(unit.names)) continue;
    const bool mostly_head =
        texts.numbered_bytes(unit.head) * 100 >= texts.numbered_bytes(unit.lines) * kWholeHeadPercent;
    add_lines(mostly_head ? unit.lines : unit.head, shown);
  }
  for (const ImportLines& one : now.imports) {
    if (one.words.empty() || says_one(one.words)) show_import(one, texts, shown);
  }
}

void fill_lines(ReusePlan& plan, const FileUnits& now, const UnitTexts& texts) {
  std::vector<char> shown(static_cast<std::size_t>(texts.count()) + 1, 0);
  for (std::size_t i = 0; i < now.units.size(); ++i) {
    if (plan.kept[i]) continue;
    show(now.units[i], now.units[i].lines, shown);
    plan.sent_bytes += now.units[i].bytes;
    ++plan.sent;
  }
  plan.asked = ranges_in(shown, 0);
  show_context(plan, now, texts, shown);
  plan.shown = ranges_in(shown, kShortGap);
}

// Of units that changed or are new, not of those that are sent because they mention such a one.
std::int64_t changed_bytes(const UnitChanges& changes, const FileUnits& now) {
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < now.units.size(); ++i) bytes += changes.same[i] ? 0 : now.units[i].bytes;
  return bytes;
}

WholeReason reason_for_whole(const ReusePlan& plan, std::int64_t changed, const EarlierReview& earlier,
                             const FileUnits& now, const UnitTexts& texts, std::int64_t prompt_bytes) {
  const std::int64_t unit_bytes = bytes_of(now);
  if (changed * 100 > unit_bytes * kMostChangedPercent) return WholeReason::changed;
  if (earlier.sent_since_whole > unit_bytes) return WholeReason::enough;
  std::int64_t partial = prompt_bytes;
  for (const LineRange& lines : plan.shown) partial += texts.numbered_bytes(lines) + kGapBytes;
  const std::int64_t whole = prompt_bytes + texts.numbered_bytes({1, texts.count()});
  return partial * 100 > whole * kLongestPartialPercent ? WholeReason::long_ask : WholeReason::none;
}

}  // namespace

std::string_view name_of(WholeReason reason) {
  constexpr std::array<std::string_view, 8> kNames{"none",     "small",  "no_units", "changed",
                                                   "long_ask", "enough", "first",    "off"};
  return kNames.at(static_cast<std::size_t>(reason));
}

std::string_view sentence_of(WholeReason reason) {
  constexpr std::array<std::string_view, 8> kSentences{
      "",
      "the file is short",
      "no functions or types are recognized in the file",
      "most of the file changed",
      "a question about parts would be hardly shorter",
      "the parts that were asked since the last whole review add up to the file",
      "this model has not answered about the path with the same prompt, thresholds and options",
      "llm.reuse is off"};
  return kSentences.at(static_cast<std::size_t>(reason));
}

ReusePlan plan_reuse(const EarlierReview& earlier, const Analysis& earlier_answer, const FileUnits& now,
                     std::string_view content, std::int64_t prompt_bytes) {
  ReusePlan plan;
  const UnitTexts texts(now, content);
  const auto whole = [&](WholeReason reason) {
    plan.reason = reason;
    return plan;
  };
  if (texts.numbered_bytes({1, texts.count()}) < kSmallestReused) return whole(WholeReason::small);
  if (now.units.empty() || earlier.file.units.empty()) return whole(WholeReason::no_units);
  UnitChanges changes = changes_between(earlier.file, now);
  std::vector<char> is_out = changes.is_gone;
  for (std::size_t i = 0; i < now.units.size(); ++i) {
    if (changes.same[i] && texts.mentions(i, changes.touched)) is_out[*changes.same[i]] = 1;
  }
  Resending(earlier, earlier_answer, changes).mark(is_out);
  const std::int64_t changed = changed_bytes(changes, now);
  plan.kept = std::move(changes.same);
  for (auto& same : plan.kept) {
    if (same && is_out[*same] != 0) same.reset();
  }
  fill_lines(plan, now, texts);
  if (plan.sent == 0) {
    plan.decision = ReuseDecision::nothing;
    return plan;
  }
  plan.reason = reason_for_whole(plan, changed, earlier, now, texts, prompt_bytes);
  if (plan.reason == WholeReason::none) plan.decision = ReuseDecision::partial;
  return plan;
}

}  // namespace rustassistant::domain
