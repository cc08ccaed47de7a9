// SPDX-License-Identifier: MIT
#include "answers.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "keys.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

using domain::Provider;

constexpr std::int64_t kMaxSource = 1'000'000;  // bytes of a file that is read for its language

struct ModelFamily {
  std::string_view begin;
  Provider provider;
};
constexpr auto kFamilies = std::to_array<ModelFamily>({{"grok", Provider::xai},
                                                       {"gpt", Provider::openai},
                                                       {"chatgpt", Provider::openai},
                                                       {"o1", Provider::openai},
                                                       {"o3", Provider::openai},
                                                       {"o4", Provider::openai},
                                                       {"claude", Provider::anthropic},
                                                       {"gemini", Provider::google}});

const std::string& todays_prompt_hash(domain::AnalysisType type) {
  static const auto all = [] {
    std::array<std::string, 4> hashes;
    for (std::size_t i = 0; i < hashes.size(); ++i) hashes[i] = llm::prompt_hash(static_cast<domain::AnalysisType>(i));
    return hashes;
  }();
  return all.at(static_cast<std::size_t>(type));
}

// Of a type that no command asks for: as for the first that one does.
const std::string& default_options_hash(domain::AnalysisType type) {
  static const auto all = [] {
    std::array<std::string, 4> hashes;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      const Kind* kind = find_kind(static_cast<domain::AnalysisType>(i));
      hashes[i] = model_options_hash(kind == nullptr ? kinds().front() : *kind, config::Settings{});
    }
    return hashes;
  }();
  return all.at(static_cast<std::size_t>(type));
}

// By its name; where only the content tells, by the file itself, if it still is the one that was reviewed.
std::string language_of(const legacy::Entry& entry, const legacy::Tree& tree, const std::string& path) {
  static const std::string_view unknown = source::language_of("x", {});
  const std::string_view name = source::language_of(path, {});
  const bool certain = name != unknown && !to_lower(path).ends_with(".h");
  if (certain || tree.repo_path.empty()) return std::string(name);
  const auto content = sys::read_file(sys::joined(tree.repo_path, path), kMaxSource);
  if (!content || codec::sha256(*content) != entry.file_hash) return std::string(name);
  return std::string(source::language_of(path, *content));
}

// Not distinguished, all of it counts as input.
std::optional<domain::Usage> usage_of(const legacy::Entry& entry) {
  if (!entry.input && !entry.output) {
    return entry.tokens ? std::optional(domain::Usage{*entry.tokens}) : std::nullopt;
  }
  const Tokens whole = entry.tokens.value_or(0);
  domain::Usage usage;
  usage.input = entry.input.value_or(std::max<Tokens>(0, whole - entry.output.value_or(0)));
  usage.output = entry.output.value_or(std::max<Tokens>(0, whole - usage.input));
  return usage;
}

std::optional<NanoUsd> cost_of(const legacy::Entry& entry, const std::optional<domain::Usage>& usage, Provider provider,
                               UnixMillis at) {
  if (entry.cost || !usage) return entry.cost;
  const auto price = domain::find_price(provider, entry.model, utc_day(at));
  if (!price) return std::nullopt;
  return domain::cost_of(*price, *usage);
}

domain::KeyFactors factors_of(const legacy::Entry& entry, domain::AnalysisType type, Provider provider,
                              std::string_view language) {
  domain::KeyFactors factors = common_factors(type, language, entry.file_hash);
  factors.schema_version = kOlderSchemaVersion;
  factors.provider = name_of(provider);
  factors.model = entry.model;
  factors.prompt_hash = entry.prompt_hash.empty() ? todays_prompt_hash(type) : entry.prompt_hash;
  factors.config_hash = default_options_hash(type);
  return factors;
}

}  // namespace

Provider provider_of_model(std::string_view model) {
  const std::string lower = to_lower(model);
  const auto* const family = std::find_if(kFamilies.begin(), kFamilies.end(),
                                          [&](const ModelFamily& row) { return lower.starts_with(row.begin); });
  return family == kFamilies.end() ? Provider::openai_compatible : family->provider;
}

std::string path_within(const std::string& path, const std::string& repository) {
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  if (!repository.empty() && normal.is_absolute()) {
    const auto within = normal.lexically_relative(repository);
    if (!within.empty() && *within.begin() != "..") return within.native();
  }
  return normal.native();
}

Result<LegacyAnswer> answer_of(legacy::Entry entry, const legacy::Tree& tree, const std::string& type,
                               UnixMillis modified) {
  const auto analysis_type = domain::analysis_type_named(entry.cache_type.empty() ? type : entry.cache_type);
  if (!analysis_type) return fail(Errc::input, "no such analysis type: " + sys::quoted(entry.cache_type));
  if (static_cast<std::int64_t>(entry.result.size()) > cache::kMaxResultBytes) {
    return fail(Errc::input, "the result is larger than 4 MiB");
  }
  const Provider provider = entry.provider.value_or(provider_of_model(entry.model));
  const std::string path = path_within(entry.file_path, tree.repo_path);

  LegacyAnswer answer;
  cache::EntryInfo& info = answer.info;
  info = cache::entry_info(factors_of(entry, *analysis_type, provider, language_of(entry, tree, path)));
  info.repo_id = tree.repo_id;
  info.repo_path = tree.repo_path;
  info.path = path;
  info.created = entry.analyzed_at.value_or(modified);
  info.last_accessed = std::max(info.created, entry.last_accessed.value_or(info.created));
  info.access_count = entry.access_count.value_or(0);
  info.generation_ms = entry.generation_ms.value_or(0);
  info.usage = usage_of(entry);
  info.cost = cost_of(entry, info.usage, provider, info.created);
  info.estimated = info.usage || info.cost;
  info.older_tool = true;
  answer.result = std::move(entry.result);
  answer.provider_inferred = !entry.provider;
  answer.older_prompt = entry.prompt_hash.empty();
  return answer;
}

std::string difference_from(const LegacyAnswer& source, const std::optional<cache::Entry>& stored) {
  if (!stored) return "it cannot be read back from the cache";
  const cache::EntryInfo& a = source.info;
  const cache::EntryInfo& b = stored->info;
  if (b.created > a.created) return {};  // a newer answer took its place
  if (b.created != a.created) return "an older answer is stored in its place";
  // Another answer of the same moment took its place, and is whole: a digest guards it.
  if (stored->result != source.result) return {};
  const auto tokens = [](const cache::EntryInfo& info) { return info.usage ? info.usage->input : -1; };
  const auto output = [](const cache::EntryInfo& info) { return info.usage ? info.usage->output : -1; };
  if (tokens(a) != tokens(b) || output(a) != output(b)) return "its tokens differ";
  if (a.cost != b.cost) return "its cost differs";
  if (b.raw_size != static_cast<std::int64_t>(source.result.size())) return "its size differs";
  return {};
}

}  // namespace rustassistant::app
