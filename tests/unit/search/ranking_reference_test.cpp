// SPDX-License-Identifier: MIT
// Every part of every score against the formulas of docs/search.md, written down a second time and without shortcuts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "rustassistant/search/ranking.hpp"
#include "rustassistant/search/terms.hpp"

using namespace rustassistant::search;

namespace {

struct Scene {
  Query query;
  Matches matches;
  std::vector<std::string> paths;
  std::vector<FileTraits> files;
  Collection collection;
  std::vector<ExactDefinition> exact;
  std::vector<char> wanted;
};

bool has(ColumnBits bits, Column column) {
  return (bits & bit_of(column)) != 0;
}

double occurrences_of(ColumnBits bits) {
  if (has(bits, Column::much)) return 8;
  if (has(bits, Column::often)) return 4;
  if (has(bits, Column::twice)) return 2;
  return has(bits, Column::once) ? 1 : 0;
}

std::vector<double> rarities_of(const Scene& scene) {
  std::vector<double> all;
  for (std::size_t term = 0; term < scene.matches.terms; ++term) {
    double holders = 0;
    for (std::size_t place = 0; place < scene.matches.places.size(); ++place)
      holders += scene.matches.columns_of(place)[term] != 0 ? 1 : 0;
    const double chunks = std::max(static_cast<double>(scene.collection.chunks), holders);
    all.push_back(std::log(1 + (chunks - holders + 0.5) / (holders + 0.5)));
  }
  return all;
}

double sum_of(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum;
}

double half_if(bool aside, const Scene& scene) {
  return aside && !scene.query.about_tests ? 0.5 : 1;
}

double text_of(const Scene& scene, std::size_t index) {
  const std::vector<double> rarity = rarities_of(scene);
  const Place& place = scene.matches.places[index];
  double score = 0;
  for (std::size_t term = 0; term < rarity.size(); ++term) {
    const ColumnBits bits = scene.matches.columns_of(index)[term];
    const double weight =
        occurrences_of(bits) / (0.4 + 0.6 * static_cast<double>(place.length) / scene.collection.average_length) +
        (has(bits, Column::path) ? 1 : 0) + (has(bits, Column::definitions) ? 4 : 0);
    score += rarity[term] * weight / (weight + 0.8);
  }
  return score / sum_of(rarity) * half_if(place.aside, scene);
}

std::vector<std::string> folders_of_path(const std::string& path) {
  std::vector<std::string> all(1);
  for (const char c : path) {
    if (c == '/')
      all.emplace_back();
    else
      all.back() += c;
  }
  return all;
}

std::string called(const std::string& path) {
  const auto parts = folders_of_path(path);
  const std::string stem = parts.back().substr(0, parts.back().find('.', 1));
  const bool of_folder = stem == "__init__" || stem == "index" || stem == "lib" || stem == "main" || stem == "mod";
  return of_folder && parts.size() > 1 ? parts[parts.size() - 2] : stem;
}

// The share of the query that a name holds, and of the name that the query has.
std::pair<double, double> shares(const std::string& name, const Scene& scene) {
  const auto terms = terms_in(name);
  const auto rarity = rarities_of(scene);
  double named = 0;
  double asked = 0;
  for (std::size_t i = 0; i < rarity.size(); ++i)
    named += std::count(terms.begin(), terms.end(), scene.query.terms[i]) > 0 ? rarity[i] : 0;
  for (const std::string& term : terms)
    asked += std::count(scene.query.terms.begin(), scene.query.terms.end(), term) > 0 ? 1 : 0;
  return {named / sum_of(rarity), terms.empty() ? 0 : asked / static_cast<double>(terms.size())};
}

double name_of(const std::string& path, const Scene& scene) {
  const auto [named, asked] = shares(called(path), scene);
  const std::size_t slash = path.rfind('/');
  const double folders = slash == std::string::npos ? 0 : shares(path.substr(0, slash), scene).first;
  return named * (0.5 + 0.5 * asked) + 0.5 * folders;
}

double share_of_definition(const ExactDefinition& one, const Scene& scene) {
  double share = half_if(one.aside, scene) * (one.as_written ? 1 : 0.5);
  if (one.defined == Defined::within) share *= 0.75;
  if (one.defined == Defined::elsewhere) share *= 0.5;
  return share;
}

bool is_wanted(const Scene& scene, std::uint32_t file) {
  return scene.wanted.empty() || scene.wanted[file] != 0;
}

std::vector<Ranked> expected(const Scene& scene) {
  std::vector<Ranked> all;
  double best = 0;
  double norm = 0;
  double whole = 0;
  std::vector<double> norms(scene.files.size());
  for (std::uint32_t file = 0; file < scene.files.size(); ++file) {
    if (!is_wanted(scene, file)) continue;
    Ranked ranked{file, 0, 0, {}};
    bool found = false;
    for (std::size_t i = 0; i < scene.matches.places.size(); ++i) {
      const Place& place = scene.matches.places[i];
      if (place.file != file) continue;
      const double text = text_of(scene, i);
      norms[file] += text * text;
      if (!found || text > ranked.why.text) {
        ranked.why.text = text;
        ranked.chunk = place.chunk;
      }
      found = true;
    }
    for (const ExactDefinition& one : scene.exact) {
      if (one.file == file)
        whole = std::max(whole, half_if(scene.files[file].aside, scene) * share_of_definition(one, scene));
    }
    if (!found) continue;
    best = std::max(best, ranked.why.text);
    norm = std::max(norm, std::sqrt(norms[file]));
    all.push_back(ranked);
  }
  for (Ranked& ranked : all) {
    const std::string path(scene.files[ranked.file].path);
    ranked.why.coherence = 0.3 * best * std::sqrt(norms[ranked.file]) / norm;
    ranked.why.name = best * name_of(path, scene);
    double largest = 0;
    std::vector<std::uint32_t> chunks;  // with the largest share
    for (const ExactDefinition& one : scene.exact) {
      if (one.file != ranked.file) continue;
      const double share = share_of_definition(one, scene);
      if (share > largest) chunks.clear();
      largest = std::max(largest, share);
      if (share == largest) chunks.push_back(one.chunk);
    }
    if (!chunks.empty()) {
      ranked.why.symbol = 2.8 * best * std::min(largest / whole, 1.0);
      // Of equal ones the chunk whose text is best, else the first.
      if (std::count(chunks.begin(), chunks.end(), ranked.chunk) == 0) ranked.chunk = chunks.front();
    }
    ranked.why.factor = half_if(scene.files[ranked.file].aside, scene);
    ranked.score = ranked.why.factor * (ranked.why.text + ranked.why.coherence + ranked.why.name + ranked.why.symbol);
  }
  return all;
}

Scene scene_of(std::uint32_t seed) {
  std::mt19937 chance(seed);
  const auto below = [&](std::uint32_t most) { return static_cast<std::uint32_t>(chance() % most); };
  Scene scene;
  scene.query = parse_query(seed % 3 == 0 ? "retry" : seed % 3 == 1 ? "retry policy" : "retry policy test delay");
  scene.query.about_tests = below(4) == 0;
  scene.matches.terms = scene.query.terms.size();
  scene.paths = {"retry.rs",       "src/retry/mod.rs", "src/retry/policy.rs",     "policy/index.ts",
                 "main.go",        "src/lib.rs",       "src/retry_policy.tar.gz", ".retry",
                 "policy/.policy", "delay/main/x.py",  "delay/retry/__init__.py", "other.c"};
  scene.collection = {40 + below(100), 20.0 + below(60)};
  for (std::uint32_t file = 0; file < scene.paths.size(); ++file) {
    scene.files.push_back({scene.paths[file], below(4) == 0});
    const std::uint32_t chunks = below(4);
    for (std::uint32_t chunk = 0; chunk < chunks; ++chunk) {
      scene.matches.places.push_back({file, chunk * 2, static_cast<float>(1 + below(100)), below(5) == 0});
      for (std::size_t term = 0; term < scene.matches.terms; ++term)
        scene.matches.columns.push_back(static_cast<ColumnBits>(below(3) == 0 && term > 0 ? 0 : 1 + below(63)));
    }
    const std::uint32_t definitions = seed % 2 == 0 ? 0 : below(4);
    for (std::uint32_t i = 0; i < definitions; ++i)
      scene.exact.push_back({file, below(3) * 2, static_cast<Defined>(below(3)), below(3) != 0, below(4) == 0});
    if (seed % 5 == 0) scene.wanted.push_back(static_cast<char>(below(3) != 0));
  }
  return scene;
}

void check(const Scene& scene) {
  const auto ranked = rank(scene.query, scene.matches, scene.files, scene.collection, scene.exact, scene.wanted);
  auto all = expected(scene);
  REQUIRE(ranked.size() == all.size());
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    const Ranked& one = ranked[i];
    const auto same = std::find_if(all.begin(), all.end(), [&](const Ranked& other) { return other.file == one.file; });
    REQUIRE(same != all.end());
    CAPTURE(scene.files[one.file].path);
    CHECK(one.chunk == same->chunk);
    CHECK(one.why.text == Approx(same->why.text).epsilon(1e-9));
    CHECK(one.why.coherence == Approx(same->why.coherence).epsilon(1e-9));
    CHECK(one.why.name == Approx(same->why.name).epsilon(1e-9));
    CHECK(one.why.symbol == Approx(same->why.symbol).epsilon(1e-9));
    CHECK(one.why.factor == same->why.factor);
    CHECK(one.score == Approx(same->score).epsilon(1e-9));
    if (i > 0) CHECK(ranked[i - 1].score >= one.score);
  }
}

}  // namespace

TEST_CASE("each part of a score is what the formula says, whatever was found where") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    check(scene_of(seed));
  }
}

TEST_CASE("of two chunks with one score the first is shown, and of two definitions the one in the best chunk") {
  Scene scene;
  scene.query = parse_query("retry");
  scene.matches.terms = 1;
  scene.paths = {"a.rs", "b.rs"};
  for (const std::string& path : scene.paths) scene.files.push_back({path, false});
  scene.collection = {10, 10};
  for (std::uint32_t chunk = 0; chunk < 3; ++chunk) {
    scene.matches.places.push_back({0, chunk, chunk == 0 ? 20.F : 10.F, false});
    scene.matches.columns.push_back(bit_of(Column::once));
  }
  const auto shown = [&](std::vector<ExactDefinition> exact) {
    scene.exact = std::move(exact);
    check(scene);
    return rank(scene.query, scene.matches, scene.files, scene.collection, scene.exact, {}).front().chunk;
  };
  CHECK(shown({}) == 1);
  CHECK(shown({{0, 0}, {0, 2}}) == 0);
  CHECK(shown({{0, 0}, {0, 1}, {0, 2}}) == 1);
  CHECK(shown({{0, 1, Defined::within}, {0, 2}}) == 2);
  CHECK(shown({{1, 0}}) == 1);
}

TEST_CASE("rarity is that of the formula, also where more chunks hold a term than there are") {
  CHECK(rarity(10, 2) == Approx(std::log(1 + 8.5 / 2.5)));
  CHECK(rarity(10, 0) == Approx(std::log(1 + 10.5 / 0.5)));
  CHECK(rarity(10, 10) == Approx(std::log(1 + 0.5 / 10.5)));
  CHECK(rarity(1, 10) == Approx(std::log(1 + 0.5 / 10.5)));
  CHECK(step_of(0) == Column::once);
  CHECK(step_of(4) == Column::often);
  CHECK(step_of(7) == Column::much);
}

TEST_CASE("each word for examples is known as a folder, with underscores before it, and as an end or a beginning") {
  for (const std::string folder :
       {"bench", "benches", "benchmark", "benchmarks", "demo", "demos", "example", "examples", "fixture", "fixtures",
        "mock", "mocks", "mocks__", "samples", "testing", "_bench", "__mocks__"}) {
    CAPTURE(folder);
    CHECK(is_example_path(folder + "/a.rs"));
    CHECK(is_example_path("src/" + folder + "/b/a.rs"));
    CHECK_FALSE(is_example_path("x" + folder + "/a.rs"));
    CHECK_FALSE(is_example_path(folder + "x/a.rs"));
    CHECK(is_example_path(folder) == folder.ends_with("_bench"));
  }
  for (const std::string path : {"a_bench.rs", "a_benchmark.go", "a.bench.ts", "a_mock.go", "a.mock.ts", "bench_a.py",
                                 "mock_a.py", "src/bench_a.py", "a_bench"})
    CHECK(is_example_path(path));
  for (const std::string path :
       {"abench.rs", "a_bench.x.rs", "abench_a.py", "mocka.py", "a_mocks.go", "_/a.rs", "/a.rs"})
    CHECK_FALSE(is_example_path(path));
}
