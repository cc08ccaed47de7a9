// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/loopback_server.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::test {

struct Outcome {
  int exit_code = 0;  // 128 + n when signal n ended it
  std::string out;
  std::string err;
  std::int64_t peak_kilobytes = 0;

  // Standard output as one JSON document; a test failure where it is none.
  [[nodiscard]] nlohmann::json json() const;
};

// The first result of a review that was shown as JSON.
[[nodiscard]] nlohmann::json first(const Outcome& outcome);

// Keeps a JSON document, or JSON Lines, for the test of the schemas, in the folder that RUSTASSISTANT_DOCUMENTS names.
// What is cut off or something else is not kept.
void keep_for_schemas(const std::string& text);

// A process of the executable under test that has been started. It is killed where it does not end within a minute.
class Started {
 public:
  Started(pid_t process, std::string out, std::string err)
      : process_(process), out_(std::move(out)), err_(std::move(err)) {}
  void signal(int number) const;
  // Waits until it has written these words to standard error, or to standard output; false after ten seconds.
  [[nodiscard]] bool wait_for_error(std::string_view words) const { return wait_for(err_, words); }
  [[nodiscard]] bool wait_for_output(std::string_view words) const { return wait_for(out_, words); }
  [[nodiscard]] bool is_running() const;
  [[nodiscard]] Outcome wait() const;

 private:
  [[nodiscard]] static bool wait_for(const std::string& file, std::string_view words);

  pid_t process_;
  std::string out_;
  std::string err_;
};

// A home of its own, a repository in `repo`, and an environment that holds nothing else; the executable runs in `repo`.
class World {
 public:
  World();

  std::map<std::string, std::string> variables;
  std::vector<std::string> wrapper;  // a program, with its full path, that runs the words that follow its own

  [[nodiscard]] std::string home() const { return (folder_.path() / "home").string(); }
  [[nodiscard]] std::string repo() const { return (folder_.path() / "repo").string(); }
  [[nodiscard]] std::string in_home(std::string_view name) const {
    return home() + "/.rustassistant/" + std::string(name);
  }
  std::string write(std::string_view relative, std::string_view content) const {
    return folder_.write(relative, content);
  }
  [[nodiscard]] std::string read(std::string_view relative) const;
  // The user's config.toml.
  void configure(std::string_view toml) const { write("home/.rustassistant/config.toml", toml); }
  // Lets openai answer at this server, with the key "sk-test-key".
  void use_openai(const LoopbackServer& server);

  [[nodiscard]] Started start(const std::vector<std::string>& words, const std::string& input = {}) const;
  [[nodiscard]] Outcome run(const std::vector<std::string>& words, const std::string& input = {}) const {
    return start(words, input).wait();
  }
  // `refactor analyze a.rs --format json` and more words.
  [[nodiscard]] Outcome analyze(std::vector<std::string> more = {}) const;
  // monthly of `budget status`, and all of `cache status`.
  [[nodiscard]] nlohmann::json budget() const { return run({"budget", "status", "--format", "json"}).json(); }
  [[nodiscard]] nlohmann::json cache() const { return run({"cache", "status", "--format", "json"}).json(); }

 private:
  TemporaryFolder folder_;
  mutable int runs_ = 0;
};

inline constexpr std::string_view kSource = "fn main() {\n    let x: Option<u8> = None;\n    x.unwrap();\n}\n";
inline constexpr std::string_view kKey = "sk-test-key";

// What a model writes about kSource: one smell whose name is right and whose lines are not.
[[nodiscard]] nlohmann::json model_result();
// A chat completion with that text; 1,000 tokens in, of them 400 cached, and 200 out.
[[nodiscard]] ScriptedReply completion(const std::string& content, std::string_view finish_reason = "stop");
[[nodiscard]] ScriptedReply good_answer();
// What gpt-4.1-nano costs for those tokens: 600 at $0.10, 400 at $0.025 and 200 at $0.40 per million.
inline constexpr std::int64_t kCost = (600 * 100'000 + 400 * 25'000 + 200 * 400'000) / 1000;

}  // namespace rustassistant::test
