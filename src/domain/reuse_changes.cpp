// SPDX-License-Identifier: MIT
#include "reuse_changes.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace rustassistant::domain {
namespace {

// Words of import statements that are no names.
bool is_import_word(std::string_view word) {
  constexpr std::string_view kWords[] = {"import",  "from",   "use",    "as",     "pub",     "crate", "self", "super",
                                         "std",     "const",  "static", "extern", "include", "type",  "mod",  "package",
                                         "require", "define", "java",   "h",      "hpp",     "js",    "ts",   "py"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// The words of imports whose text is not among the others.
NameSet words_of_changed(const std::vector<ImportLines>& imports, const std::vector<ImportLines>& others) {
  std::multiset<std::string_view> known;
  for (const ImportLines& other : others) known.insert(other.hash);
  NameSet words;
  for (const ImportLines& one : imports) {
    if (const auto found = known.find(one.hash); found != known.end()) {
      known.erase(found);
      continue;
    }
    for (const std::string& word : one.words) {
      if (!is_import_word(word)) words.insert(word);
    }
  }
  return words;
}

// A list that only grew or shrank changes nothing of what stays in it.
void add_import_names(const FileUnits& earlier, const FileUnits& now, NameSet& names) {
  const NameSet before = words_of_changed(earlier.imports, now.imports);
  const NameSet behind = words_of_changed(now.imports, earlier.imports);
  const bool grew = std::includes(behind.begin(), behind.end(), before.begin(), before.end());
  const bool shrank = std::includes(before.begin(), before.end(), behind.begin(), behind.end());
  if (grew || shrank) {
    std::set_symmetric_difference(before.begin(), before.end(), behind.begin(), behind.end(),
                                  std::inserter(names, names.end()));
  } else {
    names.insert(before.begin(), before.end());
    names.insert(behind.begin(), behind.end());
  }
}

// A function by its name and those of what is around it.
using FunctionPlace = std::pair<std::vector<std::string>, std::vector<std::string>>;

FunctionPlace place_of(const FileUnits& file, const FileUnit& unit) {
  FunctionPlace place{unit.names, {}};
  for (auto around = unit.container; around; around = file.units[*around].container) {
    const std::vector<std::string>& names = file.units[*around].names;
    place.second.insert(place.second.end(), names.begin(), names.end());
  }
  return place;
}

NameSet names_in(const FileUnits& file) {
  NameSet names;
  for (const FileUnit& unit : file.units) names.insert(unit.names.begin(), unit.names.end());
  return names;
}

// Names of earlier units that are gone and of what stands in their place.
void add_touched_names(const FileUnits& earlier, const FileUnits& now, UnitChanges& changes) {
  std::map<FunctionPlace, std::multiset<std::string_view>> signatures;
  const NameSet names_before = names_in(earlier);
  for (std::size_t i = 0; i < now.units.size(); ++i) {
    const FileUnit& unit = now.units[i];
    if (changes.same[i]) continue;
    if (unit.is_function) signatures[place_of(now, unit)].insert(unit.head_hash);
    for (const std::string& name : unit.names) {
      if (!unit.is_function && names_before.contains(name)) changes.touched.insert(name);
    }
  }
  const NameSet names_now = names_in(now);
  for (std::size_t i = 0; i < earlier.units.size(); ++i) {
    if (changes.is_gone[i] == 0) continue;
    const FileUnit& unit = earlier.units[i];
    changes.gone_names.insert(unit.names.begin(), unit.names.end());
    const auto found = signatures.find(place_of(earlier, unit));
    const bool same_signature = unit.is_function && found != signatures.end() && found->second.contains(unit.head_hash);
    for (const std::string& name : unit.names) {
      if (!same_signature || !names_now.contains(name)) changes.touched.insert(name);
    }
  }
}

}  // namespace

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
  add_import_names(earlier, now, changes.touched);
  return changes;
}

}  // namespace rustassistant::domain
