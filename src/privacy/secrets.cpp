// SPDX-License-Identifier: MIT
#include "rustassistant/privacy/secrets.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "arguments.hpp"
#include "assigned.hpp"
#include "characters.hpp"
#include "commands.hpp"
#include "defaults.hpp"
#include "lists.hpp"
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
      look_for_several();
      auto found = one_of_several();
      if (!found) found = secret_here();
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

  // The items of a list are noted where it begins, and taken when their place is reached: what stands between them is
  // looked at like any other text. A list within one that was read is not read again, so that time stays linear.
  void look_for_several() {
    const char c = text_[at_];
    if (at_ < several_until_) return;
    std::vector<Secret> found;
    if (c == '(' || c == '[' || c == '{') found = list_values(text_, at_, line_);
    if ((c == 'I' || c == 'i') && begins_word() && to_lower(text_.substr(at_, 7)) == "insert ")
      found = inserted_values(text_, at_);
    if (found.empty()) return;
    several_ = std::move(found);
    next_ = 0;
    several_until_ = several_.back().offset;
  }

  std::optional<Secret> one_of_several() {
    while (next_ < several_.size() && several_[next_].offset < at_) ++next_;
    if (next_ == several_.size() || several_[next_].offset != at_) return std::nullopt;
    const auto token = token_at(text_, at_);
    return token && token->offset == at_ && token->size >= several_[next_].size ? token : several_[next_];
  }

  [[nodiscard]] bool begins_word() const { return at_ == 0 || !is_word(text_[at_ - 1]); }

  [[nodiscard]] std::optional<Secret> secret_here() const {
    const char c = text_[at_];
    switch (c) {
      case '-':
        return behind_dash();
      case ':':
        if (text_.substr(at_, 3) == "://") return password_in_url(text_, at_);
        if (auto found = masked_value(text_, at_)) return found;
        if (auto found = password_in_source_name(text_, at_, line_)) return found;
        return bare_value(text_, at_, line_);
      case '=':
        return bare_value(text_, at_, line_);
      case '$':
        return default_value(text_, at_, line_);
      case '>':
        return element_value(text_, at_, line_);
      case '"':
      case '\'':
      case '`':
        return literal();
      default:
        return is_word(c) && begins_word() ? behind_word() : std::nullopt;
    }
  }

  [[nodiscard]] std::optional<Secret> behind_dash() const {
    if (auto found = private_key_at(text_, at_)) return found;
    const bool begins = at_ == 0 || is_blank(text_[at_ - 1]) || text_[at_ - 1] == '\n' || is_quote(text_[at_ - 1]);
    return begins ? option_value(text_, at_, line_) : std::nullopt;
  }

  [[nodiscard]] std::optional<Secret> behind_word() const {
    if (auto found = token_at(text_, at_)) return found;
    if (auto found = credential_at(text_, at_)) return found;
    if (auto found = positional_value(text_, at_)) return found;
    if (auto found = echoed_value(text_, at_, line_)) return found;
    if (auto found = password_behind_slash(text_, at_)) return found;
    return spaced_value(text_, at_, line_);
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
  std::vector<Secret> several_;  // of the list that was read last
  std::size_t next_ = 0;         // of them
  std::size_t several_until_ = 0;
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
