// SPDX-License-Identifier: MIT
#include "commands.hpp"

#include <algorithm>
#include <array>

#include "characters.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"
#include "values.hpp"

namespace rustassistant::privacy {
namespace {

constexpr std::size_t kLongest = 1024;

// Short options that take a password, of commands in whose lines they do.
struct CommandOption {
  std::string_view command;
  std::string_view option;
  bool is_attached;  // the value follows without a blank
};
constexpr auto kOptions = std::to_array<CommandOption>({{"mysql", "-p", true},
                                                        {"mariadb", "-p", true},
                                                        {"7z", "-p", true},
                                                        {"sshpass", "-p", true},
                                                        {"sshpass", "-p", false},
                                                        {"login", "-p", false},
                                                        {"redis-cli", "-a", false},
                                                        {"openssl", "-k", false},
                                                        {"openssl", "-pass", false},
                                                        {"openssl", "-passin", false},
                                                        {"openssl", "-passout", false},
                                                        {"ldap", "-w", false},
                                                        {"cqlsh", "-p", false},
                                                        {"mongo", "-p", false},
                                                        {"sqlcmd", "-P", false},
                                                        {"bcp", "-P", false},
                                                        {"mosquitto_", "-P", false},
                                                        {"zip", "-P", false}});

// In what follows an option, where its value begins; npos: nowhere.
std::size_t value_of(std::string_view near, std::string_view command, std::string_view option) {
  for (const CommandOption& known : kOptions) {
    const bool fits = known.is_attached ? option.starts_with(known.option) : option == known.option;
    if (!fits || !contains(command, known.command)) continue;
    const std::size_t size = known.option.size();
    if (known.is_attached && (near.size() <= size || near[size] == ' ')) continue;
    return known.is_attached ? size : size + 1;
  }
  const bool is_long = option.starts_with("--") || option.size() > 4;
  return is_long && kind_of_name(option) != NameKind::none && option.size() < near.size() && near[option.size()] == ' '
             ? option.size() + 1
             : std::string_view::npos;
}

std::optional<Secret> user_and_password(std::string_view value, std::size_t begin) {
  constexpr std::size_t kLeast = 6;
  const auto colon = value.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view password = value.substr(colon + 1);
  if (password.size() < kLeast || password.starts_with("//") || !any_of(password, &is_digit) ||
      is_reference(password) || is_placeholder(password))
    return std::nullopt;
  return Secret{begin + colon + 1, password.size(), "credential"};
}

// Declared by a line of a Dockerfile or of fish, or a line of .netrc: where the name begins.
std::optional<std::size_t> named_at(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view near = text.substr(at, kReach);
  const std::string_view left = before(text, at, line);
  if (near.starts_with("ENV ") && at == line) return 4;
  if (near.starts_with("set -") && trim(left).empty()) {
    const auto blank = near.find(' ', 4);
    return blank == std::string_view::npos ? std::nullopt : std::optional(blank + 1);
  }
  if (near.starts_with("password ") && (at == line || contains(left, "machine ") || contains(left, "login "))) return 0;
  return std::nullopt;
}

}  // namespace

std::optional<Secret> spaced_value(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view near = text.substr(at, kReach);
  const auto declared = named_at(text, at, line);
  const std::size_t name = declared.value_or(0);
  const std::size_t size = run_of(near.substr(name), declared ? &is_word : &is_dotted);
  const std::size_t begin = at + name + size + 1;
  if (begin >= text.size() || text[begin - 1] != ' ') return std::nullopt;
  const std::string_view value = text.substr(begin, run_of(text.substr(begin, kLongest), &is_bare));
  const std::size_t after = begin + value.size();
  const bool ends = after >= text.size() || text[after] <= ' ' ||
                    (declared.value_or(0) == 0 && (text[after] == ';' || is_quote(text[after])));
  if (!ends || (!declared && !is_random(value))) return std::nullopt;
  if (!is_secret_value(value, kind_of_name(near.substr(name, size)), Notation::bare)) return std::nullopt;
  return Secret{begin, value.size(), kAssignedSecret};
}

std::optional<Secret> option_value(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view near = text.substr(at, kReach);
  const std::string_view option = near.substr(0, run_of(near, &is_dashed));
  const bool is_user = option == "-u" || option == "--user";
  const std::size_t offset = is_user ? option.size() + 1 : value_of(near, before(text, at, line), option);
  if (offset >= near.size() || (is_user && near[option.size()] != ' ')) return std::nullopt;
  std::size_t begin = at + offset;
  if (is_quote(text[begin])) ++begin;
  constexpr std::string_view kPass = "pass:";  // of openssl
  if (text.substr(begin, kPass.size()) == kPass) begin += kPass.size();
  const std::string_view value = text.substr(
      begin, run_of(text.substr(begin, kLongest), [](char c) { return is_bare(c) || c == '{' || c == '}'; }));
  if (is_user) return user_and_password(value, begin);
  if (!is_secret_value(value, NameKind::password, Notation::bare)) return std::nullopt;
  return Secret{begin, value.size(), kAssignedSecret};
}

std::optional<Secret> password_in_source_name(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view left = before(text, at, line);
  std::size_t user = 0;
  while (user < left.size() && is_dotted(left[left.size() - 1 - user])) ++user;
  if (user == 0 || user == left.size() || !is_quote(left[left.size() - 1 - user])) return std::nullopt;
  const std::string_view near = text.substr(at + 1, kReach);
  const auto end = near.find('@');
  if (end == std::string_view::npos || near.find_first_of(" \t\n\"'`") < end) return std::nullopt;
  const std::string_view host = near.substr(end + 1);
  if (!host.starts_with("tcp(") && !host.starts_with("unix(") && !host.starts_with("/")) return std::nullopt;
  const auto found = user_and_password(text.substr(at - 1, end + 2), at - 1);
  return found ? std::optional(Secret{found->offset, found->size, "password in a URL"}) : std::nullopt;
}

}  // namespace rustassistant::privacy
