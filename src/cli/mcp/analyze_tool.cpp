// SPDX-License-Identifier: MIT
#include "analyze_tool.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "rustassistant/app/analyze.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/document.hpp"
#include "rustassistant/render/report.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
namespace {

// What the head and the summary of a report take at most, roughly.
constexpr std::size_t kAround = 3'000;
constexpr std::size_t kRoom = kMaxToolAnswer - kAround;

constexpr std::size_t kMostErrors = 5;

// A file and an item of it. Paths may hold anything, so that a file is named by its path's hash.
struct Cursor {
  std::string file;
  std::size_t item = 0;
};

std::string file_mark(std::string_view shown) {
  return to_hex(codec::sha256(shown)).substr(0, 16);
}

std::optional<Cursor> parse_cursor(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != 16) return std::nullopt;
  const auto item = parse_integer(text.substr(colon + 1));
  if (!item || *item < 0) return std::nullopt;
  return Cursor{std::string(text.substr(0, colon)), static_cast<std::size_t>(*item)};
}

std::unique_ptr<render::Report> new_report(std::string_view format) {
  const render::FormatRow* const row = render::format_named(format);
  render::ReportOptions options;
  options.view.format = row->format;
  options.detail = render::Detail::all;
  return row->make(options);
}

// Without the blanks that a line begins with.
std::size_t dense_size(std::string_view text) {
  std::size_t size = 0;
  bool indent = false;
  for (const char c : text) {
    indent = c == '\n' || (indent && c == ' ');
    if (!indent) ++size;
  }
  return size;
}

// What a file takes in the larger one of the two reports.
std::size_t shown_size(const app::FileResult& result) {
  const auto text = new_report("text");
  const auto json = new_report("json");
  const std::size_t text_size = text->begin(1).size() + text->file(result).size();
  return std::max(text_size, dense_size(json->begin(1) + json->file(result)));
}

// Reports on files until they fill an answer.
class Page {
 public:
  Page(std::string path, const std::string& cursor) : path_(std::move(path)) {
    if (cursor.empty()) return;
    from_ = parse_cursor(cursor);
    if (!from_) from_ = Cursor{};
  }

  [[nodiscard]] const std::optional<Cursor>& from() const { return from_; }

  void begin(std::int64_t files) {
    text_ += text_report_->begin(files);
    json_ += json_report_->begin(files);
  }

  // False: the page is full.
  bool file(const app::FileResult& result) {
    if (!next_.empty()) return false;
    if (!result.answer) note(result.place.shown, result.answer.error());
    const std::string mark = file_mark(result.place.shown);
    const std::size_t first = from_ && from_->file == mark ? from_->item : 0;
    const std::size_t all = std::max(items_of(result), first);
    const app::FileResult rest = part_of(result, first, all - first);
    const std::size_t size = shown_size(rest);
    if (taken_ + size <= kRoom) {
      add(rest, size);
      return true;
    }
    if (taken_ > 0) {
      next_ = mark + ":" + std::to_string(first);
      return false;
    }
    // The first file is larger than a page.
    std::size_t count = all - first;
    while (count > 1 && shown_size(part_of(result, first, count)) > kRoom) count /= 2;
    add(part_of(result, first, count), kRoom);
    if (first + count < all) next_ = mark + ":" + std::to_string(first + count);
    return next_.empty();
  }

  [[nodiscard]] ToolAnswer finish(const app::AnalyzeSummary& summary) {
    text_ += text_report_->finish(summary);
    json_ += json_report_->finish(summary);
    if (summary.files == 0) errors_ += "nothing to review in " + sys::quoted(path_) + "\n";
    ToolAnswer answer = answer_of(errors_ + text_, json_, next_);
    answer.is_error = summary.hits + summary.misses == 0;
    return answer;
  }

 private:
  void add(const app::FileResult& part, std::size_t size) {
    taken_ += size;
    text_ += text_report_->file(part);
    json_ += json_report_->file(part);
  }
  void note(std::string_view shown, const Error& error) {
    if (++failed_ > kMostErrors) return;
    errors_ += "error: " + neutralise(shown) + ": " + neutralise(error.what);
    if (!error.hint.empty()) errors_ += "; " + neutralise(error.hint);
    errors_ += '\n';
  }

  const std::string path_;
  std::optional<Cursor> from_;
  std::unique_ptr<render::Report> text_report_ = new_report("text");
  std::unique_ptr<render::Report> json_report_ = new_report("json");
  std::string text_;
  std::string json_;
  std::string errors_;
  std::size_t failed_ = 0;
  std::size_t taken_ = 0;
  std::string next_;
};

template <typename Item>
void keep(std::vector<Item>& items, std::size_t first, std::size_t count) {
  const std::size_t from = std::min(first, items.size());
  const std::size_t to = std::min(from + count, items.size());
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(to), items.end());
  items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(from));
}

}  // namespace

std::size_t items_of(const app::FileResult& result) {
  if (!result.answer) return 0;
  const auto* const analysis = std::get_if<domain::Analysis>(&result.answer->document);
  return std::max(result.findings.size(), analysis == nullptr ? std::size_t{0} : analysis->suggestions.size());
}

app::FileResult part_of(app::FileResult result, std::size_t first, std::size_t count) {
  keep(result.findings, first, count);
  if (!result.answer) return result;
  if (auto* const analysis = std::get_if<domain::Analysis>(&result.answer->document)) {
    keep(analysis->smells, first, count);
    keep(analysis->suggestions, first, count);
  }
  return result;
}

ToolAnswer analyze_for_agent(const Context& context, const config::Loaded& loaded, const std::string& path,
                             MaySpend may_spend, const std::string& cursor) {
  app::AnalyzeRequest request;
  request.type = domain::AnalysisType::refactor;
  request.paths = {path};
  request.prefers_stored = may_spend == MaySpend::no;
  request.offline = may_spend == MaySpend::no;
  request.offline_hint.clear();  // it is the user's to decide
  Page page(path, cursor);
  if (page.from()) request.begins_at = [&](const std::string& shown) { return file_mark(shown) == page.from()->file; };
  const app::AnalyzeListener listener{[&](std::int64_t files) { page.begin(files); },
                                      [&](const app::FileResult& result) { return page.file(result); },
                                      [](const app::FileResult&) {},
                                      {}};
  const auto summary = app::analyze(request, loaded, context.services, listener);
  if (!summary) return failed(summary.error());
  return page.finish(*summary);
}

}  // namespace rustassistant::cli
