// SPDX-License-Identifier: MIT
#include "rustassistant/llm/prompt.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "embedded_prompts.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "template.hpp"

namespace rustassistant::llm {
namespace {

std::string_view prompt_file(std::string_view name) {
  const auto found =
      std::find_if(kPrompts.begin(), kPrompts.end(), [&](const EmbeddedFile& file) { return file.name == name; });
  return found == kPrompts.end() ? std::string_view() : found->content;
}

std::string_view prompt_file(domain::AnalysisType type, std::string_view part) {
  return prompt_file(std::string(domain::name_of(type)) + std::string(part));
}

std::string_view system_template(domain::AnalysisType type) {
  return prompt_file(type, ".system.md");
}
// The file, for every type.
std::string_view user_template() {
  return prompt_file("file.user.md");
}
// Parts of the file; empty for a type that is asked about whole files only.
std::string_view partial_template(domain::AnalysisType type) {
  return prompt_file(type, ".partial.md");
}
// What the file uses of others, behind it.
std::string_view context_template() {
  return prompt_file("context.user.md");
}
// What is said of the kinds that a program can measure, where one does, and where none knows the language.
std::string_view measures_template(domain::AnalysisType type, bool measured) {
  return prompt_file(type, measured ? ".measured.md" : ".unmeasured.md");
}
std::string_view answer_schema(domain::AnalysisType type) {
  return prompt_file(type, ".schema.json");
}

std::vector<std::string_view> lines_of(std::string_view content) {
  if (content.ends_with('\n')) content.remove_suffix(1);
  return split(content, '\n');
}

// "1|first line\n2|second line\n"
void append_numbered(std::span<const std::string_view> lines, std::size_t number, std::string& listing) {
  for (std::string_view line : lines) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    listing += std::to_string(number++);
    listing += '|';
    listing += line;
    listing += '\n';
  }
}

void append_gap(std::size_t lines, std::string& listing) {
  if (lines > 0) listing += "⋯ " + std::to_string(lines) + (lines == 1 ? " line not shown\n" : " lines not shown\n");
}

// With a mark where lines are left out.
std::string numbered(std::span<const std::string_view> lines, std::span<const domain::LineRange> shown) {
  std::string listing;
  std::size_t next = 0;
  for (const domain::LineRange& range : shown) {
    const std::size_t first = std::min(static_cast<std::size_t>(range.line_start) - 1, lines.size());
    const std::size_t end = std::min(static_cast<std::size_t>(range.line_end), lines.size());
    if (first < next || end <= first) continue;
    append_gap(first - next, listing);
    append_numbered(lines.subspan(first, end - first), first + 1, listing);
    next = end;
  }
  append_gap(lines.size() - next, listing);
  if (listing.ends_with('\n')) listing.pop_back();
  return listing;
}

// "12-40, 88"
std::string line_list(std::span<const domain::LineRange> ranges) {
  std::string text;
  for (const domain::LineRange& range : ranges) {
    if (!text.empty()) text += ", ";
    text += std::to_string(range.line_start);
    if (range.line_end > range.line_start) text += "-" + std::to_string(range.line_end);
  }
  return text;
}

std::string context_part(std::string_view context, std::string_view marker) {
  if (context.empty()) return {};
  std::string shown = to_valid_utf8(context);
  if (shown.ends_with('\n')) shown.pop_back();
  const std::array<Replacement, 2> parts{{{"marker", marker}, {"context", shown}}};
  return fill_template(context_template(), parts);
}

// The parts of a prompt, each with its length, so that no byte can move from one to the next unnoticed.
std::string hash_of_parts(std::span<const std::string_view> parts) {
  codec::Sha256 hash;
  for (const std::string_view part : parts) {
    hash.update(std::to_string(part.size()) + ":");
    hash.update(part);
  }
  const auto digest = hash.finish();
  return to_hex(digest).substr(0, 16);
}

}  // namespace

std::string fresh_marker(std::string_view content) {
  while (true) {
    std::array<std::uint8_t, 8> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) continue;
    std::string marker = "=====" + to_hex(bytes) + "=====";
    if (content.find(marker) == std::string_view::npos) return marker;
  }
}

Prompt prompt_for(domain::AnalysisType type, const SourceText& source, const domain::Thresholds& thresholds,
                  std::string_view marker) {
  const std::string content = to_valid_utf8(source.content);
  const auto lines = lines_of(content);
  const bool is_partial = !source.shown.empty();
  const std::array<domain::LineRange, 1> all{{{1, static_cast<int>(lines.size())}}};
  const std::string listing = numbered(lines, is_partial ? source.shown : all);
  const std::string asked = line_list(source.asked);
  const std::string line_count = std::to_string(lines.size());

  std::array<std::string, domain::kThresholds.size()> values;
  std::vector<Replacement> limits;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values.at(i) = std::to_string(thresholds.*domain::kThresholds.at(i).value);
    limits.push_back({domain::kThresholds.at(i).name, values.at(i)});
  }
  const std::string measures = fill_template(measures_template(type, source.measured), limits);
  limits.push_back({"measures", measures});
  const std::array<Replacement, 5> file{{{"language", source.language},
                                         {"lines", line_count},
                                         {"marker", marker},
                                         {"asked", asked},
                                         {"listing", listing}}};
  return {
      fill_template(system_template(type), limits),
      fill_template(is_partial ? partial_template(type) : user_template(), file) + context_part(source.context, marker),
      std::string(domain::name_of(type)) + "_result", answer_schema(type)};
}

bool has_prompt(domain::AnalysisType type) {
  return !system_template(type).empty();
}

bool has_partial_prompt(domain::AnalysisType type) {
  return !partial_template(type).empty();
}

std::string prompt_hash(domain::AnalysisType type) {
  if (!has_prompt(type)) return {};
  std::vector<std::string_view> parts{system_template(type), user_template(), answer_schema(type),
                                      measures_template(type, true), measures_template(type, false)};
  if (has_partial_prompt(type)) parts.push_back(partial_template(type));
  return hash_of_parts(parts);
}

std::string context_hash(std::string_view context) {
  const std::array<std::string_view, 2> parts{context_template(), context};
  return context.empty() ? std::string() : hash_of_parts(parts);
}

}  // namespace rustassistant::llm
