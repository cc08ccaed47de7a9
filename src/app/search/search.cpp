// SPDX-License-Identifier: MIT
#include "rustassistant/app/search.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "dense.hpp"
#include "places.hpp"
#include "refresh.hpp"
#include "repository_place.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/search/terms.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/path_patterns.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

using search::ExactDefinition;

// The name of a language as it is known, from that or from what its files end with.
Result<std::string> known_language(const std::string& named) {
  if (source::is_program_source(named)) return named;
  const std::string_view of_ending = source::language_of("x." + named, {});
  if (source::is_program_source(of_ending)) return std::string(of_ending);
  return fail(Errc::usage, "no language is called " + sys::quoted(named), "name one as `rust`, or an ending as `rs`");
}

// Which files may be found.
class Filter {
 public:
  [[nodiscard]] static Result<Filter> of(const SearchRequest& request, const search::Query& query,
                                         std::vector<RepositoryPlace> places) {
    Filter filter;
    filter.places_ = std::move(places);
    filter.tests_ = request.tests;
    for (const auto* languages : {&request.languages, &query.languages}) {
      for (const std::string& named : *languages) {
        TRY_ASSIGN(std::string language, known_language(named));
        filter.languages_.insert(std::move(language));
      }
    }
    std::vector<std::string> include = request.include;
    include.insert(include.end(), query.paths.begin(), query.paths.end());
    std::vector<std::string> exclude = request.exclude;
    exclude.insert(exclude.end(), query.without.begin(), query.without.end());
    filter.all_included_ = include.empty();
    filter.included_ = source::path_matcher(include);
    filter.excluded_ = source::path_matcher(exclude);
    return filter;
  }

  [[nodiscard]] bool wants(const search::IndexedFile& file) const {
    if (tests_ != TestFiles::also && file.aside != (tests_ == TestFiles::only)) return false;
    if (!languages_.empty() && languages_.find(file.language) == languages_.end()) return false;
    const auto holds = [&](const RepositoryPlace& place) { return place.holds(file.path); };
    if (!places_.empty() && std::none_of(places_.begin(), places_.end(), holds)) return false;
    return (all_included_ || included_(file.path)) && !excluded_(file.path);
  }

 private:
  std::vector<RepositoryPlace> places_;
  TestFiles tests_ = TestFiles::also;
  std::set<std::string, std::less<>> languages_;
  bool all_included_ = true;
  std::function<bool(std::string_view)> included_;
  std::function<bool(std::string_view)> excluded_;
};

enum class Spelling : bool { exact, any };

// The chunks in which one of the names is defined, in order.
Result<std::vector<ExactDefinition>> definitions_of(const std::vector<std::string>& wanted, Spelling spelling,
                                                    search::Index& index, search::Contents& contents) {
  std::vector<ExactDefinition> found;
  for (const std::string& name : wanted) {
    // The whole identifier is the rarest of its terms; of "Foo::bar" it is that of "bar".
    std::string rarest;
    search::for_each_term(name, [&](std::string_view term) { rarest = term; });
    if (rarest.empty()) continue;
    TRY_ASSIGN(const search::Matches matches, index.find(std::span(&rarest, 1), contents));
    std::vector<search::Passage> passages;
    std::uint32_t file = static_cast<std::uint32_t>(-1);
    for (std::size_t i = 0; i < matches.places.size(); ++i) {
      if ((matches.columns[i] & search::bit_of(search::Column::definitions)) == 0) continue;
      const search::Place& place = matches.places[i];
      if (place.file != file) {
        TRY_ASSIGN(passages, index.passages(contents.files[place.file].id));
      }
      file = place.file;
      if (place.chunk >= passages.size()) continue;
      for (const search::Definition& one : passages[place.chunk].definitions) {
        const bool as_written = search::names(name, one.name, one.qualified_name);
        const bool fits =
            as_written || (spelling == Spelling::any && search::names_loosely(name, one.name, one.qualified_name));
        const ExactDefinition exact{place.file, place.chunk, one.defined, as_written, place.aside};
        if (fits && (found.empty() || found.back() != exact)) found.push_back(exact);
      }
    }
  }
  return found;
}

// Leaves the names of definitions, and the places that have some.
void keep_definitions(search::Matches& matches) {
  search::Matches kept;
  kept.terms = matches.terms;
  for (std::size_t i = 0; i < matches.places.size(); ++i) {
    bool any = false;
    for (const search::ColumnBits columns : matches.columns_of(i))
      any = any || (columns & search::bit_of(search::Column::definitions)) != 0;
    if (!any) continue;
    kept.places.push_back(matches.places[i]);
    for (const search::ColumnBits columns : matches.columns_of(i))
      kept.columns.push_back(columns & search::bit_of(search::Column::definitions));
  }
  matches = std::move(kept);
}

// Leaves the places that are among the chunks given.
void keep_chunks(search::Matches& matches, const std::vector<ExactDefinition>& chunks) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> wanted;
  for (const ExactDefinition& one : chunks) wanted.emplace(one.file, one.chunk);
  search::Matches kept;
  kept.terms = matches.terms;
  for (std::size_t i = 0; i < matches.places.size(); ++i) {
    if (!wanted.contains({matches.places[i].file, matches.places[i].chunk})) continue;
    kept.places.push_back(matches.places[i]);
    const auto columns = matches.columns_of(i);
    kept.columns.insert(kept.columns.end(), columns.begin(), columns.end());
  }
  matches = std::move(kept);
}

class Search {
 public:
  // `embedder`: nothing where meaning does not count.
  Search(const SearchRequest& request, const search::Query& query, const config::AnalysisSettings& settings,
         const std::string& top, ReadyIndex& ready, Embedder* embedder, const Services& services)
      : request_(request),
        query_(query),
        settings_(settings),
        top_(top),
        ready_(ready),
        embedder_(embedder),
        services_(services) {}

  Result<SearchReport> run(const Filter& filter, config::Dense dense) {
    search::Contents& contents = ready_.contents;
    TRY_ASSIGN(search::Matches matches, gather());
    if (request_.symbols_only) keep_definitions(matches);
    if (!query_.symbols.empty()) keep_chunks(matches, named_);

    std::vector<char> wanted;
    std::vector<search::FileTraits> traits;
    wanted.reserve(contents.files.size());
    traits.reserve(contents.files.size());
    for (const search::IndexedFile& file : contents.files) {
      wanted.push_back(filter.wants(file) ? 1 : 0);
      traits.push_back({file.path, file.aside});
    }
    std::vector<search::Ranked> ranked = search::rank(query_, matches, traits, contents.collection, exact_, wanted);
    if (embedder_ != nullptr && dense == config::Dense::all) {
      const bool by_names = request_.symbols_only || !query_.symbols.empty();
      const Additions additions = by_names ? Additions::no : Additions::yes;
      TRY_ASSIGN(ranked, with_similar(std::move(ranked), query_.words, wanted, additions, dense_work()));
    }
    if (!query_.phrases.empty()) TRY(keep_phrases(ranked));
    if (embedder_ != nullptr && dense == config::Dense::rerank) {
      TRY_ASSIGN(ranked, reranked(std::move(ranked), query_.words, dense_work()));
    }

    SearchReport report;
    report.query = query_;
    report.index = ready_.standing;
    if (embedder_ != nullptr) report.model = embedder_->maker().model;
    const std::size_t first = std::min(request_.skip, ranked.size());
    const std::size_t end = first + std::min(request_.limit, ranked.size() - first);
    report.more = static_cast<std::int64_t>(ranked.size() - end);
    for (std::size_t i = first; i < end; ++i) {
      TRY_ASSIGN(SearchResult result, described(ranked[i]));
      report.results.push_back(std::move(result));
    }
    return report;
  }

 private:
  [[nodiscard]] DenseWork dense_work() const { return {ready_, top_, settings_.max_file_size, *embedder_, services_}; }

  // Everything that is looked up, as of one moment: another process may be changing the index, and then files have
  // other numbers.
  [[nodiscard]] Result<search::Matches> gather() {
    constexpr int kMostTries = 5;
    search::Contents& contents = ready_.contents;
    for (int tries = 1;; ++tries) {
      const std::int64_t generation = contents.generation;
      if (!query_.symbol.empty()) {
        TRY_ASSIGN(exact_, definitions_of({query_.symbol}, Spelling::any, *ready_.index, contents));
      }
      TRY_ASSIGN(named_, definitions_of(query_.symbols, Spelling::exact, *ready_.index, contents));
      TRY_ASSIGN(search::Matches matches, ready_.index->find(query_.terms, contents));
      if (generation == contents.generation) return matches;
      if (tries == kMostTries) {
        exact_.clear();
        named_.clear();
        return matches;
      }
    }
  }

  // Leaves the files whose text holds all phrases, and shows the chunk where the first one begins.
  [[nodiscard]] Result<void> keep_phrases(std::vector<search::Ranked>& ranked) {
    std::vector<search::Ranked> kept;
    for (search::Ranked& one : ranked) {
      if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
      const search::IndexedFile& file = ready_.contents.files[one.file];
      const auto text = indexed_text(file, top_, settings_.max_file_size);
      if (!text) continue;
      const bool holds = std::all_of(query_.phrases.begin(), query_.phrases.end(),
                                     [&](const std::string& phrase) { return search::holds_phrase(*text, phrase); });
      if (!holds) continue;
      TRY_ASSIGN(const auto passages, ready_.index->passages(file.id));
      const std::size_t at = search::find_phrase(*text, query_.phrases.front());
      const auto around = std::find_if(passages.begin(), passages.end(),
                                       [at](const search::Passage& passage) { return at < passage.end; });
      if (around != passages.end()) one.chunk = static_cast<std::uint32_t>(around - passages.begin());
      kept.push_back(one);
    }
    ranked = std::move(kept);
    return {};
  }

  [[nodiscard]] Result<SearchResult> described(const search::Ranked& one) {
    const search::IndexedFile& file = ready_.contents.files[one.file];
    SearchResult result;
    result.path = file.path;
    result.language = file.language;
    result.score = one.score;
    result.why = one.why;
    TRY_ASSIGN(const std::vector<search::Passage> passages, ready_.index->passages(file.id));
    const auto text = indexed_text(file, top_, settings_.max_file_size);
    result.is_stale = !text;
    if (one.chunk >= passages.size()) return result;
    const std::vector<std::size_t> lines = text ? line_starts(*text) : std::vector<std::size_t>();
    const search::Passage& passage = passages[one.chunk];
    const std::string_view whole = text ? std::string_view(*text) : std::string_view();
    const ShownPlace place = shown_place(passage, whole, lines, query_);
    result.symbol = place.symbol;
    result.kind = place.kind;
    result.line_start = place.line_start;
    result.line_end = place.line_end;
    std::string held(file.path);
    held += '\n';
    if (passage.end <= whole.size()) held += whole.substr(passage.start, passage.end - passage.start);
    result.terms = held_terms(held, query_);
    if (text) result.snippet = snippet_of(place, whole, lines, query_, request_.snippet);
    return result;
  }

  const SearchRequest& request_;
  const search::Query& query_;
  const config::AnalysisSettings& settings_;
  const std::string& top_;
  ReadyIndex& ready_;
  Embedder* const embedder_;
  const Services& services_;
  std::vector<ExactDefinition> exact_;  // of the name that is the whole query
  std::vector<ExactDefinition> named_;  // of the names that must be defined
};

Result<std::vector<RepositoryPlace>> places_of(const std::vector<std::string>& paths, const Services& services) {
  std::vector<RepositoryPlace> places;
  for (const std::string& path : paths) {
    TRY_ASSIGN(RepositoryPlace place, place_in_repository(path, services));
    if (!places.empty() && place.top != places.front().top) {
      return fail(Errc::usage, sys::quoted(path) + " is not in the repository of " + sys::quoted(paths.front()),
                  "search one repository at a time");
    }
    places.push_back(std::move(place));
  }
  return places;
}

}  // namespace

Result<SearchReport> search(const SearchRequest& request, const config::Loaded& loaded, const Services& services,
                            const IndexProgress& progress) {
  search::Query query = search::parse_query(request.query);
  if (query.terms.empty()) {
    return fail(Errc::usage, "there is no word to look for in " + sys::quoted(request.query),
                "words are letters and digits; single letters do not count");
  }
  const std::vector<std::string> here{"."};
  TRY_ASSIGN(std::vector<RepositoryPlace> places, places_of(request.paths.empty() ? here : request.paths, services));
  const std::string top = places.front().top;
  if (request.paths.empty()) places.clear();
  TRY_ASSIGN(const Filter filter, Filter::of(request, query, std::move(places)));
  TRY_ASSIGN(const config::Loaded settings,
             config::with_repository(loaded, top, services.environment, config::RepositoryMay::loosen));
  for (std::size_t i = loaded.warnings.size(); i < settings.warnings.size(); ++i) services.warn(settings.warnings[i]);
  const config::Dense dense = settings.settings.search.dense;
  std::unique_ptr<Embedder> embedder;
  if (dense != config::Dense::off && !query.words.empty()) {
    TRY_ASSIGN(embedder, embedder_of(settings.settings, {top, request.may_spend}, services));
  }
  for (bool again = false;; again = true) {
    TRY_ASSIGN(ReadyIndex ready, ready_index(top, settings.settings.analysis, request.refresh, services, progress));
    const auto run = [&] {
      return Search(request, query, settings.settings.analysis, top, ready, embedder.get(), services)
          .run(filter, dense);
    };
    auto report = embedder ? introduced(*embedder, *ready.index, run) : run();
    if (report || again || !ready.index->was_replaced()) return report;
  }
}

}  // namespace rustassistant::app
