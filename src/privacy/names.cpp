// SPDX-License-Identifier: MIT
#include "names.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "characters.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::privacy {
namespace {

using Words = std::span<const std::string_view>;

constexpr auto kPasswords = std::to_array<std::string_view>(
    {"password",  "passwd",      "passwort",   "passphrase", "passcode", "pwd",      "passwords", "userpass",
     "dbpass",    "requirepass", "masterauth", "storepass",  "keypass",  "rootpass", "adminpass", "sshpass",
     "bindpw",    "rootpw",      "authtok",    "ftppass",    "smtppass", "mailpass", "mysqlpass", "sqlpass",
     "loginpass", "authpass",    "proxypass",  "certpass",   "zippass",  "mypass"});
constexpr auto kKeys =
    std::to_array<std::string_view>({"secret", "secrets", "apikey", "apikeys", "accesskey", "secretkey", "privatekey",
                                     "authkey", "signingkey", "encryptionkey", "accountkey", "masterkey", "sharedkey",
                                     "appkey", "credential", "credentials", "connstr", "appsecret", "clientsecret"});
constexpr auto kTokens = std::to_array<std::string_view>({"token", "tokens", "bearer", "jwt"});
constexpr auto kShortPasswords = std::to_array<std::string_view>({"pass", "pw", "psk"});
// What makes a key of `key`.
constexpr auto kBeforeKey = std::to_array<std::string_view>(
    {"api",    "access",  "private", "auth",  "signing", "encryption",   "account", "secret", "master",
     "shared", "storage", "license", "admin", "session", "cookie",       "hmac",    "deploy", "aes",
     "jwt",    "cipher",  "crypto",  "app",   "service", "subscription", "webhook", "ssh",    "security"});
// Behind a secret's word: it speaks of something about the secret.
constexpr auto kAbout = std::to_array<std::string_view>(
    {"name",    "names",     "url",         "uri",        "path",        "file",        "filename", "dir",
     "type",    "types",     "field",       "fields",     "label",       "prefix",      "suffix",   "id",
     "ids",     "length",    "len",         "size",       "count",       "regex",       "regexp",   "pattern",
     "header",  "headers",   "param",       "params",     "env",         "var",         "variable", "error",
     "errors",  "message",   "msg",         "text",       "title",       "endpoint",    "hint",     "policy",
     "ttl",     "expiry",    "expires",     "expiration", "at",          "algorithm",   "alg",      "index",
     "column",  "table",     "kind",        "input",      "form",        "page",        "manager",  "provider",
     "store",   "factory",   "class",       "format",     "version",     "ref",         "arn",      "rule",
     "rules",   "usage",     "limit",       "budget",     "mode",        "status",      "state",    "help",
     "docs",    "selector",  "element",     "button",     "icon",        "list",        "enum",     "hash",
     "digest",  "checksum",  "fingerprint", "salt",       "placeholder", "description", "created",  "updated",
     "encoder", "validator", "reset",       "strength",   "encoding",    "min",         "max",      "scheme",
     "md",      "sha",       "scope",       "scopes",     "info",        "source",      "location", "callback",
     "handler", "test",      "tests",       "pos",        "start",       "end",         "stream",   "iter"});
// Before it: it is no secret, or none that must be kept.
constexpr auto kHarmless = std::to_array<std::string_view>(
    {"max",          "num",    "total",     "is",     "has",        "no",       "public",  "next",
     "page",         "eos",    "bos",       "pad",    "unk",        "mask",     "sep",     "cls",
     "special",      "design", "invalid",   "wrong",  "bad",        "count",    "min",     "show",
     "hide",         "forgot", "reset",     "lexer",  "syntax",     "punct",    "keyword", "cancellation",
     "continuation", "input",  "output",    "prompt", "completion", "requires", "use",     "missing",
     "expected",     "hashed", "encrypted", "fake",   "dummy",      "mock",     "example", "sample"});

bool is_one_of(std::string_view word, Words list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}
bool ends_with_one_of(std::string_view word, Words list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view end) { return word.ends_with(end); });
}

NameKind kind_of_word(const std::vector<std::string>& words, std::size_t i) {
  const std::string& word = words[i];
  if (ends_with_one_of(word, kPasswords) || is_one_of(word, kShortPasswords)) return NameKind::password;
  if (ends_with_one_of(word, kKeys)) return NameKind::key;
  if ((word == "key" || word == "keys") && i > 0 && is_one_of(words[i - 1], kBeforeKey)) return NameKind::key;
  if (ends_with_one_of(word, kTokens)) return NameKind::token;
  return NameKind::none;
}

}  // namespace

std::vector<std::string> words_of(std::string_view identifier) {
  std::vector<std::string> words;
  std::size_t begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (end > begin) words.push_back(to_lower(identifier.substr(begin, end - begin)));
    begin = end;
  };
  for (std::size_t i = 0; i < identifier.size(); ++i) {
    const char c = identifier[i];
    if (!is_alnum(c)) {
      end_word(i);
      begin = i + 1;
      continue;
    }
    if (i == begin) continue;
    const char before = identifier[i - 1];
    const bool is_next_lower = i + 1 < identifier.size() && is_lower(identifier[i + 1]);
    const bool is_hump = is_upper(c) && (is_lower(before) || (is_upper(before) && is_next_lower));
    if (is_hump || is_digit(c) != is_digit(before)) end_word(i);
  }
  end_word(identifier.size());
  return words;
}

NameKind kind_of_name(std::string_view identifier) {
  const std::vector<std::string> words = words_of(identifier);
  if (std::find(words.begin(), words.end(), "public") != words.end()) return NameKind::none;
  NameKind kind = NameKind::none;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const NameKind here = kind_of_word(words, i);
    if (here != NameKind::none) {
      kind = i > 0 && is_one_of(words[i - 1], kHarmless) ? NameKind::none : std::max(kind, here);
    } else if (is_one_of(words[i], kAbout)) {
      kind = NameKind::none;
    }
  }
  return kind;
}

NameKind kind_of_names(std::string_view code) {
  NameKind kind = NameKind::none;
  for (std::size_t i = 0; i < code.size();) {
    const std::size_t size = run_of(code.substr(i), &is_dashed);
    if (size > 0) kind = std::max(kind, kind_of_name(code.substr(i, size)));
    i += std::max<std::size_t>(size, 1);
  }
  return kind;
}

}  // namespace rustassistant::privacy
