// SPDX-License-Identifier: MIT
#include "delivery.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/paths.hpp"
#include "selection.hpp"

namespace rustassistant::app {
namespace {

constexpr std::int64_t kMostBaseline = 64LL << 20U;  // bytes
constexpr unsigned kShared = 0644;                   // a baseline is committed

// To write: what stays of it, the findings of other types.
Result<std::vector<domain::BaselineEntry>> read_baseline(const BaselineRequest& request, domain::AnalysisType type) {
  const bool writes = request.use == BaselineUse::write;
  TRY_ASSIGN(const auto text, sys::read_file_if_exists(request.file, kMostBaseline));
  if (!text) {
    if (writes) return {};
    return fail(Errc::input, "there is no baseline " + sys::quoted(request.file), "--write-baseline writes one");
  }
  auto entries = domain::parse_baseline(*text);
  if (!entries) {
    entries.error().what = sys::quoted(request.file) + ": " + entries.error().what;
  } else if (writes) {
    std::erase_if(*entries, [type](const domain::BaselineEntry& entry) { return domain::is_of(entry, type); });
  }
  return entries;
}

// What the run knows of the entries of a baseline: only those of its type, and those that need a model only where one
// answered. A file that is missing may have been renamed to one that was not reviewed, unless it was below the paths
// that were asked for.
class Files {
 public:
  Files(const std::vector<FileResult>& results, const AnalyzeRequest& request) : type_(request.type) {
    for (const std::string& path : request.paths) {
      if (auto canonical = sys::canonical_path(path)) asked_.push_back(*std::move(canonical));
    }
    for (const FileResult& result : results) {
      if (root_.empty()) root_ = result.place.repo_root;
      if (result.status() != FileStatus::ok || !domain::is_judged(result.answer->document)) continue;
      const bool by_model = result.answer->provider != domain::Provider::builtin;
      (by_model ? by_model_ : by_builtin_).insert(result.place.repo_path);
    }
  }

  domain::EntryFile operator()(const domain::BaselineEntry& entry) const {
    if (!domain::is_of(entry, type_)) return domain::EntryFile::not_reviewed;
    const bool needs_model = domain::needs_model(entry);
    if (by_model_.contains(entry.path)) return domain::EntryFile::reviewed;
    if (by_builtin_.contains(entry.path))
      return needs_model ? domain::EntryFile::not_reviewed : domain::EntryFile::reviewed;
    const std::string file = sys::joined(root_, entry.path);
    const bool known = root_.empty() || sys::exists(file) || !is_asked_for(file);
    if (known) return domain::EntryFile::not_reviewed;
    return needs_model && !by_builtin_.empty() ? domain::EntryFile::astray : domain::EntryFile::missing;
  }

 private:
  [[nodiscard]] bool is_asked_for(const std::string& file) const {
    return std::any_of(asked_.begin(), asked_.end(), [&](const std::string& path) {
      return file == path || (file.starts_with(path) && (path.ends_with('/') || file[path.size()] == '/'));
    });
  }

  domain::AnalysisType type_;
  std::string root_;
  std::vector<std::string> asked_;  // canonical
  std::set<std::string, std::less<>> by_model_;
  std::set<std::string, std::less<>> by_builtin_;
};

void accept(std::span<const domain::Finding> findings, std::vector<domain::BaselineEntry>& baseline) {
  for (const domain::Finding& finding : findings) {
    if (!finding.allowed) baseline.push_back(domain::entry_of(finding));
  }
}

}  // namespace

Result<Delivery> Delivery::open(const AnalyzeRequest& request, const Choice& choice, const Services& services,
                                const AnalyzeListener& listener, AnalyzeSummary& summary) {
  Delivery delivery(request, choice, services, listener, summary);
  if (request.baseline) {
    TRY_ASSIGN(delivery.baseline_, read_baseline(*request.baseline, request.type));
  }
  return delivery;
}

void Delivery::take(FileResult result) {
  domain::identify(result.findings, fingerprints_);
  for (domain::Finding& finding : result.findings) {
    finding.is_minor = finding.severity < request_.min_severity;
    finding.is_revealed = request_.show_accepted;
  }
  if (listener_.reviewed) listener_.reviewed(result);
  if (request_.baseline) {
    waiting_.push_back(std::move(result));
  } else {
    deliver(result);
  }
}

void Delivery::deliver(const FileResult& result) {
  tell_mistakes(result);
  if (!tally_.add(result)) return;
  if (!*abandoned_ && listener_.file_done && !listener_.file_done(result)) *abandoned_ = true;
}

void Delivery::tell_mistakes(const FileResult& result) {
  for (const SuppressionMistake& mistake : result.suppression_mistakes) {
    if (mistake.is_unused) {
      ++summary_.unused_suppressions;
      if (request_.fail_on_unused_suppressions) summary_.is_unclean = true;
    }
    services_.warn(neutralise(result.place.shown) + ":" + std::to_string(mistake.line) + ": " + mistake.what +
                   (mistake.hint.empty() ? "" : " (" + mistake.hint + ")"));
  }
}

Result<void> Delivery::finish() {
  if (request_.baseline) TRY(compare_with_baseline());
  summary_.abandoned = *abandoned_;
  return {};
}

Result<void> Delivery::compare_with_baseline() {
  const BaselineRequest& wanted = *request_.baseline;
  std::vector<domain::Finding> findings;
  std::vector<std::size_t> counts;  // of each result
  bool whole = true;
  for (FileResult& result : waiting_) {
    whole = whole && result.status() == FileStatus::ok;
    counts.push_back(result.findings.size());
    std::move(result.findings.begin(), result.findings.end(), std::back_inserter(findings));
    result.findings.clear();
  }
  if (wanted.use == BaselineUse::write && !whole) {
    services_.warn("the baseline was not written: some files were not reviewed");
  } else if (wanted.use == BaselineUse::write) {
    accept(findings, baseline_);
    TRY(sys::create_private_folder(sys::folder_of(wanted.file)));
    TRY(sys::write_file_atomically(wanted.file, domain::render_baseline(baseline_), kShared));
  }
  const domain::BaselineMatch match = apply_baseline(findings, baseline_, Files(waiting_, request_));
  if (wanted.use == BaselineUse::update) {
    TRY(sys::write_file_atomically(wanted.file, domain::render_baseline(match.remaining), kShared));
  } else {
    summary_.baseline_gone = static_cast<std::int64_t>(match.gone.size());
    if (wanted.is_strict && !match.gone.empty()) summary_.is_unclean = true;
  }
  auto next = std::make_move_iterator(findings.begin());
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    const auto end = next + static_cast<std::ptrdiff_t>(counts[i]);
    waiting_[i].findings.assign(next, end);
    next = end;
    deliver(waiting_[i]);
  }
  return {};
}

}  // namespace rustassistant::app
