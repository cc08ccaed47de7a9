// SPDX-License-Identifier: MIT
#include "rustassistant/source/documentation.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>

#include "definitions.hpp"
#include "outline.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::source {
namespace {

using domain::DocumentedItem;

// "@param name what it is" in a comment: the word behind "@" or "\", and the rest.
struct Command {
  std::string_view word;
  std::string_view rest;
};
std::optional<Command> command_in(std::string_view line) {
  line = trim(line);
  if (!line.starts_with('@') && !line.starts_with('\\')) return std::nullopt;
  line.remove_prefix(1);
  const std::size_t end = std::min(line.find_first_of(" \t["), line.size());
  std::string_view rest = trim(line.substr(end));
  if (rest.starts_with('[') && rest.find(']') != std::string_view::npos) rest = trim(rest.substr(rest.find(']') + 1));
  return Command{line.substr(0, end), rest};
}

// A type in braces, as JSDoc has it, goes.
std::string_view without_type(std::string_view text) {
  if (text.starts_with('{') && text.find('}') != std::string_view::npos) text = trim(text.substr(text.find('}') + 1));
  return text;
}

domain::DocumentedParameter parameter_in(std::string_view text) {
  text = without_type(text);
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  std::string_view description = trim(text.substr(end));
  if (description.starts_with("- ")) description = trim(description.substr(2));
  return {std::string(text.substr(0, end)), std::string(description), {}};
}

// Adds a line to what the last command began.
void go_on(std::string* open, std::string_view line, std::string& description) {
  std::string& text = open == nullptr ? description : *open;
  if (open != nullptr) line = trim(line);
  if (!text.empty()) text += open == nullptr ? "\n" : " ";
  text += line;
}

// Fills in what a comment says, with the commands of Doxygen, Javadoc and JSDoc taken apart.
void read_comment(std::string_view comment, DocumentedItem& item) {
  std::string* open = nullptr;
  for (const std::string_view line : split(comment, '\n')) {
    const auto command = command_in(line);
    if (!command) {
      if (trim(line).empty()) open = nullptr;
      go_on(open, line, item.description);
    } else if (command->word == "param" || command->word == "tparam") {
      item.parameters.push_back(parameter_in(command->rest));
      open = &item.parameters.back().description;
    } else if (command->word == "return" || command->word == "returns") {
      item.returns = without_type(command->rest);
      open = &item.returns;
    } else if (command->word == "throws" || command->word == "exception" || command->word == "throw") {
      item.errors.emplace_back(without_type(command->rest));
      open = &item.errors.back();
    } else if (command->word == "brief") {
      open = nullptr;
      go_on(open, command->rest, item.description);
    } else {
      open = nullptr;
      go_on(open, line, item.description);
    }
  }
  item.description = std::string(trim(item.description));
}

void check_parameters(DocumentedItem& item) {
  for (domain::DocumentedParameter& parameter : item.parameters) {
    const QueriedName asked = take_apart(parameter.name);
    parameter.verified = has_whole_word(item.signature, asked.name);
  }
}

DocumentedItem item_of(const OutlinedItem& outlined) {
  DocumentedItem item;
  item.kind = outlined.kind;
  item.name = outlined.name;
  item.signature = outlined.signature;
  item.location = {outlined.line_start, outlined.line_end, outlined.name, true};
  read_comment(outlined.comment, item);
  check_parameters(item);
  return item;
}

// Finds the items that an answer names, each at most once.
class Matcher {
 public:
  explicit Matcher(const Outline& outline) : outline_(outline), taken_(outline.items.size(), false) {}

  const OutlinedItem* match(const DocumentedItem& item) {
    const QueriedName asked = take_apart(item.name);
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < outline_.items.size(); ++i) {
      if (taken_[i] || !names(outline_.items[i], item, asked)) continue;
      if (!best || distance(i, item) < distance(*best, item)) best = i;
    }
    if (!best) return nullptr;
    taken_[*best] = true;
    return &outline_.items[*best];
  }

  [[nodiscard]] bool is_taken(std::size_t index) const { return taken_[index]; }

 private:
  static bool names(const OutlinedItem& outlined, const DocumentedItem& item, const QueriedName& asked) {
    if (outlined.name == item.name) return true;
    const QueriedName own = take_apart(outlined.name);
    if (asked.name.empty() || own.name != asked.name) return false;
    return asked.qualifier.empty() || own.qualifier == asked.qualifier;
  }
  [[nodiscard]] int distance(std::size_t index, const DocumentedItem& item) const {
    return std::abs(outline_.items[index].line_start - item.location.line_start);
  }

  const Outline& outline_;
  std::vector<bool> taken_;
};

void check_by_words(domain::Documentation& documentation, std::string_view content) {
  for (DocumentedItem& item : documentation.items) {
    item.location.verified = has_whole_word(content, take_apart(item.name).name);
    for (domain::DocumentedParameter& parameter : item.parameters) {
      parameter.verified = has_whole_word(content, take_apart(parameter.name).name);
    }
  }
}

// By line; what does not exist comes last, in the answer's order.
void put_unknown_last(std::vector<DocumentedItem>& items) {
  std::vector<std::pair<int, std::size_t>> order;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool exists = items[i].location.verified == true;
    order.emplace_back(exists ? items[i].location.line_start : std::numeric_limits<int>::max(), i);
  }
  std::sort(order.begin(), order.end());
  std::vector<DocumentedItem> sorted;
  sorted.reserve(items.size());
  for (const auto& [line, index] : order) sorted.push_back(std::move(items[index]));
  items = std::move(sorted);
}

}  // namespace

domain::Documentation document(std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  domain::Documentation documentation;
  documentation.judged = parsed.grammar() != nullptr;
  if (!documentation.judged) return documentation;
  documentation.unparsed = unparsed_of(parsed);
  Outline outline = outline_of(parsed);
  documentation.purpose = std::move(outline.purpose);
  for (const OutlinedItem& item : outline.items) {
    if (item.is_public && documentation.items.size() < kMaxDocumented) documentation.items.push_back(item_of(item));
  }
  return documentation;
}

void check(domain::Documentation& documentation, std::string_view content, std::string_view language) {
  if (documentation.items.size() > kMaxDocumented) documentation.items.resize(kMaxDocumented);
  for (DocumentedItem& item : documentation.items) item.location.item_name = item.name;
  const ParsedText parsed(content, language);
  if (parsed.grammar() != nullptr) documentation.unparsed = unparsed_of(parsed);
  if (!parsed.parsed()) return check_by_words(documentation, content);
  const Outline outline = outline_of(parsed);
  Matcher matcher(outline);
  for (DocumentedItem& item : documentation.items) {
    const OutlinedItem* found = matcher.match(item);
    item.location.verified = found != nullptr;
    if (found != nullptr) {
      item.kind = found->kind;
      item.name = found->name;
      item.signature = found->signature;
      item.location = {found->line_start, found->line_end, found->name, true};
    }
    check_parameters(item);
  }
  for (std::size_t i = 0; i < outline.items.size(); ++i) {
    const bool missing = outline.items[i].is_public && !matcher.is_taken(i);
    if (missing && documentation.items.size() < kMaxDocumented)
      documentation.items.push_back(item_of(outline.items[i]));
  }
  put_unknown_last(documentation.items);
}

}  // namespace rustassistant::source
