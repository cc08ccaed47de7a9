// SPDX-License-Identifier: MIT
#include "rustassistant/domain/findings_change.hpp"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace rustassistant::domain {
namespace {

using Texts = std::pair<std::string_view, std::string_view>;

// The files with an answer, by type, and the fingerprints.
struct Seen {
  explicit Seen(SeenList list) {
    for (const BaselineEntry& entry : list) {
      if (is_finding(entry)) {
        fingerprints.insert(entry.fingerprint);
      } else {
        files.emplace(entry.kind, entry.path);
      }
    }
  }
  [[nodiscard]] bool has_file(const BaselineEntry& entry) const { return files.contains({type_of(entry), entry.path}); }

  std::set<Texts> files;
  std::set<std::string_view> fingerprints;
};

}  // namespace

BaselineEntry seen_entry(const Finding& finding) {
  BaselineEntry entry = entry_of(finding);
  entry.kind.insert(0, std::string(name_of(finding.type)) + "/");
  return entry;
}

BaselineEntry seen_file(std::string_view type, const std::string& path) {
  return {{}, path, std::string(type), {}, {}, {}};
}

bool is_finding(const BaselineEntry& entry) {
  return !entry.fingerprint.empty();
}

std::string_view type_of(const BaselineEntry& entry) {
  return std::string_view(entry.kind).substr(0, entry.kind.find('/'));
}

FindingsChange compare_findings(SeenList before, SeenList now) {
  const Seen then(before);
  const Seen today(now);
  FindingsChange change;
  std::map<Texts, std::int64_t> missing;  // by kind and item
  for (const BaselineEntry& entry : before) {
    if (!is_finding(entry) || today.fingerprints.contains(entry.fingerprint)) continue;
    ++change.gone;
    if (!entry.item.empty() || !today.has_file(entry)) ++missing[{entry.kind, entry.item}];
  }
  for (const BaselineEntry& entry : now) {
    if (!is_finding(entry) || then.fingerprints.contains(entry.fingerprint)) continue;
    const bool is_first = !then.has_file(entry);
    const auto same = missing.find({entry.kind, entry.item});
    if (same != missing.end() && same->second > 0 && (is_first || !entry.item.empty())) {
      --same->second;
      --change.gone;
      ++change.moved;
    } else {
      ++change.added;
      if (is_first) ++change.first_seen;
    }
  }
  return change;
}

}  // namespace rustassistant::domain
