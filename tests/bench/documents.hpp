// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "measure.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/entry.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/source/analyzer.hpp"

// Results to fill caches with: of about 6 KB, the same each time.
namespace bench {

// What a result holds; ends the program where it is an error.
template <typename T>
T checked(rustassistant::Result<T> result) {
  if (!result) fail(result.error().what);
  return *std::move(result);
}

inline std::string name_of_something(std::mt19937& random) {
  static constexpr std::array<const char*, 48> kWords{
      "read",    "write",  "parse",  "render", "merge",  "split",  "find",   "count",  "entry", "ledger",
      "budget",  "token",  "stream", "buffer", "frame",  "header", "record", "index",  "page",  "cursor",
      "queue",   "worker", "signal", "path",   "folder", "digest", "key",    "value",  "price", "model",
      "request", "reply",  "socket", "retry",  "limit",  "window", "branch", "commit", "tree",  "leaf",
      "node",    "graph",  "edge",   "matrix", "vector", "column", "table",  "cell"};
  std::string name;
  for (int i = 0; i < 3; ++i) name += std::string(i == 0 ? "" : "_") + kWords.at(random() % kWords.size());
  return name;
}

// What the built-in analyzer says about a made-up source file.
inline std::string analyzer_result(int number) {
  std::mt19937 random(static_cast<unsigned>(number));
  std::string source;
  const auto functions = 3 + random() % 4;
  for (unsigned f = 0; f < functions; ++f) {
    source += "pub fn " + name_of_something(random) + "(";
    for (auto p = random() % 9; p > 0; --p) source += name_of_something(random) + ": u32, ";
    source += ") {\n";
    const auto depth = random() % 8;
    for (unsigned d = 0; d < depth; ++d) source += "if a" + std::to_string(random() % 97) + " > 1 && b {\n";
    for (auto lines = random() % 90; lines > 0; --lines)
      source += "    " + name_of_something(random) + "().unwrap();\n";
    for (unsigned d = 0; d < depth; ++d) source += "}\n";
    source += "}\n\n";
  }
  return rustassistant::domain::serialise(rustassistant::source::analyze(source, "rust", {}).value());
}

// What a model might write: the same form, other sentences in every place.
inline std::string prose_result(int number) {
  std::mt19937 random(static_cast<unsigned>(number));
  const auto sentence = [&random](int words) {
    std::string text;
    for (int i = 0; i < words; ++i) text += (i == 0 ? "" : " ") + name_of_something(random);
    for (char& c : text) c = c == '_' ? ' ' : c;
    return text + ".";
  };
  rustassistant::domain::Analysis analysis;
  for (int i = 0; i < 9; ++i) {
    rustassistant::domain::Smell smell;
    smell.type = static_cast<rustassistant::domain::SmellType>(random() % 16);
    smell.severity = static_cast<rustassistant::domain::Severity>(random() % 4);
    smell.description = sentence(7);
    smell.impact = sentence(6);
    smell.location.line_start = static_cast<int>(random() % 900);
    smell.location.line_end = smell.location.line_start + static_cast<int>(random() % 90);
    smell.location.item_name = name_of_something(random);
    analysis.smells.push_back(smell);
  }
  for (int i = 0; i < 3; ++i) {
    rustassistant::domain::Suggestion suggestion;
    suggestion.title = sentence(2);
    suggestion.description = sentence(8);
    suggestion.benefits = {sentence(3)};
    suggestion.steps = {sentence(4), sentence(4)};
    analysis.suggestions.push_back(suggestion);
  }
  return rustassistant::domain::serialise(analysis);
}

// An entry around a result; everything else follows from the number.
inline rustassistant::cache::Entry entry_of(int number, std::string result) {
  using namespace rustassistant;
  std::mt19937 random(static_cast<unsigned>(number));
  cache::Entry entry{{}, std::move(result)};
  cache::EntryInfo& info = entry.info;
  info.factors.type = "refactor";
  info.factors.provider = "xai";
  info.factors.model = number % 3 == 0 ? "grok-4-fast" : "grok-code-fast-1";
  info.factors.prompt_hash = "0123456789abcdef";
  info.factors.schema_version = "1";
  info.factors.language = "rust";
  info.factors.config_hash = "00112233aabbccdd";
  info.factors.content_hash = codec::sha256_hex("content " + std::to_string(number));
  info.key = domain::cache_key(info.factors);
  char repo[9];
  std::snprintf(repo, sizeof repo, "%08x", 0x10001000U + static_cast<unsigned>(number % 40));
  info.repo_id = repo;
  info.repo_path = "/home/someone/project" + std::to_string(number % 40);
  info.path = "src/" + name_of_something(random) + "/" + std::to_string(number) + ".rs";
  info.usage = domain::Usage{3000, 100, 0, 900, 0};
  info.cost = NanoUsd{1'000'000 + static_cast<std::int64_t>(random() % 5'000'000)};
  info.generation_ms = 2000;
  info.created = info.last_accessed = {1'790'000'000'000 + std::int64_t{number} * 1000};
  info.access_count = static_cast<std::int64_t>(random() % 4);
  return entry;
}

}  // namespace bench
