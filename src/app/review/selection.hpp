// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "rustassistant/app/analyze.hpp"
#include "rustassistant/domain/baseline.hpp"
#include "rustassistant/domain/changes.hpp"
#include "rustassistant/domain/finding.hpp"
#include "rustassistant/domain/optional_kinds.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/source/suppressions.hpp"

// What of the findings of a run is shown: each function sets one member of them. Pure.
namespace rustassistant::app {

// Sets `changed` and `changed_line`: what lies in lines that the change touched. What is about the whole file counts as
// changed only in a new one: an edit elsewhere is no reason to show it. `lines`: how many the file has.
void mark_changed(std::span<domain::Finding> findings, const domain::ChangedFile& change, int lines);

// Who judged the file, and for what: decides which kinds could have been found.
struct Judges {
  domain::AnalysisType type{};  // the kinds of others are not looked for
  bool builtin = false;
  bool model = false;
  domain::OptionalKinds kinds = {};  // that builtin was asked for
};

// Sets `allowed`. A comment is unused only if its kind could have been found. Returns what is wrong with the comments,
// in the order of their lines.
std::vector<SuppressionMistake> apply_suppressions(std::span<domain::Finding> findings,
                                                   std::span<const source::Suppression> suppressions,
                                                   const Judges& judges);

// Sets `standing`. A finding that is outside of the change but has got worse is taken as changed where it is about the
// whole file. Returns what a baseline without the entries that are gone would hold.
domain::BaselineMatch apply_baseline(
    std::span<domain::Finding> findings, std::span<const domain::BaselineEntry> baseline,
    const std::function<domain::EntryFile(const domain::BaselineEntry& entry)>& file_of);

// How many are not shown, each counted once.
[[nodiscard]] Hidden hidden_among(std::span<const domain::Finding> findings);

}  // namespace rustassistant::app
