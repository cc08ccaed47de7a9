// SPDX-License-Identifier: MIT
#include "context.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "characters.hpp"
#include "places.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::privacy {
namespace {

// Calls whose value is that of their last argument.
constexpr auto kWrappers = std::to_array<std::string_view>({"from",         "Some",
                                                            "Ok",           "new",
                                                            "String",       "str",
                                                            "string",       "bytes",
                                                            "Secret",       "SecretString",
                                                            "SecretStr",    "into",
                                                            "of",           "to_string",
                                                            "to_owned",     "Just",
                                                            "unwrap_or",    "unwrap_or_else",
                                                            "getenv",       "get",
                                                            "env",          "var",
                                                            "environ",      "getProperty",
                                                            "getOrDefault", "getEnv",
                                                            "getString",    "option_env",
                                                            "b64decode",    "strdup",
                                                            "_T",           "L",
                                                            "TEXT",         "N",
                                                            "encode",       "utf8",
                                                            "Buffer",       "fromString",
                                                            "format",       "sensitive",
                                                            "SecureString", "NSString",
                                                            "QString",      "QStringLiteral",
                                                            "Literal",      "orElse",
                                                            "fetch",        "default",
                                                            "config",       "lazy",
                                                            "string_view",  "b",
                                                            "make_unique",  "make_shared",
                                                            "array",        "concat",
                                                            "vec",          "cstr",
                                                            "from_str",     "parse",
                                                            "setdefault",   "getopt",
                                                            "asList",       "getBytes",
                                                            "GetBytes",     "byte",
                                                            "from_static",  "type",
                                                            "fill",         "send_keys",
                                                            "sendKeys"});

bool is_callee(char c) {
  return is_word(c) || c == ':' || c == '.' || c == '!' || c == '?' || c == '$' || c == '<' || c == '>' || c == '@';
}

// Walks backwards from a literal to the name that it belongs to.
class Walk {
 public:
  explicit Walk(std::string_view before) : left_(before) {}

  NameKind run() {
    strip_literal_prefix();
    constexpr int kDeepest = 12;
    for (int i = 0; i < kDeepest; ++i) {
      trim();
      if (left_.empty()) return NameKind::none;
      const std::optional<NameKind> found = step();
      if (found) return *found;
    }
    return NameKind::none;
  }

 private:
  void trim() {
    while (!left_.empty() && (is_blank(left_.back()) || left_.back() == '\\')) left_.remove_suffix(1);
  }

  // b"", r#"", L"", @"", $"", f"": what may stand right before a quote.
  void strip_literal_prefix() {
    strip_marks();
    std::size_t size = 0;
    while (size < left_.size() && is_word(left_[left_.size() - 1 - size])) ++size;
    const std::string_view word = left_.substr(left_.size() - size);
    // Of all languages, as small letters: Python's may be written in either case.
    constexpr auto kPrefixes =
        std::to_array<std::string_view>({"b",  "r",  "u",  "f",  "t",  "l",  "n",  "c",  "q",   "s",  "br", "rb",
                                         "fr", "rf", "tr", "rt", "cr", "lr", "ur", "u8", "u8r", "qq", "qw", "raw"});
    if (std::find(kPrefixes.begin(), kPrefixes.end(), to_lower(word)) != kPrefixes.end()) left_.remove_suffix(size);
    strip_marks();
  }

  void strip_marks() {
    constexpr std::string_view kMarks = "#@$*&";
    while (!left_.empty() && contains(kMarks, left_.substr(left_.size() - 1)) && !left_.ends_with("&&"))
      left_.remove_suffix(1);
  }

  // One step to the left; the kind where it ends.
  std::optional<NameKind> step() {
    switch (left_.back()) {
      case '(':
        return call();
      case '{':
        return braced();
      case '[':
        left_.remove_suffix(1);
        return std::nullopt;
      case ')':
        return called();
      case ',':
        return behind_comma();
      case '=':
      case ':':
      case '>':
        return assigned();
      case '|':
        if (left_.ends_with("|_|")) {  // a closure that takes no notice of its argument
          left_.remove_suffix(3);
          return std::nullopt;
        }
        return fallback();
      case '?':
        return fallback();
      default:
        return word();
    }
  }

  // name = , name: , name => , name := , name ?= ; in a pair of attributes, name="x" value= .
  std::optional<NameKind> assigned() {
    std::string_view sign = left_;
    while (!sign.empty() && (sign.back() == '=' || sign.back() == ':' || sign.back() == '>' || sign.back() == '?' ||
                             sign.back() == '+' || sign.back() == '-' || sign.back() == '!' || sign.back() == '|'))
      sign.remove_suffix(1);
    const std::string_view mark = left_.substr(sign.size());
    if (mark == "?:") return fallback();
    if (mark == ">" || mark.starts_with("->")) return NameKind::none;
    left_ = sign;
    trim();
    if (const auto accessors = left_.rfind("{ get;"); accessors != std::string_view::npos && left_.ends_with("}")) {
      left_ = left_.substr(0, accessors);  // Password { get; set; } =
      trim();
    }
    const std::string_view name = side_of_sign(left_);
    const NameKind kind = kind_of_names(name);
    if (kind != NameKind::none) return kind;
    if (arguments_ > 0 && to_lower(words_of(name).empty() ? "" : words_of(name).back()) == "auth")
      return NameKind::password;                   // ("user", "…")
    if (rustassistant::trim(name) == "default") {  // env("NAME", default="…")
      const std::string_view rest = rustassistant::trim(left_.substr(0, left_.size() - name.size()));
      if (rest.ends_with(",")) {
        left_ = rest;
        return behind_comma();
      }
    }
    const NameKind beside = named_beside(name);
    return beside != NameKind::none ? beside : kind_of_table(left_.substr(0, left_.size() - name.size()));
  }

  // PASSWORDS = {"alice": "…"}: a table whose name says that it holds several.
  static NameKind kind_of_table(std::string_view code) {
    if (!code.ends_with("{")) return NameKind::none;
    code = rustassistant::trim(code.substr(0, code.size() - 1));
    while (!code.empty() &&
           (code.back() == '=' || code.back() == ':' || is_blank(code.back()) || is_quote(code.back())))
      code.remove_suffix(1);
    return code.ends_with("s") || code.ends_with("S") ? kind_of_names(side_of_sign(code)) : NameKind::none;
  }

  // Since the last thing that ends a statement, an argument or a condition.
  static std::string_view side_of_sign(std::string_view code) {
    for (const std::string_view edge : {";", ",", "(", "{", "&&", "||"}) {
      const auto at = code.rfind(edge);
      if (at == std::string_view::npos) continue;
      const std::string_view rest = code.substr(at + edge.size());
      const bool is_array = contains(rest, "]") && rest.find(']') < rest.find('[');  // [u8; 16]
      if (!is_array) code = rest;
    }
    // Of attributes (password="…" roles=) and tags (Password string `json:) the last one counts.
    for (const std::string_view edge : {"\" ", "' ", "`"}) {
      const auto at = code.rfind(edge);
      if (at == std::string_view::npos) continue;
      const std::string_view rest = rustassistant::trim(code.substr(at + edge.size()));
      if (!rest.empty() && all_of(rest, &is_dotted)) code = rest;
    }
    return code;
  }

  // The key of <add key="Password" value="…"/> and {"name": "PASSWORD", "value": "…"}.
  [[nodiscard]] NameKind named_beside(std::string_view name) const {
    constexpr auto kValues =
        std::to_array<std::string_view>({"value", "Value", "default", "\"value\"", "'value'", "val"});
    std::string_view last = name;
    if (const auto blank = last.find_last_of(" \t"); blank != std::string_view::npos) last = last.substr(blank + 1);
    if (std::find(kValues.begin(), kValues.end(), last) == kValues.end()) return NameKind::none;
    const std::string_view beside = left_.substr(0, left_.size() - last.size());
    NameKind kind = NameKind::none;
    for (const std::string_view key : {"name", "key", "Name", "Key", "variable"}) {
      const auto at = beside.rfind(key);
      if (at == std::string_view::npos) continue;
      kind = std::max(kind, kind_of_names(beside.substr(at + key.size())));
    }
    return kind;
  }

  // f( : a wrapper's argument is what the call is; a setter's is what the setter says.
  std::optional<NameKind> call() {
    left_.remove_suffix(1);
    trim();
    std::size_t size = 0;
    while (size < left_.size() && is_callee(left_[left_.size() - 1 - size])) ++size;
    const std::string_view callee = left_.substr(left_.size() - size);
    if (callee.empty()) return std::nullopt;  // parentheses only
    std::string_view last = callee;
    while (!last.empty() && !is_word(last.back())) last.remove_suffix(1);
    std::size_t word = 0;
    while (word < last.size() && is_word(last[last.size() - 1 - word])) ++word;
    last = last.substr(last.size() - word);
    const NameKind by_place = kind_by_place(callee, arguments_);
    if (by_place != NameKind::none) return by_place;
    if (std::find(kWrappers.begin(), kWrappers.end(), last) != kWrappers.end()) {
      left_.remove_suffix(size);
      trim();
      if (left_.ends_with("new")) left_.remove_suffix(3);
      if (left_.ends_with("[]")) left_.remove_suffix(2);
      arguments_ = 0;
      return std::nullopt;
    }
    if (last == "equals" || last == "eq" || last == "equalsIgnoreCase") return kind_of_names(callee);
    // What begins with these asks for a secret by its name.
    constexpr auto kAsking = std::to_array<std::string_view>(
        {"get",      "read",    "load",    "find",   "fetch",  "check",  "is",       "has",    "verify",
         "validate", "compare", "delete",  "remove", "parse",  "decode", "hash",     "encode", "assert",
         "expect",   "test",    "request", "ask",    "prompt", "lookup", "contains", "print",  "log"});
    const auto words = words_of(last);
    if (words.empty() || std::find(kAsking.begin(), kAsking.end(), words.front()) != kAsking.end())
      return NameKind::none;
    return kind_of_name(last);
  }

  // auth_token{"…"}
  std::optional<NameKind> braced() {
    left_.remove_suffix(1);
    if (left_.empty() || !is_word(left_.back())) return std::nullopt;
    std::size_t size = 0;
    while (size < left_.size() && is_word(left_[left_.size() - 1 - size])) ++size;
    return kind_of_name(left_.substr(left_.size() - size));
  }

  // var("API_KEY").unwrap_or( : what the call looks up, else what the whole is assigned to.
  std::optional<NameKind> called() {
    int depth = 0;
    std::size_t open = left_.size();
    while (open > 0) {
      --open;
      if (left_[open] == ')') ++depth;
      if (left_[open] == '(' && --depth == 0) break;
    }
    if (depth != 0) return NameKind::none;
    const NameKind kind = kind_of_names(left_.substr(open));
    if (kind != NameKind::none) return kind;
    left_ = left_.substr(0, open);
    while (!left_.empty() && is_callee(left_.back())) left_.remove_suffix(1);
    return std::nullopt;
  }

  // ("name", "…") , ["…", "…"] : the literal before, or what the list belongs to.
  std::optional<NameKind> behind_comma() {
    left_.remove_suffix(1);
    trim();
    ++arguments_;
    if (left_.empty() || !is_quote(left_.back())) return behind_expression();
    const char quote = left_.back();
    const std::size_t open = left_.size() < 2 ? std::string_view::npos : left_.rfind(quote, left_.size() - 2);
    if (open == std::string_view::npos) return NameKind::none;
    const std::string_view literal = left_.substr(open + 1, left_.size() - open - 2);
    const bool is_name = !literal.empty() && all_of(literal, [](char c) {
      return is_dotted(c) || contains("/:#[]=", std::string_view(&c, 1));
    });
    if (is_name) {
      if (const NameKind kind = kind_of_name(literal); kind != NameKind::none) return kind;
      if (to_lower(literal).ends_with("authorization")) return NameKind::token;
    }
    left_ = left_.substr(0, open);
    strip_literal_prefix();
    return std::nullopt;
  }

  // setopt(CURLOPT_USERPWD, "…") , strcpy(password, "…") , sign(payload, "…")
  [[nodiscard]] NameKind behind_expression() const {
    std::size_t size = 0;
    while (size < left_.size() && is_word(left_[left_.size() - 1 - size])) ++size;
    const std::string_view constant = left_.substr(left_.size() - size);
    if (size > 0 && left_.substr(0, left_.size() - size).ends_with(":")) {  // put_env(:app, :api_key, "…")
      if (const NameKind kind = kind_of_name(constant); kind != NameKind::none) return kind;
    }
    if (!constant.empty() && !any_of(constant, &is_lower)) {
      if (const NameKind kind = kind_of_name(constant); kind != NameKind::none) return kind;
    }
    const auto open = left_.rfind('(');
    if (open == std::string_view::npos) return NameKind::none;
    std::size_t begin = open;
    while (begin > 0 && is_callee(left_[begin - 1])) --begin;
    const auto between = std::count(left_.begin() + static_cast<std::ptrdiff_t>(open), left_.end(), ',');
    const NameKind by_place = kind_by_place(left_.substr(begin, open - begin), arguments_ + static_cast<int>(between));
    if (by_place != NameKind::none) return by_place;
    const auto words = words_of(left_.substr(begin, open - begin));  // set_password(user, "…")
    if (!words.empty() && words.front() == "set") {
      if (const NameKind kind = kind_of_name(left_.substr(begin, open - begin)); kind != NameKind::none) return kind;
    }
    constexpr auto kCopying = std::to_array<std::string_view>({"strcpy", "strncpy", "strlcpy", "memcpy", "strcmp"});
    const std::string_view callee = left_.substr(0, open);
    const bool copies =
        std::any_of(kCopying.begin(), kCopying.end(), [&](std::string_view name) { return callee.ends_with(name); });
    return copies ? kind_of_names(left_.substr(open)) : NameKind::none;
  }

  // process.env.NAME || , NAME ?? , NAME ?: , NAME or : the operand, else what it is assigned to.
  std::optional<NameKind> fallback() {
    while (!left_.empty() && (left_.back() == '|' || left_.back() == '?' || left_.back() == ':'))
      left_.remove_suffix(1);
    trim();
    return operand();
  }

  std::optional<NameKind> operand() {
    std::size_t size = 0;
    while (size < left_.size()) {
      const char c = left_[left_.size() - 1 - size];
      if (!is_dotted(c) && !is_quote(c) && c != '[' && c != ']' && c != '(' && c != ')' && c != ':' && c != '$') break;
      ++size;
    }
    if (size == 0) return NameKind::none;
    const NameKind kind = kind_of_names(left_.substr(left_.size() - size));
    if (kind != NameKind::none) return kind;
    left_.remove_suffix(size);
    trim();
    return left_.ends_with("=") ? std::nullopt : std::optional<NameKind>(NameKind::none);
  }

  // `or`, `define NAME`, `return`, or a name that stands beside its literal: `password "…"`.
  std::optional<NameKind> word() {
    std::size_t size = 0;
    while (size < left_.size() && is_dashed(left_[left_.size() - 1 - size])) ++size;
    const std::string_view name = left_.substr(left_.size() - size);
    const std::string_view before = left_.substr(0, left_.size() - size);
    if (arguments_ > 0) {  // basic_auth 'user', '…'
      if (const NameKind kind = kind_by_place(name, arguments_); kind != NameKind::none) return kind;
    }
    if (name == "or" || name == "else") {
      left_ = before;
      trim();
      return operand();
    }
    if (contains(before, "define") || contains(before, "set") ||
        before.find_first_not_of(" \t") == std::string_view::npos)
      return kind_of_name(name);
    // PASSWORD '…' and IDENTIFIED BY '…' of SQL, (def api-key "…"). A token may be any word that a parser speaks of.
    const NameKind kind = kind_of_name(name);
    if (kind == NameKind::token) return NameKind::none;
    if (name == "ConvertTo-SecureString") return NameKind::password;
    if (to_lower(name) == "by" && contains(to_lower(before), "identified")) return NameKind::password;
    return kind;
  }

  std::string_view left_;
  int arguments_ = 0;  // of the call that were passed over
};

}  // namespace

NameKind kind_before_literal(std::string_view before) {
  return Walk(before).run();
}

}  // namespace rustassistant::privacy
