// SPDX-License-Identifier: MIT
#include "rustassistant/domain/changes.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "rustassistant/base/text.hpp"

namespace rustassistant::domain {
namespace {

constexpr std::size_t kMostBytes = 64U << 20U;
constexpr std::int64_t kMostLines = 1'000'000'000;
constexpr const char* kHint = "give what `git diff`, `gh pr diff` or `diff -u` prints";

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "\303\251" and the like within the quotes that git puts around unusual paths.
std::optional<std::string> unquoted(std::string_view text) {
  std::string plain;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] != '\\') {
      plain += text[i];
      continue;
    }
    if (++i + 1 >= text.size()) return std::nullopt;
    constexpr std::string_view kLetters = "abtnvfr\"\\";
    constexpr std::string_view kBytes = "\a\b\t\n\v\f\r\"\\";
    if (const auto letter = kLetters.find(text[i]); letter != std::string_view::npos) {
      plain += kBytes[letter];
      continue;
    }
    unsigned value = 0;
    std::size_t digits = 0;
    for (; digits < 3 && i + 1 < text.size() && text[i] >= '0' && text[i] <= '7'; ++digits, ++i) {
      value = value * 8 + static_cast<unsigned>(text[i] - '0');
    }
    if (digits != 3 || value > 0xFF) return std::nullopt;
    --i;
    plain += static_cast<char>(value);
  }
  return plain;
}

// The path of a "+++ " or "rename to " line; empty for /dev/null.
std::optional<std::string> path_in(std::string_view text) {
  if (text.starts_with('"')) {
    const auto end = text.rfind('"');
    if (end == 0) return std::nullopt;
    return unquoted(text.substr(0, end + 1));
  }
  text = text.substr(0, text.find('\t'));  // diff -u appends the time
  while (text.ends_with('\r')) text.remove_suffix(1);
  return std::string(text);
}

// What two paths end with, from the beginning of a folder's or file's name on.
std::string_view common_end(std::string_view a, std::string_view b) {
  std::size_t size = 0;
  std::size_t kept = 0;
  while (size < std::min(a.size(), b.size()) && a[a.size() - 1 - size] == b[b.size() - 1 - size]) {
    if (b[b.size() - 1 - size] == '/') kept = size;
    ++size;
  }
  if (size == a.size() && size == b.size()) kept = size;
  return b.substr(b.size() - kept);
}

// A new path without what git put before it: "b/", and with other settings "w/" or whatever. Both sides have the same
// path then, as git names a rename by itself, without prefixes.
std::string_view without_prefix(std::string_view path, std::string_view old_path) {
  if (old_path.starts_with("a/") && path.starts_with("b/")) return path.substr(2);
  const std::string_view end = common_end(old_path, path);
  return end.empty() || end.size() == old_path.size() ? path : end;
}

// A line without the sequences that set colors; `buffer` holds it where it had some.
std::string_view without_colors(std::string_view line, std::string& buffer) {
  if (line.find('\x1B') == std::string_view::npos) return line;
  buffer.clear();
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line.substr(i, 2) == "\x1B[") {
      const std::size_t end = line.find_first_not_of("0123456789;", i + 2);
      if (end != std::string_view::npos && (line[end] == 'm' || line[end] == 'K')) {
        i = end;
        continue;
      }
    }
    buffer += line[i];
  }
  return buffer;
}

struct Hunk {
  std::int64_t old_count = 1;
  std::int64_t new_start = 0;
  std::int64_t new_count = 1;
};

// "12,3" or "12".
bool take_range(std::string_view& text, std::int64_t& start, std::int64_t& count) {
  const auto end = text.find_first_not_of("0123456789,");
  const std::string_view range = text.substr(0, end);
  text.remove_prefix(range.size());
  const auto comma = range.find(',');
  const auto first = parse_integer(range.substr(0, comma));
  const auto length =
      comma == std::string_view::npos ? std::optional<std::int64_t>(1) : parse_integer(range.substr(comma + 1));
  if (!first || !length || *first > kMostLines || *length > kMostLines) return false;
  start = *first;
  count = *length;
  return true;
}

// What follows "@@ ".
std::optional<Hunk> hunk_in(std::string_view text) {
  Hunk hunk;
  std::int64_t old_start = 0;
  const bool whole = take_prefix(text, "-") && take_range(text, old_start, hunk.old_count) && take_prefix(text, " +") &&
                     take_range(text, hunk.new_start, hunk.new_count) && take_prefix(text, " @@");
  if (!whole) return std::nullopt;
  return hunk;
}

// Hunks that do not come in order, as no tool writes them, must not hide each other.
void put_in_order(std::vector<LineRange>& lines) {
  std::ranges::sort(lines, {}, &LineRange::line_start);
  std::size_t kept = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].line_start <= lines[kept].line_end + 1) {
      lines[kept].line_end = std::max(lines[kept].line_end, lines[i].line_end);
    } else {
      lines[++kept] = lines[i];
    }
  }
  if (!lines.empty()) lines.resize(kept + 1);
}

class DiffReader {
 public:
  explicit DiffReader(std::string_view text) : rest_(text) {}

  Result<Changes> read() {
    for (std::string_view line; next(line);) {
      has_text_ = has_text_ || !trim(line).empty();
      TRY(header(line));
    }
    end_file();
    if (has_text_ && !names_files_) return fail(Errc::input, "not a unified diff: it names no file", kHint);
    return std::move(changes_);
  }

 private:
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const auto end = rest_.find('\n');
    line = without_colors(rest_.substr(0, end), line_);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++number_;
    return true;
  }

  [[nodiscard]] tl::unexpected<Error> malformed(std::string_view why) const {
    return fail(Errc::input, "not a unified diff: line " + std::to_string(number_) + ": " + std::string(why), kHint);
  }

  Result<void> header(std::string_view line) {
    names_files_ = names_files_ || names_file(line);
    if (take_prefix(line, "diff --git ")) {
      end_file();
      from_git_ = true;
      both_paths_ = line;
    } else if (line.starts_with("diff --cc ") || line.starts_with("diff --combined ") || line.starts_with("@@@ ")) {
      return malformed("a combined diff, which names no single older file");
    } else if (take_prefix(line, "* Unmerged path ")) {
      if (auto path = path_in(line)) changes_.conflicted.push_back(*std::move(path));
    } else if (take_prefix(line, "rename to ") || take_prefix(line, "copy to ")) {
      TRY(name_file(line));
      is_renamed_ = true;
    } else if (take_prefix(line, "--- ")) {
      if (!from_git_) end_file();
      old_path_ = path_in(line).value_or("");
      file_.is_new = old_path_ == "/dev/null";
    } else if (take_prefix(line, "+++ ")) {
      if (!is_renamed_) TRY(name_file(line));
    } else if (take_prefix(line, "@@ ")) {
      const auto hunk = hunk_in(line);
      if (!hunk) return malformed("a malformed hunk header");
      if (file_.path.empty() && !removed_) return malformed("a hunk without a file");
      return body(*hunk);
    }
    return {};
  }

  // Whether a line is one that some file comes with, in a diff that may have no hunk.
  static bool names_file(std::string_view line) {
    constexpr std::string_view kBeginnings[] = {"diff ", "+++ ", "Only in ", "Binary files ", "* Unmerged path "};
    return std::any_of(std::begin(kBeginnings), std::end(kBeginnings),
                       [&](std::string_view beginning) { return line.starts_with(beginning); });
  }

  Result<void> name_file(std::string_view text) {
    const auto path = path_in(text);
    if (!path || path->empty()) return malformed("a malformed path");
    removed_ = path == "/dev/null";
    if (removed_) return {};
    std::string_view name = bare(*path);
    take_prefix(name, "./");
    file_.path = name;
    return {};
  }

  // A new path without the prefix of its side.
  [[nodiscard]] std::string_view bare(std::string_view path) const {
    if (!from_git_) {
      if (old_path_.starts_with("a/") || file_.is_new) take_prefix(path, "b/");
      return path;
    }
    if (!file_.is_new) return old_path_.empty() ? path : without_prefix(path, old_path_);
    // Of a new file only the line that begins it has the path twice.
    std::string_view old_path = both_paths_;
    const bool is_plain = old_path.size() > path.size() && old_path.ends_with(path);
    if (!is_plain) return path.starts_with("b/") ? path.substr(2) : path;
    old_path.remove_suffix(path.size() + 1);
    return without_prefix(path, old_path);
  }

  Result<void> body(const Hunk& hunk) {
    std::int64_t old_left = hunk.old_count;
    std::int64_t new_left = hunk.new_count;
    // Of a hunk without new lines, the line before it is named.
    std::int64_t at = hunk.new_start + (hunk.new_count == 0 ? 1 : 0);
    bool removed = false;
    bool added = false;
    const auto end_group = [&] {
      if (removed && !added) mark(std::max<std::int64_t>(at - 1, 1), at);
      removed = added = false;
    };
    while (old_left > 0 || new_left > 0) {
      std::string_view line;
      if (!next(line)) return malformed("the diff ends within a hunk");
      const char sign = line.empty() ? ' ' : line.front();
      if (sign == '+') {
        mark(at, at);
        added = true;
        ++at;
        --new_left;
      } else if (sign == '-') {
        removed = true;
        --old_left;
      } else if (sign == ' ' || sign == '\r') {
        end_group();
        ++at;
        --old_left;
        --new_left;
      } else if (sign != '\\') {
        return malformed("neither added, removed nor context");
      }
      if (old_left < 0 || new_left < 0) return malformed("a hunk that is longer than its header says");
    }
    end_group();
    return {};
  }

  // A line 0 is none, whatever a header says.
  void mark(std::int64_t first, std::int64_t last) {
    first = std::max<std::int64_t>(first, 1);
    last = std::max(last, first);
    auto& lines = file_.lines;
    if (!lines.empty() && first >= lines.back().line_start && first <= lines.back().line_end + 1) {
      lines.back().line_end = std::max(lines.back().line_end, static_cast<int>(last));
    } else {
      lines.push_back({static_cast<int>(first), static_cast<int>(last)});
    }
  }

  void end_file() {
    put_in_order(file_.lines);
    if (!file_.path.empty() && !removed_) changes_.files.push_back(std::move(file_));
    file_ = {};
    removed_ = false;
    is_renamed_ = false;
    old_path_.clear();
  }

  std::string_view rest_;
  std::int64_t number_ = 0;
  Changes changes_;
  ChangedFile file_;
  std::string line_;        // where it had colors
  std::string old_path_;    // of the file's "--- " line
  std::string both_paths_;  // of its "diff --git " line
  bool from_git_ = false;
  bool is_renamed_ = false;
  bool removed_ = false;
  bool has_text_ = false;
  bool names_files_ = false;
};

}  // namespace

Result<Changes> parse_unified_diff(std::string_view text) {
  if (text.size() > kMostBytes) return fail(Errc::input, "the diff is larger than 64 MiB");
  return DiffReader(text).read();
}

int first_changed_line(const ChangedFile& file, LineRange span) {
  for (const LineRange& range : file.lines) {
    if (range.line_end >= span.line_start)
      return range.line_start <= span.line_end ? std::max(range.line_start, span.line_start) : 0;
  }
  return 0;
}

bool touches(const ChangedFile& file, LineRange span) {
  return first_changed_line(file, span) > 0;
}

}  // namespace rustassistant::domain
