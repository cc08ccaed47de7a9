// SPDX-License-Identifier: MIT
#include "rustassistant/config/settings_table.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/config/secret_text.hpp"
#include "setting_values.hpp"

namespace rustassistant::config {
namespace {

using domain::Provider;

// Files are held in memory, and a repository's own settings may ask for any size.
constexpr std::int64_t kLargestFile = 100'000'000;

template <typename Integer>
const char* assign_integer(Integer& target, const Values& values, std::int64_t low, std::int64_t high,
                           const char* expected) {
  const auto value = parse_integer(values.front());
  if (!value || *value < low || *value > high) return expected;
  target = static_cast<Integer>(*value);
  return nullptr;
}

// One of `names`, whose places are the values of the enumeration; `expected` says them.
template <typename Enum, std::size_t size>
const char* assign_word(Enum& target, const Values& values, const std::array<std::string_view, size>& names,
                        const char* expected) {
  const auto* const found = std::find(names.begin(), names.end(), values.front());
  if (found == names.end()) return expected;
  target = static_cast<Enum>(found - names.begin());
  return nullptr;
}

constexpr std::array<std::string_view, 3> kRedactNames{"on", "off", "refuse"};
constexpr std::array<std::string_view, 2> kContextNames{"none", "interfaces"};
constexpr std::array<std::string_view, 2> kReuseNames{"units", "off"};
constexpr std::array<std::string_view, 2> kWhenUnreachableNames{"block", "local"};
constexpr std::array<std::string_view, 3> kRemoteModeNames{"read", "read-write", "off"};
constexpr std::array<std::string_view, 3> kDenseNames{"off", "rerank", "all"};

template <Provider provider>
constexpr SettingRow base_url_row(std::string_view name, std::string_view help) {
  return {name, help, false,
          [](Settings& s, const Values& v) {
            return assign_text(s.llm.providers[static_cast<std::size_t>(provider)].base_url, v);
          },
          [](const Settings& s) { return toml_url(s.llm.providers[static_cast<std::size_t>(provider)].base_url); }};
}

template <Provider provider>
constexpr SettingRow key_file_row(std::string_view name) {
  return {name,
          "file whose first line is the key; refused when group or others may read it",
          false,
          [](Settings& s, const Values& v) {
            return assign_text(s.llm.providers[static_cast<std::size_t>(provider)].api_key_file, v);
          },
          [](const Settings& s) { return toml_text(s.llm.providers[static_cast<std::size_t>(provider)].api_key_file); },
          true};
}

template <Provider provider>
constexpr SettingRow rate_row(std::string_view name) {
  return {name,
          "most calls in a minute, by all processes together; 0: as the provider states, or the limit of its lowest "
          "tier",
          false,
          [](Settings& s, const Values& v) {
            return assign_integer(s.llm.providers[static_cast<std::size_t>(provider)].requests_per_minute, v, 0,
                                  1'000'000, "a whole number from 0 to 1000000");
          },
          [](const Settings& s) {
            return std::to_string(s.llm.providers[static_cast<std::size_t>(provider)].requests_per_minute);
          }};
}

template <std::size_t index>
constexpr SettingRow threshold_row() {
  constexpr const domain::Threshold& kRow = domain::kThresholds[index];
  return {kRow.setting, kRow.help, false,
          [](Settings& s, const Values& v) {
            return assign_integer(s.analysis.thresholds.*domain::kThresholds[index].value, v, 1, 1'000'000,
                                  "a whole number from 1 to 1000000");
          },
          [](const Settings& s) { return std::to_string(s.analysis.thresholds.*domain::kThresholds[index].value); }};
}
static_assert(domain::kThresholds.size() == 5, "a threshold has no row below");

template <std::size_t index>
constexpr SettingRow kind_row() {
  constexpr const domain::OptionalKind& kRow = domain::kOptionalKinds[index];
  return {kRow.setting, kRow.help, false,
          [](Settings& s, const Values& v) {
            return assign_truth(s.analysis.kinds.*domain::kOptionalKinds[index].value, v);
          },
          [](const Settings& s) { return toml_truth(s.analysis.kinds.*domain::kOptionalKinds[index].value); }};
}
static_assert(domain::kOptionalKinds.size() == 4, "a kind has no row below");

const SettingRow kRows[] = {
    {"cache.strategy", "\"centralized\" keeps one cache in the home folder, \"local\" one in each repository", false,
     [](Settings& s, const Values& v) -> const char* {
       if (v.front() != "centralized" && v.front() != "local") return "centralized or local";
       s.cache.strategy = v.front() == "local" ? CacheStrategy::local : CacheStrategy::centralized;
       return nullptr;
     },
     [](const Settings& s) { return toml_text(s.cache.strategy == CacheStrategy::local ? "local" : "centralized"); }},
    {"cache.path",
     "path of the database file, regardless of the strategy; empty: cache.db in the folder of the strategy", false,
     [](Settings& s, const Values& v) { return assign_text(s.cache.path, v); },
     [](const Settings& s) { return toml_text(s.cache.path); }, true},
    {"cache.max_size", "maximum size of the cache", false,
     [](Settings& s, const Values& v) { return assign_size(s.cache.max_size, v); },
     [](const Settings& s) { return toml_size(s.cache.max_size); }},
    {"cache.high_watermark", "share of max_size above which entries are removed", false,
     [](Settings& s, const Values& v) { return assign_share(s.cache.high_watermark_percent, v); },
     [](const Settings& s) { return toml_share(s.cache.high_watermark_percent); }},
    {"cache.low_watermark", "share of max_size at which removal stops", false,
     [](Settings& s, const Values& v) { return assign_share(s.cache.low_watermark_percent, v); },
     [](const Settings& s) { return toml_share(s.cache.low_watermark_percent); }},
    {"cache.compression_level", "zstd level of stored results", false,
     [](Settings& s, const Values& v) {
       return assign_integer(s.cache.compression_level, v, 1, 19, "a whole number from 1 to 19");
     },
     [](const Settings& s) { return std::to_string(s.cache.compression_level); }},
    {"cache.accept_models", "models whose stored answers satisfy any model", true,
     [](Settings& s, const Values& v) { return assign_list(s.cache.accept_models, v); },
     [](const Settings& s) { return toml_list(s.cache.accept_models); }},
    {"cache.remote.url",
     "a team's store of answers: the URL of a web server with GET and PUT, in which {key} stands for the key of an "
     "answer, or a postgresql:// URL; empty: none. In the settings of this table ${NAME} stands for a variable of the "
     "environment",
     false, [](Settings& s, const Values& v) { return assign_text(s.cache.remote.url, v); },
     [](const Settings& s) { return toml_url(s.cache.remote.url); }},
    {"cache.remote.mode", "read, read-write (answers that were paid for here are stored there) or off", false,
     [](Settings& s, const Values& v) {
       return assign_word(s.cache.remote.mode, v, kRemoteModeNames, "read, read-write or off");
     },
     [](const Settings& s) { return toml_text(name_of(s.cache.remote.mode)); }},
    {"cache.remote.team", "a name; answers of another team are not found", false,
     [](Settings& s, const Values& v) { return assign_text(s.cache.remote.team, v); },
     [](const Settings& s) { return toml_text(s.cache.remote.team); }},
    {"cache.remote.signing_key",
     "what answers are signed with: a secret of at least 32 bytes that all of the team have, or a writer's own key, "
     "\"ed25519:\" and 64 hex digits",
     false, [](Settings& s, const Values& v) { return assign_text(s.cache.remote.signing_key, v); },
     [](const Settings& s) { return toml_secret(s.cache.remote.signing_key); }},
    {"cache.remote.trust", "public keys of the writers that are believed: \"ed25519:\" and 64 hex digits", true,
     [](Settings& s, const Values& v) { return assign_list(s.cache.remote.trust, v); },
     [](const Settings& s) { return toml_list(s.cache.remote.trust); }},
    {"cache.remote.unsigned", "whether answers without a signature are believed: for a trusted network only", false,
     [](Settings& s, const Values& v) { return assign_truth(s.cache.remote.accepts_unsigned, v); },
     [](const Settings& s) { return toml_truth(s.cache.remote.accepts_unsigned); }},
    {"cache.remote.share_private", "whether answers of models at loopback and private addresses are shared, too", false,
     [](Settings& s, const Values& v) { return assign_truth(s.cache.remote.share_private, v); },
     [](const Settings& s) { return toml_truth(s.cache.remote.share_private); }},
    {"cache.remote.api_key", "sent as a Bearer token", false,
     [](Settings& s, const Values& v) { return assign_text(s.cache.remote.api_key, v); },
     [](const Settings& s) { return toml_secret(s.cache.remote.api_key); }},
    {"cache.remote.header", "a header to send, such as \"X-Api-Key: ${TEAM_KEY}\"", false,
     [](Settings& s, const Values& v) { return assign_text(s.cache.remote.header, v); },
     [](const Settings& s) { return toml_secret(s.cache.remote.header); }},
    {"cache.remote.sigv4",
     "region of an S3 service, for which requests are signed with the access key in the URL (https://ID:SECRET@…)",
     false, [](Settings& s, const Values& v) { return assign_text(s.cache.remote.sigv4, v); },
     [](const Settings& s) { return toml_text(s.cache.remote.sigv4); }},

    {"llm.provider",
     "auto (the cheapest whose key is set), xai, openai, anthropic, google, openai-compatible or builtin", false,
     [](Settings& s, const Values& v) { return assign_provider(s.llm.provider, v); },
     [](const Settings& s) { return toml_text(s.llm.provider); }},
    {"llm.model", "empty: the provider's default", false,
     [](Settings& s, const Values& v) { return assign_text(s.llm.model, v); },
     [](const Settings& s) { return toml_text(s.llm.model); }},
    {"llm.timeout_seconds", "timeout of one attempt", false,
     [](Settings& s, const Values& v) {
       return assign_integer(s.llm.timeout_seconds, v, 1, 3600, "a whole number of seconds from 1 to 3600");
     },
     [](const Settings& s) { return std::to_string(s.llm.timeout_seconds); }},
    {"llm.max_output_tokens", "maximum number of output tokens per answer", false,
     [](Settings& s, const Values& v) {
       return assign_integer(s.llm.max_output_tokens, v, 256, 1'000'000, "a whole number from 256 to 1000000");
     },
     [](const Settings& s) { return std::to_string(s.llm.max_output_tokens); }},
    {"llm.reuse",
     "units: of a file that was edited, models are asked about what changed only, and the rest of its last answer "
     "stays; off: always about whole files",
     false, [](Settings& s, const Values& v) { return assign_word(s.llm.reuse, v, kReuseNames, "units or off"); },
     [](const Settings& s) { return toml_text(name_of(s.llm.reuse)); }},
    base_url_row<Provider::xai>("llm.xai.base_url", "empty: the provider's own"),
    key_file_row<Provider::xai>("llm.xai.api_key_file"),
    rate_row<Provider::xai>("llm.xai.requests_per_minute"),
    base_url_row<Provider::openai>("llm.openai.base_url", "empty: the provider's own"),
    key_file_row<Provider::openai>("llm.openai.api_key_file"),
    rate_row<Provider::openai>("llm.openai.requests_per_minute"),
    base_url_row<Provider::anthropic>("llm.anthropic.base_url", "empty: the provider's own"),
    key_file_row<Provider::anthropic>("llm.anthropic.api_key_file"),
    rate_row<Provider::anthropic>("llm.anthropic.requests_per_minute"),
    base_url_row<Provider::google>("llm.google.base_url", "empty: the provider's own"),
    key_file_row<Provider::google>("llm.google.api_key_file"),
    rate_row<Provider::google>("llm.google.requests_per_minute"),
    base_url_row<Provider::openai_compatible>(
        "llm.openai-compatible.base_url", "of any server with a chat completions API; empty: Ollama on this machine"),
    key_file_row<Provider::openai_compatible>("llm.openai-compatible.api_key_file"),
    {"llm.openai-compatible.schema",
     "how the shape of the answer is requested: json_schema, json_object or none; if the server rejects it, the next "
     "simpler mode is tried",
     false,
     [](Settings& s, const Values& v) -> const char* {
       const auto mode = domain::schema_mode_named(v.front());
       if (!mode) return "json_schema, json_object or none";
       s.llm.compatible.schema = *mode;
       return nullptr;
     },
     [](const Settings& s) { return toml_text(domain::name_of(s.llm.compatible.schema)); }},
    {"llm.openai-compatible.output_cap_member",
     "name of the output cap in requests: max_tokens or max_completion_tokens", false,
     [](Settings& s, const Values& v) -> const char* {
       if (v.front() != "max_tokens" && v.front() != "max_completion_tokens")
         return "max_tokens or max_completion_tokens";
       s.llm.compatible.output_cap_member = v.front();
       return nullptr;
     },
     [](const Settings& s) { return toml_text(s.llm.compatible.output_cap_member); }},

    {"budget.monthly_usd", "most US dollars to spend in a calendar month", false,
     [](Settings& s, const Values& v) -> const char* {
       const auto value = parse_decimal(v.front(), 9);
       if (!value) return "US dollars such as 3.00, at most 1000000";
       s.budget.base.monthly_cap = NanoUsd{*value};
       return nullptr;
     },
     [](const Settings& s) { return toml_usd(s.budget.base.monthly_cap); }},
    {"budget.daily_usd", "most US dollars to spend in a day; empty: no such cap", false,
     [](Settings& s, const Values& v) -> const char* {
       const auto value = parse_decimal(v.front(), 9);
       if (!value && !v.front().empty()) return "US dollars such as 0.25, at most 1000000, or nothing";
       s.budget.base.daily_cap = value ? std::optional(NanoUsd{*value}) : std::nullopt;
       return nullptr;
     },
     [](const Settings& s) { return s.budget.base.daily_cap ? toml_usd(*s.budget.base.daily_cap) : toml_text(""); }},
    {"budget.warn_at", "share of the budget at which its state becomes warning", false,
     [](Settings& s, const Values& v) { return assign_share(s.budget.base.warn_percent, v); },
     [](const Settings& s) { return toml_share(s.budget.base.warn_percent); }},
    {"budget.alert_at", "share of the budget at which its state becomes alert", false,
     [](Settings& s, const Values& v) { return assign_share(s.budget.base.alert_percent, v); },
     [](const Settings& s) { return toml_share(s.budget.base.alert_percent); }},
    {"budget.when_exceeded",
     "when a cap would be exceeded: degrade (fall back to builtin), block (exit with 6) or warn (proceed)", false,
     [](Settings& s, const Values& v) -> const char* {
       const auto mode = domain::when_exceeded_named(v.front());
       if (!mode) return "degrade, block or warn";
       s.budget.base.when_exceeded = *mode;
       return nullptr;
     },
     [](const Settings& s) { return toml_text(name_of(s.budget.base.when_exceeded)); }},
    {"budget.team.url",
     "postgresql:// URL of a budget that several machines share; ${NAME} stands for a variable of the environment; "
     "empty: there is none",
     false, [](Settings& s, const Values& v) { return assign_text(s.team_budget.url, v); },
     [](const Settings& s) { return toml_text(without_credentials(s.team_budget.url)); }},
    {"budget.team.team", "the team's name there", false,
     [](Settings& s, const Values& v) { return assign_text(s.team_budget.team, v); },
     [](const Settings& s) { return toml_text(s.team_budget.team); }},
    {"budget.team.when_unreachable",
     "while that server cannot be reached: block (no paid call is made) or local (calls count on this machine until it "
     "can be told)",
     false,
     [](Settings& s, const Values& v) {
       return assign_word(s.team_budget.when_unreachable, v, kWhenUnreachableNames, "block or local");
     },
     [](const Settings& s) { return toml_text(name_of(s.team_budget.when_unreachable)); }},

    {"privacy.redact",
     "secrets in a file before it is sent: on (replaced), off (sent) or refuse (the file is not sent)", false,
     [](Settings& s, const Values& v) { return assign_word(s.privacy.redact, v, kRedactNames, "on, off or refuse"); },
     [](const Settings& s) { return toml_text(name_of(s.privacy.redact)); }},

    {"analysis.exclude",
     "patterns as in .gitignore, from the root of the repository (on the command line, from the working folder); "
     "the user's global excludes of git are not read",
     true, [](Settings& s, const Values& v) { return assign_list(s.analysis.exclude, v); },
     [](const Settings& s) { return toml_list(s.analysis.exclude); }},
    {"analysis.context",
     "what is sent along with a file: none, or interfaces: the signatures that it uses of the files it depends on, at "
     "most 2,000 tokens; never taken from a repository",
     false,
     [](Settings& s, const Values& v) {
       return assign_word(s.analysis.context, v, kContextNames, "none or interfaces");
     },
     [](const Settings& s) { return toml_text(name_of(s.analysis.context)); }, false, true},
    {"analysis.max_file_size", "larger files are skipped", false,
     [](Settings& s, const Values& v) -> const char* {
       const char* expected = assign_size(s.analysis.max_file_size, v);
       return expected == nullptr && s.analysis.max_file_size > kLargestFile ? "a size of at most 100M" : expected;
     },
     [](const Settings& s) { return toml_size(s.analysis.max_file_size); }},
    threshold_row<0>(),
    threshold_row<1>(),
    threshold_row<2>(),
    threshold_row<3>(),
    threshold_row<4>(),
    kind_row<0>(),
    kind_row<1>(),
    kind_row<2>(),
    kind_row<3>(),

    {"output.format", "how reviews are shown: text, json, sarif, gitlab, markdown, github, rdjson, checkstyle or junit",
     false, [](Settings& s, const Values& v) { return assign_format(s.output.format, v); },
     [](const Settings& s) { return toml_text(s.output.format); }},
    {"output.baseline",
     "findings that this file lists are hidden, as by --baseline; relative to the repository, which need not have one",
     false, [](Settings& s, const Values& v) { return assign_text(s.output.baseline, v); },
     [](const Settings& s) { return toml_text(s.output.baseline); }, true},

    {"search.dense",
     "whether an embedding model orders what `search` finds: off, rerank (the best 20 files) or all (every chunk has a "
     "vector, made by `index build`)",
     false,
     [](Settings& s, const Values& v) { return assign_word(s.search.dense, v, kDenseNames, "off, rerank or all"); },
     [](const Settings& s) { return toml_text(name_of(s.search.dense)); }},
    {"search.model", "the embedding model: the name of a folder in models/ of the home folder, or a path", false,
     [](Settings& s, const Values& v) { return assign_text(s.search.model, v); },
     [](const Settings& s) { return toml_text(s.search.model); }},
    {"search.embeddings_url",
     "a server that makes the vectors with search.model, such as http://127.0.0.1:8080/v1; on another machine the "
     "model "
     "needs a price in [prices]; empty: the model runs in this program",
     false, [](Settings& s, const Values& v) { return assign_text(s.search.embeddings_url, v); },
     [](const Settings& s) { return toml_url(s.search.embeddings_url); }},

    {"mcp.may_spend",
     "whether an agent that asks for it gets a model's review that costs money, within the caps of the budget", false,
     [](Settings& s, const Values& v) { return assign_truth(s.mcp.may_spend, v); },
     [](const Settings& s) { return toml_truth(s.mcp.may_spend); }},
};

}  // namespace

std::string_view name_of(Redact mode) {
  return kRedactNames.at(static_cast<std::size_t>(mode));
}

std::string_view name_of(WhenUnreachable mode) {
  return kWhenUnreachableNames.at(static_cast<std::size_t>(mode));
}

std::string_view name_of(RemoteMode mode) {
  return kRemoteModeNames.at(static_cast<std::size_t>(mode));
}

std::string_view name_of(Dense dense) {
  return kDenseNames.at(static_cast<std::size_t>(dense));
}

std::string_view name_of(ReuseUnits reuse) {
  return kReuseNames.at(static_cast<std::size_t>(reuse));
}

std::string_view name_of(Context context) {
  return kContextNames.at(static_cast<std::size_t>(context));
}

std::span<const SettingRow> setting_rows() {
  return kRows;
}

const SettingRow* setting_row(std::string_view name) {
  const auto* const row =
      std::find_if(std::begin(kRows), std::end(kRows), [&](const SettingRow& known) { return known.name == name; });
  return row == std::end(kRows) ? nullptr : row;
}

std::string_view current_name(std::string_view name) {
  return name == "cache.location" ? "cache.strategy" : name;
}

std::string variable_of(std::string_view setting) {
  constexpr std::string_view kLlm = "llm.";
  if (setting.substr(0, kLlm.size()) == kLlm) setting.remove_prefix(kLlm.size());
  std::string variable = "RUSTASSISTANT_";
  variable.reserve(variable.size() + setting.size());
  for (const char c : setting) {
    variable += ascii::is_lower(c) ? static_cast<char>(c - 'a' + 'A') : '_';
  }
  return variable;
}

}  // namespace rustassistant::config
