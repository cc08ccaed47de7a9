// SPDX-License-Identifier: MIT
#include "rustassistant/llm/prompt.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
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

// "1|first line\n2|second line"
std::string numbered(const std::vector<std::string_view>& lines) {
  std::string listing;
  std::size_t number = 0;
  for (std::string_view line : lines) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (number > 0) listing += '\n';
    listing += std::to_string(++number);
    listing += '|';
    listing += line;
  }
  return listing;
}

std::string context_part(std::string_view context, std::string_view marker) {
  if (context.empty()) return {};
  std::string shown = to_valid_utf8(context);
  if (shown.ends_with('\n')) shown.pop_back();
  const std::array<Replacement, 2> parts{{{"marker", marker}, {"context", shown}}};
  return fill_template(context_template(), parts);
}

// The parts of a prompt, each with its length, so that no byte can move from one to the next unnoticed.
std::string hash_of_parts(std::initializer_list<std::string_view> parts) {
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
  const std::string listing = numbered(lines);
  const std::string line_count = std::to_string(lines.size());

  std::array<std::string, domain::kThresholds.size()> values;
  std::vector<Replacement> limits;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values.at(i) = std::to_string(thresholds.*domain::kThresholds.at(i).value);
    limits.push_back({domain::kThresholds.at(i).name, values.at(i)});
  }
  const std::string measures = fill_template(measures_template(type, source.measured), limits);
  limits.push_back({"measures", measures});
  const std::array<Replacement, 4> file{
      {{"language", source.language}, {"lines", line_count}, {"marker", marker}, {"listing", listing}}};
  return {fill_template(system_template(type), limits),
          fill_template(user_template(), file) + context_part(source.context, marker),
          std::string(domain::name_of(type)) + "_result", answer_schema(type)};
}

bool has_prompt(domain::AnalysisType type) {
  return !system_template(type).empty();
}

std::string prompt_hash(domain::AnalysisType type) {
  if (!has_prompt(type)) return {};
  return hash_of_parts({system_template(type), user_template(), answer_schema(type), measures_template(type, true),
                        measures_template(type, false)});
}

std::string context_hash(std::string_view context) {
  return context.empty() ? std::string() : hash_of_parts({context_template(), context});
}

}  // namespace rustassistant::llm
