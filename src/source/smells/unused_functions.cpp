// SPDX-License-Identifier: MIT
#include "unused_functions.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "c_words.hpp"
#include "definitions.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"
#include "scan.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

struct Candidate {
  std::string_view name;
  TSNode node{};
};

class UnusedFunctionFinder;
using IsPrivate = bool (*)(const UnusedFunctionFinder&, const Visit&, Around);

bool has_ancestor(Around around, std::string_view kinds) {
  return std::any_of(around.begin(), around.end(),
                     [&](const Visit& outer) { return has_word(kinds, kind_of(outer.node)); });
}

// Whether a head of a C function asks for silence, or says that something else uses the function.
bool is_marked(std::string_view head) {
  std::size_t at = 0;
  while (at < head.size()) {
    std::size_t end = at;
    while (end < head.size() && is_word_byte(head[end])) ++end;
    const std::string_view word = head.substr(at, end - at);
    if (has_word(" inline constexpr friend template operator ", word) ||
        word.find("unused") != std::string_view::npos || (looks_like_macro(word) && !is_keyword(word))) {
      return true;
    }
    at = end + 1;
  }
  return head.find("[[") != std::string_view::npos;
}

class UnusedFunctionFinder : public SmellFinder {
 public:
  UnusedFunctionFinder(const ParsedText& parsed, IsPrivate is_private)
      : SmellFinder(kFunction | kComment), parsed_(parsed), is_private_(is_private) {}

  void enter(const Visit& visit, Around around) override {
    if ((visit.roles & kComment) != 0) {
      comments_.push_back({ts_node_start_byte(visit.node), ts_node_end_byte(visit.node)});
      return;
    }
    if (!has_body(visit.node)) return;
    first_ = std::min<std::size_t>(first_, ts_node_start_byte(visit.node));
    if (!is_private_(*this, visit, around)) {
      has_public_ |= !has_whole_word(head_of(visit.node), "static");
      return;
    }
    const TSNode parent = around.empty() ? TSNode{} : around.back().node;
    const std::string_view name = name_text(visit.node, parent, *parsed_.grammar(), parsed_.text());
    const bool macro = is_c() && looks_like_macro(name);  // of which the name is made
    if (!name.empty() && !macro && std::all_of(name.begin(), name.end(), is_word_byte_or_hash)) {
      candidates_.push_back({name, visit.node});
    }
  }

  std::vector<Excess> find(const Subject& subject) override {
    std::vector<Excess> found;
    if (candidates_.empty() || names_are_made() || is_included()) return found;
    const auto times = mentions();
    for (const Candidate& candidate : candidates_) {
      if (times.at(bare(candidate.name)) > 1 || is_part_of_macro(candidate.name)) continue;
      const FunctionMeasures& measured = function_at(subject.measures, first_line(candidate.node));
      if (measured.test || measured.name != candidate.name) continue;
      found.push_back({1, 1, subject_of(measured) + " is used nowhere in the file, and nothing outside can name it",
                       location_of(measured), domain::Severity::medium});
    }
    return found;
  }

  // From the start of the line, as macros in front may be missing in the tree.
  [[nodiscard]] std::string_view head_of(TSNode node) const {
    const TSNode declarator = child_named(node, "declarator");
    const std::size_t end = ts_node_start_byte(ts_node_is_null(declarator) ? child_named(node, "body") : declarator);
    const std::size_t line = parsed_.content().rfind('\n', ts_node_start_byte(node));
    const std::size_t start = line == std::string_view::npos ? 0 : line + 1;
    return parsed_.content().substr(start, end - std::min(start, end));
  }
  [[nodiscard]] std::string_view text() const { return parsed_.text(); }

 private:
  struct Range {
    std::size_t start = 0;
    std::size_t end = 0;
  };

  static bool is_word_byte_or_hash(char c) { return is_word_byte(c) || c == '#'; }
  static std::string_view bare(std::string_view name) { return name.starts_with('#') ? name.substr(1) : name; }

  [[nodiscard]] bool is_c() const { return has_word(" c cpp ", parsed_.grammar()->facts().language); }

  // C and C++: a file in which everything is private, or that needs no other and is no program, is taken in by another
  // one; what is included behind functions may use them.
  [[nodiscard]] bool is_included() const {
    if (!is_c()) return false;
    const std::string_view content = parsed_.content();
    const bool part =
        content.find("#include") == std::string_view::npos && content.find("main(") == std::string_view::npos;
    return !has_public_ || part || includes_behind(first_);
  }

  [[nodiscard]] bool includes_behind(std::size_t at) const {
    const std::string_view content = parsed_.content();
    while ((at = content.find("include", at)) != std::string_view::npos) {
      const std::size_t line = content.rfind('\n', at);
      const std::string_view before =
          trim(content.substr(line == std::string_view::npos ? 0 : line + 1, at - line - 1));
      if (before == "#") return true;
      at += 1;
    }
    return false;
  }

  // G_DEFINE_TYPE(Form, form, GTK_TYPE_WIDGET) names form_init.
  [[nodiscard]] bool is_part_of_macro(std::string_view name) const {
    return is_c() && std::any_of(name.begin(), name.end(), [&](const char& c) {
             if (c != '_' || &c == name.data()) return false;
             const auto length = static_cast<std::size_t>(&c - name.data());
             return is_argument(name.substr(0, length)) || is_argument(name.substr(length + 1));
           });
  }

  // Whether a word stands between the parentheses of a macro, on its line.
  [[nodiscard]] bool is_argument(std::string_view word) const {
    const std::string_view content = parsed_.content();
    if (word.empty()) return false;
    for (std::size_t at = content.find(word); at != std::string_view::npos; at = content.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if (is_word_byte(content[at - std::min<std::size_t>(at, 1)]) ||
          (end < content.size() && is_word_byte(content[end])))
        continue;
      const std::size_t line = content.rfind('\n', at);
      const std::string_view before = content.substr(line == std::string_view::npos ? 0 : line + 1, at - line - 1);
      const std::string_view called = trim(before.substr(0, std::min(before.find('('), before.size())));
      if (called.size() < before.size() && looks_like_macro(called)) return true;
    }
    return false;
  }

  // By `a##b` of a macro.
  [[nodiscard]] bool names_are_made() const { return parsed_.content().find("##") != std::string_view::npos; }

  // How often the file names each candidate outside of comments.
  [[nodiscard]] std::unordered_map<std::string_view, int> mentions() const {
    std::unordered_map<std::string_view, int> times;
    for (const Candidate& candidate : candidates_) times.emplace(bare(candidate.name), 0);
    std::size_t at = 0;
    for (const Range& comment : comments_) {
      count_words(parsed_.content().substr(at, comment.start - std::min(at, comment.start)), times);
      at = std::max(at, comment.end);
    }
    count_words(parsed_.content().substr(at), times);
    return times;
  }

  static void count_words(std::string_view text, std::unordered_map<std::string_view, int>& times) {
    visit_words(text, [&](std::string_view word) {
      const auto found = times.find(word);
      if (found != times.end()) ++found->second;
    });
  }

  const ParsedText& parsed_;
  IsPrivate is_private_;
  bool has_public_ = false;                     // a function that others can name
  std::size_t first_ = std::string_view::npos;  // where the first function begins
  std::vector<Range> comments_;
  std::vector<Candidate> candidates_;
};

bool is_private_c(const UnusedFunctionFinder& finder, const Visit& visit, Around around) {
  if (has_ancestor(around,
                   " class_specifier struct_specifier union_specifier template_declaration function_definition "
                   "lambda_expression ")) {
    return false;
  }
  const std::string_view head = finder.head_of(visit.node);
  if (is_marked(head)) return false;
  const bool unnamed = std::any_of(around.begin(), around.end(), [](const Visit& outer) {
    return kind_of(outer.node) == "namespace_definition" && ts_node_is_null(child_named(outer.node, "name"));
  });
  return unnamed || trim(head).starts_with("static ");
}

bool is_private_java(const UnusedFunctionFinder& finder, const Visit& visit, Around /*around*/) {
  constexpr std::string_view kCalledByTheMachine =
      " readObject writeObject readResolve writeReplace readObjectNoData finalize ";
  if (kind_of(visit.node) != "method_declaration") return false;
  const TSNode name = child_named(visit.node, "name");
  if (ts_node_is_null(name) || has_word(kCalledByTheMachine, text_of(name, finder.text()))) return false;
  const std::size_t start = ts_node_start_byte(visit.node);
  const std::string_view head = finder.text().substr(start, ts_node_start_byte(name) - start);
  const std::string modifiers = " " + std::string(head.substr(0, head.find_last_of(" \t"))) + " ";
  return head.find('@') == std::string_view::npos && head.find("native") == std::string_view::npos &&
         has_word(std::string_view(modifiers), "private");
}

bool is_private_script(const UnusedFunctionFinder& finder, const Visit& visit, Around around) {
  const std::string_view kind = kind_of(visit.node);
  if (kind == "method_definition") {
    const TSNode name = child_named(visit.node, "name");
    return !ts_node_is_null(name) && text_of(name, finder.text()).starts_with('#');
  }
  return around.size() == 1 && kind.ends_with("function_declaration");
}

// A file without import and export is a script, whose functions pages and others may call.
bool is_module(const ParsedText& parsed) {
  Cursor cursor(parsed.root());
  for (bool more = cursor.to_first_child(); more; more = cursor.to_next_sibling()) {
    if (has_word(" import_statement export_statement ", kind_of(cursor.node()))) return true;
  }
  return false;
}

bool is_private_python(const UnusedFunctionFinder& finder, const Visit& visit, Around around) {
  const TSNode name = child_named(visit.node, "name");
  if (ts_node_is_null(name) || around.size() < 2 || kind_of(around.back().node) == "decorated_definition") return false;
  if (kind_of(around[around.size() - 2].node) != "class_definition") return false;
  const std::string_view text = text_of(name, finder.text());
  return text.starts_with("__") && !text.ends_with("__");
}

struct LanguageRow {
  std::string_view languages;
  IsPrivate is_private;
};
constexpr LanguageRow kLanguages[] = {
    {" c cpp ", is_private_c},
    {" java ", is_private_java},
    {" javascript typescript tsx ", is_private_script},
    {" python ", is_private_python},
};

}  // namespace

std::unique_ptr<SmellFinder> unused_functions(const Inspection& inspection) {
  const std::string_view language = inspection.parsed.grammar()->facts().language;
  if (inspection.role == FileRole::header) return nullptr;
  if (has_word(" javascript typescript tsx ", language) && !is_module(inspection.parsed)) return nullptr;
  for (const LanguageRow& row : kLanguages) {
    if (has_word(row.languages, language)) {
      return std::make_unique<UnusedFunctionFinder>(inspection.parsed, row.is_private);
    }
  }
  return nullptr;
}

}  // namespace rustassistant::source
