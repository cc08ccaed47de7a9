// SPDX-License-Identifier: MIT
// process_time LABEL GOAL RUNS PERCENT COMMAND... [-- PEER...]: runs the command and prints the time below which that
// percentage of its runs stay; with a peer, run in turn with it, that of the differences. A time is from before the
// process starts until it has been waited for. Output is thrown away; a command that fails ends the program.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "process.hpp"

int main(int argc, char** argv) {
  std::vector<char*> words(argv + 1, argv + argc);
  const auto separator =
      std::find_if(words.begin(), words.end(), [](const char* word) { return std::string_view(word) == "--"; });
  if (separator - words.begin() < 5) return 2;
  const bench::Command command({words.begin() + 4, separator});
  std::optional<bench::Command> peer;
  if (words.end() - separator > 1) peer.emplace(std::vector<char*>(separator + 1, words.end()));
  const int runs = std::atoi(words[2]);
  const int percent = std::atoi(words[3]);
  if (runs < 1 || percent < 0 || percent > 100) return 2;

  std::vector<double> times;                        // milliseconds
  for (int i = runs > 1 ? -1 : 0; i < runs; ++i) {  // the first one warms up
    double time = command.run() / 1000;
    if (peer) time -= peer->run() / 1000;
    if (i >= 0) times.push_back(time);
  }
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1) + 0.5)];
  };
  std::printf("| %s | %.1f ms | %.1f–%.1f | %s | | |\n", words[0], at(percent / 100.0), at(0.1), at(0.9), words[1]);
  return 0;
}
