// SPDX-License-Identifier: MIT
#include "selection.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/kind_catalog.hpp"

namespace rustassistant::app {
namespace {

using domain::Finding;
using source::Suppression;
using source::SuppressionScope;

bool is_about_file(const Finding& finding, int lines) {
  const bool spans_all = finding.line_start <= 1 && finding.line_end >= lines;
  return finding.line_start == 0 || (finding.item.empty() && spans_all);
}

// The kind that a comment names, as findings have it; nothing for a word that is none.
std::optional<std::string_view> kind_named(const source::SuppressedKind& kind) {
  if (kind.smell) return domain::name_of(*kind.smell);
  const domain::KindFacts* facts = domain::facts_of(to_lower(kind.written));
  if (facts == nullptr) return std::nullopt;
  return facts->kind;
}

bool covers(const Suppression& suppression, const Finding& finding) {
  switch (suppression.scope) {
    case SuppressionScope::file:
      return true;
    case SuppressionScope::item:
      return finding.item == suppression.item && finding.line_start >= suppression.lines.line_start &&
             finding.line_start <= suppression.lines.line_end;
    case SuppressionScope::nothing:
      return false;
  }
  return false;
}

bool could_be_found(std::string_view kind, const Judges& judges) {
  const domain::KindFacts& facts = *domain::facts_of(kind);
  if (facts.type != judges.type) return false;
  const auto* const optional = std::find_if(domain::kOptionalKinds.begin(), domain::kOptionalKinds.end(),
                                            [&](const auto& row) { return domain::name_of(row.type) == kind; });
  if (optional != domain::kOptionalKinds.end() && !(judges.kinds.*optional->value)) return false;
  switch (facts.finder) {
    case domain::Finder::builtin:
      return judges.builtin;
    case domain::Finder::model:
      return judges.model;
    case domain::Finder::both:
      return judges.builtin && judges.model;
    case domain::Finder::nobody:
      return true;
  }
  return true;
}

std::string nearest_kind(std::string_view word) {
  std::vector<std::string_view> known;
  for (const domain::KindFacts& facts : domain::kind_catalog()) known.push_back(facts.kind);
  const auto close = nearest(to_lower(word), known);
  return close ? "did you mean '" + std::string(*close) + "'?" : "`rustassistant explain` lists the kinds";
}

// Allows what one comment covers, and tells what is wrong with it.
class Applied {
 public:
  Applied(std::span<Finding> findings, const Judges& judges, std::vector<SuppressionMistake>& mistakes)
      : findings_(findings), judges_(judges), mistakes_(mistakes) {}

  void apply(const Suppression& suppression) {
    line_ = suppression.line;
    if (suppression.kinds.empty()) {
      return mistake("no kind is named", "for example: rustassistant: allow(long_function) why it is right");
    }
    if (suppression.scope == SuppressionScope::nothing) {
      return mistake("there is nothing below that it could belong to",
                     "put it directly above the item, or use allow-file");
    }
    for (const source::SuppressedKind& kind : suppression.kinds) apply(suppression, kind);
  }

 private:
  void apply(const Suppression& suppression, const source::SuppressedKind& written) {
    const auto kind = kind_named(written);
    if (!kind) return mistake("unknown kind '" + neutralise(written.written) + "'", nearest_kind(written.written));
    bool used = false;
    for (Finding& finding : findings_) {
      if (finding.kind != *kind || !covers(suppression, finding)) continue;
      finding.allowed = suppression.reason;
      used = true;
    }
    if (!used && could_be_found(*kind, judges_)) {
      mistakes_.push_back(
          {line_, "no " + std::string(*kind) + " was found that allow(" + std::string(*kind) + ") could suppress",
           "remove it", true});
    }
  }

  void mistake(std::string what, std::string hint) {
    mistakes_.push_back({line_, std::move(what), std::move(hint), false});
  }

  std::span<Finding> findings_;
  Judges judges_;
  std::vector<SuppressionMistake>& mistakes_;
  int line_ = 0;
};

}  // namespace

void mark_changed(std::span<Finding> findings, const domain::ChangedFile& change, int lines) {
  for (Finding& finding : findings) {
    if (is_about_file(finding, lines)) {
      finding.changed = change.is_new;
      continue;
    }
    finding.changed_line =
        domain::first_changed_line(change, {finding.line_start, std::max(finding.line_start, finding.line_end)});
    finding.changed = finding.changed_line > 0;
  }
}

std::vector<SuppressionMistake> apply_suppressions(std::span<Finding> findings,
                                                   std::span<const Suppression> suppressions, const Judges& judges) {
  std::vector<SuppressionMistake> mistakes;
  Applied applied(findings, judges, mistakes);
  for (const Suppression& suppression : suppressions) applied.apply(suppression);
  return mistakes;
}

domain::BaselineMatch apply_baseline(
    std::span<Finding> findings, std::span<const domain::BaselineEntry> baseline,
    const std::function<domain::EntryFile(const domain::BaselineEntry& entry)>& file_of) {
  domain::BaselineMatch match = domain::match_baseline(baseline, findings, file_of);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    Finding& finding = findings[i];
    finding.standing = match.standings[i];
    if (finding.standing == domain::Standing::worse && finding.item.empty() && finding.changed == false) {
      finding.changed = true;
    }
  }
  return match;
}

Hidden& Hidden::operator+=(const Hidden& other) {
  by_baseline += other.by_baseline;
  by_comment += other.by_comment;
  unchanged += other.unchanged;
  minor += other.minor;
  return *this;
}

Hidden hidden_among(std::span<const Finding> findings) {
  Hidden hidden;
  for (const Finding& finding : findings) {
    if (domain::is_shown(finding)) continue;
    if (finding.changed == false) {
      ++hidden.unchanged;
    } else if (finding.is_minor) {
      ++hidden.minor;
    } else {
      ++(finding.allowed ? hidden.by_comment : hidden.by_baseline);
    }
  }
  return hidden;
}

}  // namespace rustassistant::app
