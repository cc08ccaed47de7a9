// SPDX-License-Identifier: MIT
#include "rustassistant/app/why.hpp"

#include <algorithm>
#include <utility>

#include "choice.hpp"
#include "questions.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/sys/files.hpp"
#include "targets.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kMostRelated = 10;

std::vector<Difference> differences(const domain::KeyFactors& stored, const domain::KeyFactors& wanted) {
  std::vector<Difference> found;
  for (const domain::Factor& factor : domain::kFactors) {
    const std::string& had = stored.*factor.value;
    const std::string& asked = wanted.*factor.value;
    if (had != asked) found.push_back({factor.name, had, asked});
  }
  return found;
}

Result<Target> target_of(const std::string& path, const config::Loaded& loaded, const Services& services) {
  if (sys::is_folder(path)) return fail(Errc::usage, sys::quoted(path) + " is a folder", "name a file");
  AnalyzeRequest request;
  request.paths = {path};
  TRY_ASSIGN(Targets targets, find_targets(request, loaded, services));
  if (targets.files.empty()) return fail(Errc::input, "nothing is known about " + sys::quoted(path));
  Target target = std::move(targets.files.front());
  if (target.error) return tl::unexpected(*target.error);
  return target;
}

}  // namespace

Result<Why> why(const std::string& path, const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const Target target, target_of(path, loaded, services));
  const config::Settings& settings = target.repository->loaded.settings;
  TRY_ASSIGN(const std::string content, source::read_source(target.shown, settings.analysis.max_file_size));
  TRY_ASSIGN(const Choice choice, choose_provider(loaded, services.environment));
  const auto hash = codec::sha256(content);
  const auto common = common_factors(domain::AnalysisType::refactor, source::language_of(target.shown, content), hash);

  Why why;
  why.path = target.shown;
  why.factors =
      choice.wanted ? model_factors(common, *choice.wanted, settings) : builtin_factors(common, settings, target.path);
  why.key = domain::cache_key(why.factors);
  Stores stores(loaded.settings, services);
  TRY_ASSIGN(auto* cache, stores.open_cache(target.repository->root));
  const auto take = [&why](Result<std::optional<cache::Entry>> found) {
    if (found && *found && !why.hit) why.hit = (*found)->info;
  };
  take(cache->find(why.key));
  // In the order in which a review would turn to them.
  const auto& accepted = settings.cache.accept_models;
  if (choice.wanted && !accepted.empty()) take(cache->find_model_answer(query_of(common, settings, accepted)));
  if (choice.unavailable) take(cache->find_model_answer(query_of(common, settings, {})));

  TRY_ASSIGN(auto related, cache->related(hash, target.repository->id, target.path, kMostRelated));
  for (cache::EntryInfo& info : related) {
    RelatedEntry entry;
    entry.same_path = info.repo_id == target.repository->id && info.path == target.path;
    entry.same_content = info.content_hash() == hash;
    entry.differences = differences(info.factors, why.factors);
    entry.info = std::move(info);
    why.related.push_back(std::move(entry));
  }
  stores.close();
  return why;
}

}  // namespace rustassistant::app
