// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "rustassistant/base/version.hpp"
#include "support/source_folder.hpp"

namespace rustassistant::test {

// Texts that are compared as a whole with a file beside the tests, "tests/unit/render/expected/queue.txt". With
// RUSTASSISTANT_UPDATE_EXPECTED set the file is written instead: read what has changed in it before it is committed.
class ExpectedTexts {
 public:
  explicit ExpectedTexts(const std::string& file) : path_(source_folder() + "/tests/unit/" + file) {}

  // Escape characters are written as "␛", the program's version as "<version>".
  void add(std::string_view title, std::string_view text) {
    all_.append("=== ").append(title).append("\n").append(shown(text));
    if (!text.ends_with('\n')) all_ += "(no line feed)\n";
  }

  void check() const {
    if (std::getenv("RUSTASSISTANT_UPDATE_EXPECTED") != nullptr) {
      std::filesystem::create_directories(std::filesystem::path(path_).parent_path());
      std::ofstream(path_) << all_;
    }
    std::stringstream expected;
    expected << std::ifstream(path_).rdbuf();
    INFO("other than " << path_);
    CHECK(expected.str() == all_);
  }

 private:
  static std::string shown(std::string_view text) {
    std::string result(text);
    replace(result, "\x1b", "␛");
    replace(result, "\"tool_version\": \"" + std::string(program_version()) + "\"", "\"tool_version\": \"<version>\"");
    replace(result, "\"tool_version\":\"" + std::string(program_version()) + "\"", "\"tool_version\":\"<version>\"");
    return result;
  }

  static void replace(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
      text.replace(at, from.size(), to);
  }

  std::string path_;
  std::string all_;
};

}  // namespace rustassistant::test
