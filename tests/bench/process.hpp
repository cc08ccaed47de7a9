// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "measure.hpp"

namespace bench {

// A program with its arguments, whose output is thrown away.
class Command {
 public:
  explicit Command(std::vector<char*> words) : words_(std::move(words)) {
    words_.push_back(nullptr);
    ::posix_spawn_file_actions_init(&actions_);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
      ::posix_spawn_file_actions_addopen(&actions_, stream, "/dev/null", O_WRONLY, 0);
  }
  ~Command() { ::posix_spawn_file_actions_destroy(&actions_); }
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  // The microseconds from before the process starts until it has been waited for. Ends this program where it fails.
  [[nodiscard]] double run() const {
    return microseconds_of([this] {
      pid_t process = 0;
      int status = 0;
      if (::posix_spawnp(&process, words_.front(), &actions_, nullptr, words_.data(), environ) != 0 ||
          ::waitpid(process, &status, 0) < 0 || status != 0)
        fail(std::string("'") + words_.front() + "' failed");
    });
  }

 private:
  std::vector<char*> words_;
  posix_spawn_file_actions_t actions_{};
};

}  // namespace bench
