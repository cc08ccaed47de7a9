// SPDX-License-Identifier: MIT
#include "world.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace rustassistant::test {
namespace {

std::string content_of(const std::string& path) {
  std::stringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

bool is_json(const std::string& text) {
  if (nlohmann::json::accept(text)) return true;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!nlohmann::json::accept(line)) return false;
  }
  return true;
}

}  // namespace

void keep_for_schemas(const std::string& text) {
  const char* folder = std::getenv("RUSTASSISTANT_DOCUMENTS");
  if (folder == nullptr || text.find("\"rustassistant.") == std::string::npos || !is_json(text)) return;
  const std::string name = std::to_string(std::hash<std::string>()(text));
  std::ofstream(std::string(folder) + "/" + name + ".json", std::ios::binary) << text;
}

nlohmann::json Outcome::json() const {
  INFO("stdout: " << out << "\nstderr: " << err);
  auto document = nlohmann::json::parse(out, nullptr, false);
  REQUIRE_FALSE(document.is_discarded());
  return document;
}

nlohmann::json first(const Outcome& outcome) {
  return outcome.json()["results"][0];
}

void Started::signal(int number) const {
  ::kill(process_, number);
}

bool Started::wait_for(const std::string& file, std::string_view words) {
  constexpr int kLongestSilenceMillis = 10'000;
  const int changes = ::inotify_init1(IN_CLOEXEC);
  REQUIRE(::inotify_add_watch(changes, file.c_str(), IN_MODIFY) >= 0);
  pollfd changed{changes, POLLIN, 0};
  bool found = false;
  while (!(found = content_of(file).find(words) != std::string::npos) &&
         ::poll(&changed, 1, kLongestSilenceMillis) > 0) {
    std::array<char, 4096> events{};
    REQUIRE(::read(changes, events.data(), events.size()) > 0);
  }
  ::close(changes);
  return found;
}

bool Started::is_running() const {
  siginfo_t state{};
  return ::waitid(P_PID, static_cast<id_t>(process_), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_pid == 0;
}

Outcome Started::wait() const {
  constexpr int kLongestRunMillis = 60'000;
  const auto handle = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
  pollfd ended{handle, POLLIN, 0};
  if (handle >= 0 && ::poll(&ended, 1, kLongestRunMillis) == 0) ::kill(process_, SIGKILL);
  if (handle >= 0) ::close(handle);
  int status = 0;
  rusage usage{};
  while (::wait4(process_, &status, 0, &usage) < 0 && errno == EINTR) continue;
  Outcome outcome;
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.out = content_of(out_);
  outcome.err = content_of(err_);
  outcome.peak_kilobytes = usage.ru_maxrss;
  keep_for_schemas(outcome.out);
  return outcome;
}

World::World() {
  variables = {{"PATH", "/usr/bin:/bin"}, {"HOME", home()}};
  // Servers of tests answer as fast as they can.
  for (const char* provider : {"XAI", "OPENAI", "ANTHROPIC", "GOOGLE"})
    variables["RUSTASSISTANT_" + std::string(provider) + "_REQUESTS_PER_MINUTE"] = "1000000";
  std::filesystem::create_directories(home());
  write("repo/.git/HEAD", "ref: refs/heads/main\n");
  write("repo/a.rs", kSource);
}

std::string World::read(std::string_view relative) const {
  return content_of((folder_.path() / relative).string());
}

void World::use_openai(const LoopbackServer& server) {
  configure("[llm]\nprovider = \"openai\"\n[llm.openai]\nbase_url = \"" + server.url("/v1") + "\"\n");
  variables["OPENAI_API_KEY"] = kKey;
}

Started World::start(const std::vector<std::string>& words, const std::string& input) const {
  const char* exe = std::getenv("RUSTASSISTANT_EXE");
  REQUIRE(exe != nullptr);
  const std::string prefix = (folder_.path() / ("run-" + std::to_string(runs_++))).string();
  std::ofstream(prefix + ".in", std::ios::binary) << input;

  std::vector<std::string> arguments = wrapper;
  arguments.emplace_back(exe);
  arguments.insert(arguments.end(), words.begin(), words.end());
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addchdir_np(&actions, repo().c_str());
  ::posix_spawn_file_actions_addopen(&actions, 0, (prefix + ".in").c_str(), O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, 1, (prefix + ".out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::posix_spawn_file_actions_addopen(&actions, 2, (prefix + ".err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t process = 0;
  const int error = ::posix_spawn(&process, arguments.front().c_str(), &actions, nullptr, pointers(arguments).data(),
                                  pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  REQUIRE(error == 0);
  return {process, prefix + ".out", prefix + ".err"};
}

Outcome World::analyze(std::vector<std::string> more) const {
  std::vector<std::string> words{"refactor", "analyze", "a.rs", "--format", "json"};
  words.insert(words.end(), more.begin(), more.end());
  return run(words);
}

nlohmann::json model_result() {
  return {{"code_smells",
           {{{"smell_type", "UnsafeUnwrapping"},
             {"severity", "High"},
             {"description", "unwrap may panic"},
             {"impact", "a crash"},
             {"location", {{"line_start", 3}, {"line_end", 3}, {"item_name", "main"}}}}}},
          {"suggestions", nlohmann::json::array()},
          {"complexity_score", 10},
          {"maintainability_score", 90},
          {"priorities", {"fix it"}},
          {"estimated_effort", "small"}};
}

ScriptedReply completion(const std::string& content, std::string_view finish_reason) {
  const nlohmann::json body = {{"id", "chatcmpl-1"},
                               {"object", "chat.completion"},
                               {"created", 1},
                               {"model", "gpt-4.1-nano-2025-04-14"},
                               {"choices",
                                {{{"index", 0},
                                  {"message", {{"role", "assistant"}, {"content", content}, {"refusal", nullptr}}},
                                  {"finish_reason", finish_reason}}}},
                               {"usage",
                                {{"prompt_tokens", 1000},
                                 {"completion_tokens", 200},
                                 {"total_tokens", 1200},
                                 {"prompt_tokens_details", {{"cached_tokens", 400}}},
                                 {"completion_tokens_details", {{"reasoning_tokens", 0}}}}}};
  ScriptedReply reply;
  reply.body = body.dump();
  reply.headers = {{"content-type", "application/json"}};
  return reply;
}

ScriptedReply good_answer() {
  return completion(model_result().dump());
}

}  // namespace rustassistant::test
