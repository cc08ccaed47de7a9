// SPDX-License-Identifier: MIT
// process_ratio LABEL GOAL RUNS COMMAND... -- PEER...: runs the two in turn and prints the median of the ratios of each
// pair, which drifts less on a busy machine than the times, between which bounds eight in ten of them lie, and the
// median times. A time is from before the process starts until it has been waited for. Output is thrown away; a command
// that fails ends the program.
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

using Microseconds = std::chrono::duration<double, std::micro>;

double run_once(const std::vector<char*>& command, const posix_spawn_file_actions_t& actions) {
  const auto begun = std::chrono::steady_clock::now();
  pid_t process = 0;
  int status = 0;
  if (::posix_spawnp(&process, command.front(), &actions, nullptr, command.data(), environ) != 0 ||
      ::waitpid(process, &status, 0) < 0 || status != 0) {
    std::fprintf(stderr, "process_ratio: '%s' failed\n", command.front());
    std::exit(1);
  }
  return Microseconds(std::chrono::steady_clock::now() - begun).count();
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<char*> words(argv + 1, argv + argc);
  const auto separator =
      std::find_if(words.begin(), words.end(), [](const char* word) { return std::string_view(word) == "--"; });
  if (separator - words.begin() < 4 || words.end() - separator < 2) return 2;
  std::vector<char*> command(words.begin() + 3, separator);
  std::vector<char*> peer(separator + 1, words.end());
  command.push_back(nullptr);
  peer.push_back(nullptr);
  const int runs = std::atoi(words[2]);
  if (runs < 1) return 2;

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<double> times;
  std::vector<double> peer_times;
  std::vector<double> ratios;
  for (int i = -std::min(10, runs); i < runs; ++i) {  // the first ones warm up
    const double time = run_once(command, actions);
    const double peer_time = run_once(peer, actions);
    if (i < 0) continue;
    times.push_back(time);
    peer_times.push_back(peer_time);
    ratios.push_back(time / peer_time);
  }
  std::printf("| %s | %.2f | %.2f–%.2f | %s | %.0f µs | %.0f µs |\n", words[0], quantile(ratios, 0.5),
              quantile(ratios, 0.1), quantile(ratios, 0.9), words[1], quantile(times, 0.5), quantile(peer_times, 0.5));
  return 0;
}
