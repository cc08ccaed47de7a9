// SPDX-License-Identifier: MIT
#include "rustassistant/source/locations.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "checked_locations.hpp"
#include "definitions.hpp"
#include "identity.hpp"
#include "measure.hpp"
#include "parsed.hpp"

namespace rustassistant::source {
namespace {

using domain::Location;

constexpr std::size_t kMaxChecked = 2000;  // findings; sane answers have some dozens

bool is_within(const Location& location, int lines) {
  return location.line_start >= 1 && location.line_end >= location.line_start && location.line_end <= lines;
}

// How far two ranges of lines are apart; 0 where they meet.
int distance(const Location& location, const Definition& definition) {
  if (location.line_start <= 0) return 0;
  const int end = std::max(location.line_start, location.line_end);
  if (definition.line_start > end) return definition.line_start - end;
  if (definition.line_end < location.line_start) return location.line_start - definition.line_end;
  return 0;
}

// Places by name, so that many findings in one file cost one look-up each.
class Index {
 public:
  explicit Index(Places places) {
    for (Definition& definition : places.definitions) definitions_[definition.name].push_back(std::move(definition));
    for (const Mention& mention : places.identifiers) mentions_[mention.name].push_back(mention.line);
  }

  [[nodiscard]] const Definition* nearest(const QueriedName& query, const Location& location) const {
    const auto found = definitions_.find(query.name);
    if (found == definitions_.end()) return nullptr;
    const auto rank = [&](const Definition& definition) {
      const bool elsewhere = !query.qualifier.empty() && !has_whole_word(definition.qualifier, query.qualifier);
      return std::tuple(elsewhere, distance(location, definition),
                        std::abs(definition.line_start - location.line_start));
    };
    return &*std::min_element(found->second.begin(), found->second.end(),
                              [&](const Definition& a, const Definition& b) { return rank(a) < rank(b); });
  }

  [[nodiscard]] bool is_mentioned(const std::string& name, const Location& location) const {
    const auto found = mentions_.find(name);
    if (found == mentions_.end()) return false;
    const auto line = std::lower_bound(found->second.begin(), found->second.end(), location.line_start);
    return line != found->second.end() && *line <= location.line_end;
  }

 private:
  std::map<std::string, std::vector<Definition>, std::less<>> definitions_;
  std::map<std::string, std::vector<int>, std::less<>> mentions_;  // lines, in rising order
};

void verify_in_tree(Location& location, const Index& index, int lines) {
  const QueriedName query = take_apart(location.item_name);
  if (const Definition* definition = index.nearest(query, location)) {
    location.line_start = definition->line_start;
    location.line_end = definition->line_end;
    location.verified = true;
    return;
  }
  location.verified = is_within(location, lines) && index.is_mentioned(query.name, location);
}

// The text of some lines.
class LineTable {
 public:
  explicit LineTable(std::string_view content) : content_(content) {
    starts_.push_back(0);
    for (std::size_t at = content.find('\n'); at != std::string_view::npos; at = content.find('\n', at + 1)) {
      starts_.push_back(at + 1);
    }
    starts_.push_back(content.size());
  }
  // Both lines within the file.
  [[nodiscard]] std::string_view lines(int first, int last) const {
    const std::size_t start = starts_[static_cast<std::size_t>(first) - 1];
    const std::size_t end = starts_[std::min(static_cast<std::size_t>(last), starts_.size() - 1)];
    return content_.substr(start, end - start);
  }

 private:
  std::string_view content_;
  std::vector<std::size_t> starts_;
};

void verify_in_text(Location& location, const LineTable& table, int lines) {
  const QueriedName query = take_apart(location.item_name);
  location.verified =
      is_within(location, lines) && has_whole_word(table.lines(location.line_start, location.line_end), query.name);
}

// What the finding is identified by; without a grammar the name alone, where it was found.
std::string item_of(const Location& location, const std::vector<Item>& items) {
  if (items.empty() && location.verified == true) return take_apart(location.item_name).name;
  return identity_of(items, location);
}

}  // namespace

int count_lines(std::string_view content) {
  const auto ends = static_cast<int>(std::count(content.begin(), content.end(), '\n'));
  return content.empty() || content.back() == '\n' ? ends : ends + 1;
}

void check_locations(std::span<Location* const> locations, const ParsedText& parsed) {
  const int lines = count_lines(parsed.content());
  const auto checked = locations.first(std::min(locations.size(), kMaxChecked));
  for (Location* location : locations) location->verified = false;
  std::set<std::string, std::less<>> wanted;
  for (Location* location : checked) {
    if (location->item_name.empty()) {
      location->verified = is_within(*location, lines);
    } else if (std::string name = take_apart(location->item_name).name; !name.empty()) {
      wanted.insert(std::move(name));
    }
  }
  FoundPlaces found = find_places(parsed, wanted);
  const Index index(std::move(found.places));
  const LineTable table(found.parsed ? std::string_view() : parsed.content());
  for (Location* location : checked) {
    if (location->item_name.empty()) continue;
    if (!found.parsed) {
      verify_in_text(*location, table, lines);
    } else {
      verify_in_tree(*location, index, lines);
    }
  }
  const std::vector<Item> items = items_in(parsed);
  for (Location* location : locations) location->qualified_name = item_of(*location, items);
}

void check(domain::Analysis& analysis, std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  if (parsed.grammar() != nullptr) analysis.unparsed = unparsed_of(parsed);
  std::vector<Location*> locations;
  locations.reserve(analysis.smells.size());
  for (domain::Smell& smell : analysis.smells) locations.push_back(&smell.location);
  check_locations(locations, parsed);
}

}  // namespace rustassistant::source
