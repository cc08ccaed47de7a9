// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "rustassistant/domain/findings.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/domain/quality.hpp"
#include "rustassistant/domain/todos.hpp"

// One flat view of what any analysis type finds: what formats show, gates count and baselines keep. Pure.
namespace rustassistant::domain {

// Against a baseline (domain/baseline.hpp).
enum class Standing : std::uint8_t {
  added,  // not in the baseline
  known,  // in it, and no worse
  worse,  // in it, but its severity has risen, or its value by more than a tenth
  moved,  // known under a path that no longer exists
};

// Text in it comes from a model or a file: each format escapes it. Lines count from 1, both ends included; 0: none.
struct Finding {
  AnalysisType type{};
  std::string kind;  // a row of domain/kind_catalog.hpp, where there is one
  Severity severity{};
  std::string message;
  std::string impact;  // may be empty
  std::string path;    // relative to the repository; absolute outside of one
  std::string item;    // with its enclosing types and namespaces; empty: the file
  std::string name;    // of the item as the message has it; may be empty
  int line_start = 0;
  int line_end = 0;
  bool verified = false;              // the item, or where there is none the lines, are in the file
  std::vector<std::string> found_by;  // "builtin", "xai/grok-4.3"
  std::optional<std::int64_t> value;  // the measure itself, of a measured kind
  int ordinal = 0;                    // domain/fingerprint.hpp
  std::string fingerprint;            // the same
  std::string line_hash;              // GitHub's, of the item's first line; only where it was asked for

  // How it is in this run; set by select() (app/review/selection.hpp).
  std::optional<bool> changed;         // by the change that the run was limited to
  int changed_line = 0;                // the first line of the item that the change touched
  std::optional<Standing> standing;    // against the baseline
  std::optional<std::string> allowed;  // by a comment in the source: the reason that it gives
  bool is_minor = false;               // below the severity that was asked for
  bool is_revealed = false;            // shown although it was accepted: that was asked for

  // Where to show it: the first changed line of the item, else its first line, else the first of the file.
  [[nodiscard]] int line() const { return changed_line > 0 ? changed_line : line_start > 0 ? line_start : 1; }
};

// Known to the baseline, or allowed by a comment.
[[nodiscard]] bool is_accepted(const Finding& finding);
// Whether formats show it: not accepted, not outside of the change, not below what was asked for.
[[nodiscard]] bool is_shown(const Finding& finding);
// Whether --fail-on counts it: not accepted, not outside of the change, and verified; shown or not.
[[nodiscard]] bool counts_for_gate(const Finding& finding);

// How many findings there are of each severity, by its number.
using SeverityCounts = std::array<std::int64_t, 4>;
// Of those that are shown.
[[nodiscard]] SeverityCounts severities_of(std::span<const Finding> findings);

// A full order: the worst first, then by path, line, kind, item and ordinal.
[[nodiscard]] bool is_worse(const Finding& a, const Finding& b);

// Sets ordinals and fingerprints of the findings of one file, in the order of their lines. `taken`: the fingerprints
// of the files before; no two findings of a report have the same.
void identify(std::span<Finding> findings, std::set<std::string, std::less<>>& taken);

// The findings of a result, in the order of its smells; type, path and identity are left to the caller.
[[nodiscard]] std::vector<Finding> findings_of(const Analysis& analysis);
// The same of its notes: the kind is the tag in lower case.
[[nodiscard]] std::vector<Finding> findings_of(const Todos& todos);
// The same of its findings: the kind is the category.
[[nodiscard]] std::vector<Finding> findings_of(const QualityReview& review);

}  // namespace rustassistant::domain
