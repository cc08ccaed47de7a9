// SPDX-License-Identifier: MIT
#include "keys.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/llm/prompt.hpp"

using namespace rustassistant;
using namespace rustassistant::app;

namespace {

const Kind& refactor() {
  return kind_of(domain::AnalysisType::refactor);
}

std::string builtin_hash(const config::Settings& settings) {
  return builtin_factors({}, refactor(), settings, "src/a.rs").config_hash;
}

// What a setting does to the keys.
enum class Changes { nothing, builtin_keys, model_keys, all_keys };

struct Other {
  std::string value;  // not the default
  Changes changes = Changes::nothing;
};

// Every setting, so that a later one has to be thought about.
const std::map<std::string_view, Other> kOthers{
    {"cache.strategy", {"local"}},
    {"cache.path", {"/x"}},
    {"cache.max_size", {"10M"}},
    {"cache.high_watermark", {"0.95"}},
    {"cache.low_watermark", {"0.5"}},
    {"cache.compression_level", {"5"}},
    {"cache.accept_models", {"grok-beta"}},
    {"llm.timeout_seconds", {"60"}},
    {"llm.max_output_tokens", {"5000", Changes::model_keys}},
    {"privacy.redact", {"off", Changes::model_keys}},
    {"output.format", {"sarif"}},
    {"analysis.exclude", {"x"}},
    {"analysis.context", {"interfaces"}},  // in a factor of its own: what is sent, not that it may be
    {"analysis.max_file_size", {"2M"}},
    {"analysis.max_function_lines", {"51", Changes::all_keys}},
    {"analysis.max_parameters", {"5", Changes::all_keys}},
    {"analysis.max_nesting", {"5", Changes::all_keys}},
    {"analysis.max_complexity", {"11", Changes::all_keys}},
    {"analysis.max_module_lines", {"1001", Changes::all_keys}},
    {"analysis.magic_numbers", {"true", Changes::builtin_keys}},
    {"analysis.duplicated_code", {"true", Changes::builtin_keys}},
    {"analysis.god_object", {"true", Changes::builtin_keys}},
    {"analysis.tight_coupling", {"true", Changes::builtin_keys}},
    {"output.format", {"json"}},
    {"output.baseline", {"known.json"}},
};

// Who is asked, where and with which key is in other factors; money, shared stores, search and agents change no answer.
bool is_elsewhere(std::string_view name) {
  for (const std::string_view section : {"llm.", "budget.", "cache.remote.", "search.", "mcp."}) {
    if (name.starts_with(section)) return !kOthers.contains(name);
  }
  return false;
}

}  // namespace

TEST_CASE("a setting changes the keys of those answers that it changes, and no others") {
  const config::Settings defaults;
  for (const config::SettingRow& row : config::setting_rows()) {
    INFO(row.name);
    if (is_elsewhere(row.name)) continue;
    REQUIRE(kOthers.contains(row.name));
    const Other& other = kOthers.at(row.name);
    config::Settings changed;
    REQUIRE(row.assign(changed, {other.value}) == nullptr);
    CHECK(row.show(changed) != row.show(defaults));
    const bool builtin = other.changes == Changes::all_keys || other.changes == Changes::builtin_keys;
    const bool model = other.changes == Changes::all_keys || other.changes == Changes::model_keys;
    CHECK((builtin_hash(changed) != builtin_hash(defaults)) == builtin);
    CHECK((model_options_hash(refactor(), changed) != model_options_hash(refactor(), defaults)) == model);
  }
}

TEST_CASE("the options text is the documented one") {
  CHECK(builtin_options(refactor(), {}, "tests/a.rs") == builtin_options(refactor(), {}, "a.rs") + ";tests");
  CHECK(builtin_options(refactor(), {}, "a.rs") ==
        "function_lines=50;parameters=4;nesting=4;complexity=10;module_lines=1000");
  CHECK(model_options(refactor(), {})
            .starts_with(builtin_options(refactor(), {}, "a.rs") + ";max_output_tokens=4096;redact=on/"));
  CHECK(model_options_hash(refactor(), {}) == codec::sha256_hex(model_options(refactor(), {})).substr(0, 16));
}

TEST_CASE("every type has a row, a prompt unless no model answers it, and a schema version of its own") {
  std::set<domain::AnalysisType> types;
  std::set<std::string> prompts;
  for (const Kind& kind : kinds()) {
    INFO(domain::name_of(kind.type));
    CHECK(types.insert(kind.type).second);
    CHECK(&kind_of(kind.type) == &kind);
    const std::string hash = llm::prompt_hash(kind.type);
    CHECK(hash.size() == (asks_models(kind) ? 16 : 0));
    CHECK(prompts.insert(hash).second);
    const auto factors = common_factors(kind.type, "rust", {});
    CHECK(factors.schema_version == kind.schema_version);
    CHECK(factors.type == domain::name_of(kind.type));
    CHECK(model_factors(factors, kind, {}, {}).prompt_hash == hash);
    CHECK(builtin_factors(factors, kind, {}, "a.rs").prompt_hash.empty());
  }
}

TEST_CASE("the query for other models' answers is about the same question") {
  const std::vector<std::string> models{"a"};
  codec::Sha256Digest hash{};
  hash[0] = 7;
  const auto common = common_factors(domain::AnalysisType::refactor, "rust", hash);
  const auto factors = model_factors(common, refactor(), {}, {});
  const auto query = query_of(refactor(), common, {}, models);
  // Who answers is not read.
  for (const domain::Factor& factor : domain::kFactors) {
    if (factor.name == "provider" || factor.name == "endpoint" || factor.name == "model") continue;
    INFO(factor.name);
    CHECK(query.factors.*factor.value == factors.*factor.value);
  }
  CHECK(query.models.size() == 1);
}

TEST_CASE("what is sent along of other files is a factor of models' keys, and of no other") {
  auto common = common_factors(domain::AnalysisType::refactor, "rust", {});
  common.context_hash = llm::context_hash("fn f ( )\n");
  CHECK(model_factors(common, refactor(), {}, {}).context_hash == common.context_hash);
  CHECK(query_of(refactor(), common, {}, {}).factors.context_hash == common.context_hash);
  CHECK(builtin_factors(common, refactor(), {}, "a.rs").context_hash.empty());
}

TEST_CASE("the lock of a key lies at 62 of its bits") {
  domain::CacheKey key{};
  key.fill(0xFF);
  CHECK(lock_offset(key) == (std::int64_t{1} << 62) - 1);
  key.fill(0);
  key[7] = 4;
  CHECK(lock_offset(key) == 1);
}
