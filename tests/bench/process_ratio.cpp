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
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "measure.hpp"

namespace {

double run_once(const std::vector<char*>& command, const posix_spawn_file_actions_t& actions) {
  return bench::microseconds_of([&] {
    pid_t process = 0;
    int status = 0;
    if (::posix_spawnp(&process, command.front(), &actions, nullptr, command.data(), environ) != 0 ||
        ::waitpid(process, &status, 0) < 0 || status != 0)
      bench::fail(std::string("'") + command.front() + "' failed");
  });
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
  bench::compare(
      words[0], words[1], runs, std::min(10, runs), [&] { return run_once(command, actions); },
      [&] { return run_once(peer, actions); });
  return 0;
}
