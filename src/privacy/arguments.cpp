// SPDX-License-Identifier: MIT
#include "arguments.hpp"

#include <algorithm>
#include <array>

#include "characters.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"
#include "values.hpp"

namespace rustassistant::privacy {
namespace {

// One word of a command line, its quotes taken off.
struct Argument {
  std::size_t begin = 0;
  std::size_t size = 0;
  Notation notation = Notation::bare;
};

// The words of a command, up to what ends it.
class Arguments {
 public:
  Arguments(std::string_view text, std::size_t at)
      : text_(text.substr(0, std::min(text.size(), at + kReach))), at_(at) {}

  std::optional<Argument> next() {
    at_ += run_of(text_.substr(at_), &is_blank);
    if (at_ >= text_.size()) return std::nullopt;
    const char quote = text_[at_];
    if (is_quote(quote)) return quoted(quote);
    const std::size_t size =
        run_of(text_.substr(at_), [](char c) { return is_bare(c) || c == '{' || c == '}' || c == '\\'; });
    if (size == 0) return std::nullopt;
    const Argument argument{at_, size, Notation::bare};
    at_ += size;
    return argument;
  }

  [[nodiscard]] std::string_view word(const Argument& argument) const {
    return text_.substr(argument.begin, argument.size);
  }
  // What follows the last word.
  [[nodiscard]] std::string_view rest() const { return text_.substr(std::min(at_, text_.size())); }

 private:
  std::optional<Argument> quoted(char quote) {
    const std::size_t begin = at_ + 1;
    const std::size_t size = run_of(text_.substr(begin), [](char c) { return !is_quote(c) && c != '\n'; });
    if (begin + size >= text_.size() || text_[begin + size] != quote) return std::nullopt;
    at_ = begin + size + 1;
    return Argument{begin, size, Notation::quoted};
  }

  std::string_view text_;
  std::size_t at_;
};

// Commands that take a secret by its place: `before` other words, which are no options, stand between it and the
// command, or the word of the command that is named.
struct Command {
  std::string_view name;
  std::string_view word;
  int before;
  char flag;  // of an option of one letter that must be there
};
constexpr auto kCommands = std::to_array<Command>({{"htpasswd", "", 1, 'b'},
                                                   {"mosquitto_passwd", "", 2, 'b'},
                                                   {"rabbitmqctl", "add_user", 1, '\0'},
                                                   {"rabbitmqctl", "change_password", 1, '\0'},
                                                   {"rabbitmqctl", "authenticate_user", 1, '\0'},
                                                   {"ejabberdctl", "register", 2, '\0'},
                                                   {"prosodyctl", "register", 2, '\0'},
                                                   {"net", "use", 1, '\0'},
                                                   {"net", "user", 1, '\0'},
                                                   {"vault", "login", 0, '\0'},
                                                   {"openssl", "passwd", 0, '\0'},
                                                   {"secret", "0", 0, '\0'},
                                                   {"password", "0", 0, '\0'},
                                                   {"snmp-server", "community", 0, '\0'},
                                                   {"pre-shared-key", "", 0, '\0'},
                                                   {"insecure-password", "", 0, '\0'},
                                                   {"rootpw", "", 0, '\0'},
                                                   {"vault", "unseal", 0, '\0'},
                                                   {"mc", "alias", 4, '\0'},
                                                   {"wpa_passphrase", "", 1, '\0'},
                                                   {"nmcli", "password", 0, '\0'},
                                                   {"nmcli", "wifi-sec.psk", 0, '\0'},
                                                   {"sentinel", "auth-pass", 1, '\0'},
                                                   {"redis-cli", "auth", 0, '\0'},
                                                   {"redis-cli", "AUTH", 0, '\0'},
                                                   {"ngrok", "authtoken", 0, '\0'},
                                                   {"ngrok", "add-authtoken", 0, '\0'},
                                                   {"snyk", "auth", 0, '\0'},
                                                   {"npm", "set", 1, '\0'},
                                                   {"yarn", "set", 1, '\0'},
                                                   {"pip", "set", 1, '\0'},
                                                   {"conda", "set", 1, '\0'},
                                                   {"poetry", "config", 1, '\0'}});

constexpr int kMostArguments = 12;  // that are looked at

// -b, -bB, -nb: a cluster of options of one letter that holds this one.
bool has_flag(std::string_view word, char flag) {
  return word.size() > 1 && word[0] == '-' && word[1] != '-' && contains(word, std::string_view(&flag, 1));
}

std::optional<Secret> value_of_command(std::string_view text, std::size_t at, const Command& command) {
  Arguments arguments(text, at + command.name.size());
  bool is_named = command.word.empty();
  bool is_flagged = command.flag == '\0';
  int passed = 0;
  for (int left = kMostArguments; left > 0; --left) {
    const auto argument = arguments.next();
    if (!argument) break;
    const std::string_view word = arguments.word(*argument);
    if (argument->notation == Notation::bare && word.starts_with("-")) {
      is_flagged = is_flagged || has_flag(word, command.flag);
    } else if (!is_named) {
      is_named = word == command.word;
    } else if (passed < command.before) {
      ++passed;
    } else if (is_flagged && is_secret_value(word, NameKind::password, argument->notation)) {
      return Secret{argument->begin, word.size(), kAssignedSecret};
    }
  }
  return std::nullopt;
}

}  // namespace

bool is_reader_of_secrets(std::string_view command) {
  constexpr auto kReaders = std::to_array<std::string_view>(
      {"sudo -S", "-stdin", "chpasswd", "su -c", "passphrase-fd", "passwd -s", "| passwd"});
  return std::any_of(kReaders.begin(), kReaders.end(),
                     [&](std::string_view reader) { return contains(command, reader); });
}

std::optional<Secret> positional_value(std::string_view text, std::size_t at) {
  for (const Command& command : kCommands) {
    if (!text.substr(at).starts_with(command.name) || text.substr(at + command.name.size(), 1) != " ") continue;
    if (auto found = value_of_command(text, at, command)) return found;
  }
  return std::nullopt;
}

std::optional<Secret> echoed_value(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view near = text.substr(at, 7);
  const std::size_t size = near.starts_with("echo ") ? 4 : near.starts_with("printf ") ? 6 : 0;
  if (size == 0) return std::nullopt;
  Arguments arguments(text, at + size);
  auto argument = arguments.next();
  while (argument && (arguments.word(*argument).starts_with("-") || arguments.word(*argument).starts_with("%")))
    argument = arguments.next();
  if (!argument) return std::nullopt;
  const std::string_view rest = trim(arguments.rest().substr(0, arguments.rest().find('\n')));
  const std::string_view left = before(text, at, line);
  const bool is_read = rest.starts_with("|") && is_reader_of_secrets(rest);
  const bool is_substituted = left.ends_with("$(") || left.ends_with("<(") || left.ends_with("`");
  if (!is_read && !is_substituted) return std::nullopt;
  const bool is_named = is_read || kind_of_names(left) != NameKind::none || contains(to_lower(left), "password");
  if (!is_named) return std::nullopt;
  std::string_view value = arguments.word(*argument);
  std::size_t begin = argument->begin;
  if (const auto colon = value.find(':'); colon != std::string_view::npos) {  // user:… of chpasswd
    begin += colon + 1;
    value.remove_prefix(colon + 1);
  }
  // echo -e "…\n…" | passwd, where it is asked for twice.
  const std::string_view once = value.substr(0, value.find("\\n"));
  if (!is_secret_value(once, NameKind::password, argument->notation)) return std::nullopt;
  return Secret{begin, value.size(), kAssignedSecret};
}

}  // namespace rustassistant::privacy
