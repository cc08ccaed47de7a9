// SPDX-License-Identifier: MIT
#include "rustassistant/privacy/secrets.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "assigned.hpp"
#include "characters.hpp"
#include "commands.hpp"
#include "rustassistant/base/text.hpp"
#include "tokens.hpp"

namespace rustassistant::privacy {
namespace {

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  std::vector<Secret> run() {
    while (at_ < text_.size()) {
      if (at_ > 0 && text_[at_ - 1] == '\n') line_ = at_;
      const auto found = secret_here();
      if (!found) {
        ++at_;
        continue;
      }
      secrets_.push_back(*found);
      move_to(found->offset + found->size);
    }
    return std::move(secrets_);
  }

 private:
  void move_to(std::size_t end) {
    const auto last = text_.substr(0, end).rfind('\n');
    if (last != std::string_view::npos && last >= at_) line_ = last + 1;
    at_ = end;
  }

  [[nodiscard]] std::optional<Secret> secret_here() const {
    const char c = text_[at_];
    switch (c) {
      case '-':
        return behind_dash();
      case ':':
        if (text_.substr(at_, 3) == "://") return password_in_url(text_, at_);
        if (auto found = password_in_source_name(text_, at_, line_)) return found;
        return bare_value(text_, at_, line_);
      case '=':
        return bare_value(text_, at_, line_);
      case '>':
        return element_value(text_, at_, line_);
      case '"':
      case '\'':
      case '`':
        return literal();
      default:
        if (!is_word(c) || (at_ > 0 && is_word(text_[at_ - 1]))) return std::nullopt;
        if (auto found = token_at(text_, at_)) return found;
        if (auto found = credential_at(text_, at_)) return found;
        return spaced_value(text_, at_, line_);
    }
  }

  [[nodiscard]] std::optional<Secret> behind_dash() const {
    if (auto found = private_key_at(text_, at_)) return found;
    const bool begins_word = at_ == 0 || is_blank(text_[at_ - 1]) || text_[at_ - 1] == '\n';
    return begins_word ? option_value(text_, at_, line_) : std::nullopt;
  }

  // What is known by its form is named after it.
  [[nodiscard]] std::optional<Secret> literal() const {
    auto found = quoted_value(text_, at_, line_);
    if (!found) return std::nullopt;
    const auto token = token_at(text_, found->offset);
    if (token && token->offset == found->offset && token->size >= found->size) return token;
    return found;
  }

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

}  // namespace rustassistant::privacy
