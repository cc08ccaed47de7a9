// SPDX-License-Identifier: MIT
// legacy_fill FOLDER COUNT: makes a JSON cache of the older tool with COUNT entries of about 6.4 KB, in forty
// repositories. The same words in the same order each time.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

std::uint32_t state = 1;

std::uint32_t next(std::uint32_t below) {
  state = state * 1'664'525U + 1'013'904'223U;
  return (state >> 8U) % below;
}

std::string words(int count) {
  static constexpr std::array<const char*, 24> kWords{"function", "returns", "early",  "when",   "the",     "value",
                                                      "is",       "missing", "cache",  "entry",  "retry",   "provider",
                                                      "budget",   "ledger",  "parser", "stream", "unwrap",  "panic",
                                                      "nested",   "loop",    "branch", "module", "handler", "extract"};
  std::string text;
  for (int i = 0; i < count; ++i) text += std::string(i == 0 ? "" : " ") + kWords[next(kWords.size())];
  return text;
}

std::string entry(int number) {
  std::string smells;
  for (int i = 0; i < 12; ++i) {
    smells += std::string(i == 0 ? "" : ",") +
              "\n      {\n        \"smell_type\": \"LongFunction\",\n        \"severity\": \"High\",\n        "
              "\"description\": \"" +
              words(22) + "\",\n        \"impact\": \"" + words(18) +
              "\",\n        \"location\": {\n          \"file\": \"src/f.rs\",\n          \"line_start\": " +
              std::to_string(next(500)) + ",\n          \"line_end\": " + std::to_string(500 + next(500)) +
              ",\n          \"item_name\": \"" + words(1) + "\"\n        }\n      }";
  }
  char hash[65];
  std::snprintf(hash, sizeof hash, "%064x", static_cast<unsigned>(number));
  return "{\n  \"file_path\": \"src/f" + std::to_string(number) + ".rs\",\n  \"file_hash\": \"" + hash +
         "\",\n  \"analyzed_at\": \"2026-02-04T03:12:42.813401651+00:00\",\n  \"provider\": \"xai\",\n  \"model\": "
         "\"grok-beta\",\n  \"result\": {\n    \"code_smells\": [" +
         smells +
         "\n    ],\n    \"complexity_score\": 50.0,\n    \"estimated_effort\": \"Medium\",\n    "
         "\"maintainability_score\": "
         "50.0,\n    \"path\": \"src/f.rs\",\n    \"priorities\": [],\n    \"suggestions\": []\n  },\n  "
         "\"tokens_used\": "
         "1234,\n  \"file_size\": 19079,\n  \"cache_type\": \"refactor\"\n}\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int count = std::atoi(argv[2]);
  for (int i = 0; i < count; ++i) {
    char folder[64];
    std::snprintf(folder, sizeof folder, "/%08x/cache/refactor/m%d", 0x1000U + static_cast<unsigned>(i % 40), i % 37);
    const std::string path = argv[1] + std::string(folder);
    std::filesystem::create_directories(path);
    std::ofstream(path + "/f" + std::to_string(i) + ".json") << entry(i);
  }
  return 0;
}
