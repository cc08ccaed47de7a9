// SPDX-License-Identifier: MIT
#include "forms.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/hex_array.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/prices.hpp"

using namespace rustassistant;
using namespace rustassistant::legacy;

namespace {

struct FormRow {
  std::string_view text;
  std::optional<std::int64_t> value;
};

constexpr std::optional<std::int64_t> kNone;

}  // namespace

TEST_CASE("each amount in dollars is exact to the nano-dollar, and below a million") {
  constexpr auto kRows = std::to_array<FormRow>({
      {"0", 0},
      {"0.0", 0},
      {"1", 1'000'000'000},
      {"0.0012", 1'200'000},
      {"1.2e-3", 1'200'000},
      {"1e-9", 1},
      {"4e-10", 0},
      {"6e-10", 1},
      {"999999", 999'999'000'000'000},
      {"1000000", kNone},
      {"-0.01", kNone},
      {"", kNone},
      {"x", kNone},
      {"1x", kNone},
      {"1 ", kNone},
      {"nan", kNone},
      {"inf", kNone},
  });
  for (const FormRow& row : kRows) {
    CAPTURE(row.text);
    const auto usd = usd_of(row.text);
    CHECK((usd ? std::optional(usd->value) : std::nullopt) == row.value);
  }
}

TEST_CASE("each amount in thousandths of a cent is whole, and below a million dollars") {
  constexpr auto kRows = std::to_array<FormRow>({
      {"0", 0},
      {"1", 10'000},
      {"1.0", 10'000},
      {"7.", 70'000},
      {"1.5", kNone},
      {"-1", kNone},
      {"", kNone},
      {"x", kNone},
      {"99999999999", 999'999'999'990'000},
      {"100000000000", kNone},
  });
  for (const FormRow& row : kRows) {
    CAPTURE(row.text);
    const auto usd = usd_of_millicents(row.text);
    CHECK((usd ? std::optional(usd->value) : std::nullopt) == row.value);
  }
}

TEST_CASE("each count of tokens is whole, not negative and bounded") {
  const std::string most = std::to_string(domain::kMaxTokens);
  const std::string more = std::to_string(domain::kMaxTokens + 1);
  CHECK(count_of(most) == domain::kMaxTokens);
  CHECK(count_of(more) == std::nullopt);
  constexpr auto kRows = std::to_array<FormRow>({
      {"0", 0},
      {"1200", 1200},
      {"1200.0", 1200},
      {"1200.000", 1200},
      {"1200.01", kNone},
      {"1200.1", kNone},
      {"-1", kNone},
      {"1e3", kNone},
      {".0", kNone},
      {"", kNone},
      {" 1", kNone},
  });
  for (const FormRow& row : kRows) {
    CAPTURE(row.text);
    CHECK(count_of(row.text) == row.value);
  }
}

TEST_CASE("each notation of a time is its instant") {
  constexpr auto kRows = std::to_array<FormRow>({
      {"2026-02-04T03:12:42Z", 1'770'174'762'000},
      {"2026-02-04T04:12:42.813401651+01:00", 1'770'174'762'813},
      {"2026-02-04 03:12:42 UTC", 1'770'174'762'000},
      {" 2026-02-04 03:12:42 UTC ", 1'770'174'762'000},
      {"2026-02-04", 1'770'163'200'000},
      {"0", 0},
      {"1770174762", 1'770'174'762'000},
      {"1770174762.0", 1'770'174'762'000},
      {"99999999999", 99'999'999'999'000},
      {"100000000000", 100'000'000'000},
      {"1770174762813", 1'770'174'762'813},
      {"253402300799999", 253'402'300'799'999},
      {"253402300800000", kNone},
      {"-1", kNone},
      {"yesterday", kNone},
      {"UTC", kNone},
      {"", kNone},
  });
  for (const FormRow& row : kRows) {
    CAPTURE(row.text);
    const auto time = time_of(row.text);
    CHECK((time ? std::optional(time->value) : std::nullopt) == row.value);
  }
}

TEST_CASE("a hash is 64 hex digits, in either case, with its prefix or without") {
  const std::string hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  const std::string upper = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF";
  for (const std::string& text : {hash, "sha256:" + hash, upper, "sha256:" + upper}) {
    CAPTURE(text);
    Entry entry;
    CHECK(take_hash(text, entry));
    CHECK(to_hex(entry.file_hash) == hash);
  }
  for (const std::string& text : {std::string(), hash.substr(1), hash + "0", "sha512:" + hash, std::string("sha256:"),
                                  "sha1:" + hash, "g" + hash.substr(1), "sha256:sha256:" + hash}) {
    CAPTURE(text);
    Entry entry;
    entry.file_hash.fill(decltype(entry.file_hash)::value_type{7});
    const auto before = entry.file_hash;
    CHECK_FALSE(take_hash(text, entry));
    CHECK(entry.file_hash == before);
  }
}

TEST_CASE("a prompt's hash counts unless it is one of the older tool's own") {
  CHECK(foreign_prompt("acd151e433e330bf").empty());
  CHECK(foreign_prompt("c60c523a24bf573e").empty());
  CHECK(foreign_prompt("909b87647cfe6792").empty());
  CHECK(foreign_prompt("default").empty());
  CHECK(foreign_prompt(" sha256:DEFAULT ").empty());
  CHECK(foreign_prompt(" sha256:ABCD ") == "abcd");
  CHECK(foreign_prompt("").empty());
}

TEST_CASE("providers are known by their names, and two by the names of their models") {
  CHECK(provider_called("Gemini") == domain::Provider::google);
  CHECK(provider_called("google") == domain::Provider::google);
  CHECK(provider_called("GROK") == domain::Provider::xai);
  CHECK(provider_called("xAI") == domain::Provider::xai);
  CHECK(provider_called("anthropic") == domain::Provider::anthropic);
  CHECK(provider_called("OpenAI") == domain::Provider::openai);
  CHECK(provider_called("") == std::nullopt);
  CHECK(provider_called("somebody") == std::nullopt);
}

TEST_CASE("the id of a repository is eight hex digits in lower case") {
  CHECK(is_repo_id("01234567"));
  CHECK(is_repo_id("89abcdef"));
  for (const char* text : {"", "0123456", "012345678", "0123456g", "ABCDEF01", "/1234567", ":1234567"}) {
    CAPTURE(text);
    CHECK_FALSE(is_repo_id(text));
  }
}
