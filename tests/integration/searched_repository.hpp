// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "world.hpp"

namespace rustassistant::test {

using Paths = std::vector<std::string>;

inline constexpr const char* kRetrySource =
    "pub struct Backoff;\n\nimpl Backoff {\n    /// How long to wait before the next attempt.\n    pub fn "
    "next_delay(&self) "
    "-> u64 {\n        // Retries are spaced out exponentially.\n        2\n    }\n}\n";
inline constexpr const char* kParserSource = "pub fn parse_header(line: &str) -> bool {\n    line.is_empty()\n}\n";
inline constexpr const char* kRetryTestSource =
    "#[test]\nfn retries_are_spaced() {\n    // Retries are spaced out.\n}\n";

// A world whose repository holds a source that waits between attempts, a test of it, and a parser.
class Repository : public World {
 public:
  Repository() {
    std::filesystem::create_directories(repo() + "/.git");
    std::filesystem::remove(repo() + "/a.rs");
    write("repo/src/retry.rs", kRetrySource);
    write("repo/src/parser.rs", kParserSource);
    write("repo/tests/retry_test.rs", kRetryTestSource);
  }
  [[nodiscard]] Outcome search(std::vector<std::string> words) const {
    words.insert(words.begin(), "search");
    return run(words);
  }
  [[nodiscard]] nlohmann::json json(std::vector<std::string> words) const {
    words.insert(words.end(), {"--format", "json"});
    return search(std::move(words)).json();
  }
  [[nodiscard]] Paths paths(std::vector<std::string> words) const {
    Paths paths;
    const nlohmann::json document = json(std::move(words));
    for (const nlohmann::json& result : document["results"]) paths.push_back(result["path"]);
    return paths;
  }
  [[nodiscard]] std::string index_file() const {
    for (const auto& entry : std::filesystem::directory_iterator(in_home("index"))) {
      if (entry.path().extension() == ".db") return entry.path().string();
    }
    return {};
  }
  // Stamps are trusted once a file is older than the grain of clocks.
  void age_files() const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(repo())) {
      if (entry.is_regular_file())
        std::filesystem::last_write_time(entry.path(),
                                         std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    }
  }
};

}  // namespace rustassistant::test
