// SPDX-License-Identifier: MIT
#include "blame.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kMostRanges = 100;  // above, the whole file is asked about
constexpr std::size_t kMaxAuthor = 120;   // bytes
constexpr std::int64_t kDayMs = 86'400'000;

struct Commit {
  BlamedLine line;
  bool uncommitted = false;
};

// Takes the first word of a line.
std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

bool is_commit(std::string_view word) {
  return (word.size() == 40 || word.size() == 64) &&
         word.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class BlameReader {
 public:
  explicit BlameReader(UnixMillis now) : now_(now) {}

  void take(std::string_view line) {
    if (line.starts_with('\t')) return finish();
    std::string_view rest = line;
    const std::string_view word = take_word(rest);
    if (is_commit(word)) return begin(word, rest);
    if (current_ == nullptr) return;
    if (word == "author") current_->line.origin.author = to_valid_utf8(rest.substr(0, kMaxAuthor));
    if (word == "author-time") written(rest);
    if (word == "boundary") current_->line.old = true;
  }

  BlamedLines lines() && { return std::move(lines_); }

 private:
  void begin(std::string_view commit, std::string_view numbers) {
    take_word(numbers);  // the line's number in that commit
    number_ = parse_integer(take_word(numbers)).value_or(0);
    current_ = &commits_[std::string(commit)];
    current_->uncommitted = commit.find_first_not_of('0') == std::string_view::npos;
    current_->line.origin.commit = current_->uncommitted ? std::string() : std::string(commit);
  }

  void written(std::string_view seconds) {
    constexpr std::int64_t kFarthest = 253'402'300'799;  // the end of the year 9999
    const std::int64_t value = std::clamp<std::int64_t>(parse_integer(seconds).value_or(0), 0, kFarthest);
    current_->line.origin.written = {value * 1000};
    current_->line.origin.age_days = std::max<std::int64_t>(0, (now_.value - value * 1000) / kDayMs);
  }

  void finish() {
    if (current_ == nullptr) return;
    BlamedLine line = current_->line;
    if (current_->uncommitted) line = {};
    if (number_ > 0 && number_ <= 1'000'000'000) lines_[static_cast<int>(number_)] = std::move(line);
    current_ = nullptr;
  }

  UnixMillis now_;
  std::map<std::string, Commit> commits_;  // what is said of a commit stands at its first line only
  Commit* current_ = nullptr;
  std::int64_t number_ = 0;
  BlamedLines lines_;
};

}  // namespace

BlamedLines parse_blame(std::string_view porcelain, UnixMillis now) {
  BlameReader reader(now);
  for (const std::string_view line : split(porcelain, '\n')) reader.take(line);
  return std::move(reader).lines();
}

BlamedLines blame(const sys::Git& git, const std::string& path, const std::vector<int>& lines,
                  const std::string& without, UnixMillis now) {
  std::vector<std::string> command{"blame", "--porcelain", "--root", "-w", "--no-textconv", "--encoding=UTF-8"};
  if (lines.size() <= kMostRanges) {
    for (const int line : lines) {
      command.emplace_back("-L");
      command.push_back(std::to_string(line) + ",+1");
    }
  }
  if (!without.empty()) command.push_back("^" + without);
  command.emplace_back("--");
  command.push_back(path);
  const auto output = git.output(command, {64U << 20U, std::chrono::seconds(30)});
  if (!output) {
    sys::log_debug("no origins: " + output.error().what);
    return {};
  }
  return parse_blame(*output, now);
}

}  // namespace rustassistant::app
