// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/entry.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "rustassistant/base/text.hpp"

using namespace rustassistant;
using namespace rustassistant::legacy;
using Json = nlohmann::ordered_json;

namespace {

const std::string kHash(64, 'a');

Json whole() {
  return {{"file_path", "src/a.rs"},
          {"file_hash", kHash},
          {"analyzed_at", "2026-02-04T03:12:42.813401651+00:00"},
          {"provider", "xai"},
          {"model", "grok-beta"},
          {"result", {{"code_smells", Json::array()}, {"complexity_score", 50.0}}},
          {"tokens_used", nullptr},
          {"file_size", 19079},
          {"cache_type", "refactor"}};
}

Entry parsed(const Json& json) {
  auto entry = parse_entry(json.dump(2));
  INFO(json.dump());
  REQUIRE(entry);
  return *std::move(entry);
}

std::string fault(const std::string& text) {
  const auto entry = parse_entry(text);
  return entry ? "none" : entry.error().what;
}

Json with(const char* name, const Json& value) {
  Json json = whole();
  json[name] = value;
  return json;
}

}  // namespace

TEST_CASE("an entry is read as the older tool wrote it") {
  const Entry entry = parsed(whole());
  CHECK(entry.file_path == "src/a.rs");
  CHECK(to_hex(entry.file_hash) == kHash);
  CHECK(entry.analyzed_at->value == 1'770'174'762'813);
  CHECK(entry.provider == domain::Provider::xai);
  CHECK(entry.model == "grok-beta");
  CHECK(entry.result == R"({"code_smells":[],"complexity_score":50.0})");
  CHECK_FALSE(entry.tokens);
  CHECK_FALSE(entry.cost);
  CHECK(entry.cache_type == "refactor");
  CHECK(entry.prompt_hash.empty());
}

TEST_CASE("members that later versions wrote are read, and what is missing is unknown") {
  Json json = with("prompt_hash", "0123456789abcdef");
  json["file_hash"] = "sha256:" + kHash;
  json["llm_tokens"] = 1234;
  json["cost_usd"] = 0.0012;
  json["cache_key"] = "0123";
  json["schema_version"] = 1;
  json.erase("provider");
  json.erase("analyzed_at");
  const Entry entry = parsed(json);
  CHECK(to_hex(entry.file_hash) == kHash);
  CHECK(entry.prompt_hash == "0123456789abcdef");
  CHECK(entry.tokens == 1234);
  CHECK(entry.cost->value == 1'200'000);
  CHECK_FALSE(entry.provider);
  CHECK_FALSE(entry.analyzed_at);
  CHECK(parsed(with("provider", "gemini")).provider == domain::Provider::google);
  CHECK_FALSE(parsed(with("provider", "somebody")).provider);
}

TEST_CASE("use counts, times and tokens told apart are read; what is not understood of them is left out") {
  Json json = with("access_count", 7);
  json["last_accessed"] = "2026-03-01T00:00:00Z";
  json["generation_time_ms"] = 1500;
  json["input_tokens"] = 900;
  json["output_tokens"] = 100;
  json["total_tokens"] = 1000;
  json["model_id"] = "grok-4";
  json.erase("model");
  const Entry entry = parsed(json);
  CHECK(entry.access_count == 7);
  CHECK(entry.last_accessed->value == 1'772'323'200'000);
  CHECK(entry.generation_ms == 1500);
  CHECK(entry.input == 900);
  CHECK(entry.output == 100);
  CHECK(entry.tokens == 1000);
  CHECK(entry.model == "grok-4");
  CHECK_FALSE(parsed(with("access_count", -3)).access_count);
  CHECK_FALSE(parsed(with("last_accessed", "yesterday")).last_accessed);
}

TEST_CASE("the older tool's own prompts count as none, whatever their form") {
  for (const char* own : {"acd151e433e330bf", "c60c523a24bf573e", "909b87647cfe6792", "default", "ACD151E433E330BF",
                          "sha256:acd151e433e330bf", ""}) {
    CAPTURE(own);
    CHECK(parsed(with("prompt_hash", own)).prompt_hash.empty());
  }
  CHECK(parsed(with("prompt_hash", "acd151e433e330be")).prompt_hash == "acd151e433e330be");
}

TEST_CASE("a count may be written as a whole number with a point, and a cost is below a million dollars") {
  const auto tokens = [](const std::string& written) {
    std::string text = with("tokens_used", "PLACE").dump();
    text.replace(text.find("\"PLACE\""), 7, written);
    return parse_entry(text);
  };
  CHECK(tokens("1200.0")->tokens == 1200);
  CHECK_FALSE(tokens("1200.5"));
  CHECK(parsed(with("cost_usd", 999'999)).cost->value == 999'999'000'000'000);
  CHECK_THAT(fault(with("cost_usd", 1e6).dump()), Catch::Matchers::Contains("'cost_usd'"));
}

TEST_CASE("times are texts, seconds or milliseconds") {
  for (const Json& time : {Json("2026-02-01T10:00:00Z"), Json("2026-02-01 10:00:00"), Json("2026-02-01 10:00:00 UTC"),
                           Json(1'769'940'000), Json(1'769'940'000'000)}) {
    CAPTURE(time.dump());
    CHECK(parsed(with("analyzed_at", time)).analyzed_at->value == 1'769'940'000'000);
  }
  CHECK(parsed(with("analyzed_at", "2026-02-01")).analyzed_at->value == 1'769'904'000'000);
}

TEST_CASE("findings at the top level are the result, wherever they stand") {
  Json json;
  json["code_smells"] = Json::array({{{"smell_type", "LongFunction"}}});
  const Json all = whole();
  for (const auto& [name, value] : all.items()) {
    if (name != "result") json[name] = value;
  }
  json["suggestions"] = Json::array();
  CHECK(parsed(json).result == R"({"code_smells":[{"smell_type":"LongFunction"}],"suggestions":[]})");
}

TEST_CASE("numbers and texts of a result stay what they were") {
  const std::string result =
      R"({"a":12345678901234567890123,"b":1e99,"c":0.10,"d":-0,"e":"\u00e9\n\ud83d\ude00","f":[true,null]})";
  Json json = whole();
  json["result"] = "PLACE";
  std::string text = json.dump();
  text.replace(text.find("\"PLACE\""), 7, result);
  const auto entry = parse_entry(text);
  REQUIRE(entry);
  CHECK(entry->result ==
        "{\"a\":12345678901234567890123,\"b\":1e99,\"c\":0.10,\"d\":-0,\"e\":\"\u00e9\\n\U0001F600\",\"f\":[true,null]"
        "}");
}

TEST_CASE("a byte-order mark and Windows line ends do not matter") {
  std::string text = whole().dump(2);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\r\n");
  CHECK(parse_entry("\xef\xbb\xbf" + text));
}

TEST_CASE("of equal members the last one counts") {
  std::string text = whole().dump();
  text.insert(text.size() - 1, R"(,"model":"other","result":{"x":1})");
  const auto entry = parse_entry(text);
  REQUIRE(entry);
  CHECK(entry->model == "other");
  CHECK(entry->result == R"({"x":1})");
}

TEST_CASE("what is no entry is an error that says why") {
  const std::map<std::string, std::string> cases{
      {"", "empty"},
      {" \r\n", "empty"},
      {"[]", "expected an object"},
      {"7", "expected an object"},
      {"{}", "'file_path' is missing"},
      {"{\"a\":", "not JSON"},
      {"{\"a\":1e999}", "not JSON: Number too big"},
      {whole().dump() + "{}", "not JSON"},
      {std::string(1, '{') + '\0' + "}", "zero byte"},
      {"{\"file_path\":\"\xff\"}", "not JSON"},
      {R"({"file_path":"a","file_hash":")" + kHash + R"(","model":"m","result":{"x":"\ude00"}})",
       "half of a surrogate"},
      {with("file_hash", "abc").dump(), "'file_hash': expected 64 hex digits"},
      {with("file_hash", 7).dump(), "'file_hash' is missing"},
      {with("result", "text").dump(), "'result': expected an object"},
      {with("result", Json::array()).dump(), "'result': expected an object"},
      {with("result", nullptr).dump(), "'result': expected an object"},
      {with("tokens_used", -1).dump(), "'tokens_used': expected a count"},
      {with("tokens_used", 1e300).dump(), "'tokens_used': expected a count"},
      {with("tokens_used", 9'000'000'000).dump(), "'tokens_used': expected a count"},
      {with("cost_usd", -1).dump(), "'cost_usd'"},
      {with("analyzed_at", "yesterday").dump(), "'analyzed_at'"},
      {with("file_path", std::string("a\0b", 3)).dump(), "'file_path': a zero byte"},
  };
  for (const auto& [text, why] : cases) {
    CAPTURE(text);
    CHECK_THAT(fault(text), Catch::Matchers::Contains(why));
  }
}

TEST_CASE("deep nesting and sheer size are refused") {
  const std::string deep(100'000, '[');
  CHECK_THAT(fault("{\"x\":" + deep), Catch::Matchers::Contains("nested deeper than 128"));
  CHECK_THAT(fault("{\"result\":{\"x\":" + deep), Catch::Matchers::Contains("nested deeper than 128"));
  CHECK(fault(std::string(static_cast<std::size_t>(kMaxEntryBytes) + 1, ' ')) == "too large");
}

TEST_CASE("strings of every length are read as they are, whatever stands in them") {
  for (const char* piece : {"", "\\\"", "\\\\", "\\n", "\\u00e9", "\u00e9", "\x7f"}) {
    for (std::size_t before = 0; before < 40; ++before) {
      const std::string value = std::string(before, 'x') + piece + std::string(33, 'y');
      const std::string text = R"({"file_path":"a","file_hash":")" + kHash + R"(","model":"m","result":{"v":")" +
                               value + "\"}}" + std::string(before, ' ');
      CAPTURE(text);
      const auto entry = parse_entry(text);
      REQUIRE(entry);
      CHECK(Json::parse(entry->result) == Json::parse("{\"v\":\"" + value + "\"}"));
    }
  }
}
