// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rustassistant/app/analyze.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::app::test {

using rustassistant::test::FakeClock;
using rustassistant::test::FakeTransport;
using rustassistant::test::TemporaryFolder;

inline constexpr const char* kAnswer =
    R"({"code_smells": [{"smell_type": "dead_code", "severity": "high", "description": "d", "impact": "i",
        "location": {"line_start": 1, "line_end": 1, "item_name": "f"}}],
        "suggestions": [], "complexity_score": 10, "maintainability_score": 90, "priorities": [],
        "estimated_effort": "small"})";

// A reply of chat completions with that answer; without usage where none is given.
inline FakeTransport::Step chat_reply(std::optional<std::pair<int, int>> usage = std::pair{1000, 200}) {
  nlohmann::json body = {{"model", "gpt-4o-mini"},
                         {"choices", {{{"finish_reason", "stop"}, {"message", {{"content", kAnswer}}}}}}};
  if (usage) body["usage"] = {{"prompt_tokens", usage->first}, {"completion_tokens", usage->second}};
  return FakeTransport::reply(200, body.dump());
}

// A home, a repository with one file, and settings that ask OpenAI with a key.
class AppWorld {
 public:
  AppWorld() {
    variables["RUSTASSISTANT_HOME"] = (folder.path() / "home").string();
    variables["OPENAI_API_KEY"] = "sk-test-0123456789";
    folder.write("repo/.git/HEAD", "ref: refs/heads/main\n");
    request.paths = {folder.write("repo/src/f.rs", "fn f() {}\n")};
    request.jobs = 1;
    loaded.settings.llm.provider = "openai";
    loaded.settings.llm.model = "gpt-4o-mini";
  }

  void name_provider() { loaded.origins["llm.provider"] = {config::Source::flag, "--provider"}; }

  // Runs with this script of replies; results and warnings are kept.
  AnalyzeSummary run(std::vector<FakeTransport::Step> script = {chat_reply()}) {
    FakeTransport transport(std::move(script));
    results.clear();
    warnings.clear();
    const sys::Environment environment(variables);
    const Services services{clock, transport, environment,
                            [this](const std::string& text) { warnings.push_back(text); }};
    const AnalyzeListener listener{{},
                                   [this](const FileResult& result) {
                                     results.push_back(result);
                                     return results.size() < enough;
                                   },
                                   {},
                                   {}};
    auto summary = analyze(request, loaded, services, listener);
    calls = transport.requests().size();
    return summary.value();
  }

  TemporaryFolder folder;
  FakeClock clock;
  sys::Variables variables;
  AnalyzeRequest request;
  config::Loaded loaded;
  std::size_t enough = 1'000'000;  // results, after which the listener wants no more
  std::vector<FileResult> results;
  std::vector<std::string> warnings;
  std::size_t calls = 0;
};

}  // namespace rustassistant::app::test
