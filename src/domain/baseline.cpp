// SPDX-License-Identifier: MIT
#include "rustassistant/domain/baseline.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/domain/fingerprint.hpp"
#include "rustassistant/domain/kind_catalog.hpp"

namespace rustassistant::domain {
namespace {

constexpr codec::JsonLimits kLimits{64U << 20U, 8};

tl::unexpected<Error> malformed(std::string what) {
  return fail(Errc::config, "the baseline is malformed: " + std::move(what),
              "restore it from version control, or remove it and write it again with --write-baseline");
}

Result<std::string> text_member(const nlohmann::json& entry, const char* name) {
  const auto found = entry.find(name);
  if (found == entry.end() || !found->is_string()) return malformed("a finding without a text " + std::string(name));
  return found->get<std::string>();
}

Result<BaselineEntry> parse_entry(const nlohmann::json& json) {
  if (!json.is_object()) return malformed("a finding that is not an object");
  BaselineEntry entry;
  TRY_ASSIGN(entry.fingerprint, text_member(json, "fingerprint"));
  TRY_ASSIGN(entry.path, text_member(json, "path"));
  TRY_ASSIGN(entry.kind, text_member(json, "kind"));
  TRY_ASSIGN(entry.item, text_member(json, "item"));
  TRY_ASSIGN(const std::string severity, text_member(json, "severity"));
  const auto known = severity_named(severity);
  if (!known) return malformed("unknown severity '" + neutralise(severity) + "'");
  entry.severity = *known;
  if (const auto value = json.find("value"); value != json.end()) {
    if (!value->is_number_integer()) return malformed("a value that is not a whole number");
    entry.value = value->get<std::int64_t>();
  }
  return entry;
}

nlohmann::ordered_json to_json(const BaselineEntry& entry) {
  nlohmann::ordered_json json{{"fingerprint", entry.fingerprint},
                              {"path", entry.path},
                              {"kind", entry.kind},
                              {"item", entry.item},
                              {"severity", name_of(entry.severity)}};
  if (entry.value) json["value"] = *entry.value;
  return json;
}

auto order_of(const BaselineEntry& entry) {
  return std::tie(entry.path, entry.kind, entry.item, entry.fingerprint);
}

bool has_grown(const Finding& now, const BaselineEntry& accepted) {
  if (now.severity > accepted.severity) return true;
  if (!now.value || !accepted.value) return false;
  return static_cast<double>(*now.value) > 1.1 * static_cast<double>(*accepted.value);
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Entry for each finding, or kNone.
class Matcher {
 public:
  Matcher(std::span<const BaselineEntry> baseline, std::span<const Finding> findings)
      : baseline_(baseline), findings_(findings), entry_of_(findings.size(), kNone), taken_(baseline.size(), false) {}

  void by_fingerprint() {
    std::map<std::string_view, std::size_t> entries;
    for (std::size_t i = 0; i < baseline_.size(); ++i) entries.emplace(baseline_[i].fingerprint, i);
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      const auto found = entries.find(findings_[i].fingerprint);
      if (found != entries.end() && !taken_[found->second]) pair(i, found->second);
    }
  }

  // A finding agrees with an entry of another path when it would have had the entry's fingerprint there.
  void by_rename(const std::function<EntryFile(const BaselineEntry&)>& file_of) {
    std::map<std::pair<std::string_view, std::string_view>, std::vector<std::size_t>> unmatched;  // by kind and item
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      if (entry_of_[i] == kNone) unmatched[{findings_[i].kind, findings_[i].item}].push_back(i);
    }
    std::map<std::size_t, std::vector<std::size_t>> candidates;  // entries of a finding
    for (std::size_t entry = 0; entry < baseline_.size(); ++entry) {
      if (taken_[entry] || !may_have_moved(file_of(baseline_[entry]))) continue;
      const auto same = unmatched.find({baseline_[entry].kind, baseline_[entry].item});
      if (same == unmatched.end()) continue;
      std::vector<std::size_t> agreeing;
      for (const std::size_t finding : same->second) {
        if (agrees(findings_[finding], baseline_[entry])) agreeing.push_back(finding);
      }
      if (agreeing.size() == 1) candidates[agreeing.front()].push_back(entry);
    }
    for (const auto& [finding, entries] : candidates) {
      if (entries.size() == 1) pair(finding, entries.front());
    }
  }

  BaselineMatch result(const std::function<EntryFile(const BaselineEntry&)>& file_of) const {
    BaselineMatch match;
    std::map<std::size_t, std::size_t> finding_of;
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      match.standings.push_back(standing_of(i));
      if (entry_of_[i] != kNone) finding_of[entry_of_[i]] = i;
    }
    for (std::size_t i = 0; i < baseline_.size(); ++i) {
      if (taken_[i]) {
        BaselineEntry entry = baseline_[i];
        const Finding& now = findings_[finding_of.at(i)];
        entry.path = now.path;
        entry.fingerprint = now.fingerprint;
        match.remaining.push_back(std::move(entry));
      } else {
        const EntryFile file = file_of(baseline_[i]);
        const bool is_gone = file == EntryFile::reviewed || file == EntryFile::missing;
        (is_gone ? match.gone : match.remaining).push_back(baseline_[i]);
      }
    }
    return match;
  }

 private:
  static bool may_have_moved(EntryFile file) { return file == EntryFile::missing || file == EntryFile::astray; }

  void pair(std::size_t finding, std::size_t entry) {
    entry_of_[finding] = entry;
    taken_[entry] = true;
  }

  static bool agrees(const Finding& finding, const BaselineEntry& entry) {
    return fingerprint({name_of(finding.type), entry.kind, entry.path, entry.item, finding.ordinal}) ==
           entry.fingerprint;
  }

  [[nodiscard]] Standing standing_of(std::size_t finding) const {
    if (entry_of_[finding] == kNone) return Standing::added;
    const BaselineEntry& accepted = baseline_[entry_of_[finding]];
    const Finding& now = findings_[finding];
    if (has_grown(now, accepted)) return Standing::worse;
    return now.path == accepted.path ? Standing::known : Standing::moved;
  }

  std::span<const BaselineEntry> baseline_;
  std::span<const Finding> findings_;
  std::vector<std::size_t> entry_of_;
  std::vector<bool> taken_;
};

}  // namespace

Result<std::vector<BaselineEntry>> parse_baseline(std::string_view text) {
  const auto json = codec::parse_json(text, kLimits);
  if (!json) return malformed(json.error().what);
  if (!json->is_object()) return malformed("it is not a JSON object");
  TRY_ASSIGN(const std::string schema, text_member(*json, "schema"));
  if (schema != kBaselineSchema) {
    return fail(Errc::config, "the baseline has the version '" + neutralise(schema) + "'",
                "this program reads " + std::string(kBaselineSchema) + "; use the version that wrote it");
  }
  const auto findings = json->find("findings");
  if (findings == json->end() || !findings->is_array()) return malformed("it has no list of findings");
  std::vector<BaselineEntry> entries;
  entries.reserve(findings->size());
  for (const auto& finding : *findings) {
    TRY_ASSIGN(auto entry, parse_entry(finding));
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string render_baseline(std::span<const BaselineEntry> entries) {
  std::vector<BaselineEntry> sorted(entries.begin(), entries.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const BaselineEntry& a, const BaselineEntry& b) { return order_of(a) < order_of(b); });
  std::string text = "{\"schema\": \"" + std::string(kBaselineSchema) + "\", \"findings\": [";
  for (const BaselineEntry& entry : sorted) {
    text += text.ends_with('[') ? "\n" : ",\n";
    text += codec::dump_json(to_json(entry), codec::JsonStyle::compact);
  }
  return text + "\n]}\n";
}

BaselineEntry entry_of(const Finding& finding) {
  return {finding.fingerprint, finding.path, finding.kind, finding.item, finding.severity, finding.value};
}

bool is_of(const BaselineEntry& entry, AnalysisType type) {
  const KindFacts* facts = facts_of(entry.kind);
  return facts != nullptr && facts->type == type;
}

bool needs_model(const BaselineEntry& entry) {
  const KindFacts* facts = facts_of(entry.kind);
  return facts == nullptr || (facts->finder != Finder::builtin && !entry.value);
}

BaselineMatch match_baseline(std::span<const BaselineEntry> baseline, std::span<const Finding> findings,
                             const std::function<EntryFile(const BaselineEntry& entry)>& file_of) {
  Matcher matcher(baseline, findings);
  matcher.by_fingerprint();
  matcher.by_rename(file_of);
  return matcher.result(file_of);
}

}  // namespace rustassistant::domain
