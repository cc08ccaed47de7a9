// SPDX-License-Identifier: MIT
#include "rustassistant/source/secrets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::source {
namespace {

using ascii::is_alnum;
using ascii::is_digit;
using ascii::is_letter;
using ascii::is_lower;
using ascii::is_upper;

bool is_word(char c) {
  return is_alnum(c) || c == '_';
}
bool is_dashed(char c) {
  return is_word(c) || c == '-';
}
bool is_upper_digit(char c) {
  return is_upper(c) || is_digit(c);
}
bool is_dotted(char c) {
  return is_dashed(c) || c == '.';
}
// What a password or a key in Base64 is written with.
bool is_value(char c) {
  return c > ' ' && c < 0x7f && c != '"' && c != '\'' && c != '`' && c != '<' && c != '>' && c != '(' && c != ')' &&
         c != '{' && c != '}' && c != '[' && c != ']' && c != '\\' && c != ',' && c != ';';
}

std::size_t run_length(std::string_view text, std::size_t from, bool (*takes)(char)) {
  std::size_t end = from;
  while (end < text.size() && takes(text[end])) ++end;
  return end - from;
}

// Tokens that are known by their beginning, and what follows it.
struct TokenRule {
  std::string_view begin;
  bool (*takes)(char);
  std::size_t least;  // bytes after the beginning
  std::string_view kind;
};
constexpr auto kTokenRules = std::to_array<TokenRule>({
    {"AKIA", &is_upper_digit, 16, "AWS access key"},
    {"ASIA", &is_upper_digit, 16, "AWS access key"},
    {"AIza", &is_dashed, 35, "Google API key"},
    {"GOCSPX-", &is_dashed, 20, "Google client secret"},
    {"ya29.", &is_dotted, 30, "Google access token"},
    {"ghp_", &is_alnum, 30, "GitHub token"},
    {"gho_", &is_alnum, 30, "GitHub token"},
    {"ghu_", &is_alnum, 30, "GitHub token"},
    {"ghs_", &is_alnum, 30, "GitHub token"},
    {"ghr_", &is_alnum, 30, "GitHub token"},
    {"github_pat_", &is_word, 30, "GitHub token"},
    {"glpat-", &is_dashed, 20, "GitLab token"},
    {"xoxb-", &is_dashed, 20, "Slack token"},
    {"xoxp-", &is_dashed, 20, "Slack token"},
    {"xoxa-", &is_dashed, 20, "Slack token"},
    {"xoxs-", &is_dashed, 20, "Slack token"},
    {"xapp-", &is_dashed, 20, "Slack token"},
    {"sk_live_", &is_alnum, 16, "Stripe key"},
    {"rk_live_", &is_alnum, 16, "Stripe key"},
    {"sk-", &is_dashed, 20, "API key"},  // OpenAI, Anthropic, OpenRouter and others
    {"xai-", &is_alnum, 20, "API key"},
    {"gsk_", &is_alnum, 30, "API key"},
    {"hf_", &is_alnum, 30, "Hugging Face token"},
    {"npm_", &is_alnum, 36, "npm token"},
    {"pypi-", &is_dashed, 40, "PyPI token"},
    {"SG.", &is_dotted, 40, "SendGrid key"},
    {"dop_v1_", &is_alnum, 40, "DigitalOcean token"},
});

// Bits per byte.
double entropy(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

bool has(std::string_view text, bool (*what)(char)) {
  return std::any_of(text.begin(), text.end(), what);
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Random enough to be a secret where the name says that it is one.
bool may_be_secret(std::string_view value) {
  return value.size() >= 8 && has(value, &is_digit) && has(value, &is_letter) && entropy(value) >= 2.75 &&
         !contains(value, "://");
}

// Random enough to be a secret whatever its name: long, mixed, and no path or version.
bool must_be_secret(std::string_view value) {
  return value.size() >= 20 && has(value, &is_digit) && has(value, &is_letter) && entropy(value) >= 3.5 &&
         !contains(value, "://") && !contains(value, ".") && value.front() != '/';
}

bool speaks_of_secret(std::string_view name) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"secret",      "token",       "passw",          "passphrase",    "pwd",         "apikey",
       "api_key",     "api-key",     "accesskey",      "access_key",    "access-key",  "privatekey",
       "private_key", "private-key", "authkey",        "auth_key",      "auth-key",    "credential",
       "signing_key", "signingkey",  "encryption_key", "encryptionkey", "account_key", "accountkey"});
  const std::string lower = to_lower(name);
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return contains(lower, word); });
}

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  std::vector<Secret> run() {
    while (at_ < text_.size()) {
      if (at_ == 0 || text_[at_ - 1] == '\n') line_ = at_;
      const auto found = secret_here();
      if (!found) {
        ++at_;
        continue;
      }
      secrets_.push_back(*found);
      at_ = found->offset + found->size;
    }
    return std::move(secrets_);
  }

 private:
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  [[nodiscard]] std::optional<Secret> secret_here() const {
    switch (text_[at_]) {
      case '-':
        return private_key();
      case ':':
        if (rest().starts_with("://")) return password_in_url();
        return assigned();
      case '=':
        return assigned();
      default:
        if (at_ > 0 && is_word(text_[at_ - 1])) return std::nullopt;
        return token();
    }
  }

  // The decision rests on the first bytes, so that text which only begins like a token over and over costs little.
  [[nodiscard]] std::optional<Secret> token() const {
    constexpr std::size_t kDecisive = 256;
    const std::string_view near = rest().substr(0, kDecisive);
    if (is_web_token(near)) return Secret{at_, run_length(text_, at_, &is_dotted), "web token"};
    for (const TokenRule& rule : kTokenRules) {
      if (near.front() != rule.begin.front() || !near.starts_with(rule.begin)) continue;
      const std::string_view body = near.substr(rule.begin.size(), run_length(near, rule.begin.size(), rule.takes));
      // A word such as "sk-learn-contrib-package-name" has no digit.
      if (body.size() < rule.least || !has(body, &is_digit)) continue;
      return Secret{at_, rule.begin.size() + run_length(text_, at_ + rule.begin.size(), rule.takes), rule.kind};
    }
    return std::nullopt;
  }

  // Parts of Base64 with points between them, the first two of which are JSON objects.
  [[nodiscard]] static bool is_web_token(std::string_view near) {
    return near.starts_with("eyJ") && contains(near.substr(0, run_length(near, 0, &is_dotted)), ".eyJ");
  }

  // From the end of its first line to the beginning of its last, or to the end of the text.
  [[nodiscard]] std::optional<Secret> private_key() const {
    constexpr std::string_view kBegin = "-----BEGIN ";
    constexpr std::string_view kPrivate = "PRIVATE KEY";
    constexpr std::size_t kLongestLabel = 64;
    if (!rest().starts_with(kBegin)) return std::nullopt;
    const std::string_view label = rest().substr(kBegin.size(), kLongestLabel);
    const auto dashes = label.find("-----");
    if (dashes == std::string_view::npos || !contains(label.substr(0, dashes), kPrivate)) return std::nullopt;
    const std::size_t begin = at_ + kBegin.size() + dashes + 5;
    const std::size_t end = std::min(text_.find("-----END ", begin), text_.size());
    if (end == begin) return std::nullopt;
    return Secret{begin, end - begin, "private key"};
  }

  // scheme://user:password@host
  [[nodiscard]] std::optional<Secret> password_in_url() const {
    constexpr std::size_t kLongest = 256;
    const std::string_view authority = rest().substr(3, kLongest);
    const std::string_view part = authority.substr(0, authority.find_first_of("/ \t\r\n\"'`<>"));
    const auto host = part.rfind('@');
    const auto colon = part.substr(0, host).find(':');
    if (host == std::string_view::npos || colon == std::string_view::npos || colon == 0) return std::nullopt;
    const std::string_view password = part.substr(colon + 1, host - colon - 1);
    if (password.empty() || contains("${%<*", password.substr(0, 1))) return std::nullopt;  // a reference
    return Secret{at_ + 3 + colon + 1, password.size(), "password in a URL"};
  }

  // name = "value", name: value, NAME=value, and their likes. `at_` is at the sign.
  [[nodiscard]] std::optional<Secret> assigned() const {
    const std::string_view name = name_before();
    if (name.empty()) return std::nullopt;
    std::size_t begin = at_ + 1;
    while (begin < text_.size() && (text_[begin] == '=' || text_[begin] == '>' || text_[begin] == ':')) ++begin;
    const bool is_tight = begin == at_ + 1 && begin < text_.size() && text_[begin] != ' ';
    while (begin < text_.size() && (text_[begin] == ' ' || text_[begin] == '\t')) ++begin;
    const char quote = begin < text_.size() ? text_[begin] : '\0';
    const bool is_quoted = quote == '"' || quote == '\'' || quote == '`';
    if (is_quoted) ++begin;
    // Without quotes it is an expression, unless the line is one of a .env or YAML file.
    const bool starts_line =
        at_ - line_ <= name.size() + kDeepest &&
        trim(text_.substr(line_, at_ - line_)).size() <= name.size() + std::string_view("export ").size();
    const bool is_plain = text_[at_] == ':' ? !is_tight : is_tight && !has(name, &is_lower);
    if (!is_quoted && !(starts_line && is_plain)) return std::nullopt;
    const std::string_view value = text_.substr(begin, run_length(text_, begin, &is_value));
    const std::size_t after = begin + value.size();
    if (value.empty()) return std::nullopt;
    const bool is_whole =
        is_quoted ? after < text_.size() && text_[after] == quote : after == text_.size() || text_[after] <= ' ';
    if (!is_whole) return std::nullopt;
    const bool in_env_style = starts_line && is_tight && text_[at_] == '=' && !has(name, &is_lower);
    const bool is_secret =
        (speaks_of_secret(left_side()) && may_be_secret(value)) || (in_env_style && must_be_secret(value));
    if (!is_secret) return std::nullopt;
    return Secret{begin, value.size(), "assigned secret"};
  }

  // All that stands before the sign in its statement, a type included: `let api_key: &str`.
  [[nodiscard]] std::string_view left_side() const {
    const std::size_t begin = at_ - std::min(at_ - line_, kLongestName);
    const std::string_view before = text_.substr(begin, at_ - begin);
    const auto edge = before.find_last_of(";,({");
    return edge == std::string_view::npos ? before : before.substr(edge + 1);
  }

  // What is assigned to: `password`, `"api-key"`, `config["token"]`.
  [[nodiscard]] std::string_view name_before() const {
    std::size_t end = at_;
    while (end > line_ && (text_[end - 1] == ' ' || text_[end - 1] == '\t')) --end;
    while (end > line_ && (text_[end - 1] == ']' || text_[end - 1] == '"' || text_[end - 1] == '\'')) --end;
    std::size_t begin = end;
    while (begin > line_ && end - begin < kLongestName && is_dashed(text_[begin - 1])) --begin;
    return text_.substr(begin, end - begin);
  }

  static constexpr std::size_t kLongestName = 128;
  static constexpr std::size_t kDeepest = 64;  // bytes before the name

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;  // where the line begins that holds `at_`
  std::vector<Secret> secrets_;
};

}  // namespace

std::vector<Secret> find_secrets(std::string_view content) {
  return Finder(content).run();
}

std::string redacted(std::string content, std::span<const Secret> secrets) {
  constexpr std::string_view kPlaceholder = "REDACTED";
  for (const Secret& secret : secrets) {
    for (std::size_t i = 0; i < secret.size; ++i) {
      char& c = content[secret.offset + i];
      if (c != '\n' && c != '\r') c = kPlaceholder[i % kPlaceholder.size()];
    }
  }
  return content;
}

std::string summary_of(std::span<const Secret> secrets) {
  std::map<std::string_view, std::size_t> counts;
  for (const Secret& secret : secrets) ++counts[secret.kind];
  std::string text;
  for (const auto& [kind, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " × " + std::string(kind);
  }
  return text;
}

bool is_key_store_name(std::string_view path) {
  constexpr auto kNames = std::to_array<std::string_view>({"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk",
                                                           "id_ed25519_sk", ".netrc", "_netrc", ".pgpass", ".htpasswd",
                                                           ".pypirc", ".git-credentials", ".env", "credentials"});
  constexpr auto kEnds = std::to_array<std::string_view>(
      {".pem", ".key", ".p8", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".asc", ".gpg", ".keytab"});
  const std::string name = to_lower(path.substr(path.rfind('/') + 1));
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end() ||
         std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return name.ends_with(end); });
}

}  // namespace rustassistant::source
