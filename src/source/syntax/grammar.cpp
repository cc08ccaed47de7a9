// SPDX-License-Identifier: MIT
#include "grammar.hpp"

#include <array>
#include <memory>
#include <mutex>

#include "words.hpp"

extern "C" {
const TSLanguage* tree_sitter_rust();
const TSLanguage* tree_sitter_c();
const TSLanguage* tree_sitter_cpp();
const TSLanguage* tree_sitter_python();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_typescript();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_go();
const TSLanguage* tree_sitter_java();
const TSLanguage* tree_sitter_bash();
}

namespace rustassistant::source {
namespace {

constexpr GrammarFacts kRust{
    .language = "rust",
    .grammar = tree_sitter_rust,
    .functions = " function_item ",
    .lambdas = "",
    .uncounted = " self_parameter attribute_item ",
    .receivers = "",
    .nesting = " if_expression match_expression while_expression loop_expression for_expression ",
    .conditions = " if_expression ",
    .decisions = " if_expression while_expression for_expression ",
    .alternatives = " let_declaration ",
    .cases = "",
    .arms = " match_arm ",
    .logical = " binary_expression let_chain match_pattern ",
    .items =
        " function_signature_item struct_item enum_item union_item trait_item impl_item mod_item const_item "
        "static_item "
        "type_item associated_type macro_definition enum_variant field_declaration ",
    .scopes = " struct_item enum_item union_item trait_item impl_item mod_item ",
    .literals = " string_literal raw_string_literal array_expression struct_expression tuple_expression ",
    .imports = " use_declaration ",
    .error_sites = " expression_statement ",
    .named = " use_declaration ",
    .separator = "::",
};

constexpr GrammarFacts kC{
    .language = "c",
    .grammar = tree_sitter_c,
    .functions = " function_definition ",
    .lambdas = "",
    .uncounted = " variadic_parameter ",
    .receivers = " void ",
    .nesting = " if_statement switch_statement while_statement for_statement do_statement seh_try_statement ",
    .conditions = " if_statement ",
    .decisions = " if_statement while_statement for_statement do_statement conditional_expression seh_except_clause ",
    .alternatives = "",
    .cases = " case_statement ",
    .arms = "",
    .logical = " binary_expression ",
    .items =
        " struct_specifier union_specifier enum_specifier enumerator type_definition preproc_def preproc_function_def ",
    .scopes = " struct_specifier union_specifier ",
    .literals = " string_literal concatenated_string initializer_list ",
    .imports = " preproc_include ",
    .error_sites = "",
    .named = " declaration field_declaration type_definition ",
    .separator = "::",
};

constexpr GrammarFacts kCpp{
    .language = "cpp",
    .grammar = tree_sitter_cpp,
    .functions = " function_definition ",
    .lambdas = "",
    .uncounted = "",
    .receivers = " void ",
    .nesting =
        " if_statement switch_statement while_statement for_statement for_range_loop do_statement try_statement "
        "seh_try_statement ",
    .conditions = " if_statement ",
    .decisions =
        " if_statement while_statement for_statement for_range_loop do_statement conditional_expression catch_clause "
        "seh_except_clause ",
    .alternatives = "",
    .cases = " case_statement ",
    .arms = "",
    .logical = " binary_expression ",
    .items =
        " class_specifier struct_specifier union_specifier enum_specifier enumerator type_definition alias_declaration "
        "namespace_definition concept_definition preproc_def preproc_function_def ",
    .scopes = " class_specifier struct_specifier union_specifier namespace_definition ",
    .literals = " string_literal raw_string_literal concatenated_string initializer_list ",
    .imports = " preproc_include ",
    .error_sites = " catch_clause ",
    .named = " declaration field_declaration type_definition using_declaration namespace_alias_definition ",
    .separator = "::",
};

constexpr GrammarFacts kPython{
    .language = "python",
    .grammar = tree_sitter_python,
    .functions = " function_definition ",
    .lambdas = "",
    .uncounted = " keyword_separator positional_separator ",
    .receivers = " self cls ",
    .nesting = " if_statement for_statement while_statement try_statement match_statement ",
    .conditions = " if_statement ",
    .decisions =
        " if_statement elif_clause for_statement while_statement except_clause conditional_expression for_in_clause "
        "if_clause ",
    .alternatives = "",
    .cases = " case_clause ",
    .arms = "",
    .logical = " boolean_operator ",
    .items = " class_definition type_alias_statement ",
    .scopes = " class_definition ",
    .literals = " string concatenated_string list dictionary set tuple ",
    .imports = " import_statement import_from_statement ",
    .error_sites = " except_clause ",
    .named = " assignment aliased_import ",
    .separator = ".",
};

// JavaScript and the grammars made from it.
constexpr GrammarFacts ecma_script(std::string_view language, const TSLanguage* (*grammar)(), std::string_view items,
                                   std::string_view scopes) {
  return {
      .language = language,
      .grammar = grammar,
      .functions = " function_declaration generator_function_declaration method_definition ",
      .lambdas = " function_expression generator_function arrow_function ",
      .uncounted = "",
      .receivers = " this ",
      .nesting =
          " if_statement switch_statement for_statement for_in_statement while_statement do_statement try_statement ",
      .conditions = " if_statement ",
      .decisions =
          " if_statement for_statement for_in_statement while_statement do_statement ternary_expression "
          "catch_clause ",
      .alternatives = "",
      .cases = " switch_case ",
      .arms = "",
      .logical = " binary_expression ",
      .items = items,
      .scopes = scopes,
      .literals = " string template_string array object ",
      .imports = " import_statement ",
      .error_sites = " catch_clause call_expression ",
      .named =
          " variable_declarator assignment_expression pair shorthand_property_identifier field_definition "
          "public_field_definition property_signature enum_body export_specifier namespace_export ",
      .separator = ".",
  };
}
constexpr std::string_view kTypeScriptItems =
    " class_declaration class abstract_class_declaration interface_declaration type_alias_declaration enum_declaration "
    "internal_module module function_signature method_signature abstract_method_signature ";

constexpr std::string_view kTypeScriptScopes =
    " class_declaration class abstract_class_declaration interface_declaration internal_module module ";

constexpr GrammarFacts kGo{
    .language = "go",
    .grammar = tree_sitter_go,
    .functions = " function_declaration method_declaration ",
    .lambdas = "",
    .uncounted = "",
    .receivers = "",
    .nesting = " if_statement for_statement expression_switch_statement type_switch_statement select_statement ",
    .conditions = " if_statement ",
    .decisions = " if_statement for_statement ",
    .alternatives = "",
    .cases = " expression_case type_case communication_case ",
    .arms = "",
    .logical = " binary_expression ",
    .items = " type_spec type_alias const_spec var_spec method_elem ",
    .scopes = "",
    .literals = " interpreted_string_literal raw_string_literal composite_literal ",
    .imports = " import_spec ",
    .error_sites = " if_statement ",
    .named = " field_declaration ",
    .separator = ".",
};

constexpr GrammarFacts kJava{
    .language = "java",
    .grammar = tree_sitter_java,
    .functions = " method_declaration constructor_declaration compact_constructor_declaration ",
    .lambdas = "",
    .uncounted = " receiver_parameter ",
    .receivers = "",
    .nesting =
        " if_statement for_statement enhanced_for_statement while_statement do_statement switch_expression "
        "try_statement try_with_resources_statement ",
    .conditions = " if_statement ",
    .decisions =
        " if_statement for_statement enhanced_for_statement while_statement do_statement catch_clause "
        "ternary_expression guard ",
    .alternatives = "",
    .cases = " switch_label ",
    .arms = "",
    .logical = " binary_expression ",
    .items =
        " class_declaration interface_declaration enum_declaration enum_constant record_declaration "
        "annotation_type_declaration ",
    .scopes =
        " class_declaration interface_declaration enum_declaration record_declaration annotation_type_declaration ",
    .literals = " string_literal array_initializer ",
    .imports = " import_declaration ",
    .error_sites = " catch_clause ",
    .named = " field_declaration constant_declaration annotation_type_element_declaration ",
    .separator = ".",
};

constexpr GrammarFacts kBash{
    .language = "bash",
    .grammar = tree_sitter_bash,
    .functions = " function_definition ",
    .lambdas = "",
    .uncounted = "",
    .receivers = "",
    .nesting = " if_statement for_statement c_style_for_statement while_statement case_statement ",
    .conditions = " if_statement ",
    .decisions = " if_statement elif_clause for_statement c_style_for_statement while_statement ternary_expression ",
    .alternatives = "",
    .cases = " case_item ",
    .arms = "",
    .logical = " list binary_expression ",
    .items = "",
    .scopes = "",
    .literals = " string raw_string heredoc_body array ",
    .imports = "",
    .error_sites = " command ",
    .named = " variable_assignment ",
    .separator = ".",
};

constexpr auto kAll = std::to_array<GrammarFacts>({
    kRust,
    kC,
    kCpp,
    kPython,
    ecma_script("javascript", tree_sitter_javascript, " class_declaration class ", " class_declaration class "),
    ecma_script("typescript", tree_sitter_typescript, kTypeScriptItems, kTypeScriptScopes),
    ecma_script("tsx", tree_sitter_tsx, kTypeScriptItems, kTypeScriptScopes),
    kGo,
    kJava,
    kBash,
});

struct RoleWords {
  std::string_view GrammarFacts::* words;
  Role role;
};
constexpr auto kRoleWords = std::to_array<RoleWords>({
    {&GrammarFacts::functions, kFunction},
    {&GrammarFacts::lambdas, kLambda},
    {&GrammarFacts::uncounted, kUncounted},
    {&GrammarFacts::nesting, kNesting},
    {&GrammarFacts::conditions, kCondition},
    {&GrammarFacts::decisions, kDecision},
    {&GrammarFacts::alternatives, kAlternative},
    {&GrammarFacts::cases, kCase},
    {&GrammarFacts::arms, kArm},
    {&GrammarFacts::logical, kLogical},
    {&GrammarFacts::items, kItem},
    {&GrammarFacts::scopes, kScope},
    {&GrammarFacts::literals, kLiteral},
    {&GrammarFacts::imports, kImport},
    {&GrammarFacts::error_sites, kErrorSite},
    {&GrammarFacts::named, kNaming},
});

constexpr std::string_view kBlocks =
    " compound_statement statement_block block statement_list constructor_body program ";

constexpr std::string_view kJumps =
    " return_statement break_statement continue_statement throw_statement raise_statement goto_statement "
    "co_return_statement return_expression break_expression continue_expression ";

constexpr std::string_view kNumbers =
    " integer_literal float_literal number_literal integer float number int_literal decimal_integer_literal "
    "decimal_floating_point_literal ";

Role named_roles(const GrammarFacts& facts, std::string_view kind) {
  unsigned roles = 0;
  for (const RoleWords& row : kRoleWords) {
    if (has_word(facts.*row.words, kind)) roles |= row.role;
  }
  if (kind.find("comment") != std::string_view::npos) roles |= kComment;
  if (kind == "else_clause") roles |= kElse;
  if (has_word(kBlocks, kind)) roles |= kBlock;
  if (has_word(kJumps, kind)) roles |= kJump;
  if (has_word(kNumbers, kind)) roles |= kNumber;
  if (kind == "attribute_item") roles |= kAttribute;
  if (kind == "inner_attribute_item") roles |= kInnerAttribute;
  if (has_word(" c cpp ", facts.language) && has_word(" declaration field_declaration ", kind)) roles |= kPrototype;
  if (kind == "preproc_if" || kind == "preproc_elif") roles |= kPreprocessor;
  return static_cast<Role>(roles);
}

TSFieldId field_id(const TSLanguage* grammar, std::string_view name) {
  return ts_language_field_id_for_name(grammar, name.data(), static_cast<std::uint32_t>(name.size()));
}

}  // namespace

std::span<const GrammarFacts> all_grammar_facts() {
  return kAll;
}

Grammar::Grammar(const GrammarFacts& facts)
    : facts_(&facts),
      grammar_(facts.grammar()),
      alternative_(field_id(grammar_, "alternative")),
      condition_(field_id(grammar_, "condition")) {
  const std::uint32_t count = ts_language_symbol_count(grammar_);
  roles_.resize(count);
  for (std::uint32_t symbol = 0; symbol < count; ++symbol) {
    const auto id = static_cast<TSSymbol>(symbol);
    const std::string_view kind = ts_language_symbol_name(grammar_, id);
    if (ts_language_symbol_type(grammar_, id) == TSSymbolTypeRegular) {
      roles_[symbol] = named_roles(facts, kind);
    } else if (has_word(" && || and or ?? if ", kind)) {
      roles_[symbol] = kLogicalToken;
    }
  }
}

const Grammar* Grammar::find(std::string_view language) {
  static std::array<std::once_flag, kAll.size()> made;
  static std::array<std::unique_ptr<const Grammar>, kAll.size()> grammars;
  for (std::size_t i = 0; i < kAll.size(); ++i) {
    if (kAll[i].language != language) continue;
    std::call_once(made[i], [i] { grammars[i] = std::make_unique<const Grammar>(kAll[i]); });
    return grammars[i].get();
  }
  return nullptr;
}

}  // namespace rustassistant::source
