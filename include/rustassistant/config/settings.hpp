// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/domain/budget.hpp"
#include "rustassistant/domain/optional_kinds.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/domain/thresholds.hpp"

// Every setting, with its default. `config init` and the documentation come from the same table (settings_table.hpp).
namespace rustassistant::config {

enum class CacheStrategy : std::uint8_t { centralized, local };

// Whether a team's store is asked, and given answers.
enum class RemoteMode : std::uint8_t { read, read_write, off };

[[nodiscard]] std::string_view name_of(RemoteMode mode);

// A team's store of answers. Texts are as they were written: "${NAME}" in them stands for a variable of the environment
// (secret_text.hpp). They may be secrets.
struct RemoteSettings {
  std::string url;  // empty: there is none
  RemoteMode mode = RemoteMode::read;
  std::string team;
  std::string signing_key;
  std::vector<std::string> trust;
  bool accepts_unsigned = false;
  bool share_private = false;
  std::string api_key;
  std::string header;
  std::string sigv4;
};

struct CacheSettings {
  CacheStrategy strategy = CacheStrategy::centralized;
  std::string path;  // the database file; empty: cache.db in the folder that the strategy names
  std::int64_t max_size = 500'000'000;
  int high_watermark_percent = 90;
  int low_watermark_percent = 75;
  int compression_level = 3;
  std::vector<std::string> accept_models;
  RemoteSettings remote;

  // Bytes.
  [[nodiscard]] std::int64_t high_watermark() const { return max_size / 100 * high_watermark_percent; }
  [[nodiscard]] std::int64_t low_watermark() const { return max_size / 100 * low_watermark_percent; }
};

struct ProviderSettings {
  std::string base_url;                  // empty: the provider's own
  std::string api_key_file;              // empty: the key comes from the environment alone
  std::int64_t requests_per_minute = 0;  // at most; 0: what the provider states, or its lowest tier
};

// How a compatible server is spoken to.
struct CompatibleSettings {
  domain::SchemaMode schema = domain::SchemaMode::json_schema;
  std::string output_cap_member = "max_tokens";
};

// Whether what an earlier answer said of the unchanged parts of a file serves again.
enum class ReuseUnits : std::uint8_t { units, off };

[[nodiscard]] std::string_view name_of(ReuseUnits reuse);

struct LlmSettings {
  std::string provider = "auto";
  std::string model;  // empty: the provider's default
  int timeout_seconds = 120;
  Tokens max_output_tokens = 4096;
  ReuseUnits reuse = ReuseUnits::units;
  std::array<ProviderSettings, 6> providers;  // by number of domain::Provider
  CompatibleSettings compatible;
};

// What becomes of secrets in a file before it is sent: replaced, left alone, or the file is not sent.
enum class Redact : std::uint8_t { on, off, refuse };

[[nodiscard]] std::string_view name_of(Redact mode);

struct PrivacySettings {
  Redact redact = Redact::on;
};

// What of the files that a file depends on is sent along with it.
enum class Context : std::uint8_t { none, interfaces };

[[nodiscard]] std::string_view name_of(Context context);

struct AnalysisSettings {
  std::vector<std::string> exclude;
  Context context = Context::none;
  std::int64_t max_file_size = 1'000'000;
  domain::Thresholds thresholds;
  domain::OptionalKinds kinds;  // reported by the built-in analyzer
};

// Whether an embedding model orders what is found by words: not, the best of it, or all, with what words do not find.
enum class Dense : std::uint8_t { off, rerank, all };

[[nodiscard]] std::string_view name_of(Dense dense);

struct SearchSettings {
  Dense dense = Dense::off;
  std::string model = "bge-small-en-v1.5";  // a folder in models/ of the home folder or a path; of a server its name
  std::string embeddings_url;               // of a server, without "/embeddings"; empty: the model runs here
};

struct OutputSettings {
  std::string format = "text";  // how reviews are shown (render/report.hpp)
  std::string baseline;         // a file as of --baseline, relative to the repository; empty: none
};

// What agents may do that are served by `mcp`.
struct McpSettings {
  bool may_spend = false;  // call models, within the caps of the budget
};

// What becomes of a paid call while the server of the team's budget cannot be reached: it is not made, or it counts in
// the user's own ledger alone until the server can be told.
enum class WhenUnreachable : std::uint8_t { block, local };

[[nodiscard]] std::string_view name_of(WhenUnreachable mode);

// A budget that several machines share, besides each one's own.
struct TeamBudgetSettings {
  std::string url;   // postgresql://…, with ${NAME} for variables of the environment; empty: there is none
  std::string team;  // its name there
  WhenUnreachable when_unreachable = WhenUnreachable::block;
};

struct Settings {
  CacheSettings cache;
  LlmSettings llm;
  domain::BudgetRules budget;
  TeamBudgetSettings team_budget;
  PrivacySettings privacy;
  AnalysisSettings analysis;
  SearchSettings search;
  OutputSettings output;
  McpSettings mcp;
  std::vector<domain::PriceOverride> prices;
};

}  // namespace rustassistant::config
