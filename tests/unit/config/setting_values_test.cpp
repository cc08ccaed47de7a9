// SPDX-License-Identifier: MIT
#include "setting_values.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/config/secret_text.hpp"

using namespace rustassistant;
using namespace rustassistant::config;

TEST_CASE("a size is a size above nothing") {
  std::int64_t size = 5;
  CHECK(assign_size(size, {"1M"}) == nullptr);
  CHECK(size == 1'000'000);
  CHECK(assign_size(size, {"1"}) == nullptr);
  CHECK(size == 1);
  for (const char* bad : {"0", "0M", "x", ""}) CHECK(assign_size(size, {bad}) != nullptr);
  CHECK(size == 1);
}

TEST_CASE("a share of 1 is the whole, of 2 is two percent") {
  int percent = 5;
  struct Row {
    const char* text;
    int percent;
  };
  for (const Row& row : {Row{"1", 100}, Row{"1%", 1}, Row{"2", 2}, Row{"0.5", 50}, Row{"1.0", 100}, Row{"0", 0}}) {
    CHECK(assign_share(percent, {row.text}) == nullptr);
    CHECK(percent == row.percent);
  }
  CHECK(assign_share(percent, {"101"}) != nullptr);
  CHECK(percent == 0);
}

TEST_CASE("truth is said in one of two words") {
  bool truth = false;
  CHECK(assign_truth(truth, {"true"}) == nullptr);
  CHECK(truth);
  CHECK(assign_truth(truth, {"yes"}) != nullptr);
  CHECK(truth);
  CHECK(assign_truth(truth, {"false"}) == nullptr);
  CHECK_FALSE(truth);
}

TEST_CASE("providers and formats are those that there are") {
  std::string text;
  for (const char* name : {"auto", "xai", "openai", "anthropic", "google", "openai-compatible", "builtin"}) {
    CHECK(assign_provider(text, {name}) == nullptr);
    CHECK(text == name);
  }
  CHECK(assign_provider(text, {"other"}) != nullptr);
  CHECK(text == "builtin");
  for (const char* name : {"text", "json", "sarif", "gitlab", "markdown", "github", "rdjson", "checkstyle", "junit"}) {
    CHECK(assign_format(text, {name}) == nullptr);
    CHECK(text == name);
  }
  CHECK(assign_format(text, {"html"}) != nullptr);
  CHECK(text == "junit");
  CHECK(assign_text(text, {"any"}) == nullptr);
  CHECK(text == "any");
  std::vector<std::string> list;
  CHECK(assign_list(list, {"a", "b"}) == nullptr);
  CHECK(list == std::vector<std::string>{"a", "b"});
}

TEST_CASE("values are shown as literals of TOML") {
  CHECK(toml_text(R"(a"b\c)") == R"("a\"b\\c")");
  CHECK(toml_list({}) == "[]");
  CHECK(toml_list({"a"}) == R"(["a"])");
  CHECK(toml_list({"a", "b", "c"}) == R"(["a", "b", "c"])");
  CHECK(toml_size(1'000'000) == R"("1M")");
  CHECK(toml_size(1'000'001) == R"("1000001")");
  CHECK(toml_size(500'000'000) == R"("500M")");
  CHECK(toml_size(999'999) == R"("999999")");
  CHECK(toml_share(0) == "0.00");
  CHECK(toml_share(5) == "0.05");
  CHECK(toml_share(9) == "0.09");
  CHECK(toml_share(10) == "0.10");
  CHECK(toml_share(99) == "0.99");
  CHECK(toml_share(100) == "1.00");
  CHECK(toml_truth(true) == "true");
  CHECK(toml_truth(false) == "false");
  CHECK(toml_usd({0}) == "0.00");
  CHECK(toml_usd({1}) == "0.000000001");
  CHECK(toml_usd({3'000'000'000}) == "3.00");
  CHECK(toml_usd({3'100'000'000}) == "3.10");
  CHECK(toml_usd({3'120'000'000}) == "3.12");
  CHECK(toml_usd({3'123'000'000}) == "3.123");
  CHECK(toml_usd({12'000'000'010}) == "12.00000001");
}

TEST_CASE("of a secret it is shown whether there is one, and of which variable") {
  CHECK(toml_secret("") == R"("")");
  CHECK(toml_secret("${KEY}") == R"("${KEY}")");
  for (const char* secret : {"hush", "${KEY}x", "x${KEY}", "${A}${B}", "${KEY", "$KEY}"}) {
    CAPTURE(secret);
    CHECK(toml_secret(secret) == "\"(set)\"");
  }
}

TEST_CASE("a URL is shown without who asks") {
  struct Row {
    const char* url;
    const char* shown;
  };
  for (const Row& row :
       {Row{"https://h/p", "https://h/p"}, Row{"https://u:p@h/p", "https://h/p"}, Row{"https://u@h", "https://h"},
        Row{"https://u:p@s@h:5/p?q#f", "https://h:5/p?q#f"}, Row{"https://h/a@b", "https://h/a@b"},
        Row{"https://h?a@b", "https://h?a@b"}, Row{"https://h#a@b", "https://h#a@b"},
        Row{"https://u@h/a@b", "https://h/a@b"}, Row{"https://@h", "https://h"}, Row{"a@b://h", "a@b://h"},
        Row{"hush", "(set)"}, Row{"${URL}", "${URL}"}, Row{"", ""}}) {
    CAPTURE(row.url);
    CHECK(toml_url(row.url) == toml_text(row.shown));
  }
}

TEST_CASE("credentials leave a URL with or without a scheme") {
  CHECK(without_credentials("ann:p@h:5/x") == "h:5/x");
  CHECK(without_credentials("https://h?u:p@x") == "https://h");
  CHECK(without_credentials("https://@h") == "https://h");
  CHECK(without_credentials("") == "");
  const sys::Environment environment(sys::Variables{{"A", "${B}"}, {"B", "b"}});
  CHECK(expanded("${A}}${B}", "s", environment) == "${B}}b");
  CHECK(expanded("", "s", environment) == "");
  CHECK(expanded("${B", "s", environment).error().what == "s: a '${' has no '}'");
  CHECK(expanded("${C}", "s", environment).error().what == "s needs the variable C, which is not set");
}
