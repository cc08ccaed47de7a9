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

Result<std::vector<domain::BaselineEntry>> read_baseline(const BaselineRequest& request) {
  if (request.use == BaselineUse::write) return {};
  TRY_ASSIGN(const auto text, sys::read_file_if_exists(request.file, kMostBaseline));
  if (!text) {
    return fail(Errc::input, "there is no baseline " + sys::quoted(request.file), "--write-baseline writes one");
  }
  auto entries = domain::parse_baseline(*text);
  if (!entries) entries.error().what = sys::quoted(request.file) + ": " + entries.error().what;
  return entries;
}

// What the run knows of the files that a baseline names. A file that is missing may have been renamed to one that was
// not reviewed, unless it was below `paths`, which were asked for.
class Files {
 public:
  Files(const std::vector<FileResult>& results, const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      if (auto canonical = sys::canonical_path(path)) asked_.push_back(*std::move(canonical));
    }
    for (const FileResult& result : results) {
      if (root_.empty()) root_ = result.place.repo_root;
      if (result.status() == FileStatus::ok) reviewed_.insert(result.place.repo_path);
    }
  }

  domain::EntryFile operator()(const std::string& path) const {
    if (reviewed_.contains(path)) return domain::EntryFile::reviewed;
    const std::string file = sys::joined(root_, path);
    const bool known = root_.empty() || sys::exists(file) || !is_asked_for(file);
    return known ? domain::EntryFile::not_reviewed : domain::EntryFile::missing;
  }

 private:
  [[nodiscard]] bool is_asked_for(const std::string& file) const {
    return std::any_of(asked_.begin(), asked_.end(), [&](const std::string& path) {
      return file == path || (file.starts_with(path) && (path.ends_with('/') || file[path.size()] == '/'));
    });
  }

  std::string root_;
  std::vector<std::string> asked_;  // canonical
  std::set<std::string, std::less<>> reviewed_;
};

std::vector<domain::BaselineEntry> entries_of(std::span<const domain::Finding> findings) {
  std::vector<domain::BaselineEntry> entries;
  for (const domain::Finding& finding : findings) {
    if (!finding.allowed) entries.push_back(domain::entry_of(finding));
  }
  return entries;
}

}  // namespace

Result<Delivery> Delivery::open(const AnalyzeRequest& request, const Choice& choice, const Services& services,
                                const AnalyzeListener& listener, AnalyzeSummary& summary) {
  Delivery delivery(request, choice, services, listener, summary);
  if (request.baseline) {
    TRY_ASSIGN(delivery.baseline_, read_baseline(*request.baseline));
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
    baseline_ = entries_of(findings);
    TRY(sys::create_private_folder(sys::folder_of(wanted.file)));
    TRY(sys::write_file_atomically(wanted.file, domain::render_baseline(baseline_), kShared));
  }
  const domain::BaselineMatch match = apply_baseline(findings, baseline_, Files(waiting_, request_.paths));
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
