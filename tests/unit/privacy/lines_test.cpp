// SPDX-License-Identifier: MIT
// Single lines of many languages, with a secret (positive.txt) and without one (negative.txt).
#include <catch2/catch.hpp>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "rustassistant/privacy/secrets.hpp"
#include "support/source_folder.hpp"
#include "token_rules.hpp"

using namespace rustassistant::privacy;

namespace {

std::vector<std::string> lines_of(const std::string& name) {
  std::ifstream file(rustassistant::test::source_folder() + "/tests/unit/privacy/" + name);
  REQUIRE(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && !line.starts_with("# One line") && line != "# Nothing of these lines is replaced.")
      lines.push_back(line);
  }
  return lines;
}

constexpr std::string_view kAlnum = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFgHiJkLmNoPqRsTuVwXyZ";

std::string_view characters_of(const std::string& name) {
  if (name == "hex") return "0123456789abcdef";
  if (name == "upper") return "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  if (name == "digit") return "0123456789";
  return kAlnum;
}

// Random characters, of which at least one in eight is a digit, as in nearly every token.
std::string random_text(std::string_view characters, std::size_t size, std::mt19937& random) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i)
    text += i % 8 == 3 ? static_cast<char>('2' + random() % 6) : characters[random() % characters.size()];
  return text;
}

// "{hex:32}" becomes 32 random characters.
std::string expanded(std::string line, std::mt19937& random) {
  for (auto open = line.find('{'); open != std::string::npos; open = line.find('{', open + 1)) {
    const auto colon = line.find(':', open);
    const auto close = line.find('}', open);
    if (colon == std::string::npos || close == std::string::npos || colon > close) continue;
    const std::string name = line.substr(open + 1, colon - open - 1);
    if (name != "alnum" && name != "hex" && name != "upper" && name != "digit" && name != "base64") continue;
    const auto size = std::stoul(line.substr(colon + 1, close - colon - 1));
    line.replace(open, close - open + 1, random_text(characters_of(name), size, random));
  }
  return line;
}

constexpr std::string_view kOpen = "⟦";
constexpr std::string_view kClose = "⟧";

std::string found_in(const std::string& line) {
  std::string all;
  for (const Secret& secret : find_secrets(line)) {
    if (!all.empty()) all += " and ";
    all += line.substr(secret.offset, secret.size);
  }
  return all;
}

}  // namespace

TEST_CASE("of lines with a secret, the secret is found and nothing else") {
  std::mt19937 random(20240607);
  int tried = 0;
  for (const std::string& written : lines_of("positive.txt")) {
    if (written.find(kOpen) == std::string::npos) continue;
    std::string line = expanded(written, random);
    const auto open = line.find(kOpen);
    line.erase(open, kOpen.size());
    const auto close = line.find(kClose);
    line.erase(close, kClose.size());
    CAPTURE(line);
    CHECK(found_in(line) == line.substr(open, close - open));
    ++tried;
  }
  CHECK(tried >= 150);
}

TEST_CASE("of lines without a secret, nothing is replaced") {
  const auto lines = lines_of("negative.txt");
  for (const std::string& line : lines) {
    CAPTURE(line);
    CHECK(found_in(line).empty());
  }
  CHECK(lines.size() >= 300);
}

TEST_CASE("each format of the table is found, alone and in code, and a shorter one is not") {
  std::mt19937 random(7);
  for (const TokenRule& rule : token_rules()) {
    const std::string_view characters = rule.follows == CharSet::hex     ? characters_of("hex")
                                        : rule.follows == CharSet::upper ? characters_of("upper")
                                        : rule.follows == CharSet::lower ? "abcdefghijklmnopqrstuvwxyz0123456789"
                                                                         : kAlnum;
    const std::string token = std::string(rule.begin) + random_text(characters, rule.least, random);
    CAPTURE(token);
    CHECK(found_in(token) == token);
    CHECK(found_in("call(\"" + token + "\");") == token);
    CHECK(found_in("word" + token) != token);
    CHECK(find_secrets("x " + token).at(0).kind == rule.kind);
  }
}

TEST_CASE("a value of several lines, and a name above its value, are understood") {
  const std::string secret = "Qx7vT2mLp9Zk4RwB";
  CHECK(found_in("SECRET = \"\"\"\n" + secret + "\n\"\"\"\n") == secret);
  CHECK(found_in("- name: DB_PASSWORD\n  value: " + secret + "\n") == secret);
  CHECK(found_in("- name: DB_PASSWORD\n  value: \"" + secret + "\"\n") == secret);
  CHECK(found_in("variable \"db_password\" {\n  type = string\n  default = \"" + secret + "\"\n}\n") == secret);
  CHECK(found_in("variable \"image\" {\n  type = string\n  default = \"" + secret + "\"\n}\n").empty());
  CHECK(found_in("<key>ApiToken</key>\n  <string>" + secret + "</string>\n") == secret);
  CHECK(found_in("- name: DB_HOST\n  value: " + secret + "\n").empty());
}

TEST_CASE("the items of a list are secrets if its name says so") {
  const std::string one = "Kd83mZq7Xv2T";
  const std::string two = "hY7kQ2xZ9mLp";
  const std::string both = one + " and " + two;
  CHECK(found_in("SECRETS=(" + one + " " + two + ")") == both);
  CHECK(found_in("API_KEYS=(\"" + one + "\"\n  '" + two + "'  # the other one\n)") == both);
  CHECK(found_in("declare -A PASSWORDS=([alice]=" + one + " [bob]=\"" + two + "\")") == both);
  CHECK(found_in("API_KEYS = [\n    \"" + one + "\",\n    \"" + two + "\",\n]") == both);
  CHECK(found_in("var apiKeys = []string{\"" + one + "\", \"" + two + "\"}") == both);
  CHECK(found_in("PASSWORDS = {'alice': '" + one + "', 'bob': '" + two + "'}") == both);
  CHECK(found_in("static const char *passwords[] = {\"" + one + "\", \"" + two + "\"};") == both);
  CHECK(found_in("NAMES=(" + one + " " + two + ")").empty());
  CHECK(found_in("password = {\"kind\": \"" + one + "\"}").empty());
  CHECK(found_in("keys=(" + one).empty());
  // What stands between the items is looked at as ever.
  CHECK(found_in("SECRETS=(" + one + " https://ci:pw4you@example.org " + two + ")") == one + " and pw4you and " + two);
  CHECK(found_in("INSERT INTO users (name, pass) VALUES\n ('a', '" + one + "'),\n ('b', '" + two + "');") == both);
}

TEST_CASE("a key is what stands above it, and the text of an element may stand on a line of its own") {
  const std::string secret = "9d8f7a6b5c4e3d2f1a0b9c8d7e6f5a4b";
  CHECK(found_in("encryption:\n  key: " + secret + "\n") == secret);
  CHECK(found_in("jwt:\n  # of the tokens\n  issuer: me\n  key: " + secret + "\n") == secret);
  CHECK(found_in("cache:\n  key: " + secret + "\n").empty());
  CHECK(found_in("key: " + secret + "\n").empty());
  CHECK(found_in("<password>\n    Rk2mQz7Lp4v8\n  </password>") == "Rk2mQz7Lp4v8");
}

TEST_CASE("a quoted value ends at the same quote that is not escaped") {
  CHECK(found_in(R"(password = "a\"B3;(x'9} k#" + rest)") == R"(a\"B3;(x'9} k#)");
  CHECK(found_in(R"(password = 'a"B3;(x9}#!' # "comment")") == R"(a"B3;(x9}#!)");
}

TEST_CASE("in triple quotes, too, a literal may have its prefix in capitals") {
  for (const std::string prefix : {"Rb", "BR", "F", "t", "rB", "Tr"}) {
    CAPTURE(prefix);
    CHECK(found_in("password = " + prefix + "\"\"\"\nk1B2c3D4e5F6h1\n\"\"\"\n") == "k1B2c3D4e5F6h1");
    CHECK(found_in("password = " + prefix + "'''k1B2c3D4e5F6h1'''\n") == "k1B2c3D4e5F6h1");
  }
}

TEST_CASE("between two literals stands code, whatever it holds") {
  CHECK(found_in("x = \"password=\" + kQ9->Zr4Lm2Xv7 + \"\";").empty());
  CHECK(found_in("x = \"\"; password = \"kQ9->Zr4Lm2Xv7\";") == "kQ9->Zr4Lm2Xv7");
}
