// SPDX-License-Identifier: MIT
#include "rustassistant/render/docs.hpp"

#include <algorithm>

#include "analysis.hpp"
#include "escape.hpp"
#include "prose.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {
namespace {

using domain::Documentation;
using domain::DocumentedItem;

std::string parameters_text(const DocumentedItem& item) {
  std::string text;
  for (const domain::DocumentedParameter& parameter : item.parameters) {
    text += "- " + markdown_code(parameter.name);
    if (!parameter.description.empty()) text += ": " + markdown_line(parameter.description);
    if (parameter.verified == false) text += " *(not in the signature)*";
    text += "\n";
  }
  return text.empty() ? text : "\n**Parameters**\n\n" + text;
}

std::string list_text(std::string_view title, const std::vector<std::string>& entries) {
  if (entries.empty()) return {};
  std::string text = "\n**" + std::string(title) + "**\n\n";
  for (const std::string& entry : entries) text += "- " + markdown_line(entry) + "\n";
  return text;
}

std::string item_text(const DocumentedItem& item, std::string_view language) {
  std::string text = "\n### " + markdown_code(item.name) + "\n";
  if (item.location.verified == false) text += "\n> **Not found in the file.** The answer names it all the same.\n";
  if (!item.signature.empty()) text += "\n" + markdown_block(item.signature, language);
  if (!item.description.empty()) text += "\n" + markdown_prose(item.description);
  text += parameters_text(item);
  if (!item.returns.empty()) text += "\n**Returns** " + markdown_line(item.returns) + "\n";
  text += list_text("Errors", item.errors);
  for (const std::string& example : item.examples) {
    if (!trim(example).empty()) text += "\n" + markdown_block(example, language);
  }
  return text;
}

// "Functions" of "function"; what has no plural of its own gets an "s".
std::string plural(std::string_view kind) {
  std::string word = neutralise(kind.empty() ? std::string_view("item") : kind);
  std::replace(word.begin(), word.end(), '_', ' ');
  if (word.front() >= 'a' && word.front() <= 'z') word.front() = static_cast<char>(word.front() - 'a' + 'A');
  return word + (word.ends_with('s') ? "es" : "s");
}

// The kinds in the order in which they occur first.
std::vector<std::string> kinds_in(const Documentation& documentation) {
  std::vector<std::string> kinds;
  for (const DocumentedItem& item : documentation.items) {
    if (std::find(kinds.begin(), kinds.end(), item.kind) == kinds.end()) kinds.push_back(item.kind);
  }
  return kinds;
}

std::string body_text(const Documentation& documentation, std::string_view language) {
  std::string text;
  if (!documentation.purpose.empty()) text += "\n" + markdown_prose(documentation.purpose);
  if (!documentation.judged) text += "\nNot documented: the built-in analyzer has no grammar for this language.\n";
  if (documentation.judged && documentation.items.empty()) text += "\nNothing in it is public.\n";
  for (const std::string& kind : kinds_in(documentation)) {
    text += "\n## " + markdown_line(plural(kind)) + "\n";
    for (const DocumentedItem& item : documentation.items) {
      if (item.kind == kind) text += item_text(item, language);
    }
  }
  return text;
}

std::string first_sentence(std::string_view text) {
  const std::string line = markdown_line(text);
  const std::size_t end = line.find(". ");
  return end == std::string::npos ? line : line.substr(0, end + 1);
}

}  // namespace

std::string docs_document(const app::FileResult& result) {
  const app::Answered& answered = *result.answer;
  std::string text = std::string(kDocsMark) + "\n# " + markdown_code(result.place.repo_path) + "\n";
  text += body_text(std::get<Documentation>(answered.document), result.language);
  text += "\n---\n\nWritten by " + markdown_code(answerer_text(answered)) + " from the file's " +
          (answered.provider == domain::Provider::builtin ? "signatures and comments" : "source");
  if (answered.fallback) text += "; no model answered: " + markdown_line(answered.fallback->cause.what);
  return text + ".\n";
}

std::string docs_index(std::span<const DocsEntry> entries) {
  std::string text = std::string(kDocsMark) + "\n# Index\n\n";
  if (entries.empty()) text += "No file is documented.\n";
  for (const DocsEntry& entry : entries) {
    text += "- [" + markdown_code(entry.path) + "](" + uri_of(entry.document) + ")";
    if (!entry.purpose.empty()) text += ": " + first_sentence(entry.purpose);
    text += "\n";
  }
  return text;
}

std::string docs_written(std::size_t documents, const std::string& index, const app::AnalyzeSummary& summary) {
  return counted(static_cast<std::int64_t>(documents), "document", "documents") + ", see " + neutralise(index) + "\n" +
         cost_line(summary);
}

std::string docs_text(const app::FileResult& result, const View& /*view*/) {
  return body_text(std::get<Documentation>(result.answer->document), result.language);
}

Json docs_json(const app::FileResult& result, std::string_view path) {
  return domain::to_json(std::get<Documentation>(result.answer->document), path);
}

}  // namespace rustassistant::render
