// SPDX-License-Identifier: MIT
#include "tokens.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "characters.hpp"
#include "rustassistant/base/text.hpp"
#include "token_rules.hpp"
#include "values.hpp"

namespace rustassistant::privacy {
namespace {

constexpr std::size_t kDecisive = 256;  // bytes

using Takes = bool (*)(char);

Takes takes_of(CharSet set) {
  switch (set) {
    case CharSet::hex:
      return &is_hex_digit;
    case CharSet::upper:
      return [](char c) { return is_upper(c) || is_digit(c); };
    case CharSet::lower:
      return [](char c) { return is_lower(c) || is_digit(c); };
    case CharSet::alnum:
      return &is_alnum;
    case CharSet::word:
      return &is_word;
    case CharSet::dashed:
      return &is_dashed;
    case CharSet::dotted:
      return &is_dotted;
    case CharSet::base64:
      return &is_base64;
  }
  return &is_alnum;
}

// The rules that begin with this byte.
std::span<const TokenRule> rules_of(char first) {
  static const auto begins = [] {
    std::array<std::span<const TokenRule>, 128> table{};
    const auto rules = token_rules();
    for (std::size_t i = 0; i < rules.size(); ++i) {
      auto& row = table.at(static_cast<unsigned char>(rules[i].begin.front()));
      row = row.empty() ? rules.subspan(i, 1) : std::span<const TokenRule>(row.data(), row.size() + 1);
    }
    return table;
  }();
  const auto index = static_cast<unsigned char>(first);
  return index < begins.size() ? begins.at(index) : std::span<const TokenRule>();
}

// Tokens as manuals write them. Anything else that has the form of a token may be one.
bool is_from_documentation(std::string_view body) {
  constexpr auto kParts = std::to_array<std::string_view>(
      {"example", "xxxxx", "your-", "your_", "placeholder", "redacted", "-goes-here", "_goes_here"});
  const std::string lower = to_lower(body);
  return std::any_of(kParts.begin(), kParts.end(), [&](std::string_view part) { return contains(lower, part); });
}

std::optional<Secret> known_token(std::string_view text, std::size_t at) {
  const std::string_view near = text.substr(at, kDecisive);
  for (const TokenRule& rule : rules_of(near.front())) {
    if (!near.starts_with(rule.begin)) continue;
    const Takes takes = takes_of(rule.follows);
    const std::string_view body = near.substr(rule.begin.size(), run_of(near.substr(rule.begin.size()), takes));
    // A word such as "sk-learn-contrib-package-name" has no digit.
    if (body.size() < rule.least || !any_of(body, &is_digit) || is_from_documentation(body.substr(0, rule.least)))
      continue;
    const std::size_t size = rule.begin.size() + run_of(text.substr(at + rule.begin.size()), takes);
    if (at + size < text.size() && is_word(text[at + size])) continue;
    return Secret{at, size, rule.kind};
  }
  return std::nullopt;
}

// Parts of Base64 with points between them, the first two of which are JSON objects; or five, the first of which is
// one.
std::optional<Secret> web_token(std::string_view text, std::size_t at) {
  const std::string_view near = text.substr(at, kDecisive);
  if (!near.starts_with("eyJ")) return std::nullopt;
  const std::string_view begin = near.substr(0, run_of(near, &is_dotted));
  const bool is_signed = contains(begin, ".eyJ");
  const bool is_encrypted = std::count(begin.begin(), begin.end(), '.') >= 3 || contains(begin, "..");
  if (!is_signed && !is_encrypted) return std::nullopt;
  return Secret{at, run_of(text.substr(at), &is_dotted), "web token"};
}

// Tokens of bots, which have a form and no beginning: 1234567890:AA… of Telegram, three parts of Discord's.
std::optional<Secret> bot_token(std::string_view text, std::size_t at) {
  const std::string_view near = text.substr(at, kDecisive);
  const auto ends = [&](std::size_t size) { return size >= near.size() || !is_dotted(near[size]); };
  const std::size_t digits = run_of(near, &is_digit);
  if (digits >= 8 && digits <= 10 && near.substr(digits, 3) == ":AA") {
    constexpr std::size_t kSecret = 35;
    const std::size_t size = digits + 1 + run_of(near.substr(digits + 1), &is_dashed);
    return size == digits + 1 + kSecret ? std::optional(Secret{at, size, "Telegram token"}) : std::nullopt;
  }
  if (near.empty() || !contains("MNO", near.substr(0, 1))) return std::nullopt;
  const std::size_t id = run_of(near, &is_alnum);
  if (id < 23 || id > 28 || near.substr(id, 1) != ".") return std::nullopt;
  const std::size_t time = run_of(near.substr(id + 1), &is_dashed);
  if (time != 6 || near.substr(id + 7, 1) != ".") return std::nullopt;
  const std::size_t size = id + 8 + run_of(near.substr(id + 8), &is_dashed);
  return size >= id + 8 + 27 && size <= id + 8 + 38 && ends(size) ? std::optional(Secret{at, size, "Discord token"})
                                                                  : std::nullopt;
}

// Hosts and paths behind which the secret part of a web hook's address begins.
constexpr auto kHooks = std::to_array<std::string_view>({"hooks.slack.com/services/",
                                                         "hooks.slack.com/workflows/",
                                                         "hooks.slack.com/triggers/",
                                                         "discord.com/api/webhooks/",
                                                         "discordapp.com/api/webhooks/",
                                                         "canary.discord.com/api/webhooks/",
                                                         "ptb.discord.com/api/webhooks/",
                                                         "hooks.zapier.com/hooks/catch/",
                                                         "maker.ifttt.com/trigger/",
                                                         "maker.ifttt.com/use/",
                                                         "outlook.office.com/webhook/",
                                                         "webhook.office.com/webhookb2/",
                                                         "chat.googleapis.com/v1/spaces/",
                                                         "api.telegram.org/bot",
                                                         "open.feishu.cn/open-apis/bot/v2/hook/",
                                                         "open.larksuite.com/open-apis/bot/v2/hook/",
                                                         "oapi.dingtalk.com/robot/send?access_token=",
                                                         "qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
                                                         "hook.integromat.com/",
                                                         "hook.eu1.make.com/",
                                                         "hook.us1.make.com/",
                                                         "hooks.airtable.com/workflows/",
                                                         "webhooks.mongodb-realm.com/api/client/",
                                                         "events.pagerduty.com/integration/"});

std::optional<Secret> web_hook(std::string_view text, std::size_t at) {
  const std::string_view near = text.substr(at, kDecisive);
  for (const std::string_view hook : kHooks) {
    if (!near.starts_with(hook)) continue;
    const std::size_t begin = at + hook.size();
    const std::size_t size = run_of(text.substr(begin), [](char c) {
      return c > ' ' && c < 0x7F && !is_quote(c) && c != '<' && c != '>' && c != ')' && c != '\\' && c != ',';
    });
    const std::string_view path = text.substr(begin, std::min(size, kDecisive));
    constexpr std::size_t kLeast = 16;
    if (path.size() < kLeast || !any_of(path, &is_digit) || is_reference(path) || is_placeholder(path))
      return std::nullopt;
    return Secret{begin, size, "web hook"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Secret> token_at(std::string_view text, std::size_t at) {
  if (auto found = web_token(text, at)) return found;
  if (auto found = known_token(text, at)) return found;
  if (auto found = bot_token(text, at)) return found;
  return web_hook(text, at);
}

namespace {

// The bytes that Base64 stands for, as far as it is whole.
std::string decoded(std::string_view text) {
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = is_upper(c)   ? c - 'A'
                      : is_lower(c) ? c - 'a' + 26
                      : is_digit(c) ? c - '0' + 52
                      : c == '+'    ? 62
                      : c == '/'    ? 63
                                    : -1;
    if (value < 0) break;
    bits = (bits << 6U) | static_cast<unsigned>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
    }
  }
  return bytes;
}

}  // namespace

bool is_basic_credential(std::string_view value) {
  if (value.size() % 4 != 0) return false;
  const std::string pair = decoded(value);
  const auto colon = pair.find(':');
  return colon != std::string::npos && colon + 1 < pair.size() &&
         all_of(pair, [](char c) { return c >= ' ' && c < 0x7F; });
}

std::optional<Secret> credential_at(std::string_view text, std::size_t at) {
  struct Scheme {
    std::string_view word;
    std::size_t least;  // bytes
  };
  constexpr auto kSchemes = std::to_array<Scheme>({{"Bearer ", 12},
                                                   {"bearer ", 12},
                                                   {"Basic ", 8},
                                                   {"basic ", 8},
                                                   {"Token ", 20},
                                                   {"token ", 20},
                                                   {"Bot ", 40},
                                                   {"ApiKey ", 20},
                                                   {"Api-Key ", 20},
                                                   {"Apikey ", 20},
                                                   {"GenieKey ", 20},
                                                   {"SSWS ", 20}});
  for (const Scheme& scheme : kSchemes) {
    if (!text.substr(at, scheme.word.size()).starts_with(scheme.word)) continue;
    std::size_t begin = at + scheme.word.size();
    if (text.substr(begin, 2) == "\\\n") begin += 2;  // the line goes on
    const std::size_t size = run_of(text.substr(begin), &is_token68);
    const std::string_view value = text.substr(begin, std::min(size, kDecisive));
    if (value.size() < scheme.least) return std::nullopt;
    const bool is_secret = to_lower(scheme.word) == "basic " ? is_basic_credential(value) : is_token_value(value);
    if (!is_secret) return std::nullopt;
    return Secret{begin, size, "credential"};
  }
  return std::nullopt;
}

std::optional<Secret> private_key_at(std::string_view text, std::size_t at) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::size_t kLongestLabel = 64;
  if (!text.substr(at, kBegin.size()).starts_with(kBegin)) return std::nullopt;
  const std::string_view label = text.substr(at + kBegin.size(), kLongestLabel);
  const auto dashes = label.find("-----");
  if (dashes == std::string_view::npos || !contains(label.substr(0, dashes), "PRIVATE KEY")) return std::nullopt;
  const std::size_t begin = at + kBegin.size() + dashes + 5;
  const std::size_t end = std::min(text.find("-----END ", begin), text.size());
  if (end == begin) return std::nullopt;
  return Secret{begin, end - begin, "private key"};
}

std::optional<Secret> password_in_url(std::string_view text, std::size_t at) {
  const std::string_view authority = text.substr(at + 3, kDecisive);
  const std::string_view part = authority.substr(0, authority.find_first_of("/ \t\r\n\"'`<>"));
  const auto host = part.rfind('@');
  if (host == std::string_view::npos) return std::nullopt;
  const std::string_view user = part.substr(0, host);
  const auto colon = user.find(':');
  if (colon == std::string_view::npos) {
    constexpr std::size_t kLeastToken = 16;
    if (user.size() < kLeastToken || is_reference(user) || !is_token_value(user)) return std::nullopt;
    return Secret{at + 3, user.size(), "token in a URL"};
  }
  constexpr auto kUsual =
      std::to_array<std::string_view>({"pass", "pwd", "pw", "p", "user", "x", "xxx", "test", "token", "..."});
  const std::string_view password = user.substr(colon + 1);
  const bool is_usual = std::find(kUsual.begin(), kUsual.end(), password) != kUsual.end();
  if (password.empty() || is_usual || is_reference(password) || contains(password, "{") ||
      contains("$%<*[", password.substr(0, 1)) || (is_placeholder(password) && !any_of(password, &is_digit))) {
    return std::nullopt;
  }
  return Secret{at + 3 + colon + 1, password.size(), "password in a URL"};
}

}  // namespace rustassistant::privacy
