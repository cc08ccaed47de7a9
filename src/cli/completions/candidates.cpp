// SPDX-License-Identifier: MIT
#include <algorithm>

#include "completions.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/kind_catalog.hpp"
#include "rustassistant/domain/prices.hpp"

namespace rustassistant::cli {
namespace {

using Source = Candidates::Source;

std::vector<std::string_view> known_models() {
  std::vector<std::string_view> models;
  for (const domain::ModelPrice& price : domain::known_prices()) models.push_back(price.id);
  std::sort(models.begin(), models.end());
  models.erase(std::unique(models.begin(), models.end()), models.end());
  return models;
}

std::vector<std::string_view> known_kinds() {
  std::vector<std::string_view> kinds;
  for (const domain::KindFacts& facts : domain::kind_catalog()) kinds.push_back(facts.kind);
  return kinds;
}

// What a value or an argument is called in the table says what it is.
struct Meaning {
  std::string_view name;
  Source source;
  std::vector<std::string_view> (*words)() = nullptr;
};
constexpr Meaning kMeanings[] = {
    {"FILE", Source::files},
    {"PATH", Source::files},
    {"PATH...", Source::files},
    {"QUERY [PATH...]", Source::files},
    {"DIR", Source::folders},
    {"PATH=USD", Source::files},
    {"ID", Source::words, known_models},
    {"KIND", Source::words, known_kinds},
};

Candidates named(std::string_view name) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.name == name)
      return {meaning.source, meaning.words == nullptr ? decltype(Candidates::words)() : meaning.words()};
  }
  return {};
}

}  // namespace

Candidates candidates_for(const Option& option) {
  if (!option.choices.empty()) return {Source::words, split(option.choices, '|')};
  return named(option.value);
}

Candidates candidates_for(const Command& command) {
  if (command.paths.find('|') != std::string_view::npos) return {Source::words, split(command.paths, '|')};
  std::string_view name = command.paths;
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  return named(name);
}

bool is_command(std::string_view group) {
  return std::any_of(commands().begin(), commands().end(),
                     [&](const Command& command) { return command.group == group && command.name.empty(); });
}

std::string group_summary(std::string_view group) {
  std::string names;
  for (const Command& command : commands()) {
    if (command.group != group) continue;
    if (command.name.empty()) return std::string(command.summary);
    names += (names.empty() ? "" : ", ") + std::string(command.name);
  }
  return names;
}

std::string_view short_name_of(const Option& option) {
  for (const std::string_view name : split(option.names, ',')) {
    if (name.size() == 2) return name;
  }
  return {};
}

std::string joined_words(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : " ") + std::string(word);
  return text;
}

}  // namespace rustassistant::cli
