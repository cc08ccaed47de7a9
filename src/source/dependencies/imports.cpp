// SPDX-License-Identifier: MIT
#include "rustassistant/source/imports.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include "import_reader.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

using RulesOf = std::span<const ImportRule> (*)();

struct ImportLanguage {
  std::string_view languages;
  RulesOf rules;           // null: read from directives
  std::string_view names;  // kinds of nodes that are identifiers to be listed
  bool in_macros = false;  // paths in the arguments of macros, which are tokens to the grammar
};
constexpr auto kImportLanguages = std::to_array<ImportLanguage>({
    {" rust ", rust_import_rules, "", true},
    {" c cpp ", nullptr, " identifier type_identifier field_identifier ", false},
    {" python ", python_import_rules, "", false},
    {" javascript typescript tsx ", ecma_import_rules, "", false},
    {" go ", go_import_rules, " identifier type_identifier ", false},
    {" java ", java_import_rules, " identifier type_identifier ", false},
    {" bash ", bash_import_rules, "", false},
});

// The rules of a grammar by the symbols of its nodes.
struct KindTable {
  std::vector<const ImportRule*> rules;
  std::vector<bool> names;
  std::vector<bool> macro_arguments;

  KindTable(const ImportLanguage& row, const TSLanguage* grammar) {
    const std::uint32_t count = ts_language_symbol_count(grammar);
    rules.resize(count, nullptr);
    names.resize(count, false);
    macro_arguments.resize(count, false);
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto symbol = static_cast<TSSymbol>(i);
      if (ts_language_symbol_type(grammar, symbol) != TSSymbolTypeRegular) continue;
      const std::string_view kind = ts_language_symbol_name(grammar, symbol);
      names[i] = !row.names.empty() && has_word(row.names, kind);
      macro_arguments[i] = row.in_macros && kind == "token_tree";
      if (row.rules == nullptr) continue;
      for (const ImportRule& rule : row.rules()) {
        if (has_word(rule.kinds, kind)) rules[i] = &rule;
      }
    }
  }
};

const KindTable& table_for(const ImportLanguage& row, const Grammar& grammar) {
  static std::mutex mutex;
  static std::map<const Grammar*, KindTable> tables;
  const std::lock_guard lock(mutex);
  return tables.try_emplace(&grammar, row, grammar.grammar()).first->second;
}

class ImportVisitor {
 public:
  ImportVisitor(const KindTable& table, ImportReader& reader) : table_(table), reader_(reader) {}

  void enter(TSNode node, TSFieldId /*field*/) {
    const TSSymbol symbol = ts_node_symbol(node);
    if (symbol >= table_.rules.size()) return;
    const bool name = table_.names[symbol];
    if (name) names_.insert(reader_.text(node));
    if (ts_node_start_byte(node) < macro_end_) {
      if (ts_node_child_count(node) == 0) reader_.macro_token(node);
    } else if (table_.macro_arguments[symbol]) {
      macro_end_ = ts_node_end_byte(node);
    }
    const ImportRule* rule = table_.rules[symbol];
    if (rule != nullptr && !reader_.is_passed(node)) rule->read(reader_, node);
  }
  void leave() {}

  [[nodiscard]] const std::set<std::string_view>& names() const { return names_; }

 private:
  const KindTable& table_;
  ImportReader& reader_;
  std::set<std::string_view> names_;
  std::uint32_t macro_end_ = 0;
};

}  // namespace

std::string_view name_of(ImportForm form) {
  constexpr std::array<std::string_view, kImportForms> kNames{"module", "wildcard", "declared", "reference",
                                                              "quoted", "angled",   "computed"};
  return kNames[static_cast<std::size_t>(form)];
}

void ImportReader::add(Import import) {
  if (found_.imports.size() >= kMaxImports || import.target.size() > kMaxImportBytes) return;
  if (import.target.empty() && import.form != ImportForm::computed) return;
  if (import.target.find('\0') != std::string::npos) return;
  found_.imports.push_back(std::move(import));
}

void ImportReader::refer(std::string target, std::string scope, TSNode node) {
  if (!referred_.emplace(target, scope).second) return;
  add({ImportForm::reference, first_line(node), std::move(target), {}, {}, std::move(scope), {}});
}

std::string plain_string(TSNode node, std::string_view text) {
  std::string_view written = text_of(node, text);
  if (written.size() < 2 || written.find('\\') != std::string_view::npos) return {};
  const std::uint32_t count = ts_node_named_child_count(node);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (std::string_view(ts_node_type(ts_node_named_child(node, i))) == "template_substitution") return {};
  }
  return std::string(written.substr(1, written.size() - 2));
}

FileImports imports_in(const ParsedText& parsed) {
  FileImports found;
  const Grammar* grammar = parsed.grammar();
  if (grammar == nullptr) return found;
  const std::string_view language = grammar->facts().language;
  for (const ImportLanguage& row : kImportLanguages) {
    if (!has_word(row.languages, language)) continue;
    if (row.rules == nullptr) read_includes(parsed.content(), found);
    if (!parsed.parsed()) return found;
    ImportReader reader(parsed, found);
    ImportVisitor visitor(table_for(row, *grammar), reader);
    traverse(parsed.root(), visitor);
    attach_selected(reader);
    for (const std::string_view name : visitor.names()) {
      if (!reader.is_defined(name)) found.names.emplace_back(name);
    }
  }
  return found;
}

FileImports imports_of(std::string_view content, std::string_view language) {
  return imports_in(ParsedText(content, language));
}

}  // namespace rustassistant::source
