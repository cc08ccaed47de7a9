// SPDX-License-Identifier: MIT
#include "manifests.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

std::string_view without_comment(std::string_view line, std::string_view mark) {
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quote != '\0') {
      if (line[i] == quote) quote = '\0';
    } else if (line[i] == '"' || line[i] == '\'' || line[i] == '`') {
      quote = line[i];
    } else if (line.substr(i).starts_with(mark)) {
      return trim(line.substr(0, i));
    }
  }
  return trim(line);
}

std::string_view unquoted(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'' || text.front() == '`') &&
      text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

// The value of a key in an inline table: `{ path = "../a", package = "b" }`.
std::string inline_value(std::string_view table, std::string_view key) {
  for (std::size_t at = table.find(key); at != std::string_view::npos; at = table.find(key, at + 1)) {
    if (at > 0 && (ascii::is_alnum(table[at - 1]) || table[at - 1] == '-' || table[at - 1] == '_')) continue;
    std::string_view rest = trim(table.substr(at + key.size()));
    if (!rest.starts_with('=')) continue;
    rest = trim(rest.substr(1));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) continue;
    return std::string(rest.substr(1, rest.find(rest.front(), 1) - 1));
  }
  return {};
}

// One line of Cargo.toml below the header `section`.
void read_cargo_line(CargoPackage& package, std::string_view section, std::string_view key, std::string_view value) {
  if (section == "package" && key == "name") package.name = unquoted(value);
  if (section == "package" && key == "build" && value.find('"') != std::string_view::npos)
    package.roots.emplace_back(unquoted(value));
  if (section == "lib" && key == "name") package.library = unquoted(value);
  if (section == "lib" && key == "path") package.library_path = unquoted(value);
  if (has_word(" lib bin test example bench ", section) && key == "path") package.roots.emplace_back(unquoted(value));
  const std::size_t table = section.rfind("dependencies");
  if (table == std::string_view::npos) return;
  const std::string_view name = section.substr(table + 12);  // ".name" of [dependencies.name]
  if (name.empty()) {
    std::string renamed = inline_value(value, "package");
    if (!renamed.empty()) package.renamed.emplace(unquoted(key), std::move(renamed));
  } else if (key == "package") {
    package.renamed.emplace(unquoted(name.substr(1)), unquoted(value));
  }
}

// Words of a command line as a shell splits them.
std::vector<std::string> shell_words(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  char quote = '\0';
  bool any = false;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote == '\'' ? c == '\'' : (quote == '"' && c == '"')) {
      quote = '\0';
    } else if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
      word += command[++i];
      any = true;
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
      any = true;
    } else if (quote == '\0' && ascii::is_space(c)) {
      if (any) words.push_back(std::exchange(word, {}));
      any = false;
    } else {
      word += c;
      any = true;
    }
  }
  if (any) words.push_back(std::move(word));
  return words;
}

std::string absolute(const std::string& folder, const std::string& path) {
  return path.starts_with('/') ? path : folder + "/" + path;
}

std::string text_member(const nlohmann::json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

std::vector<std::string> words_of(const nlohmann::json& entry) {
  const auto arguments = entry.find("arguments");
  if (arguments == entry.end() || !arguments->is_array()) return shell_words(text_member(entry, "command"));
  std::vector<std::string> words;
  for (const nlohmann::json& argument : *arguments) {
    if (argument.is_string()) words.push_back(argument.get<std::string>());
  }
  return words;
}

std::vector<std::string> include_folders(const std::vector<std::string>& words, const std::string& folder) {
  constexpr auto kOptions = std::to_array<std::string_view>({"-I", "-isystem", "-iquote", "-idirafter", "/I"});
  std::vector<std::string> folders;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const std::string_view option : kOptions) {
      if (!words[i].starts_with(option)) continue;
      std::string path = words[i].substr(option.size());
      if (path.empty() && i + 1 < words.size()) path = words[++i];
      if (!path.empty()) folders.push_back(absolute(folder, path));
      break;
    }
  }
  return folders;
}

}  // namespace

GoModule read_go_mod(std::string_view content) {
  GoModule module;
  bool replacing = false;
  for (const std::string_view raw : split(content, '\n')) {
    std::string_view line = without_comment(raw, "//");
    if (line.starts_with("module ") || line.starts_with("module\t")) module.path = unquoted(line.substr(7));
    if (line == ")") replacing = false;
    const bool one = line.starts_with("replace ") && !line.ends_with('(');
    if (line.starts_with("replace") && line.ends_with('(')) {
      replacing = true;
      continue;
    }
    if (!one && !replacing) continue;
    if (one) line = trim(line.substr(8));
    const std::size_t arrow = line.find("=>");
    if (arrow == std::string_view::npos) continue;
    const std::string_view from = trim(line.substr(0, arrow));
    const std::string_view to = unquoted(line.substr(arrow + 2));
    if (to.starts_with('.')) module.replaced.emplace_back(unquoted(from.substr(0, from.find_first_of(" \t"))), to);
  }
  return module;
}

CargoPackage read_cargo_toml(std::string_view content) {
  CargoPackage package;
  std::string section;
  for (const std::string_view raw : split(content, '\n')) {
    const std::string_view line = without_comment(raw, "#");
    if (line.starts_with('[')) {
      const std::string_view name = line.substr(std::min(line.find_first_not_of('['), line.size()));
      section = trim(name.substr(0, name.find(']')));
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    read_cargo_line(package, section, trim(line.substr(0, equals)), trim(line.substr(equals + 1)));
  }
  return package;
}

std::optional<nlohmann::json> read_json_with_comments(std::string_view content) {
  std::string plain;
  bool text = false;
  for (std::size_t i = 0; i < content.size(); ++i) {
    const char c = content[i];
    if (text) {
      plain += c;
      if (c == '\\' && i + 1 < content.size()) plain += content[++i];
      if (c == '"') text = false;
    } else if (content.substr(i).starts_with("//")) {
      i = std::min(content.find('\n', i), content.size()) - 1;
    } else if (content.substr(i).starts_with("/*")) {
      i = std::min(content.find("*/", i + 2), content.size()) + 1;
    } else {
      if (c == ']' || c == '}') {
        const std::size_t last = plain.find_last_not_of(" \t\r\n");
        if (last != std::string::npos && plain[last] == ',') plain[last] = ' ';
      }
      text = c == '"';
      plain += c;
    }
  }
  auto value = codec::parse_json(plain);
  if (!value) return std::nullopt;
  return std::move(*value);
}

std::map<std::string, std::vector<std::string>> read_compile_commands(std::string_view content) {
  std::map<std::string, std::vector<std::string>> folders;
  constexpr codec::JsonLimits kLimits{64U << 20U, 16};
  const auto entries = codec::parse_json(content, kLimits);
  if (!entries || !entries->is_array()) return folders;
  for (const nlohmann::json& entry : *entries) {
    if (!entry.is_object()) continue;
    const std::string folder = text_member(entry, "directory");
    const std::string file = text_member(entry, "file");
    if (!file.empty()) folders[absolute(folder, file)] = include_folders(words_of(entry), folder);
  }
  return folders;
}

}  // namespace rustassistant::source
