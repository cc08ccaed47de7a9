// SPDX-License-Identifier: MIT
#include "findings.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>
#include <ranges>
#include <set>
#include <utility>

#include "question.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/suppressions.hpp"
#include "rustassistant/sys/signals.hpp"
#include "selection.hpp"
#include "targets.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kAtOnce = 100;  // files whose answers are in memory
constexpr std::size_t kMostHotSpots = 20;

// A source file as it is, and the answers about it.
struct AnsweredFile {
  const Target& target;
  std::string_view content;
  const cache::ContentHash& hash;
  const std::vector<cache::Entry>& answers;
};

// What the newest answers of a kind say together.
struct KnownDocument {
  domain::Document document;
  bool is_current = false;  // about the file's content
};

// Nothing where there is none that can be read.
std::optional<KnownDocument> document_of(const Kind& kind, const AnsweredFile& file, std::string_view language) {
  std::optional<KnownDocument> by_model;
  std::optional<KnownDocument> by_builtin;
  for (const cache::Entry& answer : file.answers) {
    if (answer.info.type() != kind.type) continue;
    auto document = kind.parse(answer.result);
    if (!document) continue;
    const bool is_current = answer.info.content_hash() == file.hash;
    if (is_current) kind.complete(*document, file.content, language);
    (answer.info.provider() == domain::Provider::builtin ? by_builtin : by_model) = {*std::move(document), is_current};
  }
  if (!by_model) return by_builtin;
  if (by_builtin && kind.unite != nullptr) kind.unite(by_model->document, {}, by_builtin->document);
  return by_model;
}

bool is_hotter(const HotSpot& a, const HotSpot& b) {
  const auto order = [](const domain::SeverityCounts& counts) {
    return std::array{counts[3], counts[2], counts[1], counts[0]};
  };
  return a.severities == b.severities ? a.path < b.path : order(a.severities) > order(b.severities);
}

std::vector<KindCount> counts_of(const std::map<std::string, std::int64_t>& by_kind) {
  std::vector<KindCount> counts;
  counts.reserve(by_kind.size());
  for (const auto& [kind, count] : by_kind) counts.push_back({kind, count});
  return counts;
}

// Puts together what is found in one file after the other.
class FindingsCollector {
 public:
  void add(const AnsweredFile& file) {
    const std::string_view language = source::language_of(file.target.shown, file.content);
    std::vector<domain::Finding> current;
    std::vector<domain::Finding> earlier;  // of another content
    bool is_answered = false;
    bool is_outdated = false;
    for (const Kind& kind : kinds()) {
      const auto known = kind.findings == nullptr ? std::nullopt : document_of(kind, file, language);
      if (!known) continue;
      is_answered = true;
      is_outdated = is_outdated || !known->is_current;
      seen.push_back(domain::seen_file(name_of(kind.type), file.target.path));
      for (domain::Finding& finding : kind.findings(known->document)) {
        finding.type = kind.type;
        finding.path = file.target.path;
        (known->is_current ? current : earlier).push_back(std::move(finding));
      }
    }
    found.answered += is_answered ? 1 : 0;
    found.outdated += is_outdated ? 1 : 0;
    domain::identify(current, fingerprints_);
    domain::identify(earlier, fingerprints_);
    if (!current.empty()) apply_suppressions(current, source::suppressions_of(file.content, language), {});
    std::erase_if(current, [](const domain::Finding& finding) { return finding.allowed.has_value(); });
    current.insert(current.end(), earlier.begin(), earlier.end());
    count(file.target.path, current);
  }

  RepositoryFindings found;
  std::vector<domain::BaselineEntry> seen;                                  // in the form of findings_change.hpp
  std::map<std::pair<std::string, domain::Severity>, std::int64_t> counts;  // of each kind and severity

 private:
  void count(const std::string& path, const std::vector<domain::Finding>& findings) {
    if (findings.empty()) return;
    ++found.affected;
    HotSpot spot{path, {}, static_cast<std::int64_t>(findings.size()), {}, {}, 0};
    for (const domain::Finding& finding : findings) {
      ++spot.severities.at(static_cast<std::size_t>(finding.severity));
      ++found.severities.at(static_cast<std::size_t>(finding.severity));
      ++counts[{finding.kind, finding.severity}];
      seen.push_back(domain::seen_entry(finding));
    }
    const domain::Finding& worst = *std::ranges::min_element(findings, domain::is_worse);
    spot.worst = worst.message;
    spot.worst_line = worst.line_start;
    found.hot_spots.push_back(std::move(spot));
  }

  std::set<std::string, std::less<>> fingerprints_;
};

Result<void> collect(std::span<const Target> targets, std::string_view repo_id, cache::SqliteCache& cache,
                     FindingsCollector& collector) {
  std::vector<const Target*> read;
  std::vector<std::string> contents;
  std::vector<cache::PlacedContent> placed;
  for (const Target& target : targets) {
    auto content = content_of(target);
    if (!content) continue;
    placed.push_back({target.path, codec::sha256(*content)});
    contents.push_back(*std::move(content));
    read.push_back(&target);
  }
  TRY_ASSIGN(const auto answers, cache.answers_about(repo_id, placed));
  for (std::size_t i = 0; i < read.size(); ++i) {
    collector.add({*read[i], contents[i], placed[i].content, answers[i]});
  }
  return {};
}

// What was known of files that are there, but whose answers are not any more: it is neither gone nor new.
void keep_unknown(std::span<const domain::BaselineEntry> before, std::span<const Target> targets,
                  std::vector<domain::BaselineEntry>& seen) {
  std::set<std::pair<std::string_view, std::string_view>> answered;
  std::set<std::string_view> present;
  std::vector<domain::BaselineEntry> kept;
  for (const domain::BaselineEntry& entry : seen) answered.emplace(domain::type_of(entry), entry.path);
  for (const Target& target : targets) present.insert(target.path);
  for (const domain::BaselineEntry& entry : before) {
    if (present.contains(entry.path) && !answered.contains({domain::type_of(entry), entry.path})) kept.push_back(entry);
  }
  seen.insert(seen.end(), kept.begin(), kept.end());
}

void compare(std::span<const domain::BaselineEntry> before, UnixMillis since, FindingsCollector& collector) {
  collector.found.change = FindingsChange{domain::compare_findings(before, collector.seen), since};
  std::map<std::string_view, std::int64_t> findings;
  for (const domain::BaselineEntry& entry : before) findings[entry.path] += domain::is_finding(entry) ? 1 : 0;
  for (HotSpot& spot : collector.found.hot_spots) {
    const auto known = findings.find(spot.path);
    if (known != findings.end()) spot.before = known->second;
  }
}

std::vector<cache::FindingCount> day_of(const FindingsCollector& collector, int today) {
  std::vector<cache::FindingCount> counts{{today, {}, 0, collector.found.answered}};
  for (const auto& [of, count] : collector.counts)
    counts.push_back({today, of.first, static_cast<int>(of.second), count});
  return counts;
}

std::vector<FindingsDay> days_in(std::span<const cache::FindingCount> counts) {
  std::vector<FindingsDay> days;
  for (const cache::FindingCount& count : counts) {
    if (days.empty() || days.back().day != count.day) days.push_back({count.day, {}, {}});
    FindingsDay& day = days.back();
    if (count.kind.empty() || count.severity < 0 || count.severity >= static_cast<int>(day.severities.size())) continue;
    day.severities.at(static_cast<std::size_t>(count.severity)) += count.findings;
    if (day.by_kind.empty() || day.by_kind.back().kind != count.kind) day.by_kind.push_back({count.kind, 0});
    day.by_kind.back().findings += count.findings;
  }
  return days;
}

void put_in_order(FindingsCollector& collector) {
  RepositoryFindings& found = collector.found;
  std::map<std::string, std::int64_t> by_kind;
  for (const auto& [of, count] : collector.counts) by_kind[of.first] += count;
  found.by_kind = counts_of(by_kind);
  std::ranges::stable_sort(found.by_kind, std::greater<>(), &KindCount::findings);
  std::ranges::sort(found.hot_spots, is_hotter);
  if (found.hot_spots.size() > kMostHotSpots) found.hot_spots.resize(kMostHotSpots);
}

}  // namespace

std::int64_t RepositoryFindings::findings() const {
  return std::accumulate(severities.begin(), severities.end(), std::int64_t{0});
}

Result<RepositoryFindings> repository_findings(const CostReport& report, cache::SqliteCache& cache,
                                               const config::Loaded& loaded, const Services& services) {
  AnalyzeRequest request;
  request.paths = {report.repo_path};
  request.reads_only = true;
  TRY_ASSIGN(const Targets targets, find_targets(request, loaded, services));
  const std::string repo_id = domain::repo_id(report.repo_path);
  FindingsCollector collector;
  collector.found.repo_path = report.repo_path;
  collector.found.files = std::ssize(targets.files);
  for (std::span<const Target> rest = targets.files; !rest.empty();
       rest = rest.subspan(std::min(kAtOnce, rest.size()))) {
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    TRY(collect(rest.first(std::min(kAtOnce, rest.size())), repo_id, cache, collector));
  }
  const int today = utc_day(report.made_at);
  TRY_ASSIGN(const auto last, cache.seen_findings(repo_id, today));
  const auto before = last ? domain::parse_baseline(last->text) : Result<std::vector<domain::BaselineEntry>>();
  if (last && before) {
    keep_unknown(*before, targets.files, collector.seen);
    compare(*before, last->at, collector);
  }
  put_in_order(collector);
  if (collector.found.answered > 0) {
    const auto kept = cache.put_findings(repo_id, today, {report.made_at, domain::render_baseline(collector.seen)},
                                         day_of(collector, today));
    if (!kept) services.warn("what was found is not kept for the next report: " + kept.error().what);
  }
  TRY_ASSIGN(const auto counts, cache.finding_counts(repo_id, report.from_day, report.to_day));
  collector.found.days = days_in(counts);
  return std::move(collector.found);
}

}  // namespace rustassistant::app
