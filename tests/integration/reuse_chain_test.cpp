// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "unit_answers.hpp"

// Months of a file in nine languages: what parts bring is what the whole file would have brought, on each day, for a
// part of the bytes.
using namespace rustassistant::test;
using Json = nlohmann::json;

namespace {

// How a function is written; NAME, PARAMETERS, X and VALUE are replaced.
struct Spoken {
  const char* file;
  const char* comment;
  const char* heading;
  const char* head;
  const char* line;
  const char* last;
  const char* footing;  // of what the heading opened
};

constexpr Spoken kLanguages[] = {
    {"m.py", "#", "import os\n\n", "def NAME(PARAMETERS):\n", "    total_X = a * VALUE + os.getpid()\n",
     "    return total_1\n", ""},
    {"m.rs", "//", "use std::process::id;\n\n", "pub fn NAME(PARAMETERS) -> u32 {\n",
     "    let total_X = a * VALUE + id();\n", "    return total_1;\n}\n", ""},
    {"m.go", "//", "package m\n\nimport \"os\"\n\n", "func NAME(PARAMETERS) int {\n",
     "\ttotal_X := a * VALUE + os.Getpid()\n", "\treturn total_1\n}\n", ""},
    {"M.java", "//", "package m;\n\nimport java.util.List;\n\nclass M {\n", "    int NAME(PARAMETERS) {\n",
     "        int total_X = a * VALUE + List.of().size();\n", "        return total_1;\n    }\n", "}\n"},
    {"m.ts", "//", "import { pid } from \"process\";\n\n", "export function NAME(PARAMETERS) {\n",
     "  const total_X = a * VALUE + pid;\n", "  return total_1;\n}\n", ""},
    {"m.js", "//", "import { pid } from \"process\";\n\nexport class M {\n", "  NAME(PARAMETERS) {\n",
     "    const total_X = a * VALUE + pid;\n", "    return total_1;\n  }\n", "}\n"},
    {"m.cpp", "//", "#include <unistd.h>\n\nnamespace m {\n\n", "int NAME(PARAMETERS) {\n",
     "  const int total_X = a * VALUE + getpid();\n", "  return total_1;\n}\n", "\n}  // namespace m\n"},
    {"m.c", "//", "#include <unistd.h>\n\n", "int NAME(PARAMETERS) {\n", "  int total_X = a * VALUE + getpid();\n",
     "  return total_1;\n}\n", ""},
    {"m.sh", "#", "#!/bin/sh\n\n", "NAME() {\n", "  total_X=$((VALUE + $$))\n", "  return 0\n}\n", ""},
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

struct Function {
  std::string name;
  std::string parameters = "a";
  int value = 0;
};

// A file that changes from day to day.
class Month {
 public:
  explicit Month(const Spoken& spoken) : spoken_(spoken) {
    for (int i = 0; i < kFunctions; ++i) functions_.push_back(fresh());
  }

  void go_on() {
    past_.emplace_back(functions_, comment_);
    const int what = number(0, 11);
    const auto at = static_cast<std::ptrdiff_t>(some());
    if (what == 0) functions_.insert(functions_.begin() + at, fresh());
    if (what == 1) functions_.erase(functions_.begin() + at);
    if (what == 2) functions_[some()].name = fresh().name;
    if (what == 3) std::swap(functions_[some()], functions_[some()]);
    if (what == 4) comment_ += std::string(spoken_.comment) + " Day " + std::to_string(past_.size()) + ".\n";
    if (what == 5 && past_.size() > 2) std::tie(functions_, comment_) = past_[past_.size() - 2];
    if (what == 6) functions_[some()].parameters = "b, a";
    if (what == 7) ends_ = ends_ == "\n" ? "\r\n" : "\n";
    for (int i = number(1, 3); what > 5 && i > 0; --i) functions_[some()].value = number(1000, 99'999);
  }

  [[nodiscard]] std::string text() const {
    std::string text = comment_ + spoken_.heading;
    for (const Function& function : functions_) {
      text += replaced(replaced(spoken_.head, "NAME", function.name), "PARAMETERS", parameters_of(function));
      for (int line = 0; line < 8; ++line)
        text +=
            replaced(replaced(spoken_.line, "X", std::to_string(line)), "VALUE", std::to_string(function.value + line));
      text += std::string(spoken_.last) + "\n";
    }
    return replaced(text + spoken_.footing, "\n", ends_);
  }

 private:
  [[nodiscard]] std::string parameters_of(const Function& function) const {
    const std::string file = spoken_.file;
    const bool types_first = file == "M.java" || file == "m.c" || file == "m.cpp";
    const std::string type = file == "m.rs" ? ": u32" : file == "m.go" ? " int" : file == "m.ts" ? ": number" : "";
    std::string text = function.parameters == "a" ? "a" : "b, a";
    if (types_first) return text == "a" ? "int a" : "int b, int a";
    return text == "a" ? "a" + type : "b" + type + ", a" + type;
  }
  Function fresh() { return {"function_" + std::to_string(made_++), "a", number(0, 999)}; }
  int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
  std::size_t some() { return static_cast<std::size_t>(number(0, static_cast<int>(functions_.size()) - 1)); }

  const Spoken& spoken_;
  std::mt19937 random_{20'261'127};
  int made_ = 0;
  std::vector<Function> functions_;
  std::string comment_;
  std::string ends_ = "\n";
  std::vector<std::pair<std::vector<Function>, std::string>> past_;
};

struct ChainWorld {
  World world;
  LoopbackServer server{
      [](const ReceivedRequest& request) { return completion(answer_by_text(Json::parse(request.body))); }};

  ChainWorld() {
    world.use_openai(server);
    std::filesystem::remove(world.repo() + "/a.rs");
  }

  // The result, and the bytes of what was asked for it.
  std::pair<Json, std::size_t> review(const std::string& file, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"refactor", "analyze", file, "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const std::size_t before = server.requests().size();
    const Outcome outcome = world.run(words);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    std::size_t bytes = 0;
    const auto requests = server.requests();
    for (std::size_t i = before; i < requests.size(); ++i) bytes += requests[i].body.size();
    return {outcome.json()["results"][0], bytes};
  }
};

// What was found and advised.
Json said(const Json& result) {
  Json suggestions = result["analysis"]["suggestions"];
  std::sort(suggestions.begin(), suggestions.end());
  return Json::array({result["analysis"]["code_smells"], std::move(suggestions)});
}

}  // namespace

TEST_CASE_METHOD(ChainWorld,
                 "on each day of a month, parts bring what the whole file would, for less than half the bytes") {
  constexpr int kDays = 30;
  for (const Spoken& spoken : kLanguages) {
    Month month(spoken);
    const std::string file = spoken.file;
    world.write("repo/" + file, month.text());
    static_cast<void>(review(file));
    std::size_t asked = 0;
    std::size_t whole = 0;
    int asked_whole = 0;
    for (int day = 1; day <= kDays; ++day) {
      month.go_on();
      world.write("repo/" + file, month.text());
      const auto [result, bytes] = review(file);
      const auto [oracle, oracle_bytes] = review(file, {"--no-cache"});
      INFO(file << ", day " << day);
      CHECK(said(result) == said(oracle));
      asked += bytes;
      whole += oracle_bytes;
      asked_whole += bytes > 0 && !result.contains("reuse") ? 1 : 0;
    }
    CAPTURE(file, asked, whole, asked_whole);
    CHECK(static_cast<double>(asked) / static_cast<double>(whole) < 0.5);
    CHECK(asked_whole >= 1);
    CHECK(asked_whole <= 6);
  }
}
