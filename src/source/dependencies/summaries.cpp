// SPDX-License-Identifier: MIT
#include "rustassistant/source/summaries.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "import_reader.hpp"
#include "names.hpp"
#include "rustassistant/base/ascii.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::string_view kCutMark = " ...";

// Counts the identifiers of a tree.
class NameVisitor {
 public:
  NameVisitor(std::string_view text, NameCounts& counts) : text_(text), counts_(counts) {}

  void enter(TSNode node, TSFieldId /*field*/) {
    if (ts_node_child_count(node) > 0 || !ts_node_is_named(node)) return;
    const std::string_view kind = ts_node_type(node);
    if (kind.find("identifier") != std::string_view::npos || has_word(" word variable_name ", kind))
      return count(text_of(node, text_));
    // The text of a macro is one token to the grammar.
    if (kind == "preproc_arg") visit_words(text_of(node, text_), [this](std::string_view word) { count(word); });
  }
  void leave() {}

 private:
  void count(std::string_view name) {
    const auto found = counts_.find(name);
    if (found == counts_.end()) {
      counts_.emplace(name, 1);
    } else {
      ++found->second;
    }
  }

  std::string_view text_;
  NameCounts& counts_;
};

// "b" of "a::b" and "a.b".
std::string_view own_name(std::string_view name) {
  const std::size_t at = name.find_last_of(":.");
  return at == std::string_view::npos ? name : name.substr(at + 1);
}

// The tokens of a signature in one line, without what would break it.
std::string shown_signature(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(std::min(text.size(), text.find_first_not_of(' ')))) {
    const bool blank = ascii::is_space(c) || static_cast<unsigned char>(c) < 0x20;
    if (!blank || !shown.ends_with(' ')) shown += blank ? ' ' : c;
  }
  if (shown.size() <= kMaxSignatureBytes) return shown;
  const std::size_t blank = shown.rfind(' ', kMaxSignatureBytes - kCutMark.size());
  shown.resize(blank == std::string::npos ? 0 : blank);
  return shown.append(kCutMark);
}

// What a file uses of one other.
struct UsedLines {
  int count = 0;
  std::vector<std::string> lines;  // sorted
  // The most used first; where files are used alike, what they are called plays no part.
  [[nodiscard]] bool operator<(const UsedLines& other) const {
    return std::tie(other.count, lines) < std::tie(count, other.lines);
  }
};

// Finds it.
class UseFinder {
 public:
  UseFinder(const NameCounts& names, const Dependency& edge) : names_(names), edge_(edge) {}

  [[nodiscard]] UsedLines find_in(const Interface& interface) const {
    UsedLines used;
    std::set<std::string_view> counted;
    for (const PublicItem& item : interface.items) {
      const int count = item.name.empty() ? uses_of_unnamed(item.text) : uses_of_name(item);
      if (count == 0) continue;
      if (item.name.empty() || counted.insert(item.name).second) used.count += count;
      used.lines.push_back(shown_signature(item.text));
    }
    std::sort(used.lines.begin(), used.lines.end());
    used.lines.erase(std::unique(used.lines.begin(), used.lines.end()), used.lines.end());
    return used;
  }

 private:
  [[nodiscard]] int uses_of(std::string_view name) const {
    const bool is_named = std::binary_search(edge_.symbols.begin(), edge_.symbols.end(), name);
    if (!is_named && !edge_.whole) return 0;
    const auto found = names_.find(name);
    if (found != names_.end()) return found->second;
    return is_named ? 1 : 0;
  }

  [[nodiscard]] int uses_of_name(const PublicItem& item) const {
    const int count = uses_of(own_name(item.name));
    const bool is_default = count == 0 && item.text.starts_with(" export default ");
    return is_default ? uses_of("default") : count;
  }

  // Several names in one item: a list of constants, names that are handed on. Not where it names a package or a path.
  [[nodiscard]] int uses_of_unnamed(std::string_view text) const {
    if (text.starts_with(" package ") || text.find_first_of("\"'`") != std::string_view::npos) return 0;
    int most = 0;
    visit_words(text, [&](std::string_view word) { most = std::max(most, uses_of(word)); });
    return most;
  }

  const NameCounts& names_;
  const Dependency& edge_;
};

}  // namespace

FileUses uses_of(std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  FileUses uses{imports_in(parsed), {}};
  if (parsed.grammar() == nullptr || !parsed.parsed()) return uses;
  NameVisitor visitor(parsed.text(), uses.names);
  traverse(parsed.root(), visitor);
  return uses;
}

std::string summary_of(const NameCounts& names, std::span<const UsedFile> files) {
  std::vector<UsedLines> used;
  for (const UsedFile& file : files) {
    UsedLines uses = UseFinder(names, *file.edge).find_in(*file.interface);
    if (!uses.lines.empty()) used.push_back(std::move(uses));
  }
  std::sort(used.begin(), used.end());
  std::string summary;
  for (const UsedLines& uses : used) {
    std::string_view before = summary.empty() ? "" : "\n";
    for (const std::string& line : uses.lines) {
      if (summary.size() + before.size() + line.size() + 1 > kMaxSummaryBytes) continue;
      summary.append(before).append(line).append("\n");
      before = {};
    }
  }
  return summary;
}

}  // namespace rustassistant::source
