// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "world.hpp"

// What the older tool left: answers in files and in databases.
namespace rustassistant::test {

// As the older tool names a content.
[[nodiscard]] std::string hash_of(std::string_view content);
// An answer with one smell, and a file that holds it.
[[nodiscard]] nlohmann::json legacy_result(const std::string& description);
[[nodiscard]] nlohmann::json legacy_entry(const std::string& path = "a.rs", std::string_view content = kSource);

// A home with the older tool's cache in it: one repository, whose entries are at `tree`.
class Old : public World {
 public:
  const std::string source = "home/.rustassistant/cache/repos";
  const std::string tree = source + "/0123abcd/cache/refactor/";

  void add(const std::string& name, const std::string& text) const { write(tree + name, text); }
  void add(const std::string& name, const nlohmann::json& entry) const { add(name, entry.dump(2)); }

  // Runs `cache migrate` with more words; its exit code and its counts fit together.
  [[nodiscard]] nlohmann::json migrate(std::vector<std::string> more = {}) const;
  [[nodiscard]] nlohmann::json first() const { return analyze().json()["results"][0]; }
};

// Executes one statement in a database, which is made where it is missing; a blob is its first parameter.
void execute(const std::string& path, const std::string& sql, const std::string& blob = {});

// Every file below a folder with its content and time.
[[nodiscard]] std::map<std::string, std::pair<std::string, std::filesystem::file_time_type>> picture_of(
    const std::string& folder);

}  // namespace rustassistant::test
