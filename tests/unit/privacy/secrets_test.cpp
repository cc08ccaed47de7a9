// SPDX-License-Identifier: MIT
#include "rustassistant/privacy/secrets.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant::privacy;

namespace {

// The only secret, or "" where there is none, or "(several)".
std::string secret_in(const std::string& text) {
  const auto secrets = find_secrets(text);
  if (secrets.empty()) return "";
  if (secrets.size() > 1) return "(several)";
  return text.substr(secrets[0].offset, secrets[0].size);
}

// In two halves, so that no scanner takes this file for a leak.
const std::string kAws = std::string("AKIA") + "Z7Q2M4X9B1C6D8E3";
const std::string kRandom = std::string("tR7pQ2vX9") + "mK4sW8zB1nL6";

}  // namespace

TEST_CASE("a value on the line below its name is found, and only there") {
  const auto found_in = [](const std::string& text) {
    const auto secrets = find_secrets(text);
    return secrets.empty() ? std::string() : text.substr(secrets.front().offset, secrets.front().size);
  };
  for (const char* text : {"password = \\\n    \"tR4mZ0q9kWv2\"\n", "const password =\n  \"tR4mZ0q9kWv2\";\n",
                           "client_secret:\n    \"tR4mZ0q9kWv2\"\n", "password: >-\n  tR4mZ0q9kWv2\nuser: me\n",
                           "  api_key: |\n    tR4mZ0q9kWv2\n", "'password' =>\n  'tR4mZ0q9kWv2',\n",
                           "curl -H \"Authorization: Bearer \\\ntR4mZ0q9kWv2\" x\n",
                           "{ \"Authorization\": \"Bearer \"\n    \"tR4mZ0q9kWv2\" }\n"}) {
    CAPTURE(text);
    CHECK(found_in(text) == "tR4mZ0q9kWv2");
  }
  for (const char* text : {"user =\n  \"tR4mZ0q9kWv2\";\n", "password: >-\ntR4mZ0q9kWv2: 1\n",
                           "password: |\n  two words9x\n", "# a password =\n  \"tR4mZ0q9kWv2\"\n", "password: >-",
                           "password = 1\n  \"tR4mZ0q9kWv2\"\n", "f(password)\n  \"tR4mZ0q9kWv2\"\n"}) {
    CAPTURE(text);
    CHECK(found_in(text).empty());
  }
}

TEST_CASE("lines may end with a carriage return, too") {
  for (const char* text : {"password = tR4mZ0q9kWv2\r\n", "password: tR4mZ0q9kWv2\r\n", "# password: tR4mZ0q9kWv2\r\nx",
                           "password: >-\r\n  tR4mZ0q9kWv2\r\nuser: me\r\n", "a: b\r\npassword: |\r\n  tR4mZ0q9kWv2",
                           "password =\r\n  \"tR4mZ0q9kWv2\";\r\n", "db_password = \\\r\n  'tR4mZ0q9kWv2'\r\n",
                           "SECRETS=(tR4mZ0q9kWv2 # x\r\n)\r\n", "<password>\r\n  tR4mZ0q9kWv2\r\n</password>\r\n",
                           "password = \"\"\"\r\ntR4mZ0q9kWv2\r\n\"\"\"\r\n",
                           "- name: DB_PASSWORD\r\n  value: tR4mZ0q9kWv2\r\n", "ENV DB_PASSWORD tR4mZ0q9kWv2\r\n"}) {
    CAPTURE(text);
    CHECK(secret_in(text) == "tR4mZ0q9kWv2");
  }
  for (const char* text : {"password = tR4mZ0q9kWv2 or\r\n", "password: >-\r\ntR4mZ0q9kWv2: 1\r\n", "password: >-\r\n",
                           "password: |\r\n  tR4mZ0q9kWv2 words\r\n"}) {
    CAPTURE(text);
    CHECK(secret_in(text).empty());
  }
}

TEST_CASE("tokens are known by how they begin") {
  for (const std::string& token :
       {kAws, "ghp_" + std::string(36, 'a') + "1", "sk-proj-" + kRandom + kRandom, "xoxb-123456789012-" + kRandom,
        "AIza" + std::string(34, 'b') + "2", "glpat-" + kRandom,
        std::string("eyJhbGciOiJIUzI1NiJ9") + ".eyJzdWIiOiIxIn0.c2lnbmF0dXJl1"}) {
    CAPTURE(token);
    CHECK(secret_in(token) == token);
    CHECK(secret_in("let k = f(" + token + ");") == token);
    CHECK(secret_in("x" + token) == "");
  }
}

TEST_CASE("what only begins like a token is none") {
  for (const char* text : {"sk-learn-contrib-and-other-packages", "AKIAshort", "task-12345678901234567890",
                           "npm_config_cache", "eyJ.not.it", "ghp_x", "hf_hub_download"}) {
    CAPTURE(text);
    CHECK(secret_in(text) == "");
  }
}

TEST_CASE("a private key is everything between its first and its last line") {
  const std::string body = "\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n";
  const std::string begin = std::string("-----BEGIN RSA PRIVATE ") + "KEY-----";
  CHECK(secret_in("const K = `" + begin + body + "-----END RSA PRIVATE KEY-----`;") == body);
  CHECK(secret_in(begin + body) == body);  // cut off
  CHECK(secret_in("-----BEGIN CERTIFICATE-----" + body + "-----END CERTIFICATE-----") == "");
}

TEST_CASE("a password in a URL is found, a placeholder for one is not") {
  CHECK(secret_in("postgres://app:hunter2@db.internal/app") == "hunter2");
  for (const char* text : {"https://example.com:8080/@me", "postgres://app:${PASSWORD}@db/app", "https://user@host/",
                           "see http://[::1]:80/ a@b"}) {
    CAPTURE(text);
    CHECK(secret_in(text) == "");
  }
}

TEST_CASE("values of high entropy that are assigned to a secret's name are found in every notation") {
  for (const char* before : {"password = \"", "let api_key: &str = \"", "\"client_secret\": \"", "config['token'] = '",
                             "AUTH_TOKEN := `", "secret => '"}) {
    const std::string quote(1, before[std::string(before).size() - 1]);
    CAPTURE(before);
    CHECK(secret_in(before + kRandom + quote) == kRandom);
  }
  CHECK(secret_in("API_TOKEN=" + kRandom + "\n") == kRandom);
  CHECK(secret_in("export API_TOKEN=" + kRandom) == kRandom);
  CHECK(secret_in("  db_password: " + kRandom + "\n") == kRandom);
  CHECK(secret_in("SESSION=" + kRandom) == kRandom);  // whatever its name, in the style of a .env file
}

TEST_CASE("ordinary code is left alone") {
  for (const char* text : {
           "password = read_password(prompt)",
           "let token = tokens[index1].value;",
           "token: Token2Kind,",
           "const SECRET_NAME = \"database\";",
           "password = \"\"",
           "api_key = os.environ[\"API_KEY\"]",
           "TOKEN_URL = \"https://auth.example.com/v1/token\"",
           "PATH=/usr/local/bin:/usr/bin",
           "VERSION=1.2.3",
           "CFLAGS=-O2",
           "let passwords_match = a == b;",
           "if (token == TOKEN_PLUS_1) return;",
           "assert_eq!(secret, \"hello\");",
       }) {
    CAPTURE(text);
    CHECK(secret_in(text) == "");
  }
}

TEST_CASE("what is replaced keeps every line and column, and is no secret any more") {
  const std::string text = "a\npassword = \"" + kRandom + "\"\r\nkey = '" + kAws + "'\n" + "-----BEGIN PRIVATE " +
                           "KEY-----\r\nabc\r\ndef\r\n-----END PRIVATE KEY-----\n";
  const auto secrets = find_secrets(text);
  CHECK(secrets.size() == 3);
  const std::string safe = redacted(text, secrets);
  REQUIRE(safe.size() == text.size());
  for (std::size_t i = 0; i < text.size(); ++i) CHECK((text[i] == '\n') == (safe[i] == '\n'));
  CHECK(safe.find(kRandom) == std::string::npos);
  CHECK(find_secrets(safe).size() == 1);  // the frame of a private key
  CHECK(redacted(safe, find_secrets(safe)) == safe);
  CHECK(summary_of(secrets) == "1 × AWS access key, 1 × assigned secret, 1 × private key");
}

TEST_CASE("hostile text costs no more than its length") {
  const std::size_t size = 100'000;
  for (const std::string_view piece :
       {"a=", "SG.", "eyJ.", "sk-", "x:", "://a:", "-----BEGIN PRIVATE KEY-----", "password=\"a1", "?a=", "<a>", ">",
        "--token ", "set -x ", "ENV A\n", "token(", "(\"token\",\"", "password='\"", "Basic "}) {
    std::string text;
    while (text.size() < size) text += piece;
    CHECK(find_secrets(text).size() <= size);
    CHECK(find_secrets(std::string(size, ' ') + text).size() <= size);
  }
}

TEST_CASE("what stands for a secret is as long as it is, and keeps the ends of its lines") {
  const auto redacted_part = [](const std::string& text, std::size_t offset, std::size_t size) {
    const Secret secrets[] = {{offset, size, "kind"}};
    return redacted(text, secrets);
  };
  CHECK(redacted_part("abcdefghijkl", 0, 12) == "REDACTEDREDA");
  CHECK(redacted_part("abcdefghijkl", 2, 9) == "abREDACTEDRl");
  CHECK(redacted_part("ab\r\ncd\nef\rgh", 1, 9) == "aR\r\nAC\nED\rgh");
  CHECK(redacted_part("abc", 1, 0) == "abc");
  const Secret two[] = {{0, 2, "x"}, {3, 1, "y"}};
  CHECK(redacted("abcde", two) == "REcRe");
  CHECK(summary_of(two) == "1 × x, 1 × y");
  CHECK(summary_of({}).empty());
  const Secret three[] = {{0, 2, "b"}, {3, 1, "a"}, {4, 1, "b"}};
  CHECK(summary_of(three) == "1 × a, 2 × b");
}

TEST_CASE("files that hold keys are known by their names") {
  for (const char* name : {"id_rsa",     "id_dsa",      "id_ecdsa",
                           "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk",
                           ".netrc",     "_netrc",      ".pgpass",
                           ".htpasswd",  ".pypirc",     ".git-credentials",
                           ".env",       "credentials", "/home/u/.ssh/id_ed25519",
                           "/id_rsa",    "a/b/ID_RSA",  "server.PEM",
                           "a/b.key",    "x.p8",        "x.p12",
                           "x.pfx",      "x.jks",       "x.keystore",
                           "x.kdbx",     "x.ppk",       "x.asc",
                           "x.gpg",      "x.keytab",    ".key"}) {
    CAPTURE(name);
    CHECK(is_key_store_name(name));
  }
  for (const char* name : {"main.rs", "id_rsa.rs", "keys.py", "pem.c", "environment.ts", "id_rsa.pub", "xid_rsa",
                           "id_rsa/x", "my.env", "credentials/x", ".env/a", "b.key/c", "x.keys", "key", "id", ""}) {
    CAPTURE(name);
    CHECK_FALSE(is_key_store_name(name));
  }
}
