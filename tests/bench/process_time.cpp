// SPDX-License-Identifier: MIT
// process_time LABEL GOAL RUNS PERCENT COMMAND... [-- PEER...]: runs the command and prints the time below which that
// percentage of its runs stay; with a peer, run in turn with it, that of the differences. A time is from before the
// process starts until it has been waited for. Output is thrown away; a command that fails ends the program.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

double run_once(const std::vector<char*>& command, const posix_spawn_file_actions_t& actions) {
  const auto begun = std::chrono::steady_clock::now();
  pid_t process = 0;
  int status = 0;
  if (::posix_spawnp(&process, command.front(), &actions, nullptr, command.data(), environ) != 0 ||
      ::waitpid(process, &status, 0) < 0 || status != 0) {
    std::fprintf(stderr, "process_time: '%s' failed\n", command.front());
    std::exit(1);
  }
  return Milliseconds(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<char*> words(argv + 1, argv + argc);
  const auto separator =
      std::find_if(words.begin(), words.end(), [](const char* word) { return std::string_view(word) == "--"; });
  if (separator - words.begin() < 5) return 2;
  std::vector<char*> command(words.begin() + 4, separator);
  std::vector<char*> peer(separator == words.end() ? separator : separator + 1, words.end());
  const bool has_peer = !peer.empty();
  command.push_back(nullptr);
  peer.push_back(nullptr);
  const int runs = std::atoi(words[2]);
  const int percent = std::atoi(words[3]);
  if (runs < 1 || percent < 0 || percent > 100) return 2;

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<double> times;
  for (int i = runs > 1 ? -1 : 0; i < runs; ++i) {  // the first one warms up
    double time = run_once(command, actions);
    if (has_peer) time -= run_once(peer, actions);
    if (i >= 0) times.push_back(time);
  }
  std::sort(times.begin(), times.end());
  const auto last = static_cast<double>(times.size() - 1);
  const auto at = [&](double share) { return times[static_cast<std::size_t>(share * last + 0.5)]; };
  std::printf("| %s | %.1f ms | %.1f–%.1f | %s | | |\n", words[0], at(percent / 100.0), at(0.1), at(0.9), words[1]);
  return 0;
}
