// SPDX-License-Identifier: MIT
#include "legacy_entries.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "questions.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/threads/bounded_queue.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/legacy/database.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

using domain::Provider;

// Entries travel between threads in packs: to wake a thread for each takes longer than to read one.
constexpr std::size_t kPack = 32;
constexpr std::size_t kQueuedPacks = 4;
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

std::string path_within(const std::string& path, const std::string& repository) {
  const std::string top = repository + "/";
  return !repository.empty() && path.starts_with(top) ? path.substr(top.size()) : path;
}

// By its name; where only the content tells, by the file itself, if it still is the one that was reviewed.
std::string language_of(const legacy::Entry& entry, const legacy::Tree& tree, const std::string& path) {
  const std::string_view name = source::language_of(path, {});
  const bool certain = name != source::language_of("x", {}) && !to_lower(path).ends_with(".h");
  if (certain || tree.repo_path.empty()) return std::string(name);
  const auto content = sys::read_file(sys::joined(tree.repo_path, path), kMaxSource);
  if (!content || codec::sha256(*content) != entry.file_hash) return std::string(name);
  return std::string(source::language_of(path, *content));
}

std::optional<NanoUsd> cost_of(const legacy::Entry& entry, Provider provider, UnixMillis at) {
  if (entry.cost || !entry.tokens) return entry.cost;
  const auto price = domain::find_price(provider, entry.model, utc_day(at));
  if (!price) return std::nullopt;
  return domain::cost_of(*price, {*entry.tokens});  // not told apart: at the input rate
}

LegacyItem item_of(const legacy::TreeFile& file, const legacy::Tree& tree) {
  LegacyItem item{file.path, tl::unexpected(Error{})};
  if (file.error) {
    item.answer = tl::unexpected(*file.error);
    return item;
  }
  auto text = legacy::read_entry_file(file.path);
  if (!text) {
    item.answer = tl::unexpected(std::move(text).error());
    return item;
  }
  auto entry = legacy::parse_entry(text->text);
  item.answer =
      entry ? answer_of(*std::move(entry), tree, file.type, text->modified) : tl::unexpected(std::move(entry).error());
  if (item.answer) item.answer->source_bytes = static_cast<std::int64_t>(text->text.size());
  return item;
}

LegacyItem item_of(legacy::DatabaseRow row, const legacy::Tree& database) {
  legacy::Tree tree = database;
  if (!row.repo_path.empty()) {
    tree.repo_path = row.repo_path;
    tree.repo_id = domain::repo_id(row.repo_path);
  }
  const std::string place = database.place + ", " + row.place;
  if (!row.entry) return {place, tl::unexpected(std::move(row.entry).error())};
  const auto bytes = static_cast<std::int64_t>(row.entry->result.size());
  LegacyItem item{place, answer_of(*std::move(row.entry), tree, "refactor", {})};
  if (item.answer) item.answer->source_bytes = bytes;
  return item;
}

}  // namespace

Provider provider_of_model(std::string_view model) {
  const std::string lower = to_lower(model);
  const auto* const family = std::find_if(kFamilies.begin(), kFamilies.end(),
                                          [&](const ModelFamily& row) { return lower.starts_with(row.begin); });
  return family == kFamilies.end() ? Provider::openai_compatible : family->provider;
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

  domain::KeyFactors factors = common_factors(*analysis_type, language_of(entry, tree, path), entry.file_hash);
  factors.provider = name_of(provider);
  factors.model = entry.model;
  factors.prompt_hash = entry.prompt_hash.empty() ? todays_prompt_hash(*analysis_type) : entry.prompt_hash;
  static const std::string default_options = model_options_hash(config::Settings{});
  factors.config_hash = default_options;

  LegacyAnswer answer;
  cache::EntryInfo& info = answer.entry.info;
  info = entry_info(factors, provider, entry.file_hash);
  info.repo_id = tree.repo_id;
  info.repo_path = tree.repo_path;
  info.path = path;
  info.created = info.last_accessed = entry.analyzed_at.value_or(modified);
  if (entry.tokens) info.usage = domain::Usage{*entry.tokens};
  info.cost = cost_of(entry, provider, info.created);
  info.estimated = info.usage || info.cost;
  answer.entry.result = std::move(entry.result);
  answer.provider_inferred = !entry.provider;
  return answer;
}

void read_legacy(std::span<const legacy::Source> sources, const std::function<LegacyItem(LegacyItem)>& prepare,
                 const std::function<bool(LegacyItem)>& take) {
  struct Work {
    const legacy::Tree* tree = nullptr;
    std::vector<legacy::TreeFile> files;
  };
  using Pack = std::vector<LegacyItem>;
  BoundedQueue<Work> work(kQueuedPacks);
  BoundedQueue<Pack> done(kQueuedPacks);
  const auto stopped = [] { return sys::stop_requested(); };

  const auto walk_tree = [&](const legacy::Tree& tree) {
    Work pack{&tree, {}};
    legacy::walk(tree, [&](legacy::TreeFile file) {
      pack.files.push_back(std::move(file));
      if (pack.files.size() < kPack) return !stopped();
      return work.push(std::exchange(pack, Work{&tree, {}})) && !stopped();
    });
    if (!pack.files.empty()) work.push(std::move(pack));
  };
  const auto read_database = [&](const legacy::Tree& database) {
    Pack pack;
    const auto read = legacy::read_answers(database.place, [&](legacy::DatabaseRow row) {
      pack.push_back(prepare(item_of(std::move(row), database)));
      if (pack.size() < kPack) return !stopped();
      return done.push(std::exchange(pack, {})) && !stopped();
    });
    if (!read) pack.push_back({database.place, tl::unexpected(read.error())});
    if (!pack.empty()) done.push(std::move(pack));
  };
  const std::size_t readers = std::max(1U, std::thread::hardware_concurrency());
  std::atomic<std::size_t> working{readers + 1};
  const auto last_closes = [&] {
    if (--working == 0) done.close();
  };
  std::vector<std::jthread> threads;
  threads.emplace_back([&] {
    for (const legacy::Source& source : sources) {
      for (const legacy::Tree& tree : source.trees) walk_tree(tree);
      for (const legacy::Tree& database : source.databases) read_database(database);
    }
    work.close();
    last_closes();
  });
  for (std::size_t i = 0; i < readers; ++i) {
    threads.emplace_back([&] {
      while (const auto next = work.pop()) {
        Pack pack;
        for (const legacy::TreeFile& file : next->files) pack.push_back(prepare(item_of(file, *next->tree)));
        if (!done.push(std::move(pack))) break;
      }
      last_closes();
    });
  }
  while (auto pack = done.pop()) {
    const bool go_on = std::all_of(pack->begin(), pack->end(), [&](LegacyItem& item) { return take(std::move(item)); });
    if (go_on) continue;
    work.close();
    done.close();
    break;
  }
}

std::int64_t count_legacy(std::span<const legacy::Source> sources) {
  std::int64_t count = 0;
  for (const legacy::Source& source : sources) {
    for (const legacy::Tree& tree : source.trees) {
      legacy::walk(tree, [&](const legacy::TreeFile&) { return ++count, !sys::stop_requested(); });
    }
  }
  return count;
}

}  // namespace rustassistant::app
