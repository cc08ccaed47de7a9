// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

// Times in turn with a peer's, and the row of the table that they make.
namespace bench {

[[noreturn]] inline void fail(const std::string& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::exit(1);
}

template <typename Work>
double microseconds_of(const Work& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begun).count();
}

inline double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

// The median of the ratios of each pair, which drifts less on a busy machine than the times; the bounds between which
// eight in ten of them lie; the goal; and the median times.
inline void report(const char* what, const char* goal, const std::vector<double>& times,
                   const std::vector<double>& peers) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < times.size(); ++i) ratios.push_back(times[i] / peers[i]);
  std::printf("| %s | %.2f | %.2f–%.2f | %s | %.0f µs | %.0f µs |\n", what, quantile(ratios, 0.5),
              quantile(ratios, 0.1), quantile(ratios, 0.9), goal, quantile(times, 0.5), quantile(peers, 0.5));
  std::fflush(stdout);
}

// Measures both in turn, `rounds` times after some that warm up. Each returns its microseconds.
template <typename Time, typename PeerTime>
void compare(const char* what, const char* goal, int rounds, int warming, const Time& time, const PeerTime& peer_time) {
  std::vector<double> times;
  std::vector<double> peers;
  for (int i = -warming; i < rounds; ++i) {
    const double mine = time();
    const double theirs = peer_time();
    if (i < 0) continue;
    times.push_back(mine);
    peers.push_back(theirs);
  }
  report(what, goal, times, peers);
}

}  // namespace bench
