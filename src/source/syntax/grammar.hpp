// SPDX-License-Identifier: MIT
#pragma once

#include <tree_sitter/api.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

// What the node kinds of each grammar mean to us.
namespace rustassistant::source {

// Words stand between single spaces: names of node kinds or, where said, fields.
struct GrammarFacts {
  std::string_view language;
  const TSLanguage* (*grammar)();
  std::string_view functions;     // functions, methods and constructors
  std::string_view lambdas;       // functions where something around them names them, else part of the function around
  std::string_view uncounted;     // in a parameter list: what is no parameter, or is the receiver
  std::string_view receivers;     // the first parameter is none if it has such a name
  std::string_view nesting;       // control flow that deepens
  std::string_view conditions;    // the kinds of `if`: those in an else branch do not deepen
  std::string_view decisions;     // each adds a path
  std::string_view alternatives;  // the same, but only those with an alternative
  std::string_view cases;         // each adds a path, unless it is the default
  std::string_view arms;          // of exhaustive matches: each but the first adds a path
  std::string_view logical;       // what holds tokens && || and or ?? if that each add a path
  std::string_view items;         // other definitions that a finding may name
  std::string_view scopes;        // items that qualify the names within: types, implementations, namespaces
  std::string_view literals;      // data written out
  std::string_view imports;       // each names a module or header
  std::string_view error_sites;   // where an error may be ignored
  std::string_view named;      // may name what is no function and no item: variables, parts of types, what is handed on
  std::string_view separator;  // between the parts of a qualified name
};

[[nodiscard]] std::span<const GrammarFacts> all_grammar_facts();

// What a node kind is, as bits.
using Role = std::uint32_t;
inline constexpr Role kFunction = 1U << 0U;
inline constexpr Role kLambda = 1U << 1U;
inline constexpr Role kUncounted = 1U << 2U;
inline constexpr Role kNesting = 1U << 3U;
inline constexpr Role kCondition = 1U << 4U;
inline constexpr Role kDecision = 1U << 5U;
inline constexpr Role kCase = 1U << 6U;
inline constexpr Role kArm = 1U << 7U;
inline constexpr Role kLogical = 1U << 8U;
inline constexpr Role kLogicalToken = 1U << 9U;
inline constexpr Role kItem = 1U << 10U;
inline constexpr Role kComment = 1U << 11U;
inline constexpr Role kElse = 1U << 12U;
inline constexpr Role kAttribute = 1U << 13U;       // of Rust; comes before what it is about
inline constexpr Role kInnerAttribute = 1U << 14U;  // of Rust; is in what it is about
inline constexpr Role kPreprocessor = 1U << 15U;    // `#if` and the like: its condition is not the program's
inline constexpr Role kLiteral = 1U << 16U;         // data written out: strings, lists, tables
inline constexpr Role kScope = 1U << 17U;           // what qualifies the names within
inline constexpr Role kImport = 1U << 18U;
inline constexpr Role kBlock = 1U << 20U;        // holds statements that follow each other
inline constexpr Role kAlternative = 1U << 19U;  // a decision only where it has an alternative
inline constexpr Role kErrorSite = 1U << 21U;
inline constexpr Role kNaming = 1U << 24U;
inline constexpr Role kPrototype = 1U << 25U;  // C, C++: may declare a function
inline constexpr Role kNumber = 1U << 23U;     // written with digits
inline constexpr Role kJump = 1U << 22U;       // nothing falls through it

// A grammar with the roles of its kinds looked up. Lives as long as the process.
class Grammar {
 public:
  // Nothing where the language has no grammar. Safe to use from several threads.
  [[nodiscard]] static const Grammar* find(std::string_view language);

  explicit Grammar(const GrammarFacts& facts);
  [[nodiscard]] const TSLanguage* grammar() const { return grammar_; }
  [[nodiscard]] const GrammarFacts& facts() const { return *facts_; }
  [[nodiscard]] Role roles(TSNode node) const {
    const TSSymbol symbol = ts_node_symbol(node);
    return symbol < roles_.size() ? roles_[symbol] : Role{0};
  }
  [[nodiscard]] TSFieldId alternative() const { return alternative_; }
  [[nodiscard]] TSFieldId condition() const { return condition_; }

 private:
  const GrammarFacts* facts_;
  const TSLanguage* grammar_;
  std::vector<Role> roles_;  // by symbol
  TSFieldId alternative_;
  TSFieldId condition_;
};

}  // namespace rustassistant::source
