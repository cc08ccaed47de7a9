// SPDX-License-Identifier: MIT
#include "reuse_changes.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace rustassistant::domain {
namespace {

// What more units than that are called tells nobody which is meant, as `TEST` of a macro or `new`.
constexpr std::size_t kMostNamesakes = 10;

// Words of import statements that are no names.
bool is_import_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"import", "from",    "use",     "as",     "pub",    "crate",   "self",
                                         "super",  "std",     "const",   "static", "extern", "include", "type",
                                         "mod",    "package", "require", "define", "java",   "h",       "hpp",
                                         "js",     "ts",      "py",      "go"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// The names of imports that are not among the others.
void add_changed_imports(const std::vector<ImportLines>& imports, const std::vector<ImportLines>& others,
                         NameSet& names) {
  std::multiset<std::string_view> known;
  for (const ImportLines& other : others) known.insert(other.hash);
  for (const ImportLines& one : imports) {
    if (const auto found = known.find(one.hash); found != known.end()) {
      known.erase(found);
      continue;
    }
    for (const std::string& word : one.words) {
      if (!is_import_word(word)) names.insert(word);
    }
  }
}

// A unit by its names and those of what is around it.
using UnitPlace = std::pair<std::vector<std::string>, std::vector<std::string>>;
// What users see of the units at a place.
using SeenUnits = std::map<UnitPlace, std::set<std::string_view>>;

UnitPlace place_of(const FileUnits& file, const FileUnit& unit) {
  UnitPlace place{unit.names, {}};
  for (auto around = unit.container; around; around = file.units[*around].container) {
    const std::vector<std::string>& names = file.units[*around].names;
    place.second.insert(place.second.end(), names.begin(), names.end());
  }
  return place;
}

// Whether somebody who uses a unit sees the same of what stands in its place among the others.
bool looks_alike(const FileUnits& file, const FileUnit& unit, const SeenUnits& others) {
  if (unit.head_hash.empty() || unit.head_hash == kNothingSeen) return !unit.head_hash.empty();
  const auto found = others.find(place_of(file, unit));
  return found != others.end() && found->second.contains(unit.head_hash);
}

NameSet names_in(const FileUnits& file) {
  NameSet names;
  for (const FileUnit& unit : file.units) names.insert(unit.names.begin(), unit.names.end());
  return names;
}

// Names of earlier units that are gone and of what stands in their place.
void add_touched_names(const FileUnits& earlier, const FileUnits& now, UnitChanges& changes) {
  SeenUnits seen_before;
  SeenUnits seen_now;
  for (std::size_t i = 0; i < earlier.units.size(); ++i) {
    if (changes.is_gone[i] != 0) seen_before[place_of(earlier, earlier.units[i])].insert(earlier.units[i].head_hash);
  }
  const NameSet names_before = names_in(earlier);
  for (std::size_t i = 0; i < now.units.size(); ++i) {
    const FileUnit& unit = now.units[i];
    if (changes.same[i]) continue;
    seen_now[place_of(now, unit)].insert(unit.head_hash);
    if (unit.is_function || looks_alike(now, unit, seen_before)) continue;
    for (const std::string& name : unit.names) {
      if (names_before.contains(name)) changes.touched.insert(name);
    }
  }
  const NameSet names_now = names_in(now);
  for (std::size_t i = 0; i < earlier.units.size(); ++i) {
    if (changes.is_gone[i] == 0) continue;
    const FileUnit& unit = earlier.units[i];
    changes.gone_names.insert(unit.names.begin(), unit.names.end());
    const bool alike = looks_alike(earlier, unit, seen_now);
    for (const std::string& name : unit.names) {
      if (!alike || !names_now.contains(name)) changes.touched.insert(name);
    }
  }
}

}  // namespace

void drop_common_names(const FileUnits& file, NameSet& names) {
  std::map<std::string_view, std::size_t> counts;
  for (const FileUnit& unit : file.units) {
    for (const std::string& name : unit.names) ++counts[name];
  }
  std::erase_if(names, [&](const std::string& name) {
    const auto found = counts.find(name);
    return found != counts.end() && found->second > kMostNamesakes;
  });
}

UnitChanges changes_between(const FileUnits& earlier, const FileUnits& now) {
  UnitChanges changes;
  changes.same.resize(now.units.size());
  changes.is_gone.assign(earlier.units.size(), 1);
  std::map<std::string_view, std::vector<std::size_t>> by_hash;
  for (std::size_t i = earlier.units.size(); i-- > 0;) by_hash[earlier.units[i].hash].push_back(i);
  for (std::size_t i = 0; i < now.units.size(); ++i) {
    const auto found = by_hash.find(now.units[i].hash);
    if (found == by_hash.end() || found->second.empty()) continue;
    changes.same[i] = found->second.back();  // of equal ones the first is taken first
    changes.is_gone[found->second.back()] = 0;
    found->second.pop_back();
  }
  add_touched_names(earlier, now, changes);
  drop_common_names(earlier, changes.touched);
  drop_common_names(now, changes.touched);
  add_changed_imports(earlier.imports, now.imports, changes.touched);
  add_changed_imports(now.imports, earlier.imports, changes.touched);
  return changes;
}

}  // namespace rustassistant::domain
