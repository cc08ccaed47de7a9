// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>
#include <string_view>

// Every name that the older tool gave to a file, a table, a column or a prompt. Nothing else knows one of them.
namespace rustassistant::legacy {

inline constexpr std::string_view kLocalFolder = ".rustassistant";
inline constexpr std::string_view kMetaFile = "meta.json";

// Its databases, wherever a folder is looked through. The last ones are what this program renames a cache to.
inline constexpr auto kDatabaseNames =
    std::to_array<std::string_view>({"cache.db", "analysis.db", "budget.db", "rustassistant.db", "cache.db.legacy"});

// Where it kept things, below its home folder; and below a repository or the working folder.
inline constexpr auto kHomePlaces = std::to_array<std::string_view>(
    {"cache/repos", "cache.db", "cache.db.legacy", "budget.db", "cache/budget.db", "data/rustassistant.db"});
inline constexpr auto kRepositoryPlaces = std::to_array<std::string_view>(
    {".rustassistant/cache", ".rustassistant/cache.db", ".rustassistant/cache.db.legacy", "data/rustassistant.db"});
// Below the user's cache folder.
inline constexpr std::string_view kCachePlace = "rustassistant/repos";

// The hashes of the prompts that were compiled into it: refactor, docs, analysis, todos.
inline constexpr auto kOwnPrompts =
    std::to_array<std::string_view>({"acd151e433e330bf", "c60c523a24bf573e", "909b87647cfe6792", "default"});

inline constexpr auto kAnswerTables = std::to_array<std::string_view>({"cache_entries", "file_analysis"});
inline constexpr auto kUsageTables = std::to_array<std::string_view>({"token_usage", "llm_costs", "llm_usage"});

// A value and what its column is called in one version or another; the first name that exists counts.
struct ColumnRow {
  std::string_view value;
  std::array<std::string_view, 8> names;
};
inline constexpr auto kAnswerColumns = std::to_array<ColumnRow>({
    {"file_path", {"file_path", "path"}},
    {"file_hash", {"file_hash", "content_hash", "file_content_hash", "hash"}},
    {"at", {"analyzed_at", "created_at", "cached_at", "timestamp", "updated_at"}},
    {"provider", {"provider", "llm_provider"}},
    {"model", {"model", "model_id", "llm_model", "model_name"}},
    {"result",
     {"result", "result_blob", "result_json", "compressed_result", "analysis_json", "analysis", "response", "data"}},
    {"tokens", {"tokens_used", "llm_tokens", "total_tokens", "tokens"}},
    {"input", {"input_tokens", "prompt_tokens", "tokens_input"}},
    {"output", {"output_tokens", "completion_tokens", "tokens_output"}},
    {"cost", {"cost_usd", "estimated_cost", "cost"}},
    {"millicents", {"api_cost_millicents"}},
    {"generation_ms", {"generation_time_ms"}},
    {"last_accessed", {"last_accessed", "last_accessed_at", "accessed_at"}},
    {"access_count", {"access_count", "hit_count"}},
    {"type", {"cache_type", "analysis_type", "type"}},
    {"prompt_hash", {"prompt_hash"}},
    {"repo_path", {"repo_path", "repository_path", "repo"}},
    {"repo_id", {"repo_id", "repo_hash"}},
});
inline constexpr auto kUsageColumns = std::to_array<ColumnRow>({
    {"at", {"timestamp", "created_at", "used_at", "recorded_at", "date"}},
    {"provider", {"provider", "llm_provider"}},
    {"model", {"model", "model_id", "llm_model", "model_name"}},
    {"tokens", {"total_tokens", "tokens_used", "tokens"}},
    {"input", {"input_tokens", "prompt_tokens", "tokens_input"}},
    {"cached", {"cached_tokens"}},
    {"output", {"output_tokens", "completion_tokens", "tokens_output"}},
    {"cost", {"cost_usd", "estimated_cost_usd", "estimated_cost", "cost"}},
    {"millicents", {"api_cost_millicents"}},
    {"file_path", {"file_path", "path"}},
    {"type", {"analysis_type", "cache_type", "operation", "type"}},
    {"repo_path", {"repo_path", "repository_path", "repository", "repo"}},
    {"repo_id", {"repo_id", "repo_hash"}},
});

}  // namespace rustassistant::legacy
