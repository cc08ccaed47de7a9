// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "unit_answers.hpp"

// Files in nine languages that change from day to day: what parts bring is what the whole file would have brought, on
// each day, for a part of the bytes.
using namespace rustassistant::test;
using Json = nlohmann::json;

namespace {

// How a function is written; NAME, PARAMETERS, X and VALUE are replaced.
struct Spoken {
  const char* language;
  const char* file;
  const char* comment;
  const char* heading;
  const char* head;
  const char* line;
  const char* last;
  const char* footing;  // of what the heading opened
};

constexpr Spoken kLanguages[] = {
    {"python", "m.py", "#", "import os\n\n", "def NAME(PARAMETERS):\n", "    total_X = a * VALUE + os.getpid()\n",
     "    return total_1\n", ""},
    {"rust", "m.rs", "//", "use std::process::id;\n\n", "pub fn NAME(PARAMETERS) -> u32 {\n",
     "    let total_X = a * VALUE + id();\n", "    return total_1;\n}\n", ""},
    {"go", "m.go", "//", "package m\n\nimport \"os\"\n\n", "func NAME(PARAMETERS) int {\n",
     "\ttotal_X := a * VALUE + os.Getpid()\n", "\treturn total_1\n}\n", ""},
    {"java", "M.java", "//", "package m;\n\nimport java.util.List;\n\nclass M {\n", "    int NAME(PARAMETERS) {\n",
     "        int total_X = a * VALUE + List.of().size();\n", "        return total_1;\n    }\n", "}\n"},
    {"typescript", "m.ts", "//", "import { pid } from \"process\";\n\n", "export function NAME(PARAMETERS) {\n",
     "  const total_X = a * VALUE + pid;\n", "  return total_1;\n}\n", ""},
    {"javascript", "m.js", "//", "import { pid } from \"process\";\n\nexport class M {\n", "  NAME(PARAMETERS) {\n",
     "    const total_X = a * VALUE + pid;\n", "    return total_1;\n  }\n", "}\n"},
    {"cpp", "m.cpp", "//", "#include <unistd.h>\n\nnamespace m {\n\n", "int NAME(PARAMETERS) {\n",
     "  const int total_X = a * VALUE + getpid();\n", "  return total_1;\n}\n", "\n}  // namespace m\n"},
    {"c", "m.c", "//", "#include <unistd.h>\n\n", "int NAME(PARAMETERS) {\n", "  int total_X = a * VALUE + getpid();\n",
     "  return total_1;\n}\n", ""},
    {"bash", "m.sh", "#", "#!/bin/sh\n\n", "NAME() {\n", "  total_X=$((VALUE + $$))\n", "  return 0\n}\n", ""},
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
class ChangingFile {
 public:
  explicit ChangingFile(const Spoken& spoken) : spoken_(spoken) {
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

// The language that a question names.
std::string language_of(const Json& body) {
  constexpr std::string_view kBefore = "Language: ";
  const std::string shown = shown_file(body);
  const std::size_t at = shown.find(kBefore);
  REQUIRE(at != std::string::npos);
  return shown.substr(at + kBefore.size(), shown.find(". ", at) - at - kBefore.size());
}

struct ChainWorld {
  World world;
  LoopbackServer server{
      [](const ReceivedRequest& request) { return completion(answer_by_text(Json::parse(request.body))); }};

  ChainWorld() {
    world.use_openai(server);
    std::filesystem::remove(world.repo() + "/a.rs");
  }

  struct Reviewed {
    std::map<std::string, Json> results;      // by the file's name
    std::map<std::string, std::size_t> sent;  // bytes of what was asked, by language
  };
  [[nodiscard]] Reviewed review(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"refactor", "analyze", ".", "--format", "json"});
    const std::size_t before = server.requests().size();
    const Outcome outcome = world.run(more);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    Reviewed reviewed;
    const Json report = outcome.json();
    for (const Json& result : report["results"]) reviewed.results[result["repository_path"]] = result;
    const auto requests = server.requests();
    for (std::size_t i = before; i < requests.size(); ++i)
      reviewed.sent[language_of(Json::parse(requests[i].body))] += requests[i].body.size();
    return reviewed;
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
  std::map<std::string, ChangingFile> files;
  for (const Spoken& spoken : kLanguages) files.try_emplace(spoken.file, spoken);
  const auto write = [&] {
    for (const auto& [file, changing] : files) world.write("repo/" + file, changing.text());
  };
  write();
  static_cast<void>(review());
  std::map<std::string, std::size_t> asked;
  std::map<std::string, std::size_t> whole;
  std::map<std::string, int> asked_whole;
  for (int day = 1; day <= kDays; ++day) {
    for (auto& [file, changing] : files) changing.go_on();
    write();
    Reviewed parts = review();
    Reviewed oracle = review({"--no-cache"});
    for (const Spoken& spoken : kLanguages) {
      INFO(spoken.file << ", day " << day);
      const Json& result = parts.results[spoken.file];
      CHECK(said(result) == said(oracle.results[spoken.file]));
      asked[spoken.file] += parts.sent[spoken.language];
      whole[spoken.file] += oracle.sent[spoken.language];
      asked_whole[spoken.file] += parts.sent[spoken.language] > 0 && !result.contains("reuse") ? 1 : 0;
    }
  }
  for (const Spoken& spoken : kLanguages) {
    CAPTURE(spoken.file, asked[spoken.file], whole[spoken.file], asked_whole[spoken.file]);
    CHECK(static_cast<double>(asked[spoken.file]) / static_cast<double>(whole[spoken.file]) < 0.5);
    CHECK(asked_whole[spoken.file] >= 1);
    CHECK(asked_whole[spoken.file] <= 6);
  }
}
