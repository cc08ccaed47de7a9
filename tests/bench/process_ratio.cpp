// SPDX-License-Identifier: MIT
// process_ratio LABEL GOAL RUNS COMMAND... -- PEER...: runs the two in turn and prints the median of the ratios of each
// pair, which drifts less on a busy machine than the times, between which bounds eight in ten of them lie, and the
// median times. A time is from before the process starts until it has been waited for. Output is thrown away; a command
// that fails ends the program.
#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "measure.hpp"
#include "process.hpp"

int main(int argc, char** argv) {
  std::vector<char*> words(argv + 1, argv + argc);
  const auto separator =
      std::find_if(words.begin(), words.end(), [](const char* word) { return std::string_view(word) == "--"; });
  if (separator - words.begin() < 4 || words.end() - separator < 2) return 2;
  const bench::Command command({words.begin() + 3, separator});
  const bench::Command peer({separator + 1, words.end()});
  const int runs = std::atoi(words[2]);
  if (runs < 1) return 2;
  bench::compare(
      words[0], words[1], runs, std::min(10, runs), [&] { return command.run(); }, [&] { return peer.run(); });
  return 0;
}
