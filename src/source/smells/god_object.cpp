// SPDX-License-Identifier: MIT
#include "god_object.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_set>

#include "definitions.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"
#include "scan.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

// Names are hashes.
using Names = std::unordered_set<std::uint64_t>;

struct Method {
  int line = 0;
  bool constructor = false;
  std::uint64_t name = 0;
  std::string_view receiver;  // what fields are reached by: "self", "this", Go's own name
  Names members;              // reached by the receiver
  Names words;                // names that stand alone
};

struct Type {
  std::string name;
  domain::LineRange lines;
  bool declared = false;  // `lines` are those of its declaration
  Names fields;           // where they are declared
  std::vector<Method> methods;
};

constexpr std::size_t kMaxMethods = 1'000;  // of one type that are compared with each other

class TypeFinder : public SmellFinder {
 public:
  explicit TypeFinder(const ParsedText& parsed)
      : SmellFinder(kScope | kItem | kFunction | kLeaf),
        text_(parsed.text()),
        grammar_(*parsed.grammar()),
        language_(grammar_.facts().language),
        by_declaration_(has_word(" java cpp ", language_)) {}

  void enter(const Visit& visit, Around around) override {
    if (visit.leaf) look_at(visit, around);
    if ((visit.roles & kFunction) != 0) {
      functions_.push_back(begin_method(visit.node, around) ? 1 : 0);
    } else if (is_type(visit)) {
      open_.push_back({type_of(visit.node), functions_.size(), child_named(visit.node, "body")});
    }
  }

  void leave(const Visit& visit) override {
    if ((visit.roles & kFunction) != 0) {
      if (functions_.back() != 0) method_ = {};
      functions_.pop_back();
    } else if (is_type(visit)) {
      open_.pop_back();
    }
  }

  std::vector<Excess> find(const Subject& subject) override {
    std::vector<Excess> found;
    for (const Type& type : types_) {
      if (static_cast<int>(type.methods.size()) >= kGodMethods) judge(type, subject, found);
    }
    return found;
  }

 private:
  struct Open {
    std::size_t type = 0;
    std::size_t functions = 0;  // around it
    TSNode body{};
  };
  struct Current {
    std::size_t type = 0;
    std::size_t method = 0;
    bool is_any = false;
  };

  [[nodiscard]] bool is_type(const Visit& visit) const {
    constexpr WordList kKinds =
        " class_definition class_declaration class abstract_class_declaration record_declaration enum_declaration "
        "class_specifier struct_specifier impl_item type_spec ";
    if ((visit.roles & (kScope | kItem)) == 0 || !has_word(kKinds, kind_of(visit.node))) return false;
    return language_ == "go" || has_body(visit.node);
  }

  // Index of the type of a node. Types of one name are one in Rust and Go, where methods stand apart from their type.
  std::size_t type_of(TSNode node) {
    const std::string name = shown_name(name_text(node, {}, grammar_, text_), kMaxNameBytes);
    const domain::LineRange lines{first_line(node), last_line(node)};
    if (!has_word(" rust go ", language_)) {
      types_.push_back({name, lines, true, {}, {}});
      return types_.size() - 1;
    }
    const std::size_t index = named(name, lines);
    Type& type = types_[index];
    const bool longer = lines.line_end - lines.line_start > type.lines.line_end - type.lines.line_start;
    if (!type.declared || (language_ == "rust" && longer)) type.lines = lines;
    type.declared = true;
    return index;
  }

  std::size_t named(const std::string& name, const domain::LineRange& lines) {
    const auto [at, added] = by_name_.emplace(name, types_.size());
    if (added) types_.push_back({name, lines, false, {}, {}});
    return at->second;
  }

  // Whether a function is a method of a type, and no function within one.
  bool begin_method(TSNode node, Around around) {
    if (method_.is_any || !has_body(node)) return false;
    std::size_t type = 0;
    Method method;
    method.line = first_line(node);
    if (language_ == "go") {
      const TSNode receiver = child_named(node, "receiver");
      if (ts_node_is_null(receiver)) return false;
      std::string_view inside = trim(text_of(receiver, text_));
      if (inside.size() < 2) return false;
      inside = trim(inside.substr(1, inside.find_first_of("[)") - 1));
      method.receiver = inside.substr(0, std::min(inside.find_first_of(" \t"), inside.size()));
      const std::size_t last = inside.find_last_of(" \t*");
      type = named(std::string(last == std::string_view::npos ? inside : inside.substr(last + 1)),
                   {first_line(node), last_line(node)});
    } else {
      if (open_.empty() || open_.back().functions != functions_.size()) return false;
      if (is_of_unnamed_class(around) || is_static(node)) return false;
      type = open_.back().type;
      method.receiver = has_word(" python rust ", language_) ? "self" : "this";
    }
    const std::string_view name = name_text(node, {}, grammar_, text_);
    method.name = hash_of(name);
    method.constructor = has_word(" __init__ __new__ constructor ", name) || name == types_[type].name ||
                         kind_of(node).find("constructor") != std::string_view::npos || name.starts_with('~');
    types_[type].methods.push_back(std::move(method));
    method_ = {type, types_[type].methods.size() - 1, true};
    return true;
  }

  // Java: `new Reader() { ... }` in the initializer of a field.
  [[nodiscard]] bool is_of_unnamed_class(Around around) const {
    if (language_ != "java") return false;
    for (std::size_t i = around.size(); i-- > 0;) {
      if (kind_of(around[i].node) == "class_body") return !ts_node_eq(around[i].node, open_.back().body);
    }
    return false;
  }

  // Has no instance to share fields of.
  [[nodiscard]] bool is_static(TSNode node) const {
    const std::size_t start = ts_node_start_byte(node);
    const TSNode parameters = parameters_node(node);
    if (has_word(" python rust ", language_)) {
      if (ts_node_is_null(parameters)) return true;
      const std::string_view list = text_of(parameters, text_);
      const std::string_view first = list.substr(0, list.find(','));
      return !has_whole_word(first, "self");
    }
    const TSNode end = ts_node_is_null(parameters) ? child_named(node, "body") : parameters;
    return has_whole_word(text_.substr(start, ts_node_start_byte(end) - start), "static");
  }

  void look_at(const Visit& visit, Around around) {
    if (!method_.is_any) {
      if (by_declaration_ && !open_.empty() && is_field_name(visit, around))
        types_[open_.back().type].fields.insert(visit.hash);
    } else if (ts_node_is_named(visit.node)) {
      Method& method = types_[method_.type].methods[method_.method];
      const bool reached = before_ == "." || before_ == "->" || before_ == "?.";
      if (reached && owner_ == method.receiver) {
        method.members.insert(visit.hash);
      } else if (by_declaration_ && !reached) {
        method.words.insert(visit.hash);
      }
    }
    owner_ = before_;
    before_ = visit.text;
  }

  // `int a, *b;` of a class.
  static bool is_field_name(const Visit& visit, Around around) {
    if (!has_word(" identifier field_identifier ", kind_of(visit.node))) return false;
    for (std::size_t i = around.size(); i-- > 0;) {
      const std::string_view kind = kind_of(around[i].node);
      if (kind == "field_declaration") return true;
      if (kind == "function_declarator" || !kind.ends_with("_declarator")) return false;
    }
    return false;
  }

  // The fields that a method uses: what it reaches, but for the methods.
  static std::vector<Names> uses_of(const Type& type) {
    Names methods;
    for (const Method& method : type.methods) methods.insert(method.name);
    std::vector<Names> uses;
    for (const Method& method : type.methods) {
      if (method.constructor || uses.size() >= kMaxMethods) continue;
      Names& used = uses.emplace_back();
      for (const std::uint64_t name : method.members) {
        if (!methods.contains(name)) used.insert(name);
      }
      for (const std::uint64_t name : method.words) {
        if (type.fields.contains(name)) used.insert(name);
      }
    }
    return uses;
  }

  // In percent.
  static int cohesion_of(const Type& type) {
    const std::vector<Names> uses = uses_of(type);
    std::size_t pairs = 0;
    std::size_t connected = 0;
    for (std::size_t a = 0; a < uses.size(); ++a) {
      for (std::size_t b = a + 1; b < uses.size(); ++b) {
        const Names& few = uses[a].size() < uses[b].size() ? uses[a] : uses[b];
        const Names& many = &few == &uses[a] ? uses[b] : uses[a];
        ++pairs;
        connected +=
            std::any_of(few.begin(), few.end(), [&](std::uint64_t name) { return many.contains(name); }) ? 1U : 0U;
      }
    }
    return pairs == 0 ? 100 : static_cast<int>(100 * connected / pairs);
  }

  static void judge(const Type& type, const Subject& subject, std::vector<Excess>& found) {
    int complexity = 0;
    for (const Method& method : type.methods) {
      const FunctionMeasures& measured = function_at(subject.measures, method.line);
      if (measured.test) return;
      if (measured.complexity > 1) complexity += measured.complexity;
    }
    if (complexity < kGodComplexity) return;
    const int cohesion = cohesion_of(type);
    if (cohesion > kGodCohesion) return;
    found.push_back({complexity,
                     kGodComplexity,
                     "type `" + type.name + "` has " + std::to_string(type.methods.size()) + " methods (over " +
                         std::to_string(kGodMethods) + ") of complexity " + std::to_string(complexity) +
                         " together (over " + std::to_string(kGodComplexity) + "), and " + std::to_string(cohesion) +
                         " % of their pairs share a field (a third would do)",
                     {type.lines.line_start, type.lines.line_end, type.name, true, {}},
                     domain::Severity::medium});
  }

  std::string_view text_;
  const Grammar& grammar_;
  std::string_view language_;
  bool by_declaration_;  // fields may be named alone
  std::vector<Type> types_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::vector<Open> open_;       // types around the current node
  std::vector<char> functions_;  // around it: whether each is the method
  Current method_;
  std::string_view before_;  // the last leaf
  std::string_view owner_;   // the one before
};

}  // namespace

std::unique_ptr<SmellFinder> god_object(const Inspection& inspection) {
  if (has_word(" c bash ", inspection.parsed.grammar()->facts().language)) return nullptr;
  return std::make_unique<TypeFinder>(inspection.parsed);
}

}  // namespace rustassistant::source
