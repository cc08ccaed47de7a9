// SPDX-License-Identifier: MIT
#include "rustassistant/search/ranking.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "rustassistant/search/terms.hpp"

namespace rustassistant::search {
namespace {

// BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.6).
constexpr double kSaturation = 0.8;       // k1
constexpr double kBodyNorm = 0.6;         // b of the body; the other fields are not normalized by their length
constexpr double kPathWeight = 1;         // the body has 1
constexpr double kDefinitionsWeight = 4;  // likewise
// Of the best chunk's score, unless said otherwise.
constexpr double kCoherence = 0.3;  // for the file whose chunks match most
constexpr double kStem = 1;         // for a file whose name the query is
constexpr double kFolder = 0.5;     // for a folder that holds all of the query
// Where the name is defined: more than any other file can have, so that definitions come first.
constexpr double kSymbol = 1 + kCoherence + kStem + kFolder;
// Of that:
constexpr double kWithin = 0.75;    // for parts of types and functions
constexpr double kElsewhere = 0.5;  // where the body of what is named stands elsewhere
constexpr double kOtherwiseWritten = 0.5;

constexpr double kAsideFactor = 0.5;  // of the sum, for what is beside the program

double frequency(ColumnBits columns) {
  constexpr std::array<double, 4> kSteps{1, 2, 4, 8};
  for (std::size_t step = kSteps.size(); step-- > 0;) {
    if ((columns & 1U << step) != 0) return kSteps[step];
  }
  return 0;
}

double weight(ColumnBits columns, double relative_length) {
  const double body = frequency(columns) / (1 - kBodyNorm + kBodyNorm * relative_length);
  const double path = (columns & bit_of(Column::path)) != 0 ? kPathWeight : 0;
  const double definitions = (columns & bit_of(Column::definitions)) != 0 ? kDefinitionsWeight : 0;
  const double all = body + path + definitions;
  return all / (all + kSaturation);
}

std::vector<double> rarities(const Matches& matches, const Collection& collection) {
  std::vector<std::size_t> holders(matches.terms, 0);
  for (std::size_t i = 0; i < matches.columns.size(); ++i)
    holders[i % matches.terms] += matches.columns[i] != 0 ? 1 : 0;
  std::vector<double> result;
  result.reserve(matches.terms);
  for (const std::size_t count : holders) result.push_back(rarity(collection.chunks, count));
  return result;
}

// What a file is called: for files that stand for their folder, as "mod.rs" does, the folder's name.
std::string_view stem_of(std::string_view path) {
  constexpr auto kOfFolder = std::to_array<std::string_view>({"__init__", "index", "lib", "main", "mod"});
  const std::size_t slash = path.rfind('/');
  const std::string_view name = path.substr(slash + 1);  // npos + 1 is 0
  const std::string_view stem = name.substr(0, name.find('.', 1));
  if (slash == std::string_view::npos || std::find(kOfFolder.begin(), kOfFolder.end(), stem) == kOfFolder.end())
    return stem;
  const std::string_view folder = path.substr(0, slash);
  return folder.substr(folder.rfind('/') + 1);
}

// The names of the folders around a file.
std::string_view folders_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// Which share of the query, by rarity, the terms of a name are.
double named_share(const std::vector<std::string>& name, const Query& query, std::span<const double> rarity) {
  double named = 0;
  for (std::size_t i = 0; i < query.terms.size(); ++i) {
    if (std::binary_search(name.begin(), name.end(), query.terms[i])) named += rarity[i];
  }
  return named / std::max(std::accumulate(rarity.begin(), rarity.end(), 0.0), 1e-9);
}

// Which share of a name's terms the query has.
double asked_share(const std::vector<std::string>& name, const Query& query) {
  if (name.empty()) return 0;
  const auto asked = std::count_if(name.begin(), name.end(), [&](const std::string& term) {
    return std::find(query.terms.begin(), query.terms.end(), term) != query.terms.end();
  });
  return static_cast<double>(asked) / static_cast<double>(name.size());
}

// How much the names of files are the query. Files of one folder follow each other: its name is read once.
class NameMatch {
 public:
  NameMatch(const Query& query, std::span<const double> rarity) : query_(query), rarity_(rarity) {}

  // `path`: lives as long as this does.
  double of(std::string_view path) {
    const std::string_view folders = folders_of(path);
    if (folders != folders_) {
      folders_ = folders;
      folder_share_ = named_share(terms_in(folders), query_, rarity_);
    }
    const std::vector<std::string> stem = terms_in(stem_of(path));
    return kStem * named_share(stem, query_, rarity_) * (0.5 + 0.5 * asked_share(stem, query_)) +
           kFolder * folder_share_;
  }

 private:
  const Query& query_;
  std::span<const double> rarity_;
  std::string_view folders_;  // none: no share
  double folder_share_ = 0;
};

// A file while its places are looked at.
struct Gathered {
  Ranked ranked;
  double squares = 0;  // of the scores of its chunks
};

std::vector<Gathered> gather(const Query& query, const Matches& matches, const Collection& collection,
                             std::span<const double> rarity, std::span<const char> wanted, std::size_t files) {
  const double whole = std::max(std::accumulate(rarity.begin(), rarity.end(), 0.0), 1e-9);
  std::vector<std::size_t> slot(files, files);
  std::vector<Gathered> gathered;
  for (std::size_t i = 0; i < matches.places.size(); ++i) {
    const Place& place = matches.places[i];
    if (!wanted.empty() && wanted[place.file] == 0) continue;
    double score = 0;
    const auto columns = matches.columns_of(i);
    for (std::size_t term = 0; term < columns.size(); ++term) {
      if (columns[term] != 0) score += rarity[term] * weight(columns[term], place.length / collection.average_length);
    }
    score /= whole;
    if (place.aside && !query.about_tests) score *= kAsideFactor;
    if (slot[place.file] == files) {
      slot[place.file] = gathered.size();
      gathered.push_back({{place.file, place.chunk, 0, {}}, 0});
    }
    Gathered& file = gathered[slot[place.file]];
    file.squares += score * score;
    if (score <= file.ranked.why.text) continue;
    file.ranked.why.text = score;
    file.ranked.chunk = place.chunk;
  }
  return gathered;
}

// How much a definition is one of what is asked for; at most 1.
double share_of(const ExactDefinition& one, const Query& query) {
  double share = one.as_written ? 1 : kOtherwiseWritten;
  if (one.defined == Defined::within) share *= kWithin;
  if (one.defined == Defined::elsewhere) share *= kElsewhere;
  return one.aside && !query.about_tests ? share * kAsideFactor : share;
}

// The largest share that a file in question has: where nothing defines the name, what comes next to it counts in full.
double largest_share(std::span<const ExactDefinition> exact, const Query& query, std::span<const FileTraits> files,
                     std::span<const char> wanted) {
  double most = 0;
  for (const ExactDefinition& one : exact) {
    if (!wanted.empty() && wanted[one.file] == 0) continue;
    const double factor = files[one.file].aside && !query.about_tests ? kAsideFactor : 1;
    most = std::max(most, factor * share_of(one, query));
  }
  return most;
}

void add_symbol(Gathered& file, std::span<const ExactDefinition> exact, const Query& query, double most, double best) {
  const ExactDefinition* shown = nullptr;
  double largest = 0;
  for (const ExactDefinition& one : exact) {
    if (one.file != file.ranked.file) continue;
    const double share = share_of(one, query);
    if (share < largest || (share == largest && one.chunk != file.ranked.chunk)) continue;
    shown = &one;
    largest = share;
  }
  if (shown == nullptr) return;
  file.ranked.why.symbol = kSymbol * best * std::min(largest / most, 1.0);
  file.ranked.chunk = shown->chunk;
}

}  // namespace

Column step_of(std::size_t occurrences) {
  if (occurrences <= 1) return Column::once;
  if (occurrences == 2) return Column::twice;
  return occurrences <= 5 ? Column::often : Column::much;
}

double rarity(std::size_t chunks, std::size_t holders) {
  const auto all = static_cast<double>(std::max(chunks, holders));
  const auto some = static_cast<double>(holders);
  return std::log(1 + (all - some + 0.5) / (some + 0.5));
}

std::vector<Ranked> rank(const Query& query, const Matches& matches, std::span<const FileTraits> files,
                         const Collection& collection, std::span<const ExactDefinition> exact,
                         std::span<const char> wanted) {
  const std::vector<double> rarity = rarities(matches, collection);
  std::vector<Gathered> gathered = gather(query, matches, collection, rarity, wanted, files.size());
  double best = 0;
  double most = 1e-9;
  for (const Gathered& file : gathered) {
    best = std::max(best, file.ranked.why.text);
    most = std::max(most, file.squares);
  }
  const double largest = largest_share(exact, query, files, wanted);
  std::vector<Ranked> ranked;
  ranked.reserve(gathered.size());
  NameMatch names(query, rarity);
  for (Gathered& file : gathered) {
    const FileTraits& traits = files[file.ranked.file];
    Why& why = file.ranked.why;
    why.coherence = kCoherence * best * std::sqrt(file.squares / most);
    why.name = best * names.of(traits.path);
    add_symbol(file, exact, query, largest, best);
    if (traits.aside && !query.about_tests) why.factor = kAsideFactor;
    file.ranked.score = (why.text + why.coherence + why.name + why.symbol) * why.factor;
    ranked.push_back(file.ranked);
  }
  std::sort(ranked.begin(), ranked.end(), [&](const Ranked& a, const Ranked& b) {
    return a.score != b.score ? a.score > b.score : files[a.file].path < files[b.file].path;
  });
  return ranked;
}

bool is_example_path(std::string_view path) {
  constexpr auto kFolders = std::to_array<std::string_view>({"bench", "benches", "benchmark", "benchmarks", "demo",
                                                             "demos", "example", "examples", "fixture", "fixtures",
                                                             "mock", "mocks", "mocks__", "samples", "testing"});
  constexpr auto kEnds = std::to_array<std::string_view>({"_bench", "_benchmark", ".bench", "_mock", ".mock"});
  while (true) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) break;
    std::string_view folder = path.substr(0, slash);
    folder.remove_prefix(std::min(folder.find_first_not_of('_'), folder.size()));
    if (std::find(kFolders.begin(), kFolders.end(), folder) != kFolders.end()) return true;
    path.remove_prefix(slash + 1);
  }
  const std::string_view stem = path.substr(0, path.rfind('.'));
  if (stem.starts_with("bench_") || stem.starts_with("mock_")) return true;
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return stem.ends_with(end); });
}

}  // namespace rustassistant::search
