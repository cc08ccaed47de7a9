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
                                                        {"zip", "-P", false},
                                                        {"ipmitool", "-P", false},
                                                        {"snmp", "-A", false},
                                                        {"snmp", "-X", false},
                                                        {"plink", "-pw", false},
                                                        {"pscp", "-pw", false},
                                                        {"psftp", "-pw", false},
                                                        {"rdesktop", "-p", false},
                                                        {"psexec", "-p", false},
                                                        {"sqoop", "-p", false},
                                                        {"secret set", "--body", false},
                                                        {"secret set", "-b", false}});

// Where the argument of an option of that size begins: behind a blank, or in the next literal of a list.
std::size_t begin_of_argument(std::string_view near, std::size_t size) {
  std::size_t at = size;
  const bool is_listed = at < near.size() && is_quote(near[at]);
  if (is_listed) {
    ++at;
    at += run_of(near.substr(at), &is_blank);
    if (near.substr(at, 1) != ",") return std::string_view::npos;
    ++at;
  }
  const std::size_t blanks = run_of(near.substr(at), &is_blank);
  if (blanks == 0 && !is_listed) return std::string_view::npos;
  at += blanks;
  const bool is_quoted = at < near.size() && is_quote(near[at]);
  return is_listed && !is_quoted ? std::string_view::npos : at + (is_quoted ? 1 : 0);
}

// In what follows an option, where its value begins; npos: nowhere.
std::size_t value_of(std::string_view near, std::string_view command, std::string_view option) {
  for (const CommandOption& known : kOptions) {
    const bool fits = known.is_attached ? option.starts_with(known.option) : option == known.option;
    if (!fits || !contains(command, known.command)) continue;
    const std::size_t size = known.option.size();
    if (!known.is_attached) return begin_of_argument(near, size);
    if (near.size() <= size || near[size] == ' ') continue;
    if (is_quote(near[size]) && contains(", ])\n", near.substr(size + 1, 1))) continue;  // or nothing follows
    return size + (is_quote(near[size]) ? 1 : 0);
  }
  const bool is_long = option.starts_with("--") || option.size() > 4;
  return is_long && kind_of_name(option) != NameKind::none ? begin_of_argument(near, option.size())
                                                           : std::string_view::npos;
}

// Options that take a user and a password in one: where they begin, and what stands between them.
struct UserOption {
  std::size_t begin = std::string_view::npos;
  char between = ':';
};
UserOption user_option(std::string_view near, std::string_view command, std::string_view option) {
  if (option == "-u" || option == "--user" || option == "--proxy-user" || option == "--auth" || option == "-U") {
    const char between = option == "-U" ? '%' : contains(command, "lftp") ? ',' : ':';
    return {begin_of_argument(near, option.size()), between};
  }
  if (!contains(command, "curl") || option.size() < 2 || option.starts_with("--")) return {};
  if (option.ends_with("u")) return {begin_of_argument(near, option.size()), ':'};  // -sSu user:…
  return option.starts_with("-u") ? UserOption{2, ':'} : UserOption{};              // -uuser:…
}

std::optional<Secret> user_and_password(std::string_view value, std::size_t begin, char between) {
  constexpr std::size_t kLeast = 6;
  const auto colon = value.find(between);
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
  // set pass … of Tcl, requirepass … of Redis: nothing else stands in the line.
  if (trim(left).empty()) {
    const std::size_t name = near.starts_with("set ") ? 4 : 0;
    const std::size_t size = run_of(near.substr(name), &is_dashed);
    const std::size_t begin = std::min(near.size(), name + size + 1);
    const std::string_view rest = trim(near.substr(begin, near.find('\n', begin) - begin));
    if (near.substr(name + size, 1) == " " && rest.find(' ') == std::string_view::npos &&
        kind_of_name(near.substr(name, size)) >= NameKind::key)
      return name;
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
  const std::string_view command = before(text, at, line);
  const UserOption user = user_option(near, command, option);
  const bool is_user = user.begin != std::string_view::npos;
  const std::size_t offset = is_user ? user.begin : value_of(near, command, option);
  if (offset >= near.size()) return std::nullopt;
  std::size_t begin = at + offset;
  constexpr std::string_view kPass = "pass:";  // of openssl
  if (text.substr(begin, kPass.size()) == kPass) begin += kPass.size();
  const std::string_view value = text.substr(begin, run_of(text.substr(begin, kLongest), [](char c) {
                                               return is_bare(c) || c == '{' || c == '}' || c == ',';
                                             }));
  if (is_user) return user_and_password(value, begin, user.between);
  if (!is_secret_value(value, NameKind::password, Notation::bare)) return std::nullopt;
  return Secret{begin, value.size(), kAssignedSecret};
}

std::optional<Secret> password_in_source_name(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view left = before(text, at, line);
  std::size_t user = 0;
  while (user < left.size() && is_dotted(left[left.size() - 1 - user])) ++user;
  if (user == 0) return std::nullopt;
  const char edge = user == left.size() ? '\n' : left[left.size() - 1 - user];
  const std::string_view near = text.substr(at + 1, kReach);
  const auto end = near.find('@');
  if (end == std::string_view::npos || near.find_first_of(" \t\n\"'`") < end) return std::nullopt;
  const std::string_view host = near.substr(end + 1);
  const bool is_driver = host.starts_with("tcp(") || host.starts_with("unix(");
  const bool begins = is_quote(edge) || (is_driver && (edge == '\n' || edge == '=' || is_blank(edge)));
  if (!begins || !(is_driver || host.starts_with("/"))) return std::nullopt;
  const auto found = user_and_password(text.substr(at - 1, end + 2), at - 1, ':');
  return found ? std::optional(Secret{found->offset, found->size, "password in a URL"}) : std::nullopt;
}

std::optional<Secret> password_behind_slash(std::string_view text, std::size_t at) {
  constexpr auto kBegins =
      std::to_array<std::string_view>({"thin:", "oci:", "sqlplus ", "expdp ", "impdp ", "sqlldr "});
  const std::string_view near = text.substr(at, kReach);
  for (const std::string_view begin : kBegins) {
    if (!near.starts_with(begin)) continue;
    const std::string_view rest = near.substr(begin.size());
    const std::size_t user = run_of(rest, &is_word);
    if (user == 0 || rest.substr(user, 1) != "/") return std::nullopt;
    const std::string_view value =
        rest.substr(user + 1, run_of(rest.substr(user + 1), [](char c) { return is_bare(c) && c != '@'; }));
    if (!is_secret_value(value, NameKind::password, Notation::bare)) return std::nullopt;
    return Secret{at + begin.size() + user + 1, value.size(), "password in a URL"};
  }
  return std::nullopt;
}

std::optional<Secret> masked_value(std::string_view text, std::size_t at) {
  constexpr std::string_view kMask = "::add-mask::";
  if (!text.substr(at).starts_with(kMask)) return std::nullopt;
  const std::size_t begin = at + kMask.size();
  const std::string_view value = text.substr(begin, run_of(text.substr(begin, kLongest), &is_bare));
  if (!is_secret_value(value, NameKind::password, Notation::bare)) return std::nullopt;
  return Secret{begin, value.size(), kAssignedSecret};
}

}  // namespace rustassistant::privacy
