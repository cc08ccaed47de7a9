// SPDX-License-Identifier: MIT
// prune_traces [SEEDS]: replays made-up months of work against caches that are too small for them, and prints the
// dollars that each strategy of pruning pays again for answers that were stored once. The strategies are the product's
// own functions; beside them stands the plain formula that they have to beat. The same table each time.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "replay.hpp"

using namespace rustassistant;
using namespace rustassistant::cache;

namespace {

constexpr std::int64_t kDay = 86'400'000;

struct Workload {
  std::string name;
  Trace trace;
};

// Makes files, edits them and asks for them.
class Work {
 public:
  Work(std::string name, unsigned seed) : random_(seed), work_{std::move(name), {}} {}

  // Files of log-normal length; three in ten belong to projects that pay five times as much for an answer, one in ten
  // twenty-five times.
  void add_files(int count) {
    for (int i = 0; i < count; ++i) {
      const double tokens = std::exp(std::normal_distribution<double>(7.6, 0.9)(random_));
      const int project = uniform(10);
      files_.push_back({tokens, project == 0 ? 25.0 : project < 4 ? 5.0 : 1.0, {}});
      edit(static_cast<int>(files_.size()) - 1);
    }
  }

  void edit(int file) { edit_of(files_[static_cast<std::size_t>(file)], file); }
  // Goes back to the content before the last.
  void undo(int file) {
    auto& versions = files_[static_cast<std::size_t>(file)].versions;
    if (versions.size() > 1) versions.push_back(versions[versions.size() - 2]);
  }
  // The content of a file, as it is now.
  [[nodiscard]] int content(int file) const { return files_[static_cast<std::size_t>(file)].versions.back(); }
  void ask(int file) { ask_content(content(file)); }
  void ask_content(int content) {
    now_ += 1000;
    work_.trace.requests.push_back({{now_}, static_cast<std::size_t>(content), 1});
  }
  void start_day(int day) { now_ = day * kDay; }

  [[nodiscard]] int uniform(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  // A file by its popularity: the n-th is asked for in proportion to 1 / n.
  [[nodiscard]] int popular(int files) {
    const double u = std::uniform_real_distribution<double>(0, 1)(random_);
    return std::min(files - 1, static_cast<int>(std::exp(u * std::log(static_cast<double>(files) + 1))) - 1);
  }
  [[nodiscard]] int files() const { return static_cast<int>(files_.size()); }
  // A new content of a file that its own line of work does not see: a branch's.
  [[nodiscard]] int side_content(int file) {
    auto& entry = files_[static_cast<std::size_t>(file)];
    edit_of(entry, file);
    const int made = entry.versions.back();
    entry.versions.pop_back();
    return made;
  }
  [[nodiscard]] Workload take() { return std::move(work_); }

 private:
  struct File {
    double tokens = 0;
    double price = 0;
    std::vector<int> versions;
  };

  void edit_of(File& file, int path) {
    const double answer = std::exp(std::normal_distribution<double>(6.9, 0.5)(random_));  // tokens
    Content content;
    content.place = path;
    content.facts.cost = NanoUsd{static_cast<std::int64_t>(file.price * (200 * file.tokens + 800 * answer))};
    content.facts.generation_ms = static_cast<std::int64_t>(1000 + answer * 10);
    content.facts.raw_size = static_cast<std::int64_t>(answer * 5);
    content.facts.stored_size = content.facts.raw_size * 3 / 10;
    file.versions.push_back(static_cast<int>(work_.trace.contents.size()));
    work_.trace.contents.push_back(content);
  }

  std::mt19937 random_;
  std::vector<File> files_;
  Workload work_;
  std::int64_t now_ = 0;
};

// A day of one developer: files are edited by popularity and looked at again; now and then an edit is taken back; on
// Fridays a project is reviewed whole.
void edit_for_a_day(Work& work, int files, int day) {
  for (int i = 0; i < 150; ++i) {
    const int file = work.popular(files);
    if (work.uniform(10) == 0) {
      work.undo(file);
    } else {
      work.edit(file);
    }
    for (int again = 0; again <= work.uniform(3); ++again) work.ask(file);
    for (int other = 0; other < 2; ++other) work.ask(work.popular(files));
  }
  if (day % 7 == 5) {
    const int project = work.uniform(10);
    for (int file = project; file < files; file += 10) work.ask(file);
  }
}

Workload editing(unsigned seed) {
  Work work("editing day after day", seed);
  work.add_files(3000);
  for (int day = 0; day < 90; ++day) {
    work.start_day(day);
    edit_for_a_day(work, 3000, day);
  }
  return work.take();
}

// Thirty branches at a time, each with contents of its own for some files; CI reviews what a branch changed and some
// neighbors, some branches often, and the main line each night. A branch lives for about ten days.
Workload branches(unsigned seed) {
  Work work("CI over many branches", seed);
  constexpr int kFiles = 2000;
  work.add_files(kFiles);
  std::vector<std::map<int, int>> open(30);
  for (int day = 0; day < 90; ++day) {
    work.start_day(day);
    for (auto& branch : open) {
      if (branch.empty() || work.uniform(10) == 0) {
        branch.clear();
        for (int i = 0; i < 15; ++i) {
          const int file = work.popular(kFiles);
          branch[file] = work.side_content(file);
        }
      }
    }
    for (int run = 0; run < 40; ++run) {
      auto& branch = open[static_cast<std::size_t>(work.popular(static_cast<int>(open.size())))];
      const int changed = work.popular(kFiles);
      branch[changed] = work.side_content(changed);
      for (const auto& [file, content] : branch) work.ask_content(content);
      for (int i = 0; i < 20; ++i) work.ask(work.popular(kFiles));
    }
    for (int i = 0; i < 40; ++i) {
      const int file = work.popular(kFiles);
      work.edit(file);
      work.ask(file);
    }
    if (day % 7 == 0) {
      for (int file = 0; file < kFiles; ++file) work.ask(file);
    }
  }
  return work.take();
}

// Editing as above; one night everything there is on the disk is reviewed, once.
Workload scan(unsigned seed) {
  Work work("an overnight scan of everything", seed);
  constexpr int kOwn = 2000;
  work.add_files(kOwn + 10'000);
  for (int day = 0; day < 90; ++day) {
    work.start_day(day);
    edit_for_a_day(work, kOwn, day);
    if (day == 30) {
      for (int file = 0; file < work.files(); ++file) work.ask(file);
    }
  }
  return work.take();
}

struct Policy {
  const char* name;
  Judge judge;
  Reach reach = Reach::whole;
};

// A cache of a size in bytes; returns the nano-dollars paid for what was stored once already.
double paid_again(const Trace& trace, std::int64_t size, const Policy& policy) {
  const auto share = [size](double part) { return static_cast<std::int64_t>(part * static_cast<double>(size)); };
  return static_cast<double>(
      replay(trace, {share(0.90), share(0.75), policy.judge, policy.reach}).paid_again_cost.value);
}

// The formula to beat: (1 / accesses) · (1 / cost) · (1 + age in days), highest first out. The store counts as an
// access.
double plain(const EntryFacts& facts, UnixMillis now) {
  const double age_days = static_cast<double>(now.value - facts.created.value) / static_cast<double>(kDay);
  return (1.0 + static_cast<double>(facts.access_count)) * static_cast<double>(facts.cost->value) / (1 + age_days);
}

std::int64_t working_set(const Trace& trace) {
  std::vector<bool> asked(trace.contents.size());
  for (const Request& request : trace.requests) asked[request.content] = true;
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (asked[i]) bytes += trace.contents[i].facts.stored_size + kBesides;
  }
  return bytes;
}

// What the first answer to everything costs, in nano-dollars, whatever the cache.
double paid_once(const Trace& trace) {
  double paid = 0;
  std::vector<bool> seen(trace.contents.size());
  for (const Request& request : trace.requests) {
    const std::size_t index = request.content;
    if (!seen[index]) paid += static_cast<double>(trace.contents[index].facts.cost->value);
    seen[index] = true;
  }
  return paid;
}

Judge product(PruneStrategy strategy) {
  return [strategy](const EntryFacts& facts, UnixMillis now) { return worth(strategy, facts, now); };
}

}  // namespace

int main(int argc, char** argv) {
  const unsigned seeds = argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 5;
  const std::vector<Policy> policies{
      {"lru", product(PruneStrategy::lru)},
      {"oldest", product(PruneStrategy::oldest)},
      {"largest", product(PruneStrategy::largest)},
      {"plain formula", plain},
      {"cost-aware", product(PruneStrategy::cost_aware)},
      {"cost-aware in samples", product(PruneStrategy::cost_aware), Reach::sampled},
  };
  std::printf("| workload | paid once | cache ÷ working set |");
  for (const Policy& policy : policies) std::printf(" %s |", policy.name);
  std::printf("\n| --- | --- | --- |");
  for (std::size_t i = 0; i < policies.size(); ++i) std::printf(" --- |");
  std::printf("\n");
  std::vector<double> ratios(policies.size(), 0);
  int rows = 0;
  for (const auto& workload : {editing, branches, scan}) {
    for (const int percent : {10, 25, 50, 75}) {
      std::vector<double> dollars(policies.size(), 0);
      std::string name;
      double once = 0;
      for (unsigned seed = 1; seed <= seeds; ++seed) {
        const Workload work = workload(seed);
        const Trace& trace = work.trace;
        name = work.name;
        once += paid_once(trace) / 1e9 / seeds;
        const std::int64_t size = working_set(trace) * percent / 100;
        for (std::size_t i = 0; i < policies.size(); ++i)
          dollars[i] += paid_again(trace, size, policies[i]) / 1e9 / seeds;
      }
      std::printf("| %s | %.0f | %d %% |", name.c_str(), once, percent);
      for (std::size_t i = 0; i < policies.size(); ++i) {
        std::printf(" %.2f |", dollars[i]);
        ratios[i] += dollars[0] == 0 ? 1 : dollars[i] / dollars[0];
      }
      std::printf("\n");
      ++rows;
    }
  }
  std::printf("| mean of the ratios to lru | | |");
  for (const double sum : ratios) std::printf(" %.2f |", sum / rows);
  std::printf("\n");
  return 0;
}
